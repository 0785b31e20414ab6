"""Hostile documents: each ends at once, with a sentence that says which limit it exceeds."""

import sys
import time
from typing import Any

import pytest

from seawall.codegen.errors import SpecError
from seawall.codegen.spec.plain_data import Json
from tests.codegen.doctor.canonical_form import faults
from tests.codegen.doctor.converting import converted, openapi, swagger
from tests.rows import row

REF = "#/components/schemas/"
LONG = "n" * 10_000_000
# Coverage takes three times as long.
MOST_S = 10.0 if sys.gettrace() is None else 30.0
# Each document is as large as a limit.
pytestmark = pytest.mark.slow


def nested(depth: int, keyword: str) -> Json:
    """A schema in a schema in a schema."""
    schema: Json = {}
    for _ in range(depth):
        schema = {keyword: [schema] if keyword.endswith("Of") else schema}
    return schema


def chain(length: int, keyword: str, width: int = 1) -> dict[str, Json]:
    """Components of which each has the next one `width` times in its `keyword`."""
    schemas: dict[str, Json] = {
        f"S{n}": {keyword: [{"$ref": f"{REF}S{n + 1}"}] * width} for n in range(length)
    }
    return {**schemas, f"S{length}": {"type": "object"}}


def schemas(**named: Any) -> dict[str, Json]:
    return openapi(components={"schemas": named})


def shared_answers(count: int) -> dict[str, Json]:
    """A large path item that many paths refer to."""
    methods: Json = {
        method: {"responses": {str(status): {"description": ""} for status in range(200, 300)}}
        for method in ("get", "put", "post", "patch", "delete")
    }
    paths: Json = {f"/{n}": {"$ref": "#/components/pathItems/P"} for n in range(count)}
    return openapi(paths=paths, components={"pathItems": {"P": methods}})


def shared_data(count: int) -> dict[str, Json]:
    """A path item with much data that many paths refer to."""
    item: Json = {"x-data": [*range(1_000)]}
    paths: Json = {f"/{n}": {"$ref": "#/components/pathItems/P"} for n in range(count)}
    return openapi(paths=paths, components={"pathItems": {"P": item}})


def shared_example(count: int) -> dict[str, Json]:
    """A large example that many answers refer to."""
    examples: Json = {f"e{n}": {"$ref": "#/components/examples/E"} for n in range(count)}
    answers: Json = {"200": {"description": "", "content": {"a/b": {"examples": examples}}}}
    paths: Json = {"/a": {"get": {"operationId": "op", "responses": answers}}}
    return openapi(paths=paths, components={"examples": {"E": {"value": [*range(1_000)]}}})


def many_parameters(count: int, operations: int, place: str = "query") -> dict[str, Json]:
    """A path with `count` parameters and 600 placeholders, and with `operations`."""
    parameters: Json = [{"name": f"p{n}", "in": place, "schema": {}} for n in range(count)]
    responses: Json = {"200": {"description": ""}}
    called: Json = {f"M{n}": {"responses": responses} for n in range(operations)}
    item: Json = {"parameters": parameters, "additionalOperations": called}
    return openapi(paths={"/" + "".join(f"{{{n}}}" for n in range(300 if operations == 1 else 1)): item})


# Made by the tests: every worker would make them when it collects, and keep them.
def refused() -> list[tuple[str, Any, str]]:
    """Documents, and why each is refused."""
    return [
        ("deep items", schemas(S=nested(300, "items")), "nested deeper than 200 levels"),
        ("deep data", schemas(S={"x-a": nested(300, "a")}), "nested deeper than 200 levels"),
        ("doubled allOf", schemas(**chain(30, "allOf", 2)), "merges more than 10,000 parts"),
        ("doubled anyOf", schemas(**chain(30, "anyOf", 2)), "more than 10,000 alternatives"),
        ("chain of unions", schemas(**chain(1_000, "oneOf")), "a chain of more than 500 references"),
        (
            "product of unions",
            schemas(
                U={"oneOf": [{"type": "object", "title": str(n)} for n in range(30)]},
                S={"allOf": [{"$ref": REF + "U"}] * 5},
            ),
            "more than 10,000 alternatives",
        ),
        (
            "inline doubling",
            schemas(**chain(12, "allOf", 2), S={"items": {"allOf": [{"$ref": REF + "S0"}] * 9}}),
            "merges more than 10,000 parts",
        ),
        ("long property", schemas(S={"properties": {LONG: {}}}), "10,000,000 characters; the limit is 2,000"),
        ("long component", schemas(**{LONG: {}}), "10,000,000 characters; the limit is 2,000"),
        ("long path", openapi(paths={f"/{LONG}": {}}), "10,000,001 characters; the limit is 2,000"),
        (
            "long parameter",
            openapi(paths={"/a": {"parameters": [{"name": LONG, "in": "query"}]}}),
            "10,000,000 characters; the limit is 2,000",
        ),
        (
            "long operationId",
            openapi(paths={"/a": {"get": {"operationId": LONG, "responses": {}}}}),
            "10,000,000 characters; the limit is 2,000",
        ),
        (
            "long tag",
            openapi(paths={"/a": {"get": {"tags": [LONG], "responses": {}}}}),
            "10,000,000 characters; the limit is 2,000",
        ),
        ("shared path item", shared_answers(10_000), "expands to more than [0-9,]+ values"),
        ("shared data", shared_data(5_000), "expands to more than [0-9,]+ values"),
        ("shared example", shared_example(5_000), "expands to more than [0-9,]+ values"),
        (
            "one schema for many media types",
            swagger(
                produces=[f"a/{n}" for n in range(100)],
                responses={"R": {"schema": {"allOf": [{"title": str(n)} for n in range(2_000)]}}},
            ),
            "expands to more than [0-9,]+ values",
        ),
        ("many media types", swagger(produces=["a/b"] * 1_000), "has 1,000 items; the limit is 100"),
        (
            "many findings",
            schemas(S={"properties": {f"p{n}": {"nullable": True, "x": 1} for n in range(250_000)}}),
            "more than 200,000 findings",
        ),
    ]


