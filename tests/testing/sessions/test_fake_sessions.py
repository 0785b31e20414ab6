"""The fake sessions service, with the real clients of the SDK."""

from datetime import timedelta

import pytest

from seawall.core.errors import (
    BadRequestError,
    InputError,
    MaybeProcessedError,
    NotFoundError,
    ServerStatusError,
    WaitTimeoutError,
)
from seawall.core.http.message import Request
from seawall.sdks.sessions import Client, NewSession, Session, SessionHandle
from seawall.testing import faults, sessions
from seawall.testing.sessions import FakeSessions

IMAGE = "images.example.com/skaha/terminal:1.1.2"


def created(client: Client, name: str = "job", **options: str) -> SessionHandle:
    return client.sessions.create(name, IMAGE, **options)  # type: ignore[arg-type]


def test_a_session_advances_when_the_test_says() -> None:
    fake = FakeSessions()
    client = fake.client()
    handle = created(client, command="env", env={"A": "b"})  # type: ignore[arg-type]
    assert handle.details().status == "Pending"
    assert (handle.logs(), handle.events()) == ("", ())
    assert fake.start(handle.session_id) == handle.details()
    fake.write(handle.session_id, "one\n")
    fake.warn(handle.session_id, "BackOff", "Back-off  pulling image")
    assert [one.reason for one in handle.events()] == ["Scheduled", "Pulled", "Started", "BackOff"]
    assert handle.events()[-1].message == "Back-off pulling image"
    fake.finish(handle.session_id, log="two\n")
    assert handle.wait().succeeded
    assert handle.logs() == "one\ntwo\n"
    failed = created(client, "other")
    fake.fail(failed.session_id, log="boom\n")
    assert (failed.details().status, failed.logs()) == ("Failed", "boom\n")
    assert [one.status for one in fake.sessions] == ["Completed", "Failed"]
    assert [one.operation for one in fake.requests[:2]] == ["create_session", "get_session"]
    assert fake.requests[0].query["env"][0] == "A=b"


def test_wait_and_follow_take_no_time_and_a_session_may_end_after_some_reads() -> None:
    fake, seen = FakeSessions(finish_after_polls=3), list[Session]()
    handle = created(fake.client())
    assert handle.wait(on_progress=seen.append).succeeded
    assert [one.status for one in seen] == ["Running", "Running", "Completed"]
    other = created(fake.client())
    fake.write(other.session_id, "line\n")
    assert [str(line) for line in other.follow() if isinstance(line, str)] == ["line"]
    third = created(FakeSessions().client())
    with pytest.raises(WaitTimeoutError, match="Pending"):
        third.wait(timeout_s=60)
    late = FakeSessions()
    fourth = created(late.client())
    late.finish_after(fourth.session_id, polls=1)
    assert fourth.details().succeeded


async def test_async_clients_have_replicas_and_waits_of_many() -> None:
    fake = FakeSessions(finish_after_polls=2)
    async with fake.async_client() as client:
        made = await client.sessions.create_replicas(NewSession(name="job", image=IMAGE), 3)
        ids = [one.unwrap().session_id for one in made]
        ended = await client.sessions.wait_many(ids)
        assert [one.unwrap().name for one in ended] == ["job-1", "job-2", "job-3"]
        assert [one.error for one in await client.sessions.destroy(ids)] == [None] * 3
    assert fake.sessions == ()


