"""Runs: states over time, lists, logs, resume, and stop with the pull request."""

from typing import Any

import pytest
from attrs import evolve

from seawall.local.agents import AgentsSettings
from tests.local.agents.client import ORG, AgentsHttp
from tests.local.agents.conftest import StartAgents
from tests.local.wall_clock import FakeWallClock

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow


def test_a_run_goes_from_active_to_complete(agents: AgentsHttp, clock: FakeWallClock) -> None:
    run = agents.create("Write a function.", metadata={"study": 7})
    assert run["status"] == "ACTIVE"
    assert run["result"] is None
    assert run["source_type"] == "API"
    assert run["created_at"] == "2026-07-08 12:00:00.000000"
    clock.advance(0.95)
    assert agents.run(run["id"])["status"] == "EVALUATION"
    clock.advance(0.1)
    ended = agents.run(run["id"])
    assert (ended["status"], ended["result"]) == ("COMPLETE", "The task is done.")
    assert ended["metadata"] == {"study": 7}


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("failed", "FAILED"), ("error", "ERROR"), ("out_of_tokens", "OUT_OF_TOKENS"), ("never", "ACTIVE")],
)
def test_a_script_chooses_the_end(
    agents: AgentsHttp, clock: FakeWallClock, outcome: str, status: str
) -> None:
    run = agents.create(f"[outcome={outcome}]")
    clock.advance(1000)
    assert agents.run(run["id"])["status"] == status


def test_the_documented_dialect_is_lower_case_with_iso_times(
    start: StartAgents, settings: AgentsSettings, clock: FakeWallClock
) -> None:
    agents = start(evolve(settings, dialect="documented"))
    run = agents.create()
    assert (run["status"], run["created_at"]) == ("running", "2026-07-08T12:00:00Z")
    clock.advance(2)
    assert agents.run(run["id"])["status"] == "completed"


def test_a_paused_run_continues_after_a_resume(agents: AgentsHttp, clock: FakeWallClock) -> None:
    run = agents.create("[outcome=paused]")
    clock.advance(10)
    assert agents.run(run["id"])["status"] == "paused"
    resumed = agents.post(f"{ORG}/agent/run/resume", {"agent_run_id": run["id"], "prompt": "Go on."})
    assert resumed.json()["status"] == "ACTIVE"
    clock.advance(10)
    assert agents.run(run["id"])["status"] == "COMPLETE"
    prompts = [
        each["observation"]
        for each in agents.logs(run["id"])["logs"]
        if each["message_type"] == "USER_MESSAGE"
    ]
    assert prompts == ["[outcome=paused]", "Go on."]


def test_a_finished_run_may_be_resumed(agents: AgentsHttp, clock: FakeWallClock) -> None:
    run = agents.create()
    clock.advance(10)
    assert agents.run(run["id"])["result"] is not None
    agents.post(f"{ORG}/agent/run/resume", {"agent_run_id": run["id"], "prompt": "More."})
    assert agents.run(run["id"])["result"] is None
    clock.advance(10)
    assert agents.run(run["id"])["status"] == "COMPLETE"


def test_logs_grow_and_page_in_both_directions(agents: AgentsHttp, clock: FakeWallClock) -> None:
    run = agents.create("[logs=8] [duration_s=9]")
    assert agents.logs(run["id"])["total_logs"] == 1
    clock.advance(4.5)
    assert agents.logs(run["id"])["total_logs"] == 5
    clock.advance(10)
    seen: list[Any] = []
    while page := agents.logs(run["id"], skip=len(seen), limit=3)["logs"]:
        seen += page
    assert len(seen) == 10
    backwards = agents.logs(run["id"], limit=100, reverse=True)["logs"]
    assert backwards == seen[::-1]
    assert [each["message_type"] for each in seen] == ["USER_MESSAGE", *["ACTION"] * 8, "FINAL_ANSWER"]


def test_logs_may_be_missing_at_first(
    start: StartAgents, settings: AgentsSettings, clock: FakeWallClock
) -> None:
    agents = start(evolve(settings, logs_delay_s=3.0))
    path = f"{ORG}/agent/run/{agents.create()['id']}/logs"
    assert agents.get(path).status_code == 404
    clock.advance(3)
    assert agents.get(path).status_code == 200


