"""Loading a spec: JSON or YAML, within bounds."""

import json
from functools import partial
from typing import Any

import pytest

from seawall.codegen.errors import SpecError
from seawall.codegen.spec.document import load_document, parse_document
from tests.codegen.generating import error_message, make, operation, spec


def test_yaml_and_json_load_equally() -> None:
    yaml = b"openapi: 3.1.0\ninfo: {version: 2026-01-02}\npaths: {/x: {get: {responses: {200: {}}}}}\n"
    paths: dict[str, Any] = {"/x": {"get": {"responses": {"200": {}}}}}
    expected = {"openapi": "3.1.0", "info": {"version": "2026-01-02"}, "paths": paths}
    assert load_document(yaml, "x") == expected
    assert load_document(json.dumps(expected).encode(), "x") == expected


YAML_VALUES: list[tuple[str, object]] = [
    ("on", "on"),
    ("no", "no"),
    ("2024-01-01", "2024-01-01"),
    ("12:30:45", "12:30:45"),
    ("1_000", "1_000"),
    ("0o17", 15),
    ("0x1F", 31),
    ("017", 17),
    ("-1", -1),
    ("1e3", 1000.0),
    (".5", 0.5),
    ("'1'", "1"),
    ("!!str 1", "1"),
    ("!!float 1", 1),
    ("True", True),
    ("~", None),
    ("", None),
    ("=", "="),
    ("{on: {no: 1}}", {"on": {"no": 1}}),
    (
        "{200: a, 1.0: b, true: c, null: d, 2024-01-01: e, 010: f}",
        dict.fromkeys(["200"], "a") | {"1.0": "b", "true": "c", "null": "d", "2024-01-01": "e", "010": "f"},
    ),
    (
        "[&x {a: 1}, *x, {<<: *x, b: 2}, {<<: [*x, {a: 3, c: 4}], a: 0}, {'<<': *x}]",
        [{"a": 1}, {"a": 1}, {"a": 1, "b": 2}, {"a": 0, "c": 4}, {"<<": {"a": 1}}],
    ),
    ("[&k key, {*k : 1}, *k]", ["key", {"key": 1}, "key"]),
]


def test_a_yaml_value_is_what_yaml_1_2_says() -> None:
    wrong = []
    for text, value in YAML_VALUES:
        found = load_document(f"a: {text}\n".encode(), "x")["a"]
        if found != value or type(found) is not type(value):
            wrong.append((text, found))
    assert wrong == []


def test_a_version_without_quotes_keeps_its_text() -> None:
    text = b"openapi: 3.1\ninfo: {version: 1.10, title: 2024, description: null}\nx-a: 1.10\n"
    info = {"version": "1.10", "title": "2024", "description": None}
    assert load_document(text, "x") == {"openapi": "3.1", "info": info, "x-a": 1.1}


def test_a_key_that_is_given_twice_is_merged_and_noted() -> None:
    as_json = b'{"paths": {"/a": {"get": {"x": 1}}, "/a": {"put": {}, "get": {"x": 2}}}}'
    as_yaml = b"paths:\n  /a:\n    get: {x: 1}\n  /a:\n    put: {}\n    get: {x: 2}\n"
    for text, place in ((as_json, ""), (as_yaml, "line 4: ")):
        parsed = parse_document(text, "x")
        assert parsed.content == {"paths": {"/a": {"get": {"x": 2}, "put": {}}}}
        assert parsed.notes == (f"{place}the key '/a' is given twice",)


def test_utf_16_with_its_mark_is_read() -> None:
    assert load_document('{"a": "ä"}'.encode("utf-16"), "x") == {"a": "ä"}


def merge_key_bomb() -> bytes:
    lines = ["a0: &a0 {k: {x: 1}}"]
    lines += [f"a{n}: &a{n} {{<<: *a{n - 1}, b{n}: *a{n - 1}}}" for n in range(1, 60)]
    return "\n".join(lines).encode()


def billion_laughs() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(lines).encode()


INVALID_DOCUMENTS = [
    (b"", "top level is not an object"),
    (b"[1]", "top level is not an object"),
    (b"just text", "top level is not an object"),
    (b"\xff\xff", "is not UTF-8"),
    (b'{"a": 1,}', "not valid JSON"),
    (b'{"a": NaN}', "not valid JSON"),
    (b'{"a": 1e999}', "a number that JSON does not allow"),
    (b"a: [1\nb: }", "neither JSON nor YAML"),
    (b"a: &x [*x]", "the alias *x has no anchor before it, or holds itself"),
    (b"a: *x", "line 1: the alias *x has no anchor"),
    (b"? [1, 2]\n: 3", "a key is not a text; put it in quotes"),
    (b"a: &x [1]\n*x : 3", "a key is not a text; put it in quotes"),
    (b"a: !!binary aGk=", "has no JSON form"),
    (b"a: !!int many", "has no JSON form"),
    (b"a: !!python/object:os.system {}", "has no JSON form"),
    (b"a: !include other.yaml", "the tag '!include' has no JSON form"),
    (b"a: .nan", ".nan is a number that JSON does not allow"),
    (b"a: " + b"9" * 5000, "too many digits"),
    (b"a: 1\n---\nb: 2", "a second document begins"),
    (b"a:\n  <<: 1", "the merge key << has a value that is no mapping"),
    (b"[" * 100_000, "nested deeper than 200"),
    (b"a: " + b"[" * 100_000, "nested deeper than 200"),
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
    for text in (billion_laughs(), merge_key_bomb()):
        with pytest.raises(SpecError, match="more than 2,000,000 values"):
            load_document(text, "the spec")


def test_a_deep_schema_within_the_bound_generates() -> None:
    schema: dict[str, object] = {"type": "string"}
    for _ in range(90):
        schema = {"type": "object", "properties": {"x": schema}}
    result = make(spec({"/x": {"get": operation(answer=schema)}}))
    assert sum(len(module.declarations) for module in result.declarations.modules) == 90


def test_references_that_would_expand_without_bounds_are_classes() -> None:
    parts = {
        f"p{n}": {"type": "object", "properties": {side: {"$ref": f"#/x-parts/p{n + 1}"} for side in "ab"}}
        for n in range(40)
    }
    document = spec(
        {"/x": {"get": operation(answer={"$ref": "#/x-parts/p0"})}}, **{"x-parts": parts | {"p40": {}}}
    )
    assert len(make(document).ledger.schemas) == 41
