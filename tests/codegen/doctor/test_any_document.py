"""Documents that hypothesis makes: each becomes canonical, or is refused with a sentence."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seawall.codegen.doctor.document import CanonicalSpec
from seawall.codegen.doctor.rules import RULES
from seawall.codegen.errors import SpecError
from seawall.codegen.spec.plain_data import Json
from tests.codegen.doctor.canonical_form import faults
from tests.codegen.doctor.converting import converted

pytestmark = pytest.mark.slow

NAMES = st.sampled_from(["a", "A b", "é/~", "type", "$ref", "items", "x-y", "default", "200", ""])
SCALARS: st.SearchStrategy[Json] = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.floats(-9, 9), NAMES, st.sampled_from(["string", "file"])
)
DATA: st.SearchStrategy[Json] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=2),
    max_leaves=4,
)
REFS = st.sampled_from(
    [
        *(
            "#/components/schemas/a",
            "#/components/schemas/A b",
            "#/definitions/a",
            "#/components/schemas/a/items",
        ),
        *("b.yaml#/a", "b.yaml", "#", "", "#anchor", "gone", "#/paths/~1a", "#/components/parameters/a"),
        *("#/components/responses/a", "#/components/pathItems/a", "#/parameters/a", "#/responses/a"),
    ]
)
TYPES = st.sampled_from(
    ["string", "integer", "array", "object", "null", "file", "Date", "any", ["string", "null"]]
)


def maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Objects with some of `fields`, of which each may also be any data; `_` in a name stands for nothing."""
    optional = {name.rstrip("_"): st.one_of(value, value, value, DATA) for name, value in fields.items()}
    return st.fixed_dictionaries({}, optional=optional)


def named(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(NAMES, values, max_size=2)


REFERENCE = st.fixed_dictionaries(
    {"$ref": REFS}, optional={"nullable": st.just(value=True), "description": NAMES}
)


def bigger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, max_size=2)
    return maybe(
        type=TYPES, items=inner | lists, properties=named(inner), allOf=lists, anyOf=lists, oneOf=lists,
        additionalProperties=inner, enum=st.lists(SCALARS, max_size=3), default=DATA, const=DATA,
        nullable=st.booleans(), example=DATA, required=st.lists(NAMES, max_size=2), minimum=st.integers(0, 3),
        exclusiveMinimum=st.booleans() | st.integers(0, 3), discriminator=NAMES | named(NAMES),
        format=NAMES, not_=inner,
    )  # fmt: skip


SCHEMAS = st.recursive(REFERENCE | st.booleans() | maybe(type=TYPES), bigger, max_leaves=6)
LOCATIONS = st.sampled_from(["path", "query", "header", "cookie", "body", "formData", "querystring", "at"])
PARAMETERS = REFERENCE | maybe(
    name=NAMES, in_=LOCATIONS,
    required=st.booleans(), schema=SCHEMAS, type=TYPES, style=NAMES, explode=st.booleans(),
    collectionFormat=st.sampled_from(["csv", "multi", "tsv"]), content=named(maybe(schema=SCHEMAS)),
)  # fmt: skip
CONTENT = named(REFERENCE | maybe(schema=SCHEMAS, encoding=named(maybe(headers=named(PARAMETERS)))))
ANSWERS = REFERENCE | maybe(description=NAMES, content=CONTENT, schema=SCHEMAS, headers=named(PARAMETERS))
STATUSES = st.sampled_from(["200", "2xx", "default", "ok", "201 Created"])
OPERATIONS = maybe(
    operationId=st.sampled_from(["op", "b", 5]), parameters=st.lists(PARAMETERS, max_size=3),
    requestBody=REFERENCE | maybe(content=CONTENT, required=st.booleans()), deprecated=st.booleans(),
    responses=st.dictionaries(STATUSES, ANSWERS, max_size=2), security=st.lists(named(DATA), max_size=2),
    servers=st.lists(maybe(url=NAMES, variables=named(DATA)), max_size=1), tags=st.lists(NAMES, max_size=1),
)  # fmt: skip
ITEMS = REFERENCE | maybe(
    get=OPERATIONS, POST=OPERATIONS, parameters=st.lists(PARAMETERS, max_size=2), summary=NAMES,
    additionalOperations=named(OPERATIONS),
)  # fmt: skip
PATHS = st.sampled_from(
    ["/a", "a", "/a/{a}", "/{A b}?x={a}&y=1", "/a#b", "/a?y=2", "/{+a:path}", "/a/{}", "x-a", ""]
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "openapi": st.sampled_from(["3.0.0", "3.1.0", "3.2.0", "3.1.9"]),
        "info": DATA,
        "paths": st.dictionaries(PATHS, ITEMS, max_size=3),
        "webhooks": named(ITEMS),
        "security": st.lists(named(DATA), max_size=1),
        "components": maybe(
            schemas=named(SCHEMAS), parameters=named(PARAMETERS), responses=named(ANSWERS),
            headers=named(PARAMETERS),
            requestBodies=named(REFERENCE | maybe(content=CONTENT)), pathItems=named(ITEMS),
            securitySchemes=named(maybe(type=st.sampled_from(["basic", "oauth2", "http"]))),
        ),
        "definitions": named(SCHEMAS),
        "parameters": named(PARAMETERS),
        "responses": named(ANSWERS),
    },
)  # fmt: skip


# Rules that only report.
REPORTED = {"no-operations"}


def check(document: dict[str, Json], beside: Json) -> None:
    try:
        spec = converted(document, b=beside)
    except SpecError as error:
        reason = str(error)
    else:
        check_canonical(spec)
        return
    assert "it has no `openapi`" in reason or "hold themselves" in reason


def check_canonical(spec: CanonicalSpec) -> None:
    assert faults(spec.document) == []
    assert {fix.rule for fix in spec.fixes} <= RULES.keys()
    again = converted(spec.document)
    assert again.document == spec.document
    assert {fix.rule for fix in again.fixes} <= REPORTED


@given(DOCUMENTS, named(SCHEMAS) | SCHEMAS)
@settings(max_examples=100)
def test_any_document_becomes_canonical(document: dict[str, Json], beside: Json) -> None:
    check(document, beside)


@given(DOCUMENTS, named(SCHEMAS))
@settings(max_examples=100)
def test_any_document_of_swagger_2_becomes_canonical(document: dict[str, Json], beside: Json) -> None:
    document.pop("openapi", None)
    check({"swagger": "2.0", **document}, beside)


@given(DATA)
@settings(max_examples=100)
def test_any_data_is_converted_or_refused(data: Json) -> None:
    reason = "It is converted."
    try:
        converted(data)
    except SpecError as error:
        reason = str(error)
    assert reason.endswith(".")
