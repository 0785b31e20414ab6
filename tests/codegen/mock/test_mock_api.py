"""The mock server without a socket: resources, checks, security, faults."""

import json
from typing import Any

from seawall.codegen.mock.problems import ScriptedFault
from tests.codegen.mock.pets import SPEC, server
from tests.rows import row

REX = {"name": "Rex", "kind": "dog"}
MERGE = {"content-type": "application/merge-patch+json"}


def test_what_was_created_is_found_changed_and_deleted() -> None:
    api = server()
    created = api.json("POST", "/pets", REX | {"password": "p"})
    assert created["name"] == "Rex"
    path = f"/pets/{created['id']}"
    assert api.json("GET", path) == created
    assert created["id"] in [pet["id"] for pet in api.json("GET", "/pets")["data"]]
    changed = api.json("PATCH", path, {"name": "Max", "note": None}, headers=MERGE)
    assert (changed["name"], changed["id"]) == ("Max", created["id"])
    assert api.json("PUT", path, {"name": "Tom", "kind": "cat"})["kind"] == "cat"
    assert api.send("DELETE", path).status == 204
    assert api.send("GET", path).status == 404
    assert api.json("GET", "/pets")["total"] == 3


def test_the_same_seed_gives_the_same_answers() -> None:
    def answers(seed: int) -> list[Any]:
        api = server(seed=seed)
        return [api.json("POST", "/pets", REX), api.json("GET", "/pets"), api.json("GET", "/users/ann")]

    assert answers(1) == answers(1)
    assert answers(1) != answers(2)


def test_a_list_has_pages() -> None:
    api = server(items=5)
    seen: list[int] = []
    pages, cursor = 0, ""
    while cursor or not pages:
        more = {"cursor": cursor} if cursor else {}
        page = api.json("GET", "/pets", limit=2, **more)
        assert page["total"] == 5
        seen.extend(pet["id"] for pet in page["data"])
        pages += 1
        cursor = page.get("next_cursor", "")
        assert page["has_more"] == bool(cursor)
    assert seen == [1, 2, 3, 4, 5]
    assert pages == 3


def test_a_list_has_pages_if_its_items_have_no_path() -> None:
    api = server(items=5)
    pages = [api.json("GET", "/pets/1/visits", offset=start, limit=2) for start in (0, 2, 4, 6)]
    assert [len(page["results"]) for page in pages] == [2, 2, 1, 0]
    assert {page["total"] for page in pages} == {5}
    seen = [visit for page in pages for visit in page["results"]]
    assert seen == api.json("GET", "/pets/1/visits")["results"]
    assert seen != api.json("GET", "/pets/2/visits")["results"]
    assert api.send("GET", "/pets/99/visits").status == 404
    assert [len(api.json("GET", "/breeds", page=page, per_page=3)) for page in (1, 2, 3)] == [3, 2, 0]


def test_an_answer_without_items_or_pages_is_a_sample() -> None:
    api = server(items=5)
    assert api.json("GET", "/colors", limit=0) == api.json("GET", "/colors") != []
    assert set(api.json("GET", "/count", **{"from": "May"})) <= {"total"}


def test_an_item_that_is_never_created_is_a_sample_with_its_id() -> None:
    api = server()
    assert api.json("GET", "/users/ann")["name"] == "ann"
    assert api.send("GET", "/pets/99").status == 404


INVALID: list[tuple[str, str, Any, dict[str, Any], int, str]] = [
    ("POST", "/pets", {}, {}, 422, "body.name"),
    ("POST", "/pets", {"name": "", "kind": "cat"}, {}, 422, "body.name"),
    ("POST", "/pets", {"name": "x", "kind": "cow"}, {}, 422, "body.kind"),
    ("POST", "/pets", b"{", {}, 422, "body"),
    ("POST", "/pets", None, {}, 422, "body"),
    ("GET", "/pets", None, {"limit": "many"}, 400, "query.limit"),
    ("GET", "/pets", None, {"limit": "0"}, 400, "query.limit"),
    ("GET", "/pets/rex", None, {}, 400, "path.pet_id"),
]


def test_a_request_that_does_not_fit_names_the_field() -> None:
    api = server()
    wrong = []
    for method, path, data, more, status, name in INVALID:
        response = api.send(method, path, data, **more)
        problem = json.loads(response.body)
        fields = [error["field"] for error in problem.get("errors", [])]
        if (response.status, fields[:1]) != (status, [name]):
            wrong.append((method, path, data, response.status, problem))
    assert wrong == []


def test_parameters_are_read_by_their_styles() -> None:
    api = server()
    assert api.send("GET", "/pets", limit=1, tags="a,b").status == 200
    assert api.send("GET", "/v1/pets", **{"filter[kind]": "cat"}).status == 200


