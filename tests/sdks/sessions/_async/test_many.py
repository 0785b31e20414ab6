"""Many sessions against a local server in this process: they are waited for with one list per poll."""

from collections.abc import Callable

import pytest

from seawall.core.errors import InputError, NotFoundError, WaitTimeoutError
from seawall.core.http.message import Request, Response
from seawall.runtime.bulk.results import BulkProgress
from seawall.sdks.sessions import NewSession
from tests.local.sessions.client import SessionsHttp
from tests.local.wall_clock import FakeWallClock
from tests.sdks.sessions._async.clients import client_of_server

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

Server = Callable[[Request], Response]
IMAGE = "skaha/terminal:1.1.2"


async def test_many_sessions_are_waited_for_with_lists(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    requests, told = list[str](), list[BulkProgress]()

    def record(server: Server, request: Request) -> Response:
        requests.append(f"{request.method} {request.url.rpartition('/skaha')[2]}")
        return server(request)

    client = client_of_server(sessions, clock, answer=record)
    made = await client.sessions.create_replicas(NewSession(name="job", image=IMAGE, command="env"), 5)
    ids = [each.unwrap().session_id for each in made]
    requests.clear()
    asked = [*reversed(ids), "unknown1", ids[0]]
    results = await client.sessions.wait_many(asked, on_progress=told.append)
    assert [each.item for each in results] == asked
    names = [each.value.name for each in results if each.value is not None]
    assert names == ["job-5", "job-4", "job-3", "job-2", "job-1", "job-1"]
    assert isinstance(results[5].error, NotFoundError)
    assert all(each.value is None or each.value.succeeded for each in results)
    # One list per poll; the unknown one is read once.
    assert requests == ["GET /v1/session", "GET /v1/session/unknown1"] + ["GET /v1/session"] * (len(told) - 1)
    assert (told[0], told[-1]) == (BulkProgress(0, 1, 6), BulkProgress(5, 1, 6))


async def test_those_that_are_pending_at_the_end_have_a_reason(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    def pending(server: Server, request: Request) -> Response:
        response = server(request)
        return Response(response.status, response.headers, response.body.replace(b'"Running"', b'"Pending"'))

    client = client_of_server(sessions, clock, answer=pending)
    job = await client.sessions.create("job", IMAGE, command="env")
    lab = await client.sessions.create("lab", "skaha/base-notebook:latest", kind="notebook")
    ended, waiting = await client.sessions.wait_many([job.session_id, lab.session_id], timeout_s=120)
    assert ended.unwrap().succeeded
    with pytest.raises(WaitTimeoutError) as error:
        waiting.unwrap()
    assert str(error.value).startswith(f"session {lab.session_id} did not end within 120 s.")
    assert "The session is Pending." in str(error.value)
    assert "0 running and 1 pending interactive sessions, of 5 allowed" in str(error.value)
    assert error.value.last is not None


async def test_ids_are_checked_before_anything_is_sent(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    def refuse(server: Server, request: Request) -> Response:
        raise AssertionError(request.url)

    client = client_of_server(sessions, clock, answer=refuse)
    with pytest.raises(InputError, match="session_ids is text"):
        await client.sessions.wait_many("abcd1234")
    with pytest.raises(InputError, match="session_id is '"):
        await client.sessions.wait_many(["../x"])
    assert await client.sessions.wait_many([]) == ()
