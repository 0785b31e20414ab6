"""Parameters as they are read, one row each."""

from typing import Any

import pytest
from attrs import field, frozen

from tests.codegen.api.documents import JSON, content, only_operation, read, shown_parameter

STR = {"type": "string"}


def parameter(name: str = "a", place: str = "query", /, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": STR, **more}


@frozen
class Row:
    name: str
    parameters: list[Any]
    expected: list[str]
    path: str = "/a"
    shared: list[Any] = field(factory=list)


ROWS = [
    Row("query", [parameter()], ["query a: str, form*"]),
    Row("required", [parameter(required=True)], ["query a!: str, form*"]),
    Row("header", [parameter("X-A", "header")], ["header X-A: str, simple"]),
    Row("cookie", [parameter("sid", "cookie")], ["cookie sid: str, form*"]),
    Row("path", [parameter("id", "path")], ["path id!: str, simple"], "/a/{id}"),
    Row("matrix", [parameter("id", "path", style="matrix")], ["path id!: str, matrix"], "/a/{id}"),
    Row("label", [parameter("id", "path", style="label", explode=True)], ["path id!: str, label*"], "/{id}"),
    Row("comma-separated", [parameter(explode=False)], ["query a: str, form"]),
    Row("deep object", [parameter(style="deepObject")], ["query a: str, deepObject"]),
    Row("pipes", [parameter(style="pipeDelimited")], ["query a: str, pipeDelimited"]),
    Row("spaces", [parameter(style="spaceDelimited", explode=True)], ["query a: str, spaceDelimited*"]),
    Row("style of another place", [parameter(style="matrix")], ["query a: str, form*"]),
    Row("reserved", [parameter(allowReserved=True)], ["query a: str, form* reserved"]),
    Row(
        "content",
        [{"name": "a", "in": "query", **content({"type": "object"})}],
        [f"query a: {{}}, form* as {JSON}"],
    ),
    Row(
        "content without schema",
        [{"name": "a", "in": "query", "content": {JSON: None}}],
        [f"query a: any, form* as {JSON}"],
    ),
    Row("no schema", [{"name": "a", "in": "query"}], ["query a: str, form*"]),
    Row("empty schema", [parameter(schema={})], ["query a: any, form*"]),
    Row("authorization", [parameter("Authorization", "header"), parameter("accept", "header")], []),
    Row(
        "same name in two places",
        [parameter(), parameter("a", "header")],
        ["query a: str, form*", "header a: str, simple"],
    ),
    Row(
        "replaces that of the path",
        [parameter(required=True)],
        ["query a!: str, form*"],
        shared=[parameter()],
    ),
    Row("of the path", [], ["query a: str, form*"], shared=[parameter()]),
    Row(
        "header in another case",
        [parameter("x-a", "header")],
        ["header x-a: str, simple"],
        shared=[parameter("X-A", "header")],
    ),
    Row("listed twice", [parameter(), parameter(required=True)], ["query a!: str, form*"]),
    Row("reference", [{"$ref": "#/components/parameters/P"}], ["query p: int, form*"]),
    Row("not declared", [], ["path id!: str, simple"], "/a/{id}"),
    Row(
        "two in a segment",
        [parameter("b", "path")],
        ["path b!: str, simple", "path a!: str, simple"],
        "/{a}.{b}",
    ),
    Row("not in the path", [parameter("id", "path")], []),
]
COMPONENTS = {"parameters": {"P": parameter("p", schema={"type": "integer"})}}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_parameters_are_read(row: Row) -> None:
    item = {"parameters": row.shared, "get": {"parameters": row.parameters}}
    operation = only_operation(item, row.path, components=COMPONENTS)
    assert [shown_parameter(found) for found in operation.parameters] == row.expected


@pytest.mark.parametrize(
    "broken",
    [
        parameter("X-A\r\nX-B", "header"),
        parameter("a b", "cookie"),
        parameter("a", "body"),
        {"in": "query"},
        {"$ref": "#/components/parameters/Gone"},
        "a",
    ],
    ids=str,
)
def test_a_parameter_that_can_not_be_sent_is_an_error(broken: Any) -> None:
    api = read({"/a": {"get": {"parameters": [broken]}}})
    assert api.operations[0].parameters == ()
    assert [finding.pointer for finding in api.findings if finding.is_error] == [
        "#/paths/~1a/get/parameters/0"
    ]


def test_the_other_facts_of_a_parameter_are_kept() -> None:
    (found,) = only_operation(
        {"get": {"parameters": [parameter(description="d", deprecated=True, example="e", **{"x-a": 1})]}}
    ).parameters
    assert (found.description, found.deprecated, found.examples) == ("d", True, ("e",))
    assert found.extensions == {"x-a": 1}


@pytest.mark.parametrize(
    "name", ["Accept", "Authorization", "content-type", "Content-Length", "host", "Transfer-Encoding", "TE"]
)
def test_a_header_that_the_caller_does_not_set_is_noted(name: str) -> None:
    api = read({"/a": {"get": {"parameters": [parameter(name, "header")]}}})
    (finding,) = api.findings
    assert not finding.is_error
    assert name in finding.message
    assert api.operations[0].parameters == ()
