# DO NOT EDIT. Derived from ../_async/test_engine_limits.py by "python -m seawall.codegen.derive".
"""The engine under rate limits: each attempt waits for its turn, and what the server says is heeded."""

import pytest

from seawall.core.engine.policy import Policy, RateLimit
from seawall.core.errors import DeadlineExceededError
from seawall.core.http.message import Response
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.rate_limit._sync.limiter import Limiter
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, thing

OK = json_response(200, {"id": 1})
TWO_IN_TEN_S = Policy(limit=RateLimit(most=2, per_s=10.0), deadline_s=60.0)


def limited(clock: FakeClock, *steps: Response) -> Engine:
    return Engine(
        MemoryTransport(Script(*steps)),
        base_url=BASE_URL,
        clock=clock,
        limiter=Limiter(clock=clock),
    )


def test_a_call_beyond_the_limit_waits_for_its_turn() -> None:
    clock = FakeClock()
    engine = limited(clock, OK, OK, OK)
    for _ in range(3):
        engine.send(thing(), TWO_IN_TEN_S)
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


def test_attempts_count_and_not_calls() -> None:
    clock = FakeClock(random=0.0)
    engine = limited(clock, Response(503), Response(503), OK)
    engine.send(thing(), TWO_IN_TEN_S)
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


def test_a_turn_after_the_deadline_is_not_waited_for() -> None:
    clock = FakeClock()
    engine = limited(clock, OK, OK)
    policy = Policy(limit=RateLimit(most=2, per_s=10.0), deadline_s=5.0)
    for _ in range(2):
        engine.send(thing(), policy)
    with pytest.raises(DeadlineExceededError):
        engine.send(thing(), policy)
    assert clock.sleeps_s == []
    assert engine.quota.quota.left == 500


def test_the_engine_stops_asking_before_the_server_has_to_refuse() -> None:
    clock = FakeClock()
    last = json_response(
        200, {}, headers={"ratelimit-limit": "5", "ratelimit-remaining": "0", "ratelimit-reset": "7"}
    )
    engine = limited(clock, last, OK)
    engine.send(thing(), Policy())
    assert clock.sleeps_s == []
    engine.send(thing(), Policy())
    assert sum(clock.sleeps_s) >= 7.0


def test_without_a_limiter_nothing_is_counted() -> None:
    clock = FakeClock()
    engine = Engine(MemoryTransport(Script(OK, OK, OK)), base_url=BASE_URL, clock=clock)
    for _ in range(3):
        engine.send(thing(), TWO_IN_TEN_S)
    assert clock.sleeps_s == []
