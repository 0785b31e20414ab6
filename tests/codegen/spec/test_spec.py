"""Reading a spec: JSON or YAML, within bounds, and nothing but."""

import json
from typing import Any

import pytest

from seawall.codegen.errors import SpecError
from seawall.codegen.spec.document import check_openapi, load_document
from tests.codegen.making import make, operation, spec


def test_yaml_and_json_say_the_same() -> None:
    yaml = b"openapi: 3.1.0\ninfo: {version: 2026-01-02}\npaths: {/x: {get: {responses: {200: {}}}}}\n"
    paths: dict[str, Any] = {"/x": {"get": {"responses": {"200": {}}}}}
    expected = {"openapi": "3.1.0", "info": {"version": "2026-01-02"}, "paths": paths}
    assert load_document(yaml, "x") == expected
    assert load_document(json.dumps(expected).encode(), "x") == expected


def billion_laughs() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "holds no object"),
        (b"[1]", "holds no object"),
        (b"just text", "holds no object"),
        (b"\xff\xfe", "is not UTF-8"),
        (b'{"a": 1,}', "not valid JSON"),
        (b'{"a": NaN}', "not valid JSON"),
        (b'{"a": 1e999}', "no JSON"),
        (b"a: [1\nb: }", "neither JSON nor YAML"),
        (b"a: &x [*x]", "nested deeper than 200"),
        (b"? [1, 2]\n: 3", "a key that is no text"),
        (b"a: !!binary aGk=", "no form in JSON"),
        (b"a: !!python/object:os.system {}", "neither JSON nor YAML"),
        (b'{"a": "\\ud800"}', "half a character"),
        (b'{"a":' * 300 + b"1" + b"}" * 300, "nested deeper than 200"),
        (b'{"a":' + b"[" * 100_000, "nested deeper than 200"),
        (b" " * 50_000_001, "at most 50,000,000"),
        (billion_laughs(), "more than 2,000,000 values"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_what_is_no_document_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(SpecError, match=words):
        load_document(data, "the spec")


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"swagger": "2.0"}, "is Swagger 2.0; convert it"),
        ({"paths": {}}, "no OpenAPI 3.0 or 3.1 document"),
        ({"openapi": "3.2.0", "paths": {}}, "no OpenAPI 3.0 or 3.1 document"),
        ({"openapi": 3.1, "paths": {}}, "no OpenAPI 3.0 or 3.1 document"),
        ({"openapi": "3.1.0"}, "has no `paths`"),
        (
            {"openapi": "3.1.0", "paths": {"/x": {"$ref": "other.yaml#/x"}}},
            "leaves the document: 'other.yaml#/x'",
        ),
        ({"openapi": "3.1.0", "paths": {}, "x": {"$ref": "https://a.b/c"}}, "leaves the document"),
    ],
)
def test_what_is_no_whole_openapi_3_document_is_refused(document: dict[str, object], words: str) -> None:
    with pytest.raises(SpecError, match=words):
        check_openapi(load_document(json.dumps(document).encode(), "x"), "the spec")


def test_an_example_may_look_like_a_reference() -> None:
    check_openapi({"openapi": "3.0.3", "paths": {}, "example": {"$ref": "elsewhere"}}, "the spec")


def test_a_deep_schema_is_taken_up_to_the_bound() -> None:
    schema: dict[str, object] = {"type": "string"}
    for _ in range(90):
        schema = {"type": "object", "properties": {"x": schema}}
    assert len(make(spec({"/x": {"get": operation(answer=schema)}})).declarations.models) == 90


def test_references_that_double_at_each_step_are_bounded() -> None:
    parts = {
        f"p{n}": {"type": "object", "properties": {side: {"$ref": f"#/x-parts/p{n + 1}"} for side in "ab"}}
        for n in range(40)
    }
    document = spec(
        {"/x": {"get": operation(answer={"$ref": "#/x-parts/p0"})}}, **{"x-parts": parts | {"p40": {}}}
    )
    with pytest.raises(SpecError, match="more than 100,000 schemas"):
        make(document)