def test_lists_have_no_gap_and_no_double_over_three_pages(agents: AgentsHttp) -> None:
    made = [agents.create(f"[logs=0] {n}")["id"] for n in range(90)]
    seen: list[int] = []
    while page := agents.get(f"{ORG}/agent/runs", skip=len(seen), limit=40).json()["items"]:
        seen += [run["id"] for run in page]
    assert seen == made[::-1]


def test_lists_filter_by_user_and_source(agents: AgentsHttp) -> None:
    mine = agents.create()["id"]
    theirs = agents.of("grace").create()["id"]
    setup = agents.post(f"{ORG}/setup-commands/generate", {"repo_id": 1}).json()["agent_run_id"]

    def ids(**filters: object) -> list[int]:
        return [run["id"] for run in agents.get(f"{ORG}/agent/runs", **filters).json()["items"]]

    assert ids() == [setup, theirs, mine]
    assert ids(user_id=2) == [theirs]
    assert ids(source_type="SETUP_COMMANDS") == [setup]
    assert ids(user_id=1, source_type="API") == [mine]
    assert agents.get(f"{ORG}/agent/runs", source_type="TELEPATHY").status_code == 422


@pytest.mark.parametrize("action", ["ban", "remove-from-pr"])
def test_a_ban_stops_the_run(agents: AgentsHttp, clock: FakeWallClock, action: str) -> None:
    run = agents.create("[duration_s=60]", repo_id=1)
    clock.advance(1)
    answer = agents.post(f"{ORG}/agent/run/{action}", {"agent_run_id": run["id"]})
    assert answer.status_code == 200
    assert agents.run(run["id"])["status"] == "CANCELLED"
    clock.advance(100)
    assert agents.run(run["id"])["status"] == "CANCELLED"
    assert agents.post(f"{ORG}/agent/run/unban", {"agent_run_id": run["id"]}).status_code == 200


def test_a_run_with_a_repository_opens_a_pull_request(agents: AgentsHttp, clock: FakeWallClock) -> None:
    run = agents.create("Fix the login.", repo_id=2)
    clock.advance(2)
    [pull_request] = agents.run(run["id"])["github_pull_requests"]
    assert (pull_request["title"], pull_request["state"]) == ("Fix the login.", "open")
    for path in (f"{ORG}/prs/{pull_request['id']}", f"{ORG}/repos/2/prs/{pull_request['id']}"):
        changed = agents.send("PATCH", path, {"state": "closed"}).json()
        assert (changed["success"], changed["state"]) == (True, "closed")
    assert agents.run(run["id"])["github_pull_requests"][0]["state"] == "closed"
    other = agents.send("PATCH", f"{ORG}/repos/1/prs/{pull_request['id']}", {"state": "open"}).json()
    assert other["success"] is False


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"prompt": ""}, 422),
        ({"prompt": "  \n"}, 422),
        ({"prompt": "x" * 200_001}, 422),
        ({"prompt": "x", "repo_id": 99}, 404),
        ({"prompt": "x", "repo_id": 4}, 404),  # of another organization
        ({"prompt": "x", "webhooks": [{"url": "ftp://example.com"}]}, 422),
        ({"prompt": "x", "repo_id": 2**70}, 422),
    ],
)
def test_a_wrong_body_is_refused(agents: AgentsHttp, body: dict[str, object], status: int) -> None:
    assert agents.post(f"{ORG}/agent/run", body).status_code == status


def test_an_organization_without_repositories_has_no_runs(agents: AgentsHttp) -> None:
    response = agents.post("/v1/organizations/3/agent/run", {"prompt": "x"})
    assert response.status_code == 404
    assert response.json()["message"].startswith("No repos found in the organization.")


def test_the_limit_of_runs_is_402(start: StartAgents, settings: AgentsSettings) -> None:
    agents = start(evolve(settings, run_limit=1))
    agents.create()
    refused = agents.post(f"{ORG}/agent/run", {"prompt": "One more."})
    assert refused.status_code == 402
    assert refused.json()["status_code"] == 402


def test_runs_outlast_a_restart(start: StartAgents, settings: AgentsSettings, clock: FakeWallClock) -> None:
    from tests.local.agents.client import started

    with started(settings, clock) as before:
        run = before.create()
        token = before.token
    clock.advance(5)
    after = start(settings)
    assert after.token == token
    assert after.run(run["id"])["status"] == "COMPLETE"