def test_sessions_that_are_there_and_those_of_others() -> None:
    fake = FakeSessions(user="grace")
    mine = fake.add(
        sessions.session(
            user="grace", kind="notebook", status="Running", cores=2, ram_gb=1.5, cores_in_use=0.5,
            ram_gb_in_use=0.25, gpu_utilization=10, gpu_ram_gb_in_use=2, connect_url="https://x.example",
        ),
        log="text",
        events=[sessions.session_event(last_at=None)],
    )  # fmt: skip
    other = fake.add(sessions.session(session_id="other123", started_at=None))
    client = fake.client()
    assert client.sessions.list() == (mine,)
    assert client.session(mine.session_id).events() == (sessions.session_event(last_at=None),)
    assert client.sessions.list(kind="headless") == ()
    assert [one.user for one in client.sessions.list_all()] == ["grace", "ada"]
    with pytest.raises(NotFoundError, match="session ID not found"):
        client.sessions.get(other.session_id)
    assert isinstance(client.sessions.destroy([other.session_id])[0].error, NotFoundError)
    assert client.session(mine.session_id).renew().expires_at == fake.now + timedelta(days=4)
    with pytest.raises(InputError, match="already there"):
        fake.add(mine)
    for act in (fake.start, fake.finish):
        with pytest.raises(InputError, match=r"no session nope1234\. Create it or add it"):
            act("nope1234")
    with pytest.raises(InputError, match="is Running"):
        fake.start(mine.session_id)
    fake.finish(mine.session_id)
    with pytest.raises(InputError, match="has already ended"):
        fake.fail(mine.session_id)
    with pytest.raises(BadRequestError, match="No active job"):
        client.session(mine.session_id).renew()


def test_refusals_and_faults() -> None:
    fake = FakeSessions(options=sessions.platform_options(max_interactive_sessions=1))
    client = fake.client()
    created(client, kind="notebook")
    with pytest.raises(BadRequestError, match="User ada has reached the maximum of 1 active sessions"):
        created(client, kind="notebook")
    fake.next_fails(faults.reset(), operation="create_session")
    with pytest.raises(MaybeProcessedError):
        created(client)
    fake.next_fails(status=500, operation="list_sessions", times=9)
    with pytest.raises(ServerStatusError):
        client.sessions.list()
    with pytest.raises(InputError, match="nearest is create_session"):
        fake.next_fails(operation="create_sessions")


def test_the_platform() -> None:
    image = sessions.image(kinds=("notebook",))
    fake = FakeSessions(images=[image])
    fake.use = sessions.platform_use(instances=sessions.instances(), max_ram_gb=None)
    fake.availability = sessions.availability(is_available=False, notes=("<tea> & toast",))
    client = fake.client()
    assert (client.images.list(), client.images.list(kind="headless")) == ((image,), ())
    assert client.images.registries() == ("images.example.com",)
    assert client.context.resources() == sessions.platform_options()
    assert (client.sessions.stats(), fake.use) == (fake.use, client.sessions.stats())
    assert (client.overview.availability(), fake.availability) == (fake.availability,) * 2
    assert [one.url for one in client.overview.capabilities()] == [f"{fake.url}/skaha/v1/session"]
    with pytest.raises(BadRequestError, match="unknown type: simulator"):
        client.images.list(kind="simulator")


def test_apps_go_with_their_desktop() -> None:
    fake = FakeSessions()
    client = fake.client()
    desktop = created(client, kind="desktop")
    first, second = (desktop.apps.create(IMAGE, cores=1) for _ in range(2))
    assert [one.app_id for one in desktop.apps.list()] == [first, second]
    assert desktop.apps.get(first).cores == 1
    assert [one.session_id for one in client.sessions.list()] == [desktop.session_id]
    assert len(client.sessions.list(kind="desktop-app")) == 2
    desktop.apps.destroy(first)
    with pytest.raises(NotFoundError):
        desktop.apps.get(first)
    desktop.destroy()
    assert fake.sessions == ()


def test_the_parameters_of_other_clients_are_checked() -> None:
    fake = FakeSessions()

    def sent(method: str, path: str) -> tuple[int, bytes]:
        answer = fake.respond(Request(method, f"{fake.url}/skaha/v1{path}", {"authorization": "Bearer x"}))
        return answer.status, answer.body

    assert sent("POST", "/session?name=a") == (400, b"Missing parameter 'image'\n")
    assert sent("POST", "/session?name=a&image=b&cores=x") == (400, b"Invalid value for 'cores': x\n")
    for kind in ("simulator", "desktop-app"):
        refusal = f"Invalid session type: {kind}\n".encode()
        assert sent("POST", f"/session?name=a&image=b&type={kind}") == (400, refusal)
    assert sent("GET", "/session?view=interactive&status=running") == (200, b"[]")
    assert sent("PATCH", "/session")[0] == 404
