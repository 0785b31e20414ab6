"""Names: chosen as a person would, then pinned."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.errors import NamesError
from seawall.codegen.names.operation_names import operation_candidates
from seawall.codegen.names.spelling import member_candidates, singular
from tests.codegen.generating import client, error_message, make, operation, spec, spec_with

FUNCTION_NAMES: list[tuple[str, str, str, str]] = [
    ("GET", "/v1/runs/{run_id}", "get_run_v1_runs__run_id__get", "get_run"),
    ("GET", "/v1/runs", "list_runs_v1_runs_get", "list_runs"),
    ("GET", "/pets", "get_pets_pets_get", "list_pets"),
    ("GET", "/pets", "get_pets", "get_pets"),
    ("GET", "/v1/runs", "listRuns", "list_runs"),
    ("GET", "/v1/runs", "Runs.listAll-HTTPRuns", "runs_list_all_http_runs"),
    ("GET", "/api/v1/pets", "", "list_pets"),
    ("GET", "/pets/{id}", "", "get_pet"),
    ("POST", "/pets", "", "create_pet"),
    ("PUT", "/pets/{id}", "", "replace_pet"),
    ("PATCH", "/pets/{id}", "", "update_pet"),
    ("DELETE", "/v1/runs/{run_id}", "", "delete_run"),
    ("DELETE", "/pets", "", "delete_pets"),
    ("GET", "/users/{id}/keys", "", "list_user_keys"),
    ("GET", "/users/{id}/keys/{key}", "", "get_user_key"),
    ("POST", "/runs/{id}/cancel", "", "cancel_run"),
    ("POST", "/pets/search", "", "search_pets"),
    ("POST", "/auth/login", "", "login"),
    ("GET", "/settings/main", "", "get_settings_main"),
    ("POST", "/", "", "post"),
    ("GET", "/x", "import", "import_"),
    ("GET", "/x", "list", "list_"),
    ("GET", "/x", "2fast", "call_2fast"),
    ("GET", "/x", "\u65e5\u672c", "get_x"),
    ("GET", "/x", "__import__('os')", "import_os"),
    ("GET", "/\u65e5\u672c", "", "get"),
]


def test_proposed_function_names_are_clean() -> None:
    found = [(*row[:3], next(operation_candidates(*row[:3]))) for row in FUNCTION_NAMES]
    assert found == FUNCTION_NAMES


MEMBER_NAMES = [
    ("in-progress", ["IN_PROGRESS"]),
    ("asc", ["ASC", "ASC_LOWERCASE"]),
    ("ASC", ["ASC", "ASC_UPPERCASE"]),
    ("+", ["PLUS"]),
    ("-", ["MINUS"]),
    ("-created", ["MINUS_CREATED"]),
    ("+1", ["PLUS_1"]),
    ("-1", ["MINUS_1"]),
    ("1", ["VALUE_1"]),
    ("", ["EMPTY"]),
    ("<=", ["LESS_OR_EQUAL"]),
    ("a.b", ["A_B", "A_DOT_B"]),
    ("HTTP2X", ["HTTP2X"]),
    ("None", ["NONE"]),
    ("\u00e9t\u00e9", ["ETE"]),
    ("\uff21", ["A"]),
    ("Stra\u00dfe", ["STRASSE"]),
    ("\u65e5", ["VALUE"]),
]


def test_enum_values_have_names_that_tell_them_apart() -> None:
    wrong = [
        (value, wanted, list(member_candidates(value)))
        for value, wanted in MEMBER_NAMES
        if not set(wanted) <= set(member_candidates(value)) or next(member_candidates(value)) != wanted[0]
    ]
    assert wrong == []


def test_items_are_called_by_the_singular() -> None:
    words = {"tags": "tag", "addresses": "address", "categories": "category", "status": "status", "ids": "id"}
    assert {word: singular(word) for word in words} == words


def inline_names(document: bytes, names: dict[str, Any] | None = None) -> dict[str, str]:
    pins = None if names is None else json.dumps(names).encode()
    found: dict[str, str] = json.loads(make(document, names=pins).names)["inline"]
    return found


def an_object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def test_an_inline_class_is_called_by_what_holds_it() -> None:
    address = an_object(city={"type": "string"})
    thing = an_object(tags={"type": "array", "items": address}, owner=an_object(address=address))
    listed = an_object(
        comparisons={"type": "array", "items": address}, data={"type": "array", "items": address}
    )
    document = spec(
        {"/x": {"get": operation(operationId="get_organization", answer=listed, body=address)}},
        {"Thing": thing},
    )
    assert inline_names(document) == {
        "GET /x 200": "GetOrganizationResponse",
        "GET /x 200.comparisons[]": "Comparison",
        "GET /x 200.data[]": "GetOrganizationData",
        "GET /x body": "GetOrganizationRequest",
        "Thing.owner": "ThingOwner",
        "Thing.owner.address": "OwnerAddress",
        "Thing.tags[]": "ThingTag",
    }


def test_two_that_want_the_same_name_get_longer_ones() -> None:
    part = an_object(address=an_object(city={}))
    found = inline_names(spec(schemas={"A": an_object(owner=part), "B": an_object(owner=part)}))
    assert found["A.owner.address"] == "AAddress"
    assert found["B.owner.address"] == "BAddress"


def test_a_shared_answer_is_one_class() -> None:
    missing = {"description": "", "content": {"application/json": {"schema": an_object(message={})}}}
    paths = {
        path: {"get": operation() | {"responses": {"404": {"$ref": "#/components/responses/NotFound"}}}}
        for path in ("/a", "/b")
    }
    assert inline_names(spec(paths, components={"responses": {"NotFound": missing}})) == {
        "response NotFound": "NotFound"
    }


def answers(**schemas: Any) -> dict[str, Any]:
    responses = {
        status[1:]: {"description": "", "content": {"application/json": {"schema": schema}}}
        for status, schema in schemas.items()
    }
    return {"get": operation(operationId="get_x") | {"responses": responses}}


def test_equal_answers_share_a_class_and_others_are_told_apart_by_their_status() -> None:
    message, code = an_object(message={"type": "string"}), an_object(code={"type": "string"})
    assert inline_names(spec({"/x": answers(s404=message, s500=message)})) == {"GET /x 404": "GetXError"}
    assert inline_names(spec({"/x": answers(s404=message, s500=code)})) == {
        "GET /x 404": "GetXNotFoundError",
        "GET /x 500": "GetXInternalServerError",
    }


def test_a_shared_class_keeps_its_name_when_an_equal_answer_comes_before_it() -> None:
    message = an_object(message={"type": "string"}, createdAt={})
    first = make(spec({"/x": answers(s404=message)}))
    more = an_object(message={"type": "string"}, createdAt={}, created_at={})
    second = make(spec({"/x": answers(s400=more, s404=more)}), names=first.names)
    names = json.loads(second.names)
    assert names["inline"]["GET /x 400"] == "GetXError"
    assert names["fields"]["GET /x 400"]["createdAt"] == "created_at"
    assert b"400: models.GetXError, 404: models.GetXError" in second.files["calls.py"]


def test_members_of_a_union_have_keys_that_do_not_depend_on_their_order() -> None:
    members = [
        an_object(kind={"const": "cat"}, name={}) | {"required": ["kind"]},
        an_object(kind={"const": "dog"}, name={}) | {"required": ["kind"]},
    ]
    for order in (members, members[::-1]):
        found = inline_names(spec_with(an_object(pet={"oneOf": order})))
        assert found == {"Thing.pet(cat)": "ThingCatPet", "Thing.pet(dog)": "ThingDogPet"}


DOCUMENT = spec(
    {"/a": {"get": operation(operationId="new_name", answer={"$ref": "#/components/schemas/New"})}},
    {"New": {"type": "object", "properties": {"x": {}}}},
)
PINS = {"operations": {"GET /a": "old_name", "GET /gone": "gone"}, "schemas": {"New": "Old"}}


def test_a_pin_wins_and_the_names_file_is_sorted() -> None:
    result = make(DOCUMENT, names=json.dumps(PINS).encode())
    assert b"def old_name() -> Call[models.Old]:" in result.files["calls.py"]
    expected = PINS | {"fields": {"New": {"x": "x"}}}
    assert result.names.decode() == json.dumps(expected, indent=2, sort_keys=True) + "\n"


def test_every_name_is_pinned() -> None:
    schema = an_object(createdAt={"enum": ["a-b", "c"]}, inner=an_object(x={}))
    parameters = [{"name": "Limit", "in": "query", "schema": {"type": "integer"}}]
    get = operation(operationId="f", answer={"$ref": "#/components/schemas/T"}, parameters=parameters)
    document = spec({"/a": {"get": get}}, {"T": schema})
    names = json.loads(make(document).names)
    assert names == {
        "operations": {"GET /a": "f"},
        "schemas": {"T": "T"},
        "inline": {"T.createdAt": "TCreatedAt", "T.inner": "TInner"},
        "parameters": {"GET /a": {"query Limit": "limit"}},
        "fields": {"T": {"createdAt": "created_at", "inner": "inner"}, "T.inner": {"x": "x"}},
        "members": {"T.createdAt": {"a-b": "A_B", "c": "C"}},
    }
    assert json.loads(make(document, names=json.dumps(names).encode()).names) == names


def test_an_addition_never_changes_the_meaning_of_a_name(tmp_path: Path) -> None:
    def version(names: list[str]) -> bytes:
        thing = an_object(**{name: {"type": "string"} for name in names}, state={"enum": [*names, "x"]})
        parameters = [{"name": name, "in": "query", "schema": {"type": "integer"}} for name in names]
        answer = {"$ref": "#/components/schemas/T"}
        return spec(
            {"/a": {"get": operation(operationId="f", answer=answer, parameters=parameters)}}, {"T": thing}
        )

    first = make(version(["createdAt"]))
    second = client(version(["created_at", "createdAt", "created-at"]), tmp_path, names=first.names)
    names = json.loads(second.result.names)
    assert names["fields"]["T"] == {
        "createdAt": "created_at",
        "created_at": "created_at_2",
        "created-at": "created_at_3",
        "state": "state",
    }
    assert second.calls.f(created_at=1).query["createdAt"] == 1
    assert second.models.TState.CREATED_AT == "createdAt"


def test_an_inline_class_keeps_its_name_when_others_come() -> None:
    part = an_object(x={})
    first = make(spec({"/z": {"get": operation(operationId="z", answer=an_object(comparison=part))}}))
    more = {
        path: {"get": operation(operationId=path[1:], answer=an_object(comparison=part))}
        for path in ("/a", "/z")
    }
    second = json.loads(make(spec(more), names=first.names).names)["inline"]
    assert second["GET /z 200.comparison"] == "Comparison"
    assert second["GET /a 200.comparison"] == "AComparison"


def test_the_names_of_gone_parts_are_not_given_to_others() -> None:
    first = make(spec(schemas={"Pet": an_object(old_name={})}))
    second = json.loads(make(spec(schemas={"pet": an_object(x={})}), names=first.names).names)
    assert second["schemas"] == {"Pet": "Pet", "pet": "Pet2"}


def refusal(pins: dict[str, object]) -> str:
    return error_message(lambda: make(DOCUMENT, names=json.dumps(pins).encode()), NamesError)


INVALID_PINS: list[tuple[str, list[str], str, Any]] = [
    (
        "operations",
        ["class", "Upper", "with space", "x.y", "", "_private", "list", "\u0430bc", "x\n"],
        "for 'GET /a'; edit \"operations\" in names.json",
        lambda pin: {"GET /a": pin},
    ),
    (
        "schemas",
        ["lower", "None", "UUID", "A B", "X()", ""],
        "for 'New'; edit \"schemas\" in names.json",
        lambda pin: {"New": pin},
    ),
    (
        "fields",
        ["class", "Upper", "models", "x y"],
        "for 'x'; edit \"fields, New\" in names.json",
        lambda pin: {"New": {"x": pin}},
    ),
]


@pytest.mark.parametrize(("table", "pins", "message", "table_of"), INVALID_PINS)
def test_an_invalid_pin_is_an_error_that_says_what_to_edit(
    table: str, pins: list[str], message: str, table_of: Any
) -> None:
    assert [pin for pin in pins if message not in refusal({table: table_of(pin)})] == []


def test_a_duplicate_pin_is_an_error_that_says_what_to_edit() -> None:
    document = spec({"/a": {"get": operation(operationId="f")}, "/b": {"get": operation(operationId="g")}})
    pins = json.dumps({"operations": {"GET /a": "f", "GET /b": "f"}}).encode()
    with pytest.raises(NamesError, match=r"'GET /a' and 'GET /b' .* edit \"operations\" in names.json"):
        make(document, names=pins)


def test_functions_that_share_a_name_are_told_apart_by_their_paths() -> None:
    def delete(path: str, suffix: str) -> dict[str, Any]:
        places = [
            {"name": name, "in": "path", "required": True, "schema": {}}
            for name in "wn"
            if f"{{{name}}}" in path
        ]
        return {"delete": operation(operationId=f"delete_work_queue_{suffix}", parameters=places)}

    document = spec(
        {
            "/work_pools/{w}/queues/{n}": delete("{w}{n}", "work_pools__w__queues__n__delete"),
            "/work_queues/{w}": delete("{w}", "work_queues__w__delete"),
        }
    )
    assert json.loads(make(document).names)["operations"] == {
        "DELETE /work_pools/{w}/queues/{n}": "delete_work_pool_queue",
        "DELETE /work_queues/{w}": "delete_work_queue",
    }


def test_equal_proposed_class_names_are_numbered() -> None:
    schema = {"type": "object", "properties": {"x": {}}}
    names = json.loads(make(spec(schemas={"a": schema, "A": schema})).names)
    assert names["schemas"] == {"A": "A", "a": "A2"}


def test_a_malformed_names_file_is_an_error() -> None:
    malformed = [
        b"[]",
        b'{"operation": {}}',
        b'{"operations": []}',
        b'{"operations": {"GET /a": 1}}',
        b'{"fields": []}',
        b'{"fields": {"A": 1}}',
    ]
    messages = {names: error_message(partial(make, DOCUMENT, names=names)) for names in malformed}
    assert [names for names, message in messages.items() if "names.json" not in message] == []


@pytest.mark.slow
def test_thousands_of_equal_names_are_numbered_in_linear_time() -> None:
    values = [chr(0x4E00 + number) for number in range(5000)]
    names = json.loads(make(spec(schemas={"S": {"enum": values}})).names)
    assert len(set(names["members"]["S"].values())) == 5000
