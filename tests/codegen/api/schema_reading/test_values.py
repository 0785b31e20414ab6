"""A value that is valid by JSON Schema fits the shape that the schema is read as."""

from typing import Any

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from seawall.codegen.api.model import Api
from seawall.codegen.api.reach import resolve
from seawall.codegen.api.shapes import (
    AnyValue,
    Array,
    Boolean,
    Enumeration,
    Integer,
    NoValue,
    Null,
    Number,
    Object,
    Schema,
    Text,
    Union,
)
from tests.codegen.api.schema_reading.schema_rows import api_of, ref

# Hundreds of schemas.
pytestmark = pytest.mark.slow
NAMES = ["X", "A", "B"]
KEYS = st.sampled_from(["a", "b", "k"])
TYPES: dict[type, tuple[type, ...]] = {
    Boolean: (bool,),
    Integer: (int,),
    Number: (int, float),
    Text: (str,),
    Null: (type(None),),
    Object: (dict,),
    Array: (list,),
}


def fits(api: Api, schema: Schema, value: Any) -> bool:
    """Check `value` by the shape of `schema` alone; a discriminator decides if it has the value."""
    shape = resolve(api, schema).shape
    if isinstance(shape, AnyValue | NoValue):
        return isinstance(shape, AnyValue)
    if isinstance(shape, Enumeration):
        return any(type(each) is type(value) and each == value for each in shape.values)
    if isinstance(shape, Union):
        return any(fits(api, member, value) for member in members(shape, value))
    is_of_type = isinstance(value, TYPES[type(shape)])
    if not is_of_type or (isinstance(value, bool) and not isinstance(shape, Boolean)):
        return False
    if isinstance(shape, Array):
        return all(fits(api, shape.items, item) for item in value)
    return not isinstance(shape, Object) or object_fits(api, shape, value)


def members(union: Union, value: Any) -> tuple[Schema, ...]:
    """The members of `union` that `value` may be."""
    tag = union.discriminator
    if tag is not None and isinstance(value, dict) and tag.name in value:
        for known, index in tag.mapping:
            if type(known) is type(value[tag.name]) and known == value[tag.name]:
                event("a tag decides")
                return (union.members[index],)
    return union.members


def object_fits(api: Api, shape: Object, value: dict[str, Any]) -> bool:
    named = {item.name: item for item in shape.properties}
    others = [item for key, item in value.items() if key not in named]
    return (
        all(name in value for name, item in named.items() if item.required)
        and all(fits(api, named[key].schema, item) for key, item in value.items() if key in named)
        and (shape.additional is None or all(fits(api, shape.additional, item) for item in others))
    )


SCALARS = st.sampled_from(
    [
        {"type": "string"},
        {"type": "integer"},
        {"type": ["number", "null"]},
        {"type": "boolean"},
        {"type": "null"},
        {"type": ["object", "null"]},
        {"const": "x"},
        {"const": 1},
        {"enum": ["x", "y"]},
        {"type": "string", "enum": ["x", "z"]},
        {"enum": ["x", None, True]},
        {},
        *map(ref, NAMES),
    ]
)


def combined(schemas: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    listed = st.lists(schemas, min_size=1, max_size=3)
    objects = st.fixed_dictionaries(
        {"type": st.just("object"), "properties": st.dictionaries(KEYS, schemas, max_size=3)},
        optional={
            "required": st.lists(KEYS, max_size=2, unique=True),
            "additionalProperties": st.one_of(st.booleans(), schemas),
            "oneOf": listed,
            "anyOf": listed,
        },
    )
    return st.one_of(
        objects,
        listed.map(lambda parts: {"allOf": parts}),
        listed.map(lambda parts: {"oneOf": parts}),
        listed.map(lambda parts: {"anyOf": parts}),
        schemas.map(lambda items: {"type": "array", "items": items}),
    )


SCHEMAS = st.recursive(SCALARS, combined, max_leaves=6)
VALUES = st.recursive(
    st.sampled_from(["x", "y", "z", "other", 1, 2, 0.5, True, None]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from("abko"), inner, max_size=3)
    ),
    max_leaves=5,
)


def is_valid(validator: Draft202012Validator, value: Any) -> bool:
    """Schemas that are nothing but each other have no end, which the validator does not see."""
    try:
        return validator.is_valid(value)
    except RecursionError:
        return False


@settings(max_examples=100)
@given(st.fixed_dictionaries(dict.fromkeys(NAMES, SCHEMAS)), st.lists(VALUES, min_size=5, max_size=15))
def test_a_valid_value_fits(schemas: dict[str, Any], values: list[Any]) -> None:
    api = api_of(schemas)
    # A finding says that the Api differs from the spec.
    assume(not api.findings)
    validator = Draft202012Validator({**ref("X"), "components": {"schemas": schemas}})
    for value in values:
        if is_valid(validator, value):
            event("a valid value")
            assert fits(api, api.schemas["X"], value)
