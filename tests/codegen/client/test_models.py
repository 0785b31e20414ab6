"""Wire models: the type of each schema, and decoding and encoding with the codec."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints
from uuid import UUID

import attrs
import pytest

from seawall.core.wire.codec import decoder_for, encode
from seawall.core.wire.open_enum import OpenEnum, OpenIntEnum
from seawall.core.wire.unset import UNSET, UnsetType
from seawall.core.wire.variants import Tagged, UnknownVariant
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
    ({"type": "string", "format": "time"}, "dt.time"),
    ({"type": "string", "format": "duration"}, "dt.timedelta"),
    ({"type": "string", "format": "uuid"}, "UUID"),
    ({"type": "string", "format": "decimal"}, "Decimal"),
    ({"type": "string", "format": "byte"}, "bytes"),
    ({"type": "string", "contentEncoding": "base64"}, "bytes"),
    ({"type": "string", "format": "ipv4"}, "ip.IPv4Address"),
    ({"type": "string", "format": "uri"}, "str"),
    ({"type": "string", "format": "binary"}, "str"),
    ({"type": "string", "format": "date", "x-seawall-type": "str"}, "str"),
    ({"type": "string", "x-seawall-type": "decimal"}, "Decimal"),
    ({}, "Any"),
    (True, "Any"),
    ({"const": "x"}, 'Literal["x"] = "x"'),
    ({"const": 3}, "Literal[3] = 3"),
    ({"type": "integer", "enum": [1, 2]}, "models.ThingX"),
    ({"enum": ["a", 1, None]}, 'Literal["a", 1] | None'),
    ({"enum": [True, False]}, "bool"),
    ({"enum": [0.5, 1.5]}, "float"),
    ({"type": "array", "items": {"type": "string"}}, "list[str]"),
    ({"type": "array"}, "list[Any]"),
    ({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}, "list[str | int]"),
    ({"type": "object"}, "dict[str, Any]"),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, "dict[str, int]"),
    ({"additionalProperties": {"type": "array", "items": {"type": "number"}}}, "dict[str, list[float]]"),
    ({"$ref": "#/components/schemas/Free"}, "models.Free"),
    ({"$ref": "#/components/schemas/Alias"}, "models.Alias"),
    ({"$ref": "#/components/schemas/Leaf"}, "models.Leaf"),
    ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "str | None"),
    ({"type": ["string", "null"]}, "str | None"),
    ({"type": "string", "nullable": True}, "str | None"),
    ({"enum": ["a", "b", None]}, "models.ThingX | None"),
    ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, "int | str"),
    ({"anyOf": [{"type": "string", "format": "date"}, {"type": "string"}]}, "dt.date | str"),
    (
        {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {}}]},
        "list[str] | list[Any]",
    ),
    (
        {"anyOf": [{"$ref": "#/components/schemas/Leaf"}, {"$ref": "#/components/schemas/Twin"}]},
        "models.Leaf | models.Twin | UnknownVariant",
    ),
    (
        {
            "anyOf": [
                {"$ref": "#/components/schemas/Leaf"},
                {"type": "array", "items": {"$ref": "#/components/schemas/Leaf"}},
            ]
        },
        "models.Leaf | list[models.Leaf]",
    ),
    ({"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Leaf"}]}, "str | models.Leaf"),
]


def test_each_schema_maps_to_its_type() -> None:
    leaf = thing({"at": {"type": "string", "format": "date-time"}}, "at")
    more = {
        "Leaf": leaf,
        "Twin": thing({"to": {}}, "to"),
        "Alias": {"$ref": "#/components/schemas/Leaf"},
        "Free": {"type": "object"},
    }
    wrong = []
    for schema, expected in TYPES:
        models = make(spec_with(thing({"x": schema}, "x"), **more)).files["models/thing.py"].decode()
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
        "class_", "page_size_2", "page_size", "camel_case", "field_2nd",
        "dunder", "list_", "unnamed", "a_b", "field_",
    ]  # fmt: skip
    value = generated(**{name: number for number, name in enumerate(names)})
    body = encode(value)
    assert all(f'"{wire}":'.encode() in body for wire in wires)
    assert decoder_for(generated).decode(body) == value


def test_a_fixed_value_discriminates_a_union(tmp_path: Path) -> None:
    cat = thing({"@kind": {"const": "cat"}, "name": {"type": "string"}}, "name", "@kind")
    dog = thing({"@kind": {"enum": ["dog"]}, "name": {"type": "string"}}, "name", "@kind")
    pets = {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}
    generated = client(spec_with(thing({"pet": pets}, "pet"), Cat=cat, Dog=dog), tmp_path)
    models = generated.models
    hint = get_type_hints(models.Thing, include_extras=True)["pet"]
    assert get_args(hint) == (
        models.Cat | models.Dog | UnknownVariant,
        Tagged("@kind", {"cat": models.Cat, "dog": models.Dog}),
    )


def test_a_declared_discriminator_maps_several_values_to_one_class(tmp_path: Path) -> None:
    cat, dog = thing({"kind": {"type": "string"}}, "kind"), thing({"kind": {"type": "string"}}, "kind")
    refs = {name: f"#/components/schemas/{name}" for name in ("Cat", "Dog")}
    mapping = {"cat": refs["Cat"], "kitten": refs["Cat"], "dog": refs["Dog"]}
    pet = {
        "oneOf": [*({"$ref": ref} for ref in refs.values()), {"type": "null"}],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    document = spec_with(thing({"pet": {"$ref": "#/components/schemas/Pet"}}), Pet=pet, Cat=cat, Dog=dog)
    models = client(document, tmp_path).models
    (tagged, nothing) = get_args(models.Pet)
    assert nothing is type(None)
    assert get_args(tagged)[1] == Tagged("kind", {"cat": models.Cat, "kitten": models.Cat, "dog": models.Dog})


def test_all_of_merges_its_parts(tmp_path: Path) -> None:
    base = thing({"id": {"type": "integer"}}, "id")
    schema = {"allOf": [{"$ref": "#/components/schemas/Base"}], **thing({"name": {"type": "string"}}, "name")}
    generated = client(spec_with(schema, Base=base), tmp_path).models.Thing
    assert get_type_hints(generated) == {"id": int, "name": str}


def test_a_union_next_to_properties_keeps_both(tmp_path: Path) -> None:
    one, two = thing({"a": {"type": "integer"}}, "a"), thing({"b": {"type": "integer"}}, "b")
    schema = thing({"id": {"type": "integer"}}, "id") | {"oneOf": [one, two]}
    models = client(spec_with(schema), tmp_path).models
    members = get_args(models.Thing)[:2]
    assert [set(get_type_hints(member)) for member in members] == [{"id", "a"}, {"id", "b"}]


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
    generated = client(spec_with(thing({"s": {"enum": values}}, "s")), tmp_path).models.ThingS
    assert [member.value for member in generated] == values
    assert [member.name for member in generated] == [
        "IN_DASH_PROGRESS", "IN_PROGRESS", "VALUE_2X", "EMPTY", "VALUE", "X", "MRO", "A_B_C", "NONE", "ARGER",
    ]  # fmt: skip


def test_an_enum_of_integers_is_open(tmp_path: Path) -> None:
    schema = thing({"level": {"type": "integer", "enum": [1, 2, -3]}}, "level")
    level = client(spec_with(schema), tmp_path).models.ThingLevel
    assert issubclass(level, OpenIntEnum)
    assert {member.name: int(member) for member in level} == {"VALUE_1": 1, "VALUE_2": 2, "MINUS_3": -3}


def test_an_extension_names_the_members_of_an_enum(tmp_path: Path) -> None:
    schema = {"enum": [1, 2], "x-enum-varnames": ["Low", "High"]}
    level = client(spec_with(schema), tmp_path).models.Thing
    assert {member.name: int(member) for member in level} == {"LOW": 1, "HIGH": 2}


def test_a_base_among_its_own_variants_has_a_class(tmp_path: Path) -> None:
    ref = "#/components/schemas/"
    mapping = {"pet": f"{ref}Pet", "cat": f"{ref}Cat"}
    pet = thing({"kind": {"type": "string"}}, "kind") | {
        "discriminator": {"propertyName": "kind", "mapping": mapping}
    }
    cat = {"allOf": [{"$ref": f"{ref}Pet"}, thing({"meow": {"type": "string"}})]}
    document = spec_with(thing({"pet": {"$ref": f"{ref}Pet"}}), Pet=pet, Cat=cat)
    models = client(document, tmp_path).models
    assert get_args(models.Pet)[0] == models.Cat | models.PlainPet | UnknownVariant


def test_every_component_is_generated() -> None:
    unused = thing({"x": {"type": "string"}})
    result = make(spec_with(thing({"y": {"type": "string"}}), Unused=unused, Text={"type": "string"}))
    assert {"models/thing.py", "models/unused.py", "models/text.py"} <= set(result.files)
    assert {name: fact["generated"] for name, fact in result.ledger.schemas.items()} == {
        "Thing": "Thing",
        "Unused": "Unused",
        "Text": "Text",
    }


READ_WRITE = thing(
    {
        "id": {"type": "string", "readOnly": True},
        "password": {"type": "string", "writeOnly": True},
        "name": {"type": "string"},
    },
    "id",
    "password",
    "name",
)


@pytest.mark.parametrize(
    ("is_sent", "is_received", "optional"),
    [(True, False, {"id"}), (False, True, {"password"}), (True, True, {"id", "password"})],
)
def test_required_holds_in_one_direction(
    is_sent: bool, is_received: bool, optional: set[str], tmp_path: Path
) -> None:
    ref = {"$ref": "#/components/schemas/User"}
    post = operation(answer=ref if is_received else {}, body=ref if is_sent else None, operationId="f")
    user = client(spec({"/x": {"post": post}}, {"User": READ_WRITE}), tmp_path).models.User
    unset = {name for name, hint in get_type_hints(user).items() if UnsetType in get_args(hint)}
    assert unset == optional


def test_keys_without_a_field_are_kept(tmp_path: Path) -> None:
    typed = thing({"x": {}}) | {"additionalProperties": {"type": "integer"}}
    closed = thing({"x": {}}) | {"additionalProperties": False}
    ref = {"$ref": "#/components/schemas/Open"}
    post = operation(answer=ref, body=ref, operationId="f")
    schemas = {
        "Typed": typed,
        "Closed": closed,
        "Open": thing({"additional_properties": {}}),
        "Read": thing({"x": {}}),
    }
    models = client(spec({"/x": {"post": post}}, schemas), tmp_path).models
    assert get_type_hints(models.Typed)["additional_properties"] == Mapping[str, int]
    assert get_type_hints(models.Open)["additional_properties"] == Mapping[str, Any]
    assert models.Open().additional_properties == {}
    assert "additional_properties_" in get_type_hints(models.Open)
    assert set(get_type_hints(models.Closed)) == set(get_type_hints(models.Read)) == {"x"}


def test_an_alias_that_refers_to_itself_is_broken(tmp_path: Path) -> None:
    value = {
        "anyOf": [
            {"type": "string"},
            {"type": "array", "items": {"$ref": "#/components/schemas/Value"}},
            {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Other"}},
        ]
    }
    other = {"type": "array", "items": {"$ref": "#/components/schemas/Value"}}
    models = client(spec_with(thing({"x": {}}), Value=value, Other=other), tmp_path).models
    assert str in get_args(models.Value)
    assert models.Other is not None


def test_a_bomb_of_aliases_imports(tmp_path: Path) -> None:
    chain = {
        f"L{number}": {"type": "array", "items": {"$ref": f"#/components/schemas/L{number + 1}"}}
        for number in range(150)
    }
    models = client(spec_with(thing({"x": {}}), **chain, L150={"type": "string"}), tmp_path).models
    assert models.L0 is not None


def test_bodies_of_webhooks_and_callbacks_have_models(tmp_path: Path) -> None:
    event = operation(body=thing({"id": {"type": "string"}}), operationId="newPet")
    post = operation(operationId="f") | {"callbacks": {"done": {"{$request.body#/url}": {"post": event}}}}
    document = spec({"/x": {"post": post}}, webhooks={"new-pet": {"post": event | {"operationId": "hook"}}})
    names = json.loads(make(document).names)["inline"]
    assert {"webhook POST new-pet body"} <= set(names)
    assert any("callback" in key for key in names)


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


@pytest.mark.parametrize(
    "name", ["Call", "Limits", "Operation", "Parameter", "Tagged", "FilePart", "OpenEnum"]
)
def test_a_class_called_like_an_import_imports_nothing_of_that_name(name: str) -> None:
    schema = {"type": "object", "description": f"A {name}.", "properties": {name: {"type": "string"}}}
    files = make(spec_with({"$ref": f"#/components/schemas/{name}"}, **{name: schema})).files
    (module,) = [
        text
        for path, text in files.items()
        if path.startswith("models/") and f"class {name}".encode() in text
    ]
    assert f"import {name}".encode() not in module
