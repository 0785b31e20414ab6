"""Faults that are switched on while the server runs."""

from typing import Any

import pytest

from tests.local.sessions.client import SessionsHttp

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow


def switch(sessions: SessionsHttp, **faults: object) -> Any:
    return sessions.http.put("/skaha/local/faults", json=faults, headers=sessions.headers)


def test_a_busy_server_answers_503_with_retry_after(sessions: SessionsHttp) -> None:
    assert switch(sessions, busy=2, retry_after_s=3).status_code == 200
    busy = [sessions.get("/session"), sessions.get("/session/abc", view="logs")]
    assert [(each.status_code, each.headers["retry-after"]) for each in busy] == [(503, "3")] * 2
    assert [each.text for each in busy] == [
        "temporarily unavailable: /skaha/v1/session\n",
        "temporarily unavailable: /skaha/v1/session/abc\n",
    ]
    assert sessions.sessions() == []


def test_without_metrics_there_are_no_statistics(sessions: SessionsHttp) -> None:
    switch(sessions, metrics=False)
    assert sessions.get("/session", view="stats").status_code == 503
    assert sessions.sessions() == []
    switch(sessions)
    assert sessions.get("/session", view="stats").status_code == 200


def test_faults_are_read_and_need_a_token(sessions: SessionsHttp) -> None:
    switch(sessions, metrics=False)
    read = sessions.http.get("/skaha/local/faults", headers=sessions.headers)
    assert read.json()["metrics"] is False
    assert switch(sessions.of(None)).status_code == 401
    bad = switch(sessions, busy=-1)
    assert (bad.status_code, bad.text) == (400, "Invalid value for 'busy': -1\n")
    unknown = switch(sessions, other=1)
    assert (unknown.status_code, unknown.text) == (400, "Invalid value for 'other': 1\n")


def test_the_availability_changes_while_the_server_runs(sessions: SessionsHttp) -> None:
    def reported() -> tuple[int, bool]:
        text = sessions.http.get("/skaha/availability").text
        status = sessions.http.get("/skaha/availability?detail=min").status_code
        return status, "<vosi:available>true</vosi:available>" in text

    assert reported() == (200, True)
    switch(sessions, available=False, note="Down until noon.")
    assert reported() == (503, False)
    assert "Down until noon." in sessions.http.get("/skaha/availability").text
    switch(sessions)
    assert reported() == (503, False)
    switch(sessions, available=True)
    assert reported() == (200, True)
    assert switch(sessions, available=True, note="\x00").status_code == 400
