"""The fake sessions service and the local server answer the same calls alike, ids and times aside."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

import attrs
import pytest

from seawall.core.errors import StatusError
from seawall.sdks.sessions import Client
from seawall.testing.sessions import FakeSessions
from tests.local.sessions.client import IMAGES, SessionsHttp
from tests.local.wall_clock import FakeWallClock
from tests.sdks.sessions._sync.clients import client_of_server

# A server in this process; its first import takes a second.
pytestmark = pytest.mark.slow

NOWHERE = "nope1234"
Advance = Callable[[str], object]


def comparable(value: object, ids: dict[str, str]) -> object:
    """Return plain data of models and errors without times; ids by the order in which they are seen."""
    if attrs.has(type(value)):
        value = attrs.asdict(value, recurse=False)  # type: ignore[arg-type]
    match value:
        case StatusError():
            text = str(value)
            for known, name in ids.items():
                text = text.replace(known, name)
            return type(value).__name__, value.status, text.partition(": ")[2]
        case datetime():
            return "time"
        case list() | tuple():
            return [comparable(one, ids) for one in value]
        case Mapping():
            hidden = {"session_id", "app_id", "connect_url"}
            return {key: comparable(one is None if key in hidden else one, ids) for key, one in value.items()}
    return value


def steps(
    client: Client, start: Advance, end: Advance, ids: dict[str, str]
) -> Iterator[Callable[[], object]]:
    """The calls of the scenario, in order."""
    sessions = client.sessions
    yield sessions.list
    yield lambda: client.images.list(kind="simulator")
    yield client.images.registries
    yield client.overview.availability
    yield lambda: sessions.get(NOWHERE)
    yield lambda: sessions.renew([NOWHERE])[0].error
    yield lambda: sessions.logs([NOWHERE])[0].error
    yield lambda: sessions.events([NOWHERE])[0].error
    yield client.session(NOWHERE).apps.list
    yield lambda: client.session(NOWHERE).apps.create(IMAGES["desktop-app"])

    notebook = sessions.create("work", IMAGES["notebook"], kind="notebook", cores=2, ram_gb=4)
    ids[notebook.session_id] = "notebook"
    yield notebook.details
    yield notebook.logs
    start(notebook.session_id)
    yield notebook.details
    yield notebook.renew
    yield lambda: sessions.list(status="Running")
    yield lambda: sessions.list(status="Pending")
    yield lambda: sessions.list(kind="headless")
    yield sessions.list_all

    job = sessions.create("job", IMAGES["headless"])
    ids[job.session_id] = "job"
    end(job.session_id)
    yield job.details
    yield job.renew
    yield lambda: [one.name for one in sessions.list(kind="headless", status="Succeeded")]
    yield lambda: len(sessions.destroy_with("jo"))

    desktop = sessions.create("desk", IMAGES["desktop"], kind="desktop")
    ids[desktop.session_id] = "desktop"
    start(desktop.session_id)
    app_id = desktop.apps.create(IMAGES["desktop-app"], cores=1, ram_gb=2)
    start(desktop.session_id)
    yield lambda: [one.kind for one in desktop.apps.list()]
    yield lambda: desktop.apps.get(app_id).cores
    yield lambda: [one.kind for one in sessions.list(kind="desktop-app")]
    yield lambda: desktop.apps.destroy(app_id)
    yield notebook.destroy


def results(client: Client, start: Advance, end: Advance) -> list[object]:
    found, ids = list[object](), dict[str, str]()
    for step in steps(client, start, end, ids):
        try:
            found.append(comparable(step(), ids))
        except StatusError as error:
            found.append(comparable(error, ids))
    return found


def test_the_scenario_has_the_same_results(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    local = client_of_server(sessions, clock)
    expected = results(local, lambda _: clock.advance(1.5), lambda _: clock.advance(10))
    availability = local.overview.availability()

    fake = FakeSessions(images=local.images.list())
    fake.availability = availability

    def start(session_id: str) -> None:
        for one in fake.sessions:
            if one.session_id == session_id and one.status == "Pending":
                fake.start(session_id, app_id=one.app_id)

    got = results(fake.client(), start, fake.finish)
    assert got == expected