def linear() -> list[tuple[str, Any]]:
    """Documents at a limit."""
    return [
        ("names that clash", schemas(**{f"a{' ' * n}": {} for n in range(1, 1_500)})),
        ("one name", openapi(paths={f"/{'{}'}{n}": {"get": {"operationId": "op"}} for n in range(5_000)})),
        ("long reference", schemas(S={"$ref": "#" + "/a" * 1_000_000})),
        ("long file name", schemas(S={"$ref": "../" * 1_000_000})),
        (
            "long text",
            schemas(S={"description": LONG, "pattern": LONG, "default": LONG, "enum": [LONG, LONG]}),
        ),
        (
            "long keys",
            schemas(S={"discriminator": {"propertyName": "a", "mapping": {LONG: LONG}}, "$ref": LONG}),
        ),
        ("long method", openapi(paths={"/a": {LONG: {}, f"x-{LONG}": {}}})),
        ("many dangling", schemas(S={"anyOf": [{"$ref": f"#/gone/{n}"} for n in range(5_000)]})),
        ("many aliases", schemas(**{f"A{n}": {"$ref": f"{REF}A{n + 1}"} for n in range(400)})),
        ("large enum", schemas(S={"type": "string", "enum": [*range(100_000)]})),
        ("large required", schemas(S={"required": [f"r{n}" for n in range(50_000)]})),
        ("parameters of many operations", many_parameters(1_000, 3_000)),
        ("parameters without placeholders", many_parameters(20_000, 1, place="path")),
        ("cycle of allOf", schemas(A={"allOf": [{"$ref": REF + "B"}]}, B={"allOf": [{"$ref": REF + "A"}]})),
        ("a union of itself", schemas(A={"oneOf": [{"$ref": REF + "A"}, {"type": "null"}]})),
        ("the document as a schema", schemas(S={"$ref": "#"})),
        ("deep, but allowed", schemas(S=nested(95, "allOf"))),
    ]


def test_what_exceeds_a_limit_is_refused_at_once() -> None:
    for name, document, reason in refused():
        with row(name):
            start = time.process_time()
            with pytest.raises(SpecError, match=reason) as caught:
                converted(document)
            assert time.process_time() - start < MOST_S
            assert len(str(caught.value)) < 1_000


def test_what_is_large_takes_linear_time() -> None:
    for name, document in linear():
        with row(name):
            start = time.process_time()
            spec = converted(document)
            assert time.process_time() - start < MOST_S
            assert all(len(fix.before) <= 100 and len(fix.message) < 500 for fix in spec.fixes)
            assert all(len(fix.pointer) < 5_000 for fix in spec.fixes)
            assert faults(spec.document) == []


def test_media_types_that_hold_themselves_end() -> None:
    header: Json = {"content": {"application/json": {"$ref": "#/components/mediaTypes/M"}}}
    media_type: Json = {"schema": {}, "encoding": {"a": {"headers": {"X-A": header}}}}
    answers: Json = {"200": {"description": "", "content": {"a/b": {"$ref": "#/components/mediaTypes/M"}}}}
    paths: Json = {"/a": {"get": {"responses": answers}}}
    with pytest.raises(SpecError, match="parts of it hold themselves"):
        converted(openapi(paths=paths, components={"mediaTypes": {"M": media_type}}))
