"""Reading documents from URLs."""

import stat
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from seawall.codegen.errors import SpecError
from seawall.codegen.fetch.fetch import fetch
from seawall.codegen.fetch.urls import HttpReader
from seawall.core.errors import NotSentError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.transports import MemoryTransport
from tests.codegen.generating import error_message

HOME = "https://h/api/root.yaml"


def answers(table: Mapping[str, Response | bytes]) -> Callable[[Request], Response]:
    def respond(request: Request) -> Response:
        found = table.get(request.url, Response(404))
        return Response(200, body=found) if isinstance(found, bytes) else found

    return respond


def redirect(to: str) -> Response:
    return Response(302, {"location": to})


def read(table: Mapping[str, Response | bytes], source: str = HOME, **more: Any) -> tuple[Any, list[Request]]:
    transport = MemoryTransport(answers(table))
    allowed = more.pop("allowed", ())
    found = fetch(source, http=HttpReader(transport=transport, home=source, **more), allowed=allowed)
    return found, transport.requests


def test_documents_below_the_folder_of_the_url_are_read() -> None:
    found, requests = read({HOME: b"a: {$ref: sub/b.yaml#/x}", "https://h/api/sub/b.yaml": b"{x: 1}"})
    assert list(found.documents) == [HOME, "https://h/api/sub/b.yaml"]
    assert [request.method for request in requests] == ["GET", "GET"]


def test_a_reference_to_another_place_needs_permission() -> None:
    for ref in ("https://other/x", "http://h/api/x", "/x", "../x", "https://h@other/api/x", "file:///x"):
        table = {HOME: f"a: {{$ref: '{ref}'}}".encode()}
        with pytest.raises(SpecError, match=r"outside of the folder|can not be followed"):
            read(table)
    found, _ = read(
        {HOME: b"a: {$ref: 'https://other/x/y'}", "https://other/x/y": b"{}"}, allowed=["https://other/x"]
    )
    assert len(found.documents) == 2


def test_the_authorization_goes_to_the_origin_of_the_spec_only() -> None:
    _, requests = read(
        {
            HOME: redirect("https://h/moved.yaml"),
            "https://h/moved.yaml": b"a: {$ref: 'https://other/x'}",
            "https://other/x": b"{}",
        },
        allowed=["https://other"],
        authorization=Secret("Bearer canary"),
    )
    sent = [(request.url, request.headers.get("authorization")) for request in requests]
    assert sent == [
        (HOME, "Bearer canary"),
        ("https://h/moved.yaml", "Bearer canary"),
        ("https://other/x", None),
    ]


def test_references_start_at_the_address_that_answered() -> None:
    found, _ = read(
        {HOME: redirect("/v2/root.yaml"), "https://h/v2/root.yaml": b"a: {$ref: b}", "https://h/v2/b": b"{}"}
    )
    assert found.root == "https://h/v2/root.yaml"
    assert list(found.documents) == ["https://h/v2/root.yaml", "https://h/v2/b"]


def refused(_: Request) -> Response:
    raise NotSentError("h: connection refused")


ERRORS: list[tuple[Mapping[str, Response | bytes], str]] = [
    ({}, "h/api/root.yaml answered 404. Check the address."),
    ({HOME: Response(401)}, "Set SEAWALL_SPEC_AUTHORIZATION"),
    ({HOME: redirect("http://h/x")}, "no https URL"),
    ({HOME: redirect("file:///etc/passwd")}, "no https URL"),
    ({HOME: redirect(HOME)}, "more than 5 times"),
    ({HOME: b"{$ref: b}", "https://h/api/b": redirect("https://evil/x")}, "h/api/b redirects to evil/x"),
]


def test_an_answer_that_is_no_document_is_an_error() -> None:
    wrong = []
    for table, words in ERRORS:
        message = error_message(partial(read, table), SpecError)
        if words not in message:
            wrong.append((words, message))
    assert wrong == []
    with pytest.raises(SpecError, match=r"h/api/root\.yaml can not be read: h: connection refused"):
        fetch(HOME, http=HttpReader(transport=MemoryTransport(refused), home=HOME))


def test_a_document_with_an_etag_is_kept_for_its_owner(tmp_path: Path) -> None:
    def respond(request: Request) -> Response:
        if request.headers.get("if-none-match") == '"1"':
            return Response(304)
        return Response(200, {"etag": '"1"'}, b"a: 1")

    statuses = []
    for token in ("one", "one", "two"):
        transport = MemoryTransport(respond)
        reader = HttpReader(transport=transport, home=HOME, authorization=Secret(token), cache=tmp_path / "c")
        assert fetch(HOME, http=reader).documents == {HOME: {"a": 1}}
        statuses.append("if-none-match" in transport.requests[0].headers)
    assert statuses == [False, True, False]
    kept = list((tmp_path / "c").iterdir())
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept] == [0o600, 0o600]
    for path in kept:
        path.write_bytes(b"damaged")
    assert read({HOME: b"a: 2"}, authorization=Secret("one"), cache=tmp_path / "c")[0].documents == {
        HOME: {"a": 2}
    }


def test_a_cache_that_can_not_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("a file")
    table = {HOME: Response(200, {"etag": "x"}, b"a: 1")}
    assert read(table, cache=tmp_path / "c")[0].documents == {HOME: {"a": 1}}


def test_no_message_shows_the_query_or_the_user() -> None:
    message = error_message(partial(read, {}, "https://user:canary@h/x?token=canary"), SpecError)
    assert "h/x answered 404" in message
    assert "canary" not in message
