"""Names: proposed once, then pinned."""

import json
from functools import partial

import pytest

from seawall.codegen.errors import NamesError
from seawall.codegen.names.names import propose_function_name, python_name
from tests.codegen.generating import error_message, make, operation, spec

FUNCTION_NAMES: list[tuple[str, str, str | None, str]] = [
    ("get", "/v1/runs/{run_id}", "get_run_v1_runs__run_id__get", "get_run"),
    ("get", "/v1/runs", "list_runs_v1_runs_get", "list_runs"),
    ("get", "/v1/runs", "listRuns", "list_runs"),
    ("get", "/v1/runs", "Runs.listAll-HTTPRuns", "runs_list_all_http_runs"),
    ("delete", "/v1/runs/{run_id}", None, "delete_v1_runs_run_id"),
    ("post", "/", None, "post"),
    ("get", "/x", "import", "import_"),
    ("get", "/x", "list", "list_"),
    ("get", "/x", "2fast", "call_2fast"),
    ("get", "/x", "\u65e5\u672c", "get_x"),
    ("get", "/x", "__import__('os')", "import_os"),
]


def test_proposed_function_names_are_clean() -> None:
    found = [(*row[:3], propose_function_name(*row[:3])) for row in FUNCTION_NAMES]
    assert found == FUNCTION_NAMES


def test_a_taken_name_gets_a_number() -> None:
    assert python_name("a-b", {"a_b", "a_b_2"}) == "a_b_3"


DOCUMENT = spec(
    {"/a": {"get": operation(operationId="new_name", answer={"$ref": "#/components/schemas/New"})}},
    {"New": {"type": "object", "properties": {"x": {}}}},
)
PINS = {"operations": {"GET /a": "old_name", "GET /gone": "gone"}, "schemas": {"New": "Old"}}


def test_a_pin_wins_and_the_names_file_is_sorted() -> None:
    result = make(DOCUMENT, names=json.dumps(PINS).encode())
    assert b"def old_name() -> Call[models.Old]:" in result.files["calls.py"]
    assert result.names.decode() == json.dumps(PINS, indent=2, sort_keys=True) + "\n"


def test_a_name_without_a_pin_is_pinned() -> None:
    names = json.loads(make(DOCUMENT).names)
    assert names == {"operations": {"GET /a": "new_name"}, "schemas": {"New": "New"}}
    assert json.loads(make(DOCUMENT, names=make(DOCUMENT).names).names) == names


def refusal(pins: dict[str, object]) -> str:
    return error_message(lambda: make(DOCUMENT, names=json.dumps(pins).encode()), NamesError)


def test_an_invalid_pin_is_an_error_that_says_what_to_edit() -> None:
    functions = ["class", "Upper", "with space", "x.y", "", "_private", "list", "\u0430bc", "x\n"]
    message = "for 'GET /a'; edit \"operations\" in names.json"
    assert [pin for pin in functions if message not in refusal({"operations": {"GET /a": pin}})] == []
    classes = ["lower", "None", "UUID", "A B", "X()", ""]
    message = "for 'New'; edit \"schemas\" in names.json"
    assert [pin for pin in classes if message not in refusal({"schemas": {"New": pin}})] == []


def test_a_duplicate_function_name_is_an_error_that_says_what_to_edit() -> None:
    document = spec({"/a": {"get": operation(operationId="f")}, "/b": {"get": operation(operationId="f")}})
    with pytest.raises(NamesError, match=r"'GET /a' and 'GET /b' .* edit \"operations\" in names.json"):
        make(document)


def test_equal_proposed_class_names_are_numbered() -> None:
    schema = {"type": "object", "properties": {"x": {}}}
    get = operation(
        answer={"anyOf": [{"$ref": "#/components/schemas/a"}, {"$ref": "#/components/schemas/A"}]}
    )
    names = json.loads(make(spec({"/x": {"get": get}}, {"a": schema, "A": schema})).names)
    assert names["schemas"] == {"A": "A", "a": "A2"}


def test_a_malformed_names_file_is_an_error() -> None:
    malformed = [b"[]", b'{"operation": {}}', b'{"operations": []}', b'{"operations": {"GET /a": 1}}']
    messages = {names: error_message(partial(make, DOCUMENT, names=names)) for names in malformed}
    assert [names for names, message in messages.items() if "names.json" not in message] == []
