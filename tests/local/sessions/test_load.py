"""Many clients at once, and many sessions."""

import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from seawall.local.sessions import TOKEN_FILE, SessionsSettings, running
from tests.local.full_disk import full_disk
from tests.local.sessions.client import IMAGES, JsonDict, SessionsHttp
from tests.local.wall_clock import FakeWallClock
from tests.machine_speed import allowed_s

# Real servers.
pytestmark = pytest.mark.slow

CLIENTS = 64


def client_of(url: str, data: Path, user: str = "ada") -> httpx2.Client:
    token = json.loads((data / TOKEN_FILE).read_text())[user]
    return httpx2.Client(
        base_url=f"{url}/v1",
        headers={"Authorization": f"Bearer {token}"},
        timeout=60,
        verify=False,  # HTTP: each client would read all certificates first
    )


def test_100_replicas_by_32_connections(settings: SessionsSettings, clock: FakeWallClock) -> None:
    with running(settings, clock=clock) as url, client_of(url, settings.data_dir) as http:

        def create(number: int) -> str:
            env = [f"REPLICA_ID={number}", "REPLICA_COUNT=100"]
            sent = {"name": f"work-{number}", "image": IMAGES["headless"], "cmd": "env", "env": env}
            return str(http.post("/session", params=sent).text.strip())

        with ThreadPoolExecutor(32) as connections:
            ids = list(connections.map(create, range(1, 101)))
        assert len(set(ids)) == 100
        clock.advance(5)
        names = {each["id"]: each["name"] for each in http.get("/session").json()}
        assert [names[session_id] for session_id in ids] == [f"work-{number}" for number in range(1, 101)]
        log = http.get(f"/session/{ids[41]}", params={"view": "logs"}).text
        assert "REPLICA_ID=42" in log.splitlines()


def test_64_clients_create_read_and_delete_at_once(
    settings: SessionsSettings, caplog: pytest.LogCaptureFixture
) -> None:
    with running(settings) as url:

        def use(number: int) -> list[int]:
            with client_of(url, settings.data_dir, ("ada", "grace")[number % 2]) as http:
                made = http.post("/session", params={"name": "a", "image": IMAGES["headless"]})
                session = f"/session/{made.text.strip()}"
                answers = [made, http.get(session), http.get("/session"), http.delete(session)]
            return [each.status_code for each in answers]

        with ThreadPoolExecutor(CLIENTS) as clients:
            found = list(clients.map(use, range(CLIENTS)))
        assert Counter(status for each in found for status in each) == {200: 4 * CLIENTS}
    # A thread of the server that finds the database locked logs it.
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def test_changes_of_2000_sessions_that_became_due_at_once(
    sessions: SessionsHttp, clock: FakeWallClock
) -> None:
    from sqlalchemy import insert

    from seawall.local.sessions.store.tables import Session

    first = sessions.create()
    facts = {"user": "ada", "name": "a", "image": "b", "kind": "HEADLESS", "status": "PENDING"}
    with sessions.server.database.write() as transaction:
        made = transaction.query(Session).one()
        rows: list[JsonDict] = [
            {
                **facts,
                "is_waiting": False,
                "session_id": f"s{number:07}",
                "app_id": None,
                "plan": made.plan,
                "arguments": [],
            }
            | {"environment": {}, "created_at": clock(), "expires_at": made.expires_at, "due_at": made.due_at}
            for number in range(2_000)
        ]
        transaction.execute(insert(Session), rows)
    clock.advance(100)
    began_s = time.process_time()  # other processes disturb the time of the clock
    assert sessions.session(first)["status"] == "Completed"
    states = Counter(each["status"] for each in sessions.sessions())
    assert states == {"Completed": 2_001}
    assert time.process_time() - began_s < allowed_s(5)


def test_a_full_disk_is_507_without_a_traceback(
    sessions: SessionsHttp, caplog: pytest.LogCaptureFixture
) -> None:
    sent = {"name": "a", "image": IMAGES["headless"], "type": "headless", "env": f"NOTE={'n' * 20_000}"}
    with full_disk(sessions.server.database):
        refused = sessions.send("POST", "/session", sent)
        assert (refused.status_code, refused.headers["Retry-After"]) == (507, "30")
        assert "is full or can not be written. Free some space." in refused.text
    assert [record.exc_info for record in caplog.records if record.levelname == "ERROR"] == [None]
    assert sessions.send("POST", "/session", sent).status_code == 200
