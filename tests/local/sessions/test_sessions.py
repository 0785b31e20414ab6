"""Sessions over their life: create, list, read, renew, delete; logs and events."""

import re
from typing import Any

import pytest
from attrs import evolve

from seawall.local.sessions import SessionsSettings
from tests.local.sessions.client import IMAGES, SessionsHttp
from tests.local.sessions.conftest import StartSessions
from tests.local.wall_clock import FakeWallClock
from tests.rows import row

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

REQUIRED = [
    "id",
    "userid",
    "runAsUID",
    "runAsGID",
    "supplementalGroups",
    "image",
    "type",
    "status",
    "name",
    "startTime",
    "expiryTime",
    "connectURL",
]


def test_a_session_with_name_and_image_only_is_headless(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    response = sessions.send("POST", "/session", {"name": "Test-1", "image": IMAGES["headless"]})
    assert (response.status_code, response.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert re.fullmatch(r"[a-z][a-z0-9]{7}\n", response.text)
    made = sessions.session(response.text.strip())
    assert [key for key in REQUIRED if key not in made] == []
    facts = (made["name"], made["type"], made["status"], made["connectURL"], made["isFixedResources"])
    assert facts == ("test-1", "headless", "Pending", "", False)
    clock.advance(1.5)
    assert sessions.session(made["id"])["status"] == "Running"
    clock.advance(2)
    assert sessions.session(made["id"])["status"] == "Completed"
    clock.advance(3_600)
    assert sessions.sessions() == []


def test_the_log_of_env_has_every_variable(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    session_id = sessions.create(cmd="env", env=["A=1", "B=x=y", "EMPTY=", "NONE"])
    assert sessions.logs(session_id) == ""
    clock.advance(5)
    lines = sessions.logs(session_id).splitlines()
    assert "A=1" in lines
    assert "B=x=y" in lines
    assert f"skaha_sessionid={session_id}" in lines
    assert [line for line in lines if line.startswith(("EMPTY", "NONE"))] == []


def test_a_log_grows(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    session_id = sessions.create(cmd="python", args="work.py --fast")
    clock.advance(1)
    assert sessions.logs(session_id) == "Started python work.py --fast\n"
    clock.advance(1)
    assert sessions.logs(session_id) == "Started python work.py --fast\nDone.\n"


def test_events_are_a_table_of_five_columns(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    session_id = sessions.create()
    clock.advance(5)
    lines = sessions.get(f"/session/{session_id}", view="events").text.splitlines()
    rows = [re.split(r" {2,}", line) for line in lines]
    assert {len(row) for row in rows} == {5}
    assert rows[0] == ["TYPE", "REASON", "MESSAGE", "FIRST-TIME", "LAST-TIME"]
    assert [row[1] for row in rows[1:]] == ["Scheduled", "Pulling", "Pulled", "Created", "Started"]


@pytest.mark.parametrize(
    ("script", "states"),
    [
        ("outcome:failed", ["Pending", "Running", "Failed"]),
        ("outcome:never", ["Pending", "Running", "Running"]),
        ("duration_s:10", ["Pending", "Running", "Running"]),
        ("pending_s:2", ["Pending", "Pending", "Completed"]),
        ("trouble:quota", ["Pending", "Pending", "Pending"]),
        ("trouble:image", ["Pending", "Pending", "Pending"]),
        ("outcome:other,duration_s:-1,pending_s:x", ["Pending", "Running", "Completed"]),
    ],
)
def test_a_variable_scripts_a_session(
    sessions: SessionsHttp, clock: FakeWallClock, script: str, states: list[str]
) -> None:
    session_id = sessions.create(env=f"SEAWALL_LOCAL={script}")
    seen = [sessions.session(session_id)["status"]]
    for seconds in (1.5, 3):
        clock.advance(seconds)
        seen.append(sessions.session(session_id)["status"])
    assert seen == states


def test_version_v0_has_the_older_names_of_states(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    sessions.create()
    sessions.create(env="SEAWALL_LOCAL=outcome:failed")
    clock.advance(5)
    assert [each["status"] for each in sessions.sessions()] == ["Completed", "Failed"]
    older = sessions.of("ada", "v0")
    assert [each["status"] for each in older.sessions()] == ["Succeeded", "Error"]
    assert len(older.sessions(status="succeeded")) == 1
    assert sessions.sessions(status="succeeded") == []


@pytest.mark.parametrize(
    ("params", "kinds"),
    [
        ({}, ["headless", "desktop", "notebook"]),
        ({"type": "HEADLESS"}, ["headless"]),
        ({"type": "other"}, []),
        ({"type": "desktop-app"}, ["desktop-app"]),
        ({"status": "running"}, ["headless", "desktop", "notebook"]),
        ({"status": "other"}, []),
        ({"view": "Interactive"}, ["desktop", "notebook"]),
        ({"view": "other"}, ["headless", "desktop", "notebook"]),
    ],
)
def test_filters(
    sessions: SessionsHttp, clock: FakeWallClock, params: dict[str, str], kinds: list[str]
) -> None:
    made = {kind: sessions.create(kind) for kind in ("headless", "desktop", "notebook")}
    sessions.send("POST", f"/session/{made['desktop']}/app", {"image": IMAGES["desktop-app"]})
    clock.advance(1.5)
    assert [each["type"] for each in sessions.sessions(**params)] == kinds


def test_view_all_shows_four_facts_of_every_session(sessions: SessionsHttp) -> None:
    sessions.create()
    sessions.of("grace").create("notebook")
    shown = sessions.sessions(view="all")
    assert [sorted(each) for each in shown] == [["startTime", "status", "type", "userid"]] * 2
    assert [each["userid"] for each in shown] == ["ada", "grace"]


def test_renew_moves_the_expiry_of_interactive_sessions(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    notebook, headless = sessions.create("notebook"), sessions.create(cmd="sleep", args="9000")
    clock.advance(3_601)

    def renewed(session_id: str) -> tuple[int, bool]:
        before = sessions.session(session_id)["expiryTime"]
        response = sessions.send("POST", f"/session/{session_id}", {"action": "Renew"})
        return response.status_code, sessions.session(session_id)["expiryTime"] > before

    assert renewed(notebook) == (200, True)
    assert renewed(headless) == (200, False)
    clock.advance(6_000)
    ended = sessions.send("POST", f"/session/{headless}", {"action": "renew"})
    assert (ended.status_code, ended.text) == (
        400,
        f"No active job for user ada with session {headless}\n",
    )
    clock.advance(345_600 - 6_001)
    assert sessions.session(notebook)["status"] == "Running"
    clock.advance(2)
    assert sessions.session(notebook)["status"] == "Failed"


def test_a_deleted_session_is_terminating_and_then_gone(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    session_id = sessions.create("notebook")
    response = sessions.send("DELETE", f"/session/{session_id}")
    assert (response.status_code, response.content) == (200, b"")
    assert sessions.session(session_id)["status"] == "Terminating"
    clock.advance(1)
    assert sessions.get(f"/session/{session_id}").status_code == 404


def test_sessions_of_others_can_not_be_read_or_deleted(sessions: SessionsHttp) -> None:
    session_id = sessions.create()
    other = sessions.of("grace")
    answers = [other.get(f"/session/{session_id}"), other.get(f"/session/{session_id}", view="events")]
    assert [(each.status_code, each.text) for each in answers] == [(404, "session ID not found\n")] * 2
    assert other.logs(session_id) == ""
    assert other.send("DELETE", f"/session/{session_id}").status_code == 200
    assert sessions.session(session_id)["status"] == "Pending"


def test_an_unknown_id(sessions: SessionsHttp) -> None:
    rows = [
        ("GET", {}, 404, "session ID not found\n"),
        ("GET", {"view": "events"}, 404, "session ID not found\n"),
        ("GET", {"view": "logs"}, 200, ""),
        ("POST", {"action": "renew"}, 400, "No active job for user ada with session nope1234\n"),
        ("DELETE", {}, 200, ""),
    ]
    for method, params, status, text in rows:
        with row(method, params):
            answer = sessions.send(method, "/session/nope1234", params)
            assert (answer.status_code, answer.text) == (status, text)


def test_desktop_apps_live_and_end_with_their_desktop(sessions: SessionsHttp, clock: FakeWallClock) -> None:
    desktop = sessions.create("desktop")
    made = [sessions.send("POST", f"/session/{desktop}/app", {"image": IMAGES["desktop-app"]}) for _ in "ab"]
    assert all(re.fullmatch(r"[a-z][a-z0-9]{2}\n", each.text) for each in made)
    first, second = (each.text.strip() for each in made)

    def apps(**params: object) -> list[Any]:
        return list(sessions.get(f"/session/{desktop}/app", **params).json())

    assert [(each["id"], each["appid"]) for each in apps()] == [(desktop, first), (desktop, second)]
    assert sessions.get(f"/session/{desktop}/app/{first}").json()["type"] == "desktop-app"
    assert sessions.send("DELETE", f"/session/{desktop}/app/{first}").status_code == 200
    clock.advance(2)
    assert [each["appid"] for each in apps()] == [second]
    assert [each["appid"] for each in apps(status="running")] == [second]
    assert sessions.get(f"/session/{desktop}/app/{first}").status_code == 404
    sessions.send("DELETE", f"/session/{desktop}")
    clock.advance(2)
    assert sessions.sessions(type="desktop-app") == []


def test_sessions_wait_until_the_cluster_has_room(
    start: StartSessions, settings: SessionsSettings, clock: FakeWallClock
) -> None:
    sessions = start(evolve(settings, cluster_cores=4))
    first, second = (sessions.create(cores=3, ram=4) for _ in "ab")
    clock.advance(1.5)
    assert [each["status"] for each in sessions.sessions()] == ["Running", "Pending"]
    # It has no container yet.
    assert sessions.get(f"/session/{second}", view="events").status_code == 404
    assert sessions.get("/session", view="stats").json()["cores"]["requestedCPUCores"] == 3.0
    clock.advance(2)
    assert sessions.session(first)["status"] == "Completed"
    assert sessions.session(second)["status"] == "Running"
