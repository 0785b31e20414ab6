"""The sessions of the older clients, against a local server in this process."""

import logging

import pytest

from seawall.core.errors import BadRequestError, DecodeError, InputError, NotFoundError, UnauthorizedError
from seawall.sdks.sessions.compat import (
    AsyncContext,
    AsyncImages,
    AsyncOverview,
    AsyncSession,
    AuthRequiredError,
    ContainerRegistry,
    CreateRequest,
    SessionRequestError,
)
from seawall.testing import json_response
from tests.local.sessions.client import IMAGES, SessionsHttp
from tests.local.wall_clock import FakeWallClock
from tests.sdks.sessions.compat._async.clients import client_over, older_client

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

IMAGE = "skaha/terminal:1.1.2"
UNKNOWN = "aaaaaaaa"
# Headless sessions end three seconds after their creation.
ENDED_S = 10.0


async def test_replicas_from_their_creation_to_their_end(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    session = older_client(AsyncSession, sessions, clock)
    ids = await session.create(name="job", image=IMAGE, cmd="env", env={"MODE": 7}, replicas=2)
    assert len(set(ids)) == 2
    info = await session.info(ids)
    assert [one["id"] for one in info] == ids
    assert [(one["name"], one["status"], one["type"]) for one in info] == [
        ("job-1", "Pending", "headless"),
        ("job-2", "Pending", "headless"),
    ]
    clock.advance(ENDED_S)
    logs = await session.logs(ids)
    assert logs is not None
    assert list(logs) == ids
    lines = logs[ids[1]].splitlines()
    assert {"MODE=7", "REPLICA_ID=2", "REPLICA_COUNT=2"} <= set(lines)
    events = await session.events(ids)
    assert events is not None
    assert [list(one) for one in events] == [[ids[0]], [ids[1]]]
    assert events[0][ids[0]].startswith("TYPE")
    assert await session.destroy(ids) == dict.fromkeys(ids, True)


async def test_an_odd_session_hides_no_other() -> None:
    odd = {"id": "odd12345", "status": "Running", "startTime": "<none>"}
    client = client_over(json_response(200, [odd, None, {"id": "b"}]), json_response(200, [None]))
    assert await client.fetch() == [odd, {"id": "b"}]
    with pytest.raises(DecodeError, match="the list has no object"):
        await client.fetch()


async def test_lists_have_the_keys_of_the_server(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    session = older_client(AsyncSession, sessions, clock)
    assert await session.fetch() == []
    (headless,) = await session.create("job", IMAGE)
    (notebook,) = await session.create("nb", "skaha/base-notebook", kind="notebook", cores=1, ram=2)
    found = await session.fetch()
    assert found == sessions.sessions()
    assert found[0]["requestedGPUCores"] == "0"
    assert [one["id"] for one in await session.fetch(kind="notebook")] == [notebook]
    assert [one["id"] for one in await session.fetch(view="interactive")] == [notebook]
    assert {tuple(sorted(one)) for one in await session.fetch(view="all")} == {
        ("startTime", "status", "type", "userid")
    }
    clock.advance(ENDED_S)
    assert [one["id"] for one in await session.fetch(status="Running")] == [notebook]
    # Servers of version 0 say Succeeded, those of version 1 Completed.
    for word in ("Succeeded", "Completed"):
        assert [one["id"] for one in await session.fetch(status=word)] == [headless]


@pytest.mark.parametrize("filters", [{"kind": "bogus"}, {"status": "bogus"}])
async def test_an_unknown_filter_is_refused(filters: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="bogus"):
        await client_over().fetch(**filters)


async def test_failed_items_are_left_out_and_logged(
    sessions: SessionsHttp, clock: FakeWallClock, caplog: pytest.LogCaptureFixture
) -> None:
    session = older_client(AsyncSession, sessions, clock)
    (one,) = await session.create("job", IMAGE)
    assert [each["id"] for each in await session.info([UNKNOWN, one])] == [one]
    assert await session.logs([UNKNOWN, one]) == {one: ""}
    assert await session.events(UNKNOWN) == []
    assert await session.destroy([UNKNOWN, one]) == {UNKNOWN: False, one: True}
    assert await session.renew(UNKNOWN) == {UNKNOWN: False}
    assert caplog.text.count(f"of {UNKNOWN} failed") == 5
    assert "session ID not found" in caplog.text


async def test_failed_items_are_raised_after_all_others(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    session = older_client(AsyncSession, sessions, clock)
    (one,) = await session.create("job", IMAGE)
    with pytest.raises(SessionRequestError, match=f"info encountered 1 failure: {UNKNOWN}: ") as caught:
        await session.info([UNKNOWN, one], errors="raise")
    error = caught.value
    assert (error.operation, list(error.errors)) == ("info", [UNKNOWN])
    assert isinstance(error.results, list)
    assert [each["id"] for each in error.results] == [one]
    assert isinstance(error.errors[UNKNOWN], NotFoundError)
    assert error.__cause__ is error.errors[UNKNOWN]


async def test_a_refused_create_has_the_words_of_the_server(
    sessions: SessionsHttp, clock: FakeWallClock, caplog: pytest.LogCaptureFixture
) -> None:
    session = older_client(AsyncSession, sessions, clock)
    assert await session.create("job", IMAGE, cores=200) == []
    assert "Invalid value for 'cores': 200" in caplog.text
    raising = older_client(AsyncSession, sessions, clock, errors="raise")
    with pytest.raises(SessionRequestError, match="2 failures") as caught:
        await raising.create("job", IMAGE, cores=200, replicas=2)
    assert list(caught.value.errors) == [1, 2]
    assert isinstance(caught.value.errors[1], BadRequestError)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"cores": 257}, "cores"),
        ({"ram": 513}, "ram"),
        ({"gpu": 29}, "gpus"),
        ({"replicas": 0}, "replicas"),
        ({"kind": "bogus"}, "kind"),
        ({"kind": "notebook", "cmd": "env"}, "cmd, args and env are for headless"),
        ({"kind": "firefly", "replicas": 2}, "has one replica"),
        ({"image": "terminal"}, "project/name:tag"),
    ],
)
async def test_a_create_is_checked_before_anything_is_sent(arguments: dict[str, str], words: str) -> None:
    given = {"name": "job", "image": IMAGE, **arguments}
    with pytest.raises(ValueError, match=words):
        await client_over().create(**given)  # type: ignore[arg-type]


