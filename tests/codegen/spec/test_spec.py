"""Loading a spec: JSON or YAML, within bounds."""

import json
from functools import partial
from typing import Any

import pytest

from seawall.codegen.errors import SpecError
from seawall.codegen.spec.document import check_openapi, load_document
from tests.codegen.generating import error_message, make, operation, spec


def test_yaml_and_json_load_equally() -> None:
    yaml = b"openapi: 3.1.0\ninfo: {version: 2026-01-02}\npaths: {/x: {get: {responses: {200: {}}}}}\n"
    paths: dict[str, Any] = {"/x": {"get": {"responses": {"200": {}}}}}
    expected = {"openapi": "3.1.0", "info": {"version": "2026-01-02"}, "paths": paths}
    assert load_document(yaml, "x") == expected
    assert load_document(json.dumps(expected).encode(), "x") == expected


def billion_laughs() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(lines).encode()


INVALID_DOCUMENTS = [
    (b"", "top level is not an object"),
    (b"[1]", "top level is not an object"),
    (b"just text", "top level is not an object"),
    (b"\xff\xfe", "is not UTF-8"),
    (b'{"a": 1,}', "not valid JSON"),
    (b'{"a": NaN}', "not valid JSON"),
    (b'{"a": 1e999}', "a number that JSON does not allow"),
    (b"a: [1\nb: }", "neither JSON nor YAML"),
    (b"a: &x [*x]", "nested deeper than 200"),
    (b"? [1, 2]\n: 3", "a key that is not a string"),
    (b"a: !!binary aGk=", "without a JSON form"),
    (b"a: !!python/object:os.system {}", "neither JSON nor YAML"),
    (b'{"a": "\\ud800"}', "half a character"),
    (b'{"a":' * 300 + b"1" + b"}" * 300, "nested deeper than 200"),
    (b'{"a":' + b"[" * 100_000, "nested deeper than 200"),
    (b" " * 50_000_001, "the limit is 50,000,000"),
]


def test_an_invalid_document_is_an_error() -> None:
    wrong = []
    for data, words in INVALID_DOCUMENTS:
        message = error_message(partial(load_document, data, "the spec"), SpecError)
        if words not in message:
            wrong.append((data[:50], message))
    assert wrong == []


# It reads as many values as the limit allows: 1 s.
@pytest.mark.slow
def test_exponential_aliases_are_bounded() -> None:
    with pytest.raises(SpecError, match="more than 2,000,000 values"):
        load_document(billion_laughs(), "the spec")


INVALID_SPECS: list[tuple[dict[str, object], str]] = [
    ({"swagger": "2.0"}, "is Swagger 2.0; convert it"),
    ({"paths": {}}, "not an OpenAPI 3.0 or 3.1 document"),
    ({"openapi": "3.2.0", "paths": {}}, "not an OpenAPI 3.0 or 3.1 document"),
    ({"openapi": 3.1, "paths": {}}, "not an OpenAPI 3.0 or 3.1 document"),
    ({"openapi": "3.1.0"}, "has no `paths`"),
    (
        {"openapi": "3.1.0", "paths": {"/x": {"$ref": "other.yaml#/x"}}},
        "a $ref to another document: 'other.yaml#/x'",
    ),
    ({"openapi": "3.1.0", "paths": {}, "x": {"$ref": "https://a.b/c"}}, "to another document"),
]


def test_a_document_that_is_not_complete_openapi_3_is_an_error() -> None:
    wrong = []
    for document, words in INVALID_SPECS:
        loaded = load_document(json.dumps(document).encode(), "x")
        message = error_message(partial(check_openapi, loaded, "the spec"), SpecError)
        if words not in message:
            wrong.append((document, message))
    assert wrong == []


def test_an_example_may_contain_a_ref_key() -> None:
    check_openapi({"openapi": "3.0.3", "paths": {}, "example": {"$ref": "elsewhere"}}, "the spec")


def test_a_deep_schema_within_the_bound_generates() -> None:
    schema: dict[str, object] = {"type": "string"}
    for _ in range(90):
        schema = {"type": "object", "properties": {"x": schema}}
    assert len(make(spec({"/x": {"get": operation(answer=schema)}})).declarations.models) == 90


# It reads as many schemas as the limit allows: 1 s.
@pytest.mark.slow
def test_exponential_references_are_bounded() -> None:
    parts = {
        f"p{n}": {"type": "object", "properties": {side: {"$ref": f"#/x-parts/p{n + 1}"} for side in "ab"}}
        for n in range(40)
    }
    document = spec(
        {"/x": {"get": operation(answer={"$ref": "#/x-parts/p0"})}}, **{"x-parts": parts | {"p40": {}}}
    )
    with pytest.raises(SpecError, match="more than 100,000 schemas"):
        make(document)
