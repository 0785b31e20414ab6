"""Unusual parts of real specs that a generator easily drops or maps to the wrong class."""

from pathlib import Path
from typing import Any

import pytest

from seawall.core.engine.request import request_for
from seawall.core.wire.codec import decoder_for
from tests.codegen.generating import client, make, operation, spec, spec_with

REF = "#/components/schemas/"


def an_object(name: str) -> dict[str, Any]:
    return {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}


def thing_in(document: bytes, folder: Path, body: bytes) -> Any:
    """Decode `body` as the Thing of a client for `document`."""
    return decoder_for(client(document, folder).models.Thing).decode(body)


@pytest.mark.parametrize("others", [{}, {"s0": an_object("p"), "s1": an_object("q")}])
def test_a_union_within_all_of_has_classes_of_its_own(others: dict[str, Any], tmp_path: Path) -> None:
    choice = {"oneOf": [{"$ref": f"{REF}X"}, {"$ref": f"{REF}Y"}]}
    thing = {"allOf": [{"$ref": f"{REF}Base"}, choice]}
    document = spec_with(
        {"type": "object", "required": ["of"], "properties": {"of": thing}},
        Base=an_object("id"),
        X=an_object("x"),
        Y=an_object("y"),
        **others,
    )
    decoded = thing_in(document, tmp_path, b'{"of": {"id": "1", "y": "2"}}')
    assert (decoded.of.id, decoded.of.y) == ("1", "2")


def test_a_property_called_self_is_a_field(tmp_path: Path) -> None:
    decoded = thing_in(spec_with(an_object("self")), tmp_path, b'{"self": "here"}')
    assert decoded.self_ == "here"


@pytest.mark.parametrize("nullable", [{"type": ["object", "null"]}, {"type": "object", "nullable": True}])
def test_a_nullable_component_keeps_its_pinned_name(nullable: dict[str, Any]) -> None:
    holder = {"type": "object", "properties": {"pet": {"$ref": f"{REF}Pet"}}}
    result = make(spec_with(holder, Pet={**an_object("name"), **nullable}))
    assert b"class Pet:" in result.files["models/pet.py"]
    assert b"pet: models.Pet | None | UnsetType" in result.files["models/thing.py"]


def test_a_path_parameter_may_have_a_dot_in_its_name(tmp_path: Path) -> None:
    parameter = {"name": "book.name", "in": "path", "required": True, "schema": {"type": "string"}}
    document = spec({"/b/{book.name}": {"get": operation(operationId="get_book", parameters=[parameter])}})
    call = client(document, tmp_path).calls.get_book("a/b")
    assert request_for(call, "http://x.test", {}).url == "http://x.test/b/a%2Fb"


def test_a_class_that_requires_itself_is_generated_though_it_has_no_value() -> None:
    kind = {"oneOf": [{"$ref": f"{REF}A"}, {"$ref": f"{REF}Endless"}]}
    endless = {"type": "object", "required": ["e"], "properties": {"e": {"$ref": f"{REF}Endless"}}}
    thing = {
        "type": "object",
        "required": ["parent", "kind"],
        "properties": {"parent": {"$ref": f"{REF}Thing"}, "kind": kind},
    }
    result = make(spec_with(thing, A=an_object("a"), Endless=endless))
    assert b"class Thing" in result.files["models/thing.py"]
