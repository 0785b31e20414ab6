# DO NOT EDIT. Derived from ../_async/test_many.py by "python -m seawall.codegen.derive".
"""Many runs in one call: order, results, journal, and the limit of creates."""

from pathlib import Path

import pytest

from seawall.core.errors import InputError, JournalError, MaybeProcessedError, NotFoundError, StatusError
from seawall.core.http.message import Request, Response
from seawall.runtime import BulkProgress
from seawall.sdks.agents import Client, NewRun, Run
from seawall.testing import FakeClock, MemoryTransport, json_response
from tests.sdks.agents.wire import TOKEN, USER, Creates, run_json


def client_of(server: Creates, clock: FakeClock | None = None) -> Client:
    return Client(
        token=TOKEN,
        organization_id=1,
        transport=MemoryTransport(server),
        clock=clock or FakeClock(),
        attempts=1,
    )


def test_each_run_has_its_result_in_order() -> None:
    server, seen = Creates(at_2=Response(402, {}, b'{"message": "limit reached"}')), list[BulkProgress]()
    results = client_of(server).runs.create_many(
        ["a", NewRun(prompt="b", metadata={"cost": 1.5}), "a"], concurrency=1, on_progress=seen.append
    )
    assert server.prompts == ["a", "b", "a"]
    assert [result.item.prompt for result in results] == ["a", "b", "a"]
    assert [result.value.id if result.value else None for result in results] == [1, None, 3]
    assert isinstance(results[1].error, StatusError)
    assert not results[1].may_be_done
    assert seen[-1] == BulkProgress(2, 1, 3)


def test_nothing_is_sent_if_one_run_can_not_be_sent() -> None:
    server = Creates()
    with pytest.raises(InputError, match="Run 2: prompt is empty"):
        client_of(server).runs.create_many(["a", " "])
    with pytest.raises(InputError, match="Run 1: run is of type int"):
        client_of(server).runs.create_many([5])  # type: ignore[list-item]
    assert server.prompts == []


def test_ten_runs_a_minute_are_created() -> None:
    clock, server = FakeClock(), Creates()
    results = client_of(server, clock).runs.create_many([f"step {number}" for number in range(25)])
    assert len(server.prompts) == 25
    assert sorted(result.unwrap().id for result in results) == list(range(1, 26))
    # Ten at once, ten after a minute, five after another one.
    assert clock.now_s - 1000.0 == pytest.approx(120.0)


def test_a_job_is_resumed_and_no_run_is_created_twice(tmp_path: Path) -> None:
    journal = tmp_path / "runs.journal"
    first = Creates(at_2=MaybeProcessedError("the connection was lost."), at_3=Response(404, {}, b"{}"))
    before = client_of(first).runs.create_many(["a", "b", "c"], journal=journal, concurrency=1)
    assert [result.may_be_done for result in before] == [False, True, False]
    again = Creates()
    after = client_of(again).runs.create_many(["a", "b", "c"], journal=journal, concurrency=1)
    assert again.prompts == ["c"]
    assert after[0].from_journal
    assert after[0].value == before[0].value
    assert isinstance(after[0].value, Run)
    assert after[1].may_be_done
    assert isinstance(after[1].error, MaybeProcessedError)
    assert after[2].unwrap().id == 1


def test_a_journal_belongs_to_its_runs_and_organization(tmp_path: Path) -> None:
    journal = tmp_path / "runs.journal"
    client_of(Creates()).runs.create_many(["a"], journal=journal)
    for prompts, organization in ((["other"], 1), (["a"], 2), (["a", "a"], 1)):
        with pytest.raises(JournalError, match="another job"):
            client_of(Creates()).runs.create_many(
                prompts, journal=journal, organization_id=organization
            )


def test_a_run_whose_turn_has_not_come_is_not_counted_as_sent(tmp_path: Path) -> None:
    class StoppedAtTheLimit(FakeClock):
        def sleep(self, seconds: float) -> None:
            raise KeyboardInterrupt

    journal, prompts = tmp_path / "runs.journal", [f"step {number}" for number in range(12)]
    first, again = Creates(), Creates()
    with pytest.raises(KeyboardInterrupt):
        client_of(first, StoppedAtTheLimit()).runs.create_many(prompts, journal=journal, concurrency=1)
    after = client_of(again).runs.create_many(prompts, journal=journal, concurrency=1)
    assert (len(first.prompts), again.prompts) == (10, ["step 10", "step 11"])
    assert not any(result.may_be_done for result in after)


def test_a_run_that_waits_after_a_429_is_not_counted_as_sent(tmp_path: Path) -> None:
    class StoppedInTheWait(FakeClock):
        def sleep(self, seconds: float) -> None:
            raise KeyboardInterrupt

    def client(server: Creates, clock: FakeClock) -> Client:
        transport = MemoryTransport(server)
        return Client(token=TOKEN, organization_id=1, transport=transport, clock=clock)

    journal = tmp_path / "runs.journal"
    limited = json_response(429, {"message": "Rate limit exceeded."}, headers={"retry-after": "5"})
    first, again = Creates(at_1=limited), Creates()
    with pytest.raises(KeyboardInterrupt):
        client(first, StoppedInTheWait()).runs.create_many(["a"], journal=journal)
    [result] = client(again, FakeClock()).runs.create_many(["a"], journal=journal)
    assert (first.prompts, again.prompts, result.may_be_done) == (["a"], ["a"], False)


def test_many_runs_are_read_in_order() -> None:
    def respond(request: Request) -> Response:
        run_id = int(request.url.rpartition("/")[2])
        return json_response(404, {}) if run_id == 2 else json_response(200, run_json(run_id))

    client = Client(token=TOKEN, organization_id=1, transport=MemoryTransport(respond))
    results = client.runs.get_many([3, 2, 1, 3])
    assert [result.item for result in results] == [3, 2, 1, 3]
    assert [result.value.id if result.value else None for result in results] == [3, None, 1, 3]
    assert isinstance(results[1].error, NotFoundError)
    with pytest.raises(InputError, match="concurrency"):
        client.runs.get_many([1], concurrency=0)


def test_many_users_are_read_in_order() -> None:
    def respond(request: Request) -> Response:
        return json_response(200, {**USER, "id": int(request.url.rpartition("/")[2])})

    client = Client(token=TOKEN, organization_id=1, transport=MemoryTransport(respond))
    results = client.users.get_many([3, 1, 2])
    assert [result.unwrap().id for result in results] == [3, 1, 2]
