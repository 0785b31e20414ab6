"""Sessions against a local server in this process."""

from collections.abc import Callable

import pytest

from seawall.core.errors import (
    BadRequestError,
    InputError,
    MaybeProcessedError,
    NotFoundError,
    UnauthorizedError,
    WaitTimeoutError,
)
from seawall.core.http.message import Request, Response
from seawall.sdks.sessions import (
    AsyncClient,
    CreatedSession,
    Diagnosis,
    NewSession,
    Session,
    SessionKind,
    SessionStatus,
)
from seawall.testing import AsyncFakeClock
from tests.local.sessions.client import IMAGES, SessionsHttp
from tests.local.wall_clock import FakeWallClock
from tests.sdks.sessions._async.clients import client_of_server

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

IMAGE = "skaha/terminal:1.1.2"
# A session that is destroyed is Terminating for a moment.
TERMINATING_S = 60.0


async def test_a_headless_session_from_its_creation_to_its_end(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    client = client_of_server(sessions, clock)
    handle = await client.sessions.create("job", IMAGE, command="env", env={"MODE": "fast mode"})
    at_once = await handle.details()
    assert (at_once.status, at_once.kind, at_once.user) == ("Pending", SessionKind.HEADLESS, "ada")
    assert (at_once.image, at_once.anomalies) == (IMAGES["headless"], ())
    seen = list[str]()
    ended = await handle.wait(on_progress=lambda session: seen.append(session.status))
    assert ended.succeeded
    assert sorted(set(seen)) == ["Completed", "Pending", "Running"]
    logs = await handle.logs()
    assert {"MODE=fast mode", "REPLICA_ID=1", "REPLICA_COUNT=1"} <= set(logs.splitlines())
    events = await handle.events()
    assert [each.reason for each in events] == ["Scheduled", "Pulling", "Pulled", "Created", "Started"]
    assert not any(each.is_warning for each in events)
    await handle.destroy()
    clock.advance(TERMINATING_S)
    with pytest.raises(NotFoundError, match="session ID not found"):
        await handle.details()


async def test_a_log_is_followed(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    client = client_of_server(sessions, clock)
    handle = await client.sessions.create("job", IMAGE, command="env", env={"A": "1"})
    *lines, last = [each async for each in handle.follow()]
    assert "A=1" in lines
    assert isinstance(last, Session)
    assert last.succeeded


async def test_lists_and_their_filters(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    client = client_of_server(sessions, clock)
    headless = await client.sessions.create("job", IMAGE, command="env")
    notebook = await client.sessions.create("lab", "skaha/base-notebook:latest", kind="notebook")
    await headless.wait()

    async def names(**filters: str) -> list[str]:
        return sorted(each.name for each in await client.sessions.list(**filters))

    assert await names() == ["job", "lab"]
    assert await names(kind="notebook") == ["lab"]
    assert await names(status="Completed") == await names(status="Succeeded") == ["job"]
    assert await names(status="Suspended") == []
    others = await client.sessions.list_all()
    assert {each.user for each in others} == {"ada"}
    assert (await client.sessions.get(notebook.session_id)).is_interactive


async def test_one_result_per_id_in_the_order_given(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    client = client_of_server(sessions, clock)
    made = await client.sessions.create_replicas(NewSession(name="job", image=IMAGE, command="env"), 3)
    ids = [each.unwrap().session_id for each in made]
    assert [each.unwrap().name for each in made] == ["job-1", "job-2", "job-3"]
    await client.session(ids[2]).wait()
    asked = [ids[2], "unknown1", ids[0]]
    third, unknown, first = await client.sessions.get_many(asked)
    assert (third.unwrap().name, first.unwrap().name) == ("job-3", "job-1")
    assert isinstance(unknown.error, NotFoundError)
    logs = [each.value for each in await client.sessions.logs(asked)]
    assert "REPLICA_ID=3" in (logs[0] or "")
    assert logs[1] is None
    assert [len(each.value or ()) for each in await client.sessions.events(asked)] == [5, 0, 5]
    assert [each.error is None for each in await client.sessions.destroy(asked)] == [True, False, True]
    clock.advance(TERMINATING_S)
    assert [each.name for each in await client.sessions.list()] == ["job-2"]
    with pytest.raises(InputError, match="session_ids is text"):
        await client.sessions.get_many("abcd1234")


@pytest.mark.parametrize(
    ("prefix", "gone"),
    [
        ("job", ["job-1", "job-2", "jobs"]),
        ("job-", ["job-1", "job-2"]),
        ("^job-[12]$", ["job-1", "job-2"]),
        ("ob", []),
    ],
)
async def test_destroy_with_a_prefix(
    sessions: SessionsHttp, clock: FakeWallClock, prefix: str, gone: list[str]
) -> None:
    client = client_of_server(sessions, clock)
    new = [NewSession(name=name, image=IMAGE, command="env") for name in ("job-1", "job-2", "jobs", "other")]
    made = await client.sessions.create_many(new)
    for each in made:
        await client.session(each.unwrap().session_id).wait()
    results = await client.sessions.destroy_with(prefix)
    assert len(results) == len(gone)
    clock.advance(TERMINATING_S)
    left = {each.name for each in await client.sessions.list()}
    assert left == {"job-1", "job-2", "jobs", "other"} - {*gone}


@pytest.mark.parametrize(("prefix", "fault"), [("", "prefix is empty"), ("(", "prefix is no regular")])
async def test_a_prefix_that_is_none(
    sessions: SessionsHttp, clock: FakeWallClock, prefix: str, fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        await client_of_server(sessions, clock).sessions.destroy_with(prefix)


async def test_an_interactive_session_is_opened_when_it_runs(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    client = client_of_server(sessions, clock)
    lab = await client.sessions.create("lab", "skaha/base-notebook:latest", kind="notebook")
    assert lab.session_id in await lab.connect()
    before = (await lab.details()).expires_at
    renewed = await lab.renew()
    assert before is not None
    assert renewed.expires_at is not None
    assert renewed.expires_at >= before
    job = await client.sessions.create("job", IMAGE, command="env")
    with pytest.raises(InputError, match="headless, which has no page to open"):
        await job.connect()
    await job.wait()
    with pytest.raises(InputError, match="has ended"):
        await job.connect()
    with pytest.raises(BadRequestError, match="No active job for user ada"):
        await job.renew()


async def test_apps_of_a_desktop(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    client = client_of_server(sessions, clock)
    desktop = await client.sessions.create("desk", "skaha/desktop:latest", kind="desktop")
    app_id = await desktop.apps.create("skaha/topcat:4.8", cores=1, ram_gb=1)
    assert [each.app_id for each in await desktop.apps.list()] == [app_id]
    assert (await desktop.apps.get(app_id)).kind == SessionKind.DESKTOP_APP
    await desktop.apps.destroy(app_id)
    clock.advance(TERMINATING_S)
    with pytest.raises(NotFoundError):
        await desktop.apps.destroy(app_id)


async def test_refusals_have_the_text_of_the_server(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    client = client_of_server(sessions, clock)
    for values, text in [
        ({"image": "evil.example.com/a/b:1"}, r"image 'evil.example.com/a/b:1' must come from one of \["),
        ({"image": IMAGE, "cores": 3000}, "Invalid value for 'cores': 3000"),
        ({"image": IMAGE, "ram_gb": 3}, "Invalid value for 'ram': 3"),
    ]:
        with pytest.raises(BadRequestError, match=text):
            await client.sessions.create("job", **values)  # type: ignore[arg-type]
    for number in range(5):
        await client.sessions.create(f"lab{number}", "skaha/base-notebook:latest", kind="notebook")
    with pytest.raises(BadRequestError, match="User ada has reached the maximum of 5 active sessions"):
        await client.sessions.create("lab6", "skaha/base-notebook:latest", kind="notebook")
    with pytest.raises(BadRequestError, match="unknown type: vscode"):
        await client.images.list(kind="vscode")


async def test_the_platform(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    client = client_of_server(sessions, clock)
    assert IMAGES["headless"] in {each.id for each in await client.images.list(kind="headless")}
    assert await client.images.registries() == ("images.canfar.net",)
    options = await client.context.resources()
    assert (options.cores.default, options.max_interactive_sessions) == (2, 5)
    use = await client.sessions.stats()
    assert use.available_cores > 0
    assert (await client.overview.availability()).is_available
    standards = {each.standard for each in await client.overview.capabilities()}
    assert "http://www.opencadc.org/std/platform#session-1" in standards


async def test_a_refused_token_and_the_sessions_of_others(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    client = client_of_server(sessions, clock)
    handle = await client.sessions.create("job", IMAGE, command="env")
    other = client_of_server(sessions.of("grace"), clock)
    with pytest.raises(NotFoundError):
        await other.session(handle.session_id).destroy()
    with pytest.raises(UnauthorizedError):
        await client.with_options(token="no-such-token").sessions.list()
    assert (await client.health()).user_id == "ada"
    assert len(await client.sessions.list()) == 1


Server = Callable[[Request], Response]


def losing(method: str, *, is_done: bool) -> Callable[[Server, Request], Response]:
    """Loses the answers to requests with `method`; the server has done them or not."""

    def answer(server: Server, request: Request) -> Response:
        if request.method != method:
            return server(request)
        if is_done:
            server(request)
        raise MaybeProcessedError("the connection was closed before the answer")

    return answer


async def test_a_session_whose_answer_was_lost_is_found_by_its_name(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    # An older one of the same name, which it is not.
    await client_of_server(sessions, clock).sessions.create("job", IMAGE, command="env")
    clock.advance(60)
    lossy = client_of_server(sessions, clock, answer=losing("POST", is_done=True))
    handle = await lossy.sessions.create("job", IMAGE, command="env")
    assert (await handle.details()).name == "job"
    assert len(await lossy.sessions.list()) == 2


async def test_a_session_that_was_not_made_is_not_found(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    await client_of_server(sessions, clock).sessions.create("job", IMAGE, command="env")
    clock.advance(60)
    lossy = client_of_server(sessions, clock, answer=losing("POST", is_done=False))
    with pytest.raises(MaybeProcessedError):
        await lossy.sessions.create("job", IMAGE, command="env")
    [result] = await lossy.sessions.create_many([NewSession(name="job", image=IMAGE)])
    assert result.may_be_done
    assert len(await lossy.sessions.list()) == 1


async def test_replicas_whose_answers_were_lost_are_made_once(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    lossy = client_of_server(sessions, clock, answer=losing("POST", is_done=True))
    session = NewSession(name="job", image=IMAGE, command="env")
    made = await lossy.sessions.create_replicas(session, 4)
    found = {each.name: each.session_id for each in await lossy.sessions.list()}
    assert [each.unwrap() for each in made] == [
        CreatedSession(session_id=found[f"job-{number}"], name=f"job-{number}") for number in range(1, 5)
    ]


async def test_a_session_that_stays_pending(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    def pending(server: Server, request: Request) -> Response:
        response = server(request)
        if request.method == "GET" and b'"Running"' in response.body:
            return Response(200, response.headers, response.body.replace(b'"Running"', b'"Pending"'))
        if "view=events" in request.url:
            times = b"2026-01-01T00:00:00Z  2026-01-01T00:00:05Z"
            row = b"Warning  FailedScheduling  exceeded quota: headless  " + times
            return Response(200, response.headers, response.body + row + b"\n")
        return response

    client = client_of_server(sessions, clock, answer=pending)
    job = await client.sessions.create("lab", "skaha/base-notebook:latest", kind="notebook")
    told = list[Diagnosis]()
    with pytest.raises(WaitTimeoutError) as error:
        await job.wait(timeout_s=120, on_pending=told.append)
    assert str(error.value).startswith(f"session {job.session_id} did not end within 120 s.")
    assert "The session is Pending. Its last warning: FailedScheduling: exceeded quota" in str(error.value)
    assert "0 running and 1 pending interactive sessions, of 5 allowed" in str(error.value)
    assert [each.session.status for each in told] == [SessionStatus.PENDING]
    assert isinstance(error.value.last, Session)


async def test_a_wait_is_not_ended_by_a_diagnosis_that_fails(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    def broken(server: Server, request: Request) -> Response:
        if "view=events" in request.url:
            return Response(403, {"content-type": "text/plain"}, b"no")
        response = server(request)
        return Response(response.status, response.headers, response.body.replace(b'"Running"', b'"Pending"'))

    fake = AsyncFakeClock()
    client: AsyncClient = client_of_server(sessions, clock, clock=fake, answer=broken)
    job = await client.sessions.create("lab", "skaha/base-notebook:latest", kind="notebook")
    with pytest.raises(WaitTimeoutError, match=r"It is still running; wait again\.$"):
        await job.wait_until_running(timeout_s=60)
