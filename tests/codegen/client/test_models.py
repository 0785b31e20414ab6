"""Wire models: the type of each schema, and decoding and encoding with the codec."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, get_type_hints
from uuid import UUID

import attrs
import pytest

from seawall.core.wire.codec import decoder_for, encode
from seawall.core.wire.open_enum import OpenEnum
from seawall.core.wire.unset import UNSET, UnsetType
from tests.codegen.generating import client, make, operation, spec, spec_with


def thing(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


TYPES = [
    ({"type": "string"}, "str"),
    ({"type": "integer"}, "int"),
    ({"type": "number"}, "float"),
    ({"type": "boolean"}, "bool"),
    ({"type": "string", "format": "date-time"}, "dt.datetime"),
    ({"type": "string", "format": "date"}, "dt.date"),
    ({"type": "string", "format": "uuid"}, "UUID"),
    ({"type": "string", "format": "uri"}, "str"),
    ({"type": "string", "format": "binary"}, "str"),
    ({}, "Any"),
    (True, "Any"),
    ({"const": "x"}, "str"),
    ({"const": 3}, "int"),
    ({"type": "integer", "enum": [1, 2]}, "int"),
    ({"enum": ["a", 1, None]}, "Any"),
    ({"type": "array", "items": {"type": "string"}}, "list[str]"),
    ({"type": "array"}, "list[Any]"),
    ({"type": "object"}, "dict[str, Any]"),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, "dict[str, int]"),
    ({"additionalProperties": {"type": "array", "items": {"type": "number"}}}, "dict[str, list[float]]"),
    ({"$ref": "#/components/schemas/Free"}, "dict[str, Any]"),
    ({"$ref": "#/components/schemas/Alias"}, "Leaf"),
    ({"$ref": "#/components/schemas/Leaf/properties/at"}, "dt.datetime"),
    ({"allOf": [{"$ref": "#/components/schemas/Leaf"}]}, "Leaf"),
    ({"allOf": [{"type": "string"}, {"maxLength": 3}]}, "str"),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "str | None"),
    ({"type": ["string", "null"]}, "str | None"),
    ({"type": "string", "nullable": True}, "str | None"),
    ({"enum": ["a", "b", None]}, "enums.ThingX | None"),
    ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, "int | str"),
    ({"anyOf": [{"type": "string"}, {"type": "string", "format": "uuid"}]}, "str"),
    (
        {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {}}]},
        "list[Any]",
    ),
    ({"anyOf": [{"$ref": "#/components/schemas/Leaf"}, {"type": "object"}]}, "dict[str, Any]"),
    (
        {"anyOf": [{"$ref": "#/components/schemas/Leaf"}, {"$ref": "#/components/schemas/Twin"}]},
        "dict[str, Any]",
    ),
    ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}], "type": "object"}, "dict[str, Any]"),
]


def test_each_schema_maps_to_its_type() -> None:
    leaf = thing({"at": {"type": "string", "format": "date-time"}}, "at")
    more = {
        "Leaf": leaf,
        "Twin": leaf,
        "Alias": {"$ref": "#/components/schemas/Leaf"},
        "Free": {"type": "object"},
    }
    wrong = []
    for schema, expected in TYPES:
        models = make(spec_with(thing({"x": schema}, "x"), **more)).files["models.py"].decode()
        if f"    x: {expected}\n" not in models:
            wrong.append((schema, expected, models))
    assert wrong == []


def test_required_optional_and_nullable_fields_differ(tmp_path: Path) -> None:
    nullable = {"type": ["string", "null"]}
    schema = thing({"a": {"type": "string"}, "b": nullable, "c": {"type": "string"}, "d": nullable}, "a", "b")
    model = client(spec_with(schema), tmp_path).models.Thing
    assert get_type_hints(model) == {
        "a": str,
        "b": str | None,
        "c": str | UnsetType,
        "d": str | None | UnsetType,
    }
    generated = model(a="x", b=None)
    assert (generated.c, generated.d) == (UNSET, UNSET)
    assert encode(generated) == b'{"a":"x","b":null}'
    with pytest.raises(TypeError):
        model(a="x")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        generated.a = "y"


def test_a_nested_model_is_decoded(tmp_path: Path) -> None:
    schema = thing(
        {
            "id": {"type": "string", "format": "uuid"},
            "at": {"type": "string", "format": "date-time"},
            "state": {"$ref": "#/components/schemas/State"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
            "place": thing({"x": {"type": "number"}}, "x"),
        },
        "id",
    )
    generated = client(spec_with(schema, State={"type": "string", "enum": ["ON", "OFF"]}), tmp_path)
    body = (
        b'{"id":"6f2b9f43-7a3c-4a31-a9b5-1b8b1f4f0a11","at":"2026-01-02T03:04:05Z","state":"NEW",'
        b'"children":[{"id":"6f2b9f43-7a3c-4a31-a9b5-1b8b1f4f0a12"}],"place":{"x":1},"unknown":true}'
    )
    value: Any = decoder_for(generated.models.Thing).decode(body)
    assert value.id == UUID("6f2b9f43-7a3c-4a31-a9b5-1b8b1f4f0a11")
    assert value.at == dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    assert isinstance(value.state, OpenEnum)
    assert not value.state.is_known
    assert value.children[0].state is UNSET
    assert value.place == generated.models.ThingPlace(x=1.0)


def test_invalid_python_names_are_replaced_but_not_on_the_wire(tmp_path: Path) -> None:
    wires = [
        "class",
        "page-size",
        "page_size",
        "camelCase",
        "2nd",
        "__dunder__",
        "list",
        "日本",
        "a b",
        "field",
    ]
    generated = client(
        spec_with(thing({wire: {"type": "integer"} for wire in wires}, *wires)), tmp_path
    ).models.Thing
    names = [field.name for field in attrs.fields(generated)]
    assert names == [
        "class_", "page_size", "page_size_2", "camel_case", "field_2nd",
        "dunder", "list_", "unnamed", "a_b", "field_",
    ]  # fmt: skip
    value = generated(**{name: number for number, name in enumerate(names)})
    body = encode(value)
    assert all(f'"{wire}":'.encode() in body for wire in wires)
    assert decoder_for(generated).decode(body) == value


def test_a_fixed_value_discriminates_a_union(tmp_path: Path) -> None:
    cat = thing({"kind": {"const": "cat"}, "name": {"type": "string"}}, "name")
    dog = thing({"kind": {"enum": ["dog"]}, "name": {"type": "string"}}, "name", "kind")
    pets = {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}
    generated = client(spec_with(thing({"pet": pets}, "pet"), Cat=cat, Dog=dog), tmp_path)
    decoder = decoder_for(generated.models.Thing)
    rex: Any = decoder.decode(b'{"pet":{"kind":"dog","name":"Rex"}}')
    tom: Any = decoder.decode(b'{"pet":{"kind":"cat","name":"Tom"}}')
    assert (rex.pet, tom.pet) == (generated.models.Dog(name="Rex"), generated.models.Cat(name="Tom"))
    assert json.loads(encode(generated.models.Cat(name="Tom"))) == {"kind": "cat", "name": "Tom"}


def test_an_ambiguous_union_is_a_dict_with_a_note() -> None:
    one = thing({"name": {"type": "string"}}, "name")
    pets = {"oneOf": [{"$ref": "#/components/schemas/One"}, {"$ref": "#/components/schemas/Two"}]}
    result = make(spec_with(thing({"pet": pets}, "pet"), One=one, Two=one))
    assert result.notes == (
        "One and Two have no discriminator and no distinct required key; they decode as a dict",
    )


def test_all_of_merges_its_parts(tmp_path: Path) -> None:
    base = thing({"id": {"type": "integer"}}, "id")
    schema = {"allOf": [{"$ref": "#/components/schemas/Base"}], **thing({"name": {"type": "string"}}, "name")}
    generated = client(spec_with(schema, Base=base), tmp_path).models.Thing
    assert get_type_hints(generated) == {"id": int, "name": str}


def test_a_union_next_to_properties_keeps_both(tmp_path: Path) -> None:
    one, two = thing({"a": {"type": "integer"}}, "a"), thing({"b": {"type": "integer"}}, "b")
    schema = thing({"id": {"type": "integer"}}, "id") | {"oneOf": [one, two]}
    generated = client(spec_with(schema), tmp_path)
    value = decoder_for(generated.calls.GET_THING.result_types[200]).decode(b'{"id":1,"b":2}')
    assert value == generated.models.ThingOption2(id=1, b=2)


def test_enum_members_have_safe_names_and_exact_values(tmp_path: Path) -> None:
    values = [
        "in-progress",
        "IN_PROGRESS",
        "2x",
        "",
        "日本",
        "__x__",
        "mro",
        'a"b\\c\n\u2028',
        "None",
        "ÄRGER",
    ]
    generated = client(spec_with(thing({"s": {"enum": values}}, "s")), tmp_path).enums.ThingS
    assert [member.value for member in generated] == values
    assert [member.name for member in generated] == [
        "IN_PROGRESS", "IN_PROGRESS_2", "VALUE_2X", "VALUE", "VALUE_2", "X", "MRO", "A_B_C", "NONE", "RGER",
    ]  # fmt: skip


def test_the_docstring_lists_the_values_of_an_integer_enum() -> None:
    result = make(spec_with(thing({"level": {"type": "integer", "enum": [1, 2, -3]}}, "level")))
    assert "`level` is one of 1, 2, -3." in result.files["models.py"].decode()


def test_only_reachable_classes_are_generated() -> None:
    unused = thing({"x": {"type": "string"}})
    error = {
        "description": "",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Unused"}}},
    }
    get = operation(answer={"$ref": "#/components/schemas/Thing"})
    get["responses"]["404"] = error
    result = make(spec({"/x": {"get": get}}, {"Thing": thing({"y": {"type": "string"}}), "Unused": unused}))
    assert [model.name for model in result.declarations.models] == ["Thing"]


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/components/schemas/Thing"},
        {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Thing"}},
        {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Thing/properties/x"}}},
    ],
)
def test_a_recursive_schema_generates(schema: Any) -> None:
    result = make(spec_with(schema, Other={"$ref": "#/components/schemas/Thing"}))
    assert result.files["calls.py"]
