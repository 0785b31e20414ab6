"""Tests of samples: how large they get, and what stays in them."""

import json
from typing import Any

import pytest

from seawall.codegen.api.reader import read_api
from seawall.codegen.mock.samples import Samples, SampleTooLargeError


def sample(schemas: dict[str, Any], name: str = "Top", **options: Any) -> Any:
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Demo", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    api = read_api(document)
    return Samples(api, **options).sample(api.schemas[name], name)


def wide(width: int, child: str, *, required: bool = False) -> dict[str, Any]:
    names = [f"p{number}" for number in range(width)]
    return {
        "type": "object",
        "properties": {name: {"$ref": f"#/components/schemas/{child}"} for name in names},
        "required": names if required else [],
    }


def many_items(width: int) -> dict[str, Any]:
    return {"type": "array", "minItems": width, "items": {"$ref": "#/components/schemas/Top"}}


@pytest.mark.parametrize(
    "top",
    [
        wide(20, "Top"),
        wide(4, "Top", required=True),
        many_items(20),
        {"type": "object", "minProperties": 20, "additionalProperties": {"$ref": "#/components/schemas/Top"}},
        {"type": "array", "prefixItems": [{"$ref": "#/components/schemas/Top"}] * 9, "items": False},
    ],
    ids=["optional", "required", "items", "extra keys", "prefix"],
)
def test_a_schema_that_branches_into_itself_has_a_sample_of_bounded_size(top: dict[str, Any]) -> None:
    assert len(json.dumps(sample({"Top": top}))) < 3_000_000


def test_a_large_class_has_each_of_its_properties_and_each_required_one_below() -> None:
    leaf = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "note": {}}}
    found = sample({"Top": wide(2_000, "Leaf"), "Leaf": leaf})
    assert len(found) == 2_000
    assert {tuple(item) for item in found.values()} == {("id",)}


def test_a_small_sample_has_the_required_properties_alone() -> None:
    top = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "note": {}}}
    assert list(sample({"Top": top}, size=0)) == ["id"]


def test_a_schema_that_requires_a_large_tree_has_no_exact_sample() -> None:
    levels = {f"L{number}": wide(9, f"L{number + 1}", required=True) for number in range(9)}
    schemas = {"Top": wide(9, "L0", required=True), **levels, "L9": {"type": "string"}}
    with pytest.raises(SampleTooLargeError):
        sample(schemas, exact=True)
