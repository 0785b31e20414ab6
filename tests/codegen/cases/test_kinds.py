"""Kinds of documents on the wire: tags of any name, one known member, directions, defaults and constants."""

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest

from seawall.core.engine.call import Call
from tests.codegen.cases.wire import answer, sent, sent_again
from tests.codegen.generating import JSON, Client, client, make, operation, spec, spec_with
from tests.rows import row

TEXT = {"type": "string"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def model(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def get_thing(schema: Any, folder: Path, **schemas: Any) -> Call[Any]:
    """A call of an operation that returns `schema`."""
    call: Call[Any] = client(spec_with(schema, **schemas), folder).calls.get_thing()
    return call


TAGS = [
    "kind",
    "type",
    "class",
    "@odata.type",
    "modelType",
    "model-type",
    "$kind",
    "Kind",
    "_kind",
    "None",
    "é",
]


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_of_any_name_tells_members_apart(tag: str, tmp_path: Path) -> None:
    for name in ("const", "enum"):
        for is_declared in (True, False):
            members = {
                each: model(tag, "size", **{tag: one_value(name, each.lower()), "size": {"type": "integer"}})
                for each in ("Boat", "Car")
            }
            union: dict[str, Any] = {"oneOf": [ref(each) for each in members]}
            if is_declared:
                union["discriminator"] = {"propertyName": tag}
            call = get_thing(union, tmp_path / f"{name}{is_declared}", **members)
            with row(name, is_declared):
                assert answer(call, {tag: "boat", "size": 1}).startswith("Boat(")
                assert answer(call, {tag: "car", "size": 1, "more": 2}).startswith("Car(")
                newer = {tag: "plane", "size": 1, "wings": [2]}
                assert answer(call, newer) == f"UnknownVariant(data={newer})"
                assert sent_again(call, newer) == newer


def one_value(keyword: str, value: str) -> dict[str, Any]:
    return {"const": value} if keyword == "const" else {**TEXT, "enum": [value]}


ONE_MEMBER: dict[str, dict[str, Any]] = {
    "a base with one extension": {
        "Thing": {**model("kind", kind=TEXT), "discriminator": {"propertyName": "kind"}},
        "Boat": {"allOf": [ref("Thing"), model(sails=TEXT)]},
    },
    "a base with one value in its mapping": {
        "Thing": {
            **model("kind", kind=TEXT),
            "discriminator": {"propertyName": "kind", "mapping": {"Boat": "#/components/schemas/B"}},
        },
        "B": {"allOf": [ref("Thing"), model(sails=TEXT)]},
    },
    "a union of one reference": {
        "Thing": {"oneOf": [ref("Boat")], "discriminator": {"propertyName": "kind"}},
        "Boat": model("kind", kind=TEXT, sails=TEXT),
    },
    "a union of one reference and null": {
        "Thing": {"oneOf": [ref("Boat"), {"type": "null"}], "discriminator": {"propertyName": "kind"}},
        "Boat": model("kind", kind=TEXT, sails=TEXT),
    },
}


@pytest.mark.parametrize("name", ONE_MEMBER)
def test_the_first_member_of_a_declared_union_is_not_taken_for_all(name: str, tmp_path: Path) -> None:
    schemas = dict(ONE_MEMBER[name])
    call = get_thing(schemas.pop("Thing"), tmp_path, **schemas)
    assert "sails='x'" in answer(call, {"kind": "Boat", "sails": "x"})
    assert answer(call, {"kind": "plane"}) == "UnknownVariant(data={'kind': 'plane'})"


def test_a_union_without_discriminator_of_one_member_is_that_member(tmp_path: Path) -> None:
    call = get_thing({"oneOf": [ref("Boat")]}, tmp_path, Boat=model("sails", sails=TEXT))
    assert answer(call, {"sails": "x"}) == "Boat(sails='x')"


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_required_properties_hold_in_one_direction(version: str, tmp_path: Path) -> None:
    account = model("id", "name", "pin", "at", id={**TEXT, "readOnly": True}, name=TEXT)
    account["properties"] |= {"pin": {**TEXT, "writeOnly": True}, "at": ref("Time")}
    schemas = {"Account": account, "Time": ref("Stamp"), "Stamp": {**TEXT, "readOnly": True}}
    post = operation(operationId="create", answer=ref("Account"), body=ref("Account"))
    generated = client(spec({"/a": {"post": post}}, schemas, openapi=version), tmp_path)
    call = generated.calls.create(body=generated.models.Account(name="n", pin="0"))
    assert sent(call) == 'POST /a | application/json {"name":"n","pin":"0"}'
    assert answer(call, {"id": "1", "name": "n", "at": "now"}) == "Account(id='1', name='n', at='now')"
    with pytest.raises(ValueError, match="missing required field `name`"):
        answer(call, {"id": "1"})


def test_a_parameter_of_one_value_needs_no_argument(tmp_path: Path) -> None:
    version = {"name": "v", "in": "query", "required": True, "schema": {"type": "integer", "enum": [2]}}
    paths = {
        "/a?action=list&x=": {"get": operation(operationId="fixed")},
        "/b": {"get": operation(operationId="versioned", parameters=[version])},
        "/c": {"get": operation(operationId="optional", parameters=[{**version, "required": False}])},
    }
    calls = client(spec(paths), tmp_path).calls
    assert sent(calls.fixed(x="")) == "GET /a?action=list&x="
    assert sent(calls.versioned()) == "GET /b?v=2"
    assert sent(calls.optional()) == "GET /c"


def test_defaults_are_told_wherever_they_stand(tmp_path: Path) -> None:
    schemas = {
        "Size": {"type": "integer", "default": 20},
        "Alias": ref("Size"),
        "Page": model(size=ref("Alias"), own={**ref("Size"), "default": 5}),
    }
    parameters = [{"name": name, "in": "query", "schema": ref(name)} for name in ("Size", "Alias")]
    get = operation(operationId="get", answer=ref("Page"), parameters=parameters)
    generated = client(spec({"/a": {"get": get}}, schemas), tmp_path)
    assert "Defaults: `size` 20, `alias` 20." in generated.calls.get.__doc__
    assert "Defaults: `size` 20, `own` 5." in generated.models.Page.__doc__
    assert sent(generated.calls.get()) == "GET /a"


def test_the_only_answer_is_a_response_and_not_an_error(tmp_path: Path) -> None:
    content = {"description": "", "content": {JSON: {"schema": model(a=TEXT)}}}
    rows = [
        (("default",), ["GetResponse"]),
        (("4XX", "default"), ["GetError", "GetResponse"]),
        (("200", "default"), ["GetError", "GetResponse"]),
    ]
    for number, (statuses, expected) in enumerate(rows):
        responses = dict.fromkeys(statuses, content)
        document = spec({"/a": {"get": {"operationId": "get", "responses": responses}}})
        generated = client(document, tmp_path / str(number))
        with row(statuses):
            assert sorted(name for name in dir(generated.models) if name.startswith("Get")) == expected


def test_a_function_without_arguments_has_no_empty_line_in_its_head() -> None:
    members = {f"Member{'Long' * 5}{n}": model("kind", kind={"const": f"k{n}"}) for n in range(4)}
    source = make(spec_with({"oneOf": [ref(each) for each in members]}, **members)).files["calls.py"].decode()
    assert "def get_thing() -> Call[models.Thing]" in source
    inline = operation(operationId="get", answer={"oneOf": [ref(each) for each in members]})
    source = make(spec({"/a": {"get": inline}}, members)).files["calls.py"].decode()
    assert "def get() -> Call[\n" in source
    assert [line for line in source.splitlines() if line != line.rstrip()] == []


WIDE = {f"Event{n}": model("kind", kind={"const": f"k{n}"}, **{f"only{n}": TEXT}) for n in range(400)}


def test_a_union_of_hundreds_of_members_is_flat(tmp_path: Path) -> None:
    generated = client(spec_with({"oneOf": [ref(each) for each in WIDE]}, **WIDE), tmp_path)
    call = generated.calls.get_thing()
    assert answer(call, {"kind": "k399", "only399": "x"}) == "Event399(kind='k399', only399='x')"
    assert answer(call, {"kind": "k400"}) == "UnknownVariant(data={'kind': 'k400'})"


def test_hundreds_of_media_types_are_flat(tmp_path: Path) -> None:
    content = {f"application/x{n}+json": {"schema": model(**{f"a{n}": TEXT})} for n in range(300)}
    post = {
        "requestBody": {"content": content},
        "responses": {"200": {"description": "", "content": content}},
    }
    generated = client(spec({"/a": {"post": post | {"operationId": "f"}}}), tmp_path)
    assert len(inspect.signature(generated.calls.f).parameters) == 2
    call = generated.calls.f(body={"a7": "x"}, media_type="application/x7+json")
    assert sent(call) == 'POST /a | application/x7+json {"a7":"x"}'


def test_deep_types_do_not_exhaust_the_parser() -> None:
    schema: Any = TEXT
    for _ in range(90):
        schema = {"type": "array", "items": schema}
    source = make(spec_with(schema)).files["models/thing.py"]
    ast.parse(source)


def test_a_model_without_any_of_its_keys_is_there(tmp_path: Path) -> None:
    generated = Client(make(spec_with(model("a", a=TEXT, b=TEXT))), tmp_path)
    call = generated.calls.get_thing()
    assert answer(call, {}, tolerant=True) == "Thing()"
    assert answer(call, {"a": None}, tolerant=True) == "Thing()"
    # It is another object, e.g. an error with status 200.
    with pytest.raises(ValueError, match="missing required field"):
        answer(call, {"error": "x"}, tolerant=True)
