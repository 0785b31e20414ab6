import threading

import pytest
from attrs import evolve

from seawall.core.engine.policy import RetryRule
from seawall.core.errors import NotSentError
from seawall.core.http.message import Request, Response
from seawall.core.observe.events import CallEnded
from seawall.core.observe.histogram import Histogram
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.observe.metrics import Metrics
from seawall.runtime.observe.operation_metrics import OperationMetrics
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, POLICY, thing

OK = json_response(200, {"id": 1})
GET = thing().operation


def engine_on(script: Script, metrics: Metrics, clock: FakeClock | None = None) -> Engine:
    return Engine(MemoryTransport(script), base_url=BASE_URL, clock=clock or FakeClock(), observers=[metrics])


def test_calls_retries_errors_and_attempts_are_counted() -> None:
    metrics = Metrics()
    engine = engine_on(Script(OK, Response(503), Response(503), OK, Response(404)), metrics)
    engine.send(thing(), POLICY)
    engine.send(thing(), POLICY)
    with pytest.raises(Exception, match="404"):
        engine.send(thing(), POLICY)
    seen = metrics.snapshot()["thing"]
    assert (seen.calls, seen.attempts, seen.retries, seen.cache_hits) == (3, 5, 2, 0)
    assert (dict(seen.errors), seen.failed) == ({"NotFoundError": 1}, 1)
    assert seen.latency.count == 3


def test_latency_includes_waits_and_retries() -> None:
    metrics, clock = Metrics(), FakeClock(random=0.5)
    engine_on(Script(Response(503), OK), metrics, clock).send(thing(), POLICY)
    assert metrics.snapshot()["thing"].latency.sum_s == pytest.approx(sum(clock.sleeps_s))


def test_a_cache_hit_is_counted_and_its_time_is_not() -> None:
    metrics = Metrics()
    metrics(CallEnded(call_id=1, operation=GET, at_s=5.0, took_s=5.0, attempts=0, cached=True))
    assert metrics.snapshot()["thing"] == OperationMetrics(calls=1, cache_hits=1)


def test_later_calls_do_not_change_a_snapshot() -> None:
    metrics = Metrics()
    engine = engine_on(Script(OK, OK), metrics)
    engine.send(thing(), POLICY)
    before = metrics.snapshot()
    engine.send(thing(), POLICY)
    assert (before["thing"].calls, metrics.snapshot()["thing"].calls) == (1, 2)
    with pytest.raises(TypeError):
        before["thing"] = OperationMetrics()  # type: ignore[index]


def test_a_call_that_runs_during_a_reset_is_counted_when_it_ends() -> None:
    metrics = Metrics()

    def answered_after_a_reset(request: Request) -> Response:
        metrics.reset()
        assert metrics.snapshot() == {}
        return OK

    engine = Engine(MemoryTransport(answered_after_a_reset), base_url=BASE_URL, observers=[metrics])
    engine.send(thing(), POLICY)
    seen = metrics.snapshot()["thing"]
    assert (seen.calls, seen.attempts, seen.latency.count) == (1, 1, 1)


def test_calls_of_many_threads_are_all_counted() -> None:
    metrics, start = Metrics(), threading.Barrier(8)
    engine = Engine(MemoryTransport(answered), base_url=BASE_URL, observers=[metrics])

    def send() -> None:
        start.wait()
        for _ in range(200):
            engine.send(thing(), POLICY)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen = metrics.snapshot()["thing"]
    assert (seen.calls, seen.attempts, seen.latency.count) == (1600, 1600, 1600)


def answered(request: Request) -> Response:
    return OK


def test_metrics_without_calls() -> None:
    assert OperationMetrics().latency == Histogram()
    assert OperationMetrics().failed == 0


def test_statuses_are_those_of_the_last_responses() -> None:
    metrics = Metrics()
    engine = engine_on(Script(OK, Response(503), OK, Response(404), NotSentError("no route")), metrics)
    engine.send(thing(), POLICY)
    engine.send(thing(), POLICY)
    for failure in ("404", "no route"):
        with pytest.raises(Exception, match=failure):
            engine.send(thing(), evolve(POLICY, retry=RetryRule(attempts=1)))
    assert metrics.snapshot()["thing"].statuses == {200: 2, 404: 1}


def test_the_total_has_the_numbers_of_all_operations() -> None:
    metrics = Metrics()
    other = evolve(GET, id="other")
    for operation, status, cached in ((GET, 200, False), (other, 200, False), (other, 200, True)):
        metrics(
            CallEnded(
                call_id=1, operation=operation, at_s=5.0, took_s=0.2, attempts=1, status=status, cached=cached
            )
        )
    total = metrics.total()
    assert (total.calls, total.attempts, total.cache_hits, total.statuses) == (3, 3, 1, {200: 2})
    assert total.latency.mean_s == pytest.approx(0.2)


def test_the_time_of_counting_begins_again_with_a_reset() -> None:
    clock = FakeClock()
    metrics = Metrics(monotonic=clock.monotonic)
    clock.advance(30.0)
    assert metrics.counting_s == pytest.approx(30.0)
    metrics.reset()
    clock.advance(5.0)
    assert metrics.counting_s == pytest.approx(5.0)
