# DO NOT EDIT. Derived from ../_async/test_runs.py by "python -m seawall.codegen.derive".
"""Runs: create, get, list and wait, over a memory server."""

from datetime import UTC, datetime

import pytest

from seawall.core.errors import InputError, WaitTimeoutError
from seawall.sdks.agents import RunStatus, SourceType
from seawall.testing import FakeClock
from tests.sdks.agents._sync.clients import client_of
from tests.sdks.agents.wire import CREATE, LOGS, ORG, RUN, Agents, log, logs, page, run, user
from tests.sdks.routed_server import Route, Routes, query, reply


@pytest.mark.parametrize("ended", ["COMPLETE", "complete", "completed", "Completed"])
@pytest.mark.parametrize("running", ["ACTIVE", "running", "active", "EVALUATION"])
def test_a_wait_ends_on_either_dialect_of_states(running: str, ended: str) -> None:
    agents = Agents({f"GET {RUN}": [reply(run(running)), reply(run(running)), reply(run(ended))]})
    seen = client_of(agents).run(7).wait()
    assert (seen.status, seen.is_terminated, seen.succeeded) == (RunStatus.COMPLETE, True, True)
    assert agents.count(f"GET {RUN}") == 3


@pytest.mark.parametrize("ended", ["failed", "ERROR", "cancelled", "canceled", "MAX_ITERATIONS_REACHED"])
def test_a_wait_returns_a_run_that_failed(ended: str) -> None:
    seen = client_of({f"GET {RUN}": reply(run(ended))}).run(7).wait()
    assert (seen.is_terminated, seen.succeeded) == (True, False)


def test_a_state_of_a_newer_server_does_not_end_a_wait() -> None:
    routes: Routes = {f"GET {RUN}": [reply(run("DREAMING")), reply(run(None)), reply(run("COMPLETE"))]}
    assert (client_of(routes).run(7).wait()).succeeded


def test_a_wait_that_times_out_has_the_last_state() -> None:
    clock = FakeClock()
    client = client_of({f"GET {RUN}": reply(run("paused"))}, clock=clock)
    with pytest.raises(WaitTimeoutError, match="run 7 did not end within 60 s") as caught:
        client.run(7).wait(timeout_s=60)
    assert caught.value.last
    assert caught.value.last.status == RunStatus.PAUSED
    assert sum(clock.sleeps_s) == pytest.approx(60)


def test_a_run_is_never_read_from_a_cache() -> None:
    agents = Agents({f"GET {RUN}": [reply(run("ACTIVE")), reply(run("COMPLETE"))]})
    client = client_of(agents)
    assert not (client.runs.get(7)).is_terminated
    assert (client.runs.get(7)).is_terminated
    assert (client.run(7).details()).is_terminated
    assert agents.count(f"GET {RUN}") == 3


def test_times_without_a_zone_are_utc() -> None:
    for text, expected in [
        ("2025-06-21 11:20:04.338398", datetime(2025, 6, 21, 11, 20, 4, 338398, tzinfo=UTC)),
        ("2024-01-15T10:30:00Z", datetime(2024, 1, 15, 10, 30, tzinfo=UTC)),
        ("2024-01-15T12:30:00+02:00", datetime(2024, 1, 15, 10, 30, tzinfo=UTC)),
    ]:
        seen = client_of({f"GET {RUN}": reply(run(created_at=text))}).runs.get(7)
        assert seen.created_at == expected, text


def test_new_sources_keys_and_kinds_break_nothing() -> None:
    newer = {**run(source_type="CARRIER_PIGEON", flown_km=12), "id": 8}
    entry = log(message_type="DREAM", colour="blue", observation={"a": [1]})
    client = client_of(
        {
            f"GET {ORG}/agent/runs": reply(page(newer, run())),
            f"GET {LOGS}": reply(logs(entry, total=1)),
            f"GET {ORG}/users/2": reply(user(2, role="JESTER", hat=True)),
        }
    )
    first, second = [each for each in client.runs.list()]
    assert first.source_type is not None
    assert (first.source_type.value, first.source_type.is_known) == ("CARRIER_PIGEON", False)
    assert second.source_type == SourceType.API
    (one,) = [each for each in client.run(7).logs()]
    assert one.kind is not None
    assert (one.kind.value, one.observation) == ("DREAM", {"a": [1]})
    assert (client.users.get(2)).role == "JESTER"


def test_a_list_is_filtered_by_a_source_that_this_version_does_not_know() -> None:
    agents = Agents({f"GET {ORG}/agent/runs": reply(page(run()))})
    client_of(agents).runs.list(user_id=5, source_type="PIGEON").to_list()
    assert query(agents.requests[0]) == {
        "user_id": ["5"],
        "source_type": ["PIGEON"],
        "limit": ["100"],
        "skip": ["0"],
    }


def test_a_new_run_sends_only_what_was_given() -> None:
    agents = Agents({f"POST {CREATE}": reply(run())})
    client = client_of(agents)
    made = client.runs.create("Fix it.")
    assert made.run_id == 7
    assert agents.requests[-1].body == b'{"prompt":"Fix it."}'


@pytest.mark.parametrize(
    ("prompt", "images", "fault"),
    [
        ("", (), "prompt is empty"),
        ("  \n", (), "prompt is empty"),
        ("x" * 50_001, (), "prompt has 50001 characters"),
        ("x", ("data:image/png;base64,AA",) * 11, "images has 11 images"),
        ("x", ("photo.png",), "Image 1 is no data URI"),
    ],
)
def test_a_run_that_can_not_be_sent_is_refused_before(
    prompt: str, images: tuple[str, ...], fault: str
) -> None:
    agents = Agents({})
    with pytest.raises(InputError, match=fault):
        client_of(agents).runs.create(prompt, images=images)
    assert agents.requests == []


@pytest.mark.parametrize("size", [0, 101])
def test_a_page_size_out_of_range_is_refused_before(size: int) -> None:
    agents = Agents({})
    with pytest.raises(Exception, match=r"(limit|page_size) is"):
        client_of(agents).runs.list(page_size=size).to_list()
    assert agents.requests == []


def test_actions_send_the_id_of_the_run() -> None:
    done = reply({"message": "ok"})
    routes: dict[str, Route] = {f"POST {CREATE}/{name}": done for name in ("ban", "unban", "remove-from-pr")}
    agents = Agents({**routes, f"POST {CREATE}/resume": reply(run("ACTIVE"))})
    handle = client_of(agents).run(7)
    handle.ban()
    handle.unban()
    handle.remove_from_pr()
    assert {bytes(each.body or b"") for each in agents.requests} == {b'{"agent_run_id":7}'}  # type: ignore[arg-type]
    assert (handle.resume("Go on.")).status == RunStatus.ACTIVE