async def test_an_image_must_be_given() -> None:
    with pytest.raises(TypeError, match="image is missing"):
        await client_over().create("job")


async def test_a_request_is_created(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    session = older_client(AsyncSession, sessions, clock)
    (one,) = await session.create(CreateRequest("Job", IMAGE, cmd="echo", args="a b", env={"X": "y"}))
    # The server makes names lower case.
    assert [(each["id"], each["name"]) for each in await session.fetch()] == [(one, "job")]
    clock.advance(ENDED_S)
    assert "a b" in ((await session.logs(one)) or {})[one]


async def test_output_and_events_are_logged(
    sessions: SessionsHttp, clock: FakeWallClock, caplog: pytest.LogCaptureFixture
) -> None:
    session = older_client(AsyncSession, sessions, clock)
    ids = await session.create("job", IMAGE, cmd="env", env={"MODE": "fast"})
    clock.advance(ENDED_S)
    caplog.set_level(logging.INFO, "seawall.sessions")
    assert await session.logs(ids, verbose=True) is None
    assert await session.events(ids, verbose=True) is None
    assert "MODE=fast" in caplog.text
    assert "Scheduled" in caplog.text


async def test_sessions_are_renewed(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    session = older_client(AsyncSession, sessions, clock)
    (one,) = await session.create("nb", "skaha/base-notebook", kind="notebook")
    (before,) = await session.info(one)
    clock.advance(3600)
    assert await session.renew([one]) == {one: True}
    (after,) = await session.info(one)
    assert after["expiryTime"] > before["expiryTime"]


@pytest.mark.parametrize(
    ("prefix", "deleted"), [("job", {"job-1", "job-2"}), ("job-[2-9]$", {"job-2"}), ("other", set())]
)
async def test_sessions_are_destroyed_by_their_names(
    prefix: str, deleted: set[str], sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    session = older_client(AsyncSession, sessions, clock)
    ids = await session.create("job", IMAGE, replicas=2)
    await session.create("not-job", IMAGE)
    clock.advance(ENDED_S)
    expected = {one: True for one, name in zip(ids, ("job-1", "job-2"), strict=True) if name in deleted}
    assert await session.destroy_with(prefix, "headless", "Succeeded") == expected


async def test_a_session_is_opened_when_it_runs(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    session = older_client(AsyncSession, sessions, clock)
    ids = await session.create("nb", "skaha/base-notebook", kind="notebook")
    opened = list[str]()
    await session.connect(ids, open_url=opened.append)
    (info,) = await session.info(ids)
    assert (info["status"], opened) == ("Running", [info["connectURL"]])


async def test_statistics_images_resources_and_availability(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    stats = await older_client(AsyncSession, sessions, clock).stats()
    assert stats["cores"]["maxCPUCores"]["withRam"] == "192G"
    images = older_client(AsyncImages, sessions, clock)
    assert IMAGES["headless"] in await images.fetch()
    assert IMAGES["headless"] not in await images.fetch("notebook")
    (details,) = [one for one in await images.details() if one.id == IMAGES["headless"]]
    assert "headless" in details.types
    assert details.digest.startswith("sha256:")
    resources = await older_client(AsyncContext, sessions, clock).resources()
    assert resources["cores"]["defaultLimit"] == 8
    assert resources["maxInteractiveSessions"] == 5
    assert await older_client(AsyncOverview, sessions, clock).availability() is True


async def test_a_wrong_token_is_told_at_once(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    with pytest.raises(UnauthorizedError):
        await older_client(AsyncSession, sessions, clock, token="wr0ng").fetch()


async def test_without_a_login_calls_say_so(
    sessions: SessionsHttp, clock: FakeWallClock, tmp_path: object
) -> None:
    session = older_client(
        AsyncSession, sessions, clock, token=None, url=None, config=f"{tmp_path}/config.yaml"
    )
    with pytest.raises(AuthRequiredError, match="not logged in"):
        await session.fetch()
    with pytest.raises(AuthRequiredError, match="not logged in"):
        await session.info(UNKNOWN)


async def test_a_private_image_needs_the_login_of_the_registry(
    sessions: SessionsHttp, clock: FakeWallClock, caplog: pytest.LogCaptureFixture
) -> None:
    private = "images.canfar.net/private/one:1"
    assert await older_client(AsyncSession, sessions, clock).create("job", private) == []
    assert "No authentication provided" in caplog.text
    known = older_client(AsyncSession, sessions, clock, registry=ContainerRegistry("ada", "s3cret"))
    assert len(await known.create("job", private)) == 1


async def test_a_client_is_closed_at_the_end_of_its_block(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    async with older_client(AsyncSession, sessions, clock, timeout=60, concurrency=2) as session:
        assert await session.fetch() == []
    assert repr(session) == "AsyncSession(timeout=60, concurrency=2)"


async def test_another_word_for_errors_is_refused() -> None:
    with pytest.raises(InputError, match="errors is 'all'"):
        await client_over().info([], errors="all")  # type: ignore[arg-type]
