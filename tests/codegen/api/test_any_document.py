"""Any document is read, or refused with a SpecError: never another error, never without end."""

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.codegen.api.reach import every_schema, reach, resolve
from seawall.codegen.api.reader import read_api
from seawall.codegen.errors import SpecError

# Hundreds of documents.
pytestmark = pytest.mark.slow
NAMES = ["A", "B", "C", "D"]
TYPES = ["object", "array", "string", "integer", "number", "boolean", "null", "file"]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.floats(-1, 1), st.sampled_from(["", "a", "b", "A"])
)
REFS = st.sampled_from([f"#/components/schemas/{name}" for name in [*NAMES, "Gone"]]).map(
    lambda target: {"$ref": target}
)
WRONG = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(st.sampled_from("ab"), SCALARS))
PLACES = st.sampled_from(["query", "path", "header", "cookie", "body", ""])


def keywords(schemas: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas of all keywords with values of the right kind; the other strategies break them."""
    named = st.dictionaries(st.sampled_from(["a", "b", "kind", "x/y"]), schemas, max_size=3)
    listed = st.lists(schemas, max_size=3)
    counts = st.integers(-1, 3)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": st.one_of(st.sampled_from(TYPES), st.lists(st.sampled_from(TYPES), max_size=3)),
            "properties": named,
            "required": st.lists(st.sampled_from(["a", "b", "kind"]), max_size=2),
            "additionalProperties": schemas,
            "patternProperties": named,
            "items": st.one_of(schemas, listed),
            "prefixItems": listed,
            "allOf": listed,
            "oneOf": listed,
            "anyOf": listed,
            "enum": st.lists(SCALARS, max_size=3),
            "const": WRONG,
            "not": schemas,
            "if": schemas,
            "then": schemas,
            "format": st.sampled_from(["date", "int32", "binary"]),
            "minimum": counts,
            "maxLength": counts,
            "default": WRONG,
            "title": st.sampled_from(["T", "U"]),
            "x-enum-varnames": st.one_of(WRONG, st.lists(st.text(max_size=2), max_size=3)),
            "discriminator": st.fixed_dictionaries(
                {"propertyName": st.sampled_from(["kind", "a"])},
                optional={
                    "mapping": st.dictionaries(st.sampled_from("xy1"), st.sampled_from([*NAMES, "Gone"])),
                    "defaultMapping": st.sampled_from([*NAMES, "Gone"]),
                },
            ),
        },
    )


BROKEN = st.dictionaries(
    st.sampled_from(["type", "properties", "allOf", "oneOf", "enum", "required", "items", "discriminator"]),
    WRONG,
    max_size=3,
)
SCHEMAS = st.recursive(st.one_of(REFS, BROKEN, st.booleans(), WRONG), keywords, max_leaves=8)


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects with some of `fields`, each sometimes of the wrong kind."""
    broken = {name: st.one_of(value, WRONG) for name, value in fields.items()}
    return st.one_of(st.fixed_dictionaries({}, optional=broken), WRONG)


MEDIA = st.sampled_from(["application/json", "*/*", "text/plain; charset=utf-8", "multipart/form-data", ""])
CONTENT = st.dictionaries(
    MEDIA,
    objects(schema=SCHEMAS, itemSchema=SCHEMAS, encoding=st.dictionaries(st.just("a"), WRONG)),
    max_size=2,
)
PARAMETERS = st.lists(
    objects(
        name=st.sampled_from(["a", "id", "Accept", "x y"]),
        **{"in": PLACES},
        style=st.sampled_from(["form", "deepObject", "matrix"]),
        explode=st.booleans(),
        schema=SCHEMAS,
        content=CONTENT,
    ),
    max_size=3,
)
ANSWERS = st.dictionaries(
    st.sampled_from(["200", "2XX", "default", "abc", "x-a"]),
    objects(content=CONTENT, headers=st.dictionaries(st.just("X-A"), objects(schema=SCHEMAS))),
    max_size=2,
)
OPERATIONS = objects(
    operationId=st.just("op"),
    parameters=PARAMETERS,
    requestBody=objects(content=CONTENT, required=st.booleans()),
    responses=ANSWERS,
    security=st.lists(st.dictionaries(st.just("key"), st.lists(st.just("scope"))), max_size=2),
    tags=st.lists(st.just("t")),
)
ITEMS = objects(get=OPERATIONS, post=OPERATIONS, parameters=PARAMETERS)
DOCUMENTS = objects(
    info=objects(title=st.just("t")),
    paths=st.dictionaries(st.sampled_from(["/a/{id}", "/../b", "c", "x-d"]), ITEMS, max_size=2),
    webhooks=st.dictionaries(st.just("hook"), ITEMS, max_size=1),
    components=objects(schemas=st.dictionaries(st.sampled_from(NAMES), SCHEMAS)),
    servers=st.lists(objects(url=st.just("/v1"), variables=objects(a=objects(default=st.just("b"))))),
).filter(lambda document: isinstance(document, dict))


@settings(max_examples=100)
@given(DOCUMENTS)
def test_any_document_is_read_or_refused(document: dict[str, Any]) -> None:
    with contextlib.suppress(SpecError):
        api = read_api(document)
        for schema in every_schema(api):
            resolve(api, schema)
        assert reach(api).sent <= api.schemas.keys()


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(NAMES), SCHEMAS, min_size=2))
def test_any_schemas_are_read_or_refused(schemas: dict[str, Any]) -> None:
    with contextlib.suppress(SpecError):
        api = read_api({"components": {"schemas": schemas}})
        assert api.schemas.keys() == schemas.keys()
        for schema in every_schema(api):
            resolve(api, schema)