REFUSED = [
    ("GET", "/nowhere", {}, 404, "The spec has no path /nowhere."),
    ("PATCH", "/pets", {}, 405, "/pets has GET, POST, and not PATCH."),
    ("POST", "/pets", {"content-type": "text/csv"}, 415, "The body may be: application/json."),
    ("GET", "/secret", {}, 401, "Authenticate with token, key."),
    ("GET", "/secret", {"authorization": "Bearer "}, 401, "Authenticate"),
]


def test_a_request_that_the_spec_does_not_have_is_refused_with_the_reason() -> None:
    api = server()
    wrong = []
    for method, path, headers, status, words in REFUSED:
        response = api.send(method, path, b"x" if headers.get("content-type") else None, headers=headers)
        problem = json.loads(response.body)
        if response.status != status or words not in problem["detail"]:
            wrong.append((path, response.status, problem))
    assert wrong == []
    assert api.send("GET", "/secret", headers={"authorization": "bearer x"}).status == 204
    assert api.send("GET", "/secret", key="x").status == 204


def test_other_media_types_than_json_are_answered() -> None:
    api = server()
    photo = api.send("GET", "/pets/1/photo")
    assert photo.headers["content-type"] == "image/png"
    assert photo.body
    events = api.send("GET", "/events").body.decode().split("\n\n")
    assert [json.loads(event.removeprefix("data: "))["kind"] in {"cat", "dog"} for event in events[:3]] == [
        True
    ] * 3
    assert api.send("HEAD", "/pets").body == b""


def test_a_request_or_a_test_can_ask_for_a_fault() -> None:
    api = server()
    asked = api.send("GET", "/pets", headers={"prefer": "code=429, retry-after=7"})
    assert (asked.status, asked.headers["retry-after"]) == (429, "7")
    assert api.send("GET", "/pets", headers={"prefer": "code=many"}).status == 200
    api.mock.fail_next(ScriptedFault(status=503), ScriptedFault(status=500))
    assert [api.send("GET", "/pets").status for _ in range(3)] == [503, 500, 200]


def test_a_recursive_schema_has_a_sample() -> None:
    spec = json.loads(json.dumps(SPEC))
    spec["components"]["schemas"]["User"]["required"] = ["name", "friend"]
    sample = server(spec).json("GET", "/users/ann")
    assert sample["friend"]["friend"]["name"]


PATTERNS = ["(", "(?=a)a", "(a)\\1", "(?!a)a"]


def test_a_pattern_that_could_take_forever_does_not_hold_the_mock() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "pattern": "^(a+)+$"}}}
    schema["patternProperties"] = {"^(b+)+$": {}}
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    post = {"operationId": "post", "requestBody": body, "responses": {"204": {"description": ""}}}
    api = server({"openapi": "3.1.0", "paths": {"/a": {"post": post}}})
    assert api.send("POST", "/a", {"a": "a" * 10_000, "b" * 10_000 + "!": 1}).status == 204
    assert api.send("POST", "/a", {"a": "a" * 10_000 + "!"}).status == 400


def test_a_pattern_of_ecmascript_is_checked() -> None:
    for pattern, fits, other in [
        ("^\\p{L}+$", "\u00e9", "1"),
        ("(?<name>a)", "a", "b"),
        ("^\\d$", "1", "\u0663"),
    ]:
        schema = {"type": "object", "properties": {"a": {"type": "string", "pattern": pattern}}}
        body = {"required": True, "content": {"application/json": {"schema": schema}}}
        post = {"operationId": "post", "requestBody": body, "responses": {"204": {"description": ""}}}
        api = server({"openapi": "3.1.0", "paths": {"/a": {"post": post}}})
        with row(pattern):
            assert [api.send("POST", "/a", {"a": text}).status for text in (fits, other)] == [204, 400]


def test_a_pattern_that_is_not_known_checks_nothing() -> None:
    for pattern in PATTERNS:
        text = {"type": "string", "pattern": pattern}
        schema = {
            "type": "object",
            "required": ["a", "b"],
            "properties": {"a": text},
            "patternProperties": {pattern: {"type": "string"}},
            "additionalProperties": False,
        }
        post = {
            "operationId": "post",
            "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
            "responses": {"204": {"description": ""}},
        }
        api = server({"openapi": "3.1.0", "paths": {"/a": {"post": post}}})
        with row(pattern):
            assert api.send("POST", "/a", {"a": "x", "b": "y"}).status == 204
            refused = api.send("POST", "/a", {"a": "x"})
            assert refused.status == 400
            assert b"body.b" in refused.body
