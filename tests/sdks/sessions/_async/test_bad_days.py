"""Answers that no client wishes for: text in place of JSON, missing keys, a server that is busy."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from seawall.core.errors import (
    BadRequestError,
    DecodeError,
    MaybeProcessedError,
    NotFoundError,
    SeawallError,
    ServerStatusError,
    StatusError,
    UnauthorizedError,
    WaitTimeoutError,
)
from seawall.core.http.message import Request, Response
from seawall.core.observe.events import Event, SchemaDrift
from seawall.runtime.bulk.results import BulkResult
from seawall.sdks.sessions import CreatedSession, NewSession, SessionKind, SessionStatus
from seawall.testing import AsyncFakeClock
from tests.rows import row
from tests.sdks.sessions._async.clients import client_over

TEXT = {"content-type": "text/plain"}
JSON = {"content-type": "application/json"}
SESSION: dict[str, object] = {
    "id": "abcd1234",
    "userid": "ada",
    "runAsUID": "1000",
    "runAsGID": "1000",
    "supplementalGroups": [],
    "image": "images.canfar.net/skaha/terminal:1.1.2",
    "type": "headless",
    "status": "Running",
    "name": "job",
    "startTime": "2026-01-01T00:00:00Z",
    "expiryTime": "2026-01-15T00:00:00Z",
    "connectURL": "",
}


def answering(*responses: Response) -> Callable[[Request], Response]:
    """Gives one response after another, then the last one forever."""
    left = list(responses)

    def answer(_: Request) -> Response:
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


def sessions_of(*sessions: object) -> Response:
    return Response(200, JSON, json.dumps(sessions).encode())


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"temporarily out of order\n", "answered 200 with invalid JSON"),
        (b"<html>Please log in</html>", "answered 200 with HTML. A proxy or a login page answered"),
        (b"", "answered 200 with invalid JSON"),
        (b'{"sessions": []}', "Expected `array`, got `object`"),
        (b"[1]", "Expected `object`, got `int`"),
    ],
)
async def test_a_text_where_json_was_due(body: bytes, fault: str) -> None:
    client = client_over(answering(Response(200, TEXT, body)))
    with pytest.raises(DecodeError, match=f"GET /v1/session.*{fault}"):
        await client.sessions.list()


@pytest.mark.parametrize(
    "missing", ["startTime", "expiryTime", "connectURL", "runAsUID", "runAsGID", "supplementalGroups"]
)
async def test_a_missing_key_of_one_session_spoils_no_list(missing: str) -> None:
    other = {name: value for name, value in SESSION.items() if name != missing}
    client = client_over(answering(sessions_of(SESSION, {**other, "id": "other123"})))
    whole, partial = await client.sessions.list()
    assert (whole.session_id, whole.anomalies) == ("abcd1234", ())
    assert (partial.session_id, partial.name, partial.status) == ("other123", "job", SessionStatus.RUNNING)
    assert len(partial.anomalies) == 1


async def test_an_odd_value_of_one_session_spoils_no_list() -> None:
    # The key, its value, and the field that is None; or its default.
    rows: list[tuple[str, object, str, object]] = [
        ("startTime", "<none>", "started_at", None),
        ("expiryTime", None, "expires_at", None),
        ("connectURL", 5, "connect_url", None),
        ("runAsUID", 1000, "user_id", None),
        ("appid", None, "app_id", None),
        ("requestedRAM", 4, "ram_gb", None),
        ("cpuCoresInUse", {}, "cores_in_use", None),
        ("isFixedResources", "yes", "is_fixed", None),
        ("supplementalGroups", ["staff"], "supplemental_groups", ()),
    ]
    for key, value, name, read in rows:
        with row(key, value):
            client = client_over(answering(sessions_of({**SESSION, key: value, "id": "odd12345"}, SESSION)))
            odd, usual = await client.sessions.list()
            assert (odd.session_id, getattr(odd, name), usual.anomalies) == ("odd12345", read, ())
            [anomaly] = odd.anomalies
            assert " does not match the spec: Expected" in anomaly or "Invalid" in anomaly


async def test_an_item_that_is_no_session_is_left_out_and_told() -> None:
    seen: list[Event] = []
    answer = answering(sessions_of(None, {**SESSION, "id": None}, SESSION))
    async with client_over(answer, observers=[seen.append]) as client:
        assert [one.session_id for one in await client.sessions.list()] == ["abcd1234"]
        assert (await client.sessions.health()).is_healthy
        [waited] = await client.sessions.wait_many(["abcd1234"], timeout_s=0.1)
        assert isinstance(waited.error, WaitTimeoutError)
        assert await client.sessions.destroy_with("other", status="Running") == ()
    told = {(one.path, one.field) for one in seen if isinstance(one, SchemaDrift)}
    assert told == {("$[]", ""), ("$[].id", "id")}


async def test_an_odd_value_of_another_user_spoils_no_list() -> None:
    other = {"userid": "grace", "type": "notebook", "status": "Running"}
    client = client_over(answering(sessions_of(other, {**other, "startTime": "soon"}, {"userid": 1})))
    assert [one.started_at for one in await client.sessions.list_all()] == [None, None]


async def test_a_kind_and_a_state_of_a_newer_server_spoil_no_list() -> None:
    newer = {**SESSION, "type": "vscode", "status": "Hibernating", "colour": {"red": 1}}
    [session] = await client_over(answering(sessions_of(newer))).sessions.list()
    assert (session.kind, session.status) == ("vscode", "Hibernating")
    assert not SessionKind(session.kind).is_known
    assert not session.is_terminated


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (401, UnauthorizedError),
        (403, StatusError),
        (404, NotFoundError),
        (409, StatusError),
        (412, StatusError),
        (413, StatusError),
        (423, StatusError),
        (500, ServerStatusError),
    ],
)
async def test_every_error_has_the_text_of_the_server(status: int, kind: type[StatusError]) -> None:
    client = client_over(answering(Response(status, TEXT, b"the reason in words\n")), attempts=1)
    with pytest.raises(kind, match="the reason in words") as error:
        await client.session("abcd1234").details()
    assert error.value.status == status


async def test_reads_and_creates_wait_for_a_busy_server() -> None:
    busy = Response(503, {**TEXT, "retry-after": "7"}, b"temporarily unavailable: /session\n")
    clock = AsyncFakeClock()
    client = client_over(answering(busy, sessions_of(SESSION)), clock=clock)
    assert [each.name for each in await client.sessions.list()] == ["job"]
    assert clock.sleeps_s == [7.0]
    clock = AsyncFakeClock()
    client = client_over(answering(busy, Response(200, TEXT, b"abcd1234\n")), clock=clock)
    made = await client.sessions.create("job", "skaha/terminal:1.1.2", command="env")
    assert (made.session_id, clock.sleeps_s) == ("abcd1234", [7.0])


@pytest.mark.parametrize(("status", "error"), [(500, SeawallError), (502, SeawallError), (504, SeawallError)])
async def test_a_create_that_may_have_been_done_is_not_repeated(
    status: int, error: type[SeawallError]
) -> None:
    methods = list[str]()

    def answer(request: Request) -> Response:
        methods.append(request.method)
        return Response(status, TEXT, b"lost\n") if request.method == "POST" else sessions_of()

    with pytest.raises(error):
        await client_over(answer).sessions.create("job", "skaha/terminal:1.1.2", command="env")
    assert methods.count("POST") == 1


async def test_a_create_that_timed_out_is_looked_for_once() -> None:
    methods = list[str]()

    def answer(request: Request) -> Response:
        methods.append(request.method)
        if request.method == "POST":
            raise MaybeProcessedError("no answer within 60 s")
        return sessions_of({**SESSION, "name": "another"})

    with pytest.raises(MaybeProcessedError, match="no answer within 60 s"):
        await client_over(answer).sessions.create("job", "skaha/terminal:1.1.2", command="env")
    assert methods == ["POST", "GET"]


async def test_lost_creates_of_an_earlier_run_are_found_in_one_list(tmp_path: Path) -> None:
    methods, made = list[str](), list[str]()
    is_out_of_order = True

    def answer(request: Request) -> Response:
        methods.append(request.method)
        if request.method == "POST":
            made.append(f"job-{len(made) + 1}")
            raise MaybeProcessedError("the connection broke")
        if is_out_of_order:
            return Response(500, TEXT, b"out of order\n")
        return sessions_of(
            *({**SESSION, "id": name, "name": name, "startTime": "2999-01-01T00:00:00Z"} for name in made)
        )

    clock = AsyncFakeClock()
    new = NewSession(name="job", image="skaha/terminal:1.1.2", command="env")

    async def run() -> tuple[BulkResult[NewSession, CreatedSession], ...]:
        client = client_over(answer, clock=clock)
        return await client.sessions.create_replicas(new, 20, journal=tmp_path / "journal")

    assert all(one.may_be_done for one in await run())
    clock.advance(60.0)
    methods.clear()
    is_out_of_order = False
    # A list has as many sessions as the job: one for each of them would be quadratic.
    assert {one.unwrap().session_id for one in await run()} == set(made)
    assert methods == ["GET"]


@pytest.mark.parametrize("text", [b"", b"\n", b"an id with blanks\n", b"<html>Please log in</html>"])
async def test_an_id_that_is_none(text: bytes) -> None:
    client = client_over(answering(Response(200, TEXT, text)))
    with pytest.raises(DecodeError):
        await client.sessions.create("job", "skaha/terminal:1.1.2", command="env")
    with pytest.raises(DecodeError):
        await client.session("abcd1234").apps.create("skaha/topcat:4.8")
