# DO NOT EDIT. Derived from ../_async/test_follow.py by "python -m seawall.codegen.derive".
"""Follow the log of a run: entries as they come, then the run."""

from collections.abc import Iterator

import pytest

from seawall.core.errors import NotFoundError, NotSentError, ServerStatusError, WaitTimeoutError
from seawall.core.http.message import Request, Response
from seawall.sdks.agents import Log, Outage, Run, RunStatus
from seawall.testing import FakeClock
from tests.sdks.agents._sync.clients import client_of
from tests.sdks.agents.wire import LOGS, RUN, Agents, log, logs, run
from tests.sdks.routed_server import Routes, query, reply

MISSING = reply({"message": "Agent run not found.", "status_code": 404}, 404)
ENDED: Routes = {f"GET {RUN}": reply(run("COMPLETE"))}


def texts(entries: Iterator[Log | Run]) -> list[str]:
    """The texts of the entries, then the status of the run."""
    return [each.text if isinstance(each, Log) else each.status.value for each in entries]


def test_entries_come_once_and_the_last_value_is_the_run() -> None:
    routes: Routes = {
        f"GET {LOGS}": [
            reply(logs(log(1))),
            reply(logs()),
            reply(logs(log(2), log(3), status="COMPLETE")),
            reply(logs(status="COMPLETE")),
        ],
        **ENDED,
    }
    agents = Agents(routes)
    seen = texts(client_of(agents).run(7).follow())
    assert seen == ["thought 1", "thought 2", "thought 3", "COMPLETE"]
    skips = [query(each)["skip"] for each in agents.requests if each.url.partition("?")[0].endswith("/logs")]
    assert skips == [["0"], ["1"], ["1"], ["3"]]


def test_a_log_that_is_missing_at_first_is_waited_for() -> None:
    routes: Routes = {
        f"GET {LOGS}": [
            MISSING,
            MISSING,
            reply(logs(log(1), status="COMPLETE")),
            reply(logs(status="COMPLETE")),
        ],
        f"GET {RUN}": [reply(run("ACTIVE")), reply(run("COMPLETE")), reply(run("COMPLETE"))],
    }
    assert texts(client_of(routes).run(7).follow()) == ["thought 1", "COMPLETE"]


def test_a_run_that_ended_without_a_log_is_returned() -> None:
    clock = FakeClock()
    client = client_of({f"GET {LOGS}": MISSING, **ENDED}, clock=clock)
    assert texts(client.run(7).follow()) == ["COMPLETE"]
    assert sum(clock.sleeps_s) == pytest.approx(10)


def test_an_unknown_run_is_an_error_at_once() -> None:
    clock = FakeClock()
    with pytest.raises(NotFoundError, match="agent/run/7"):
        texts(client_of({f"GET {LOGS}": MISSING, f"GET {RUN}": MISSING}, clock=clock).run(7).follow())
    assert clock.sleeps_s == []


def test_full_pages_are_read_at_once() -> None:
    clock = FakeClock()
    entries = [log(number) for number in range(250)]

    def growing(request: Request) -> Response:
        skip = int(query(request)["skip"][0])
        # The log grows while it is read.
        entries.append(log(len(entries)))
        return reply(logs(*entries[skip : skip + 100], status="COMPLETE" if skip >= 250 else "ACTIVE"))

    def ended(request: Request) -> Response:
        return growing(request) if len(entries) < 254 else reply(logs(status="COMPLETE"))

    client = client_of({f"GET {LOGS}": ended, **ENDED}, clock=clock)
    seen = texts(client.run(7).follow())
    assert seen[:-1] == [f"thought {number}" for number in range(len(seen) - 1)]
    assert len(seen) > 250
    assert sum(clock.sleeps_s) < 5


def test_a_server_that_restarts_does_not_end_it() -> None:
    outages: list[Outage] = []
    routes: Routes = {
        f"GET {LOGS}": [
            reply(logs(log(1))),
            NotSentError("refused."),
            reply({"message": "starting"}, 503),
            reply(logs(log(2), status="COMPLETE")),
            reply(logs(status="COMPLETE")),
        ],
        **ENDED,
    }
    runs: list[Run] = []
    handle = client_of(routes).run(7)
    seen = texts(handle.follow(on_progress=runs.append, on_outage=outages.append))
    assert seen == ["thought 1", "thought 2", "COMPLETE"]
    assert [each.failed_polls for each in outages] == [1, 2]
    assert [each.status for each in runs] == ["ACTIVE", "COMPLETE", "COMPLETE"]


def test_a_server_that_stays_away_ends_it_with_its_error() -> None:
    clock = FakeClock()
    routes: Routes = {f"GET {LOGS}": [reply(logs(log(1))), reply({"message": "down"}, 503)]}
    with pytest.raises(ServerStatusError):
        texts(client_of(routes, clock=clock).run(7).follow())
    assert 60 <= sum(clock.sleeps_s) < 70


def test_a_follow_that_times_out_has_the_last_state() -> None:
    client = client_of({f"GET {LOGS}": reply(logs())})
    with pytest.raises(WaitTimeoutError, match="run 7 did not end within 30 s") as caught:
        texts(client.run(7).follow(timeout_s=30))
    assert caught.value.last
    assert caught.value.last.status == RunStatus.ACTIVE


def test_it_can_start_after_entries_that_were_seen() -> None:
    agents = Agents(
        {f"GET {LOGS}": [reply(logs(log(4), status="COMPLETE")), reply(logs(status="COMPLETE"))], **ENDED}
    )
    assert texts(client_of(agents).run(7).follow(after=3)) == ["thought 4", "COMPLETE"]
    assert query(agents.requests[0])["skip"] == ["3"]
