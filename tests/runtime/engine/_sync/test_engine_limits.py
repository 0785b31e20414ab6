# DO NOT EDIT. Derived from ../_async/test_engine_limits.py by "python -m seawall.codegen.derive".
"""The engine with a limiter: limits of policies and rate limit headers of the server."""

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


def test_a_call_over_the_rate_limit_waits() -> None:
    clock = FakeClock()
    engine = limited(clock, OK, OK, OK)
    for _ in range(3):
        engine.send(thing(), TWO_IN_TEN_S)
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


def test_the_rate_limit_counts_attempts_not_calls() -> None:
    clock = FakeClock(random=0.0)
    engine = limited(clock, Response(503), Response(503), OK)
    engine.send(thing(), TWO_IN_TEN_S)
    assert sum(clock.sleeps_s) == pytest.approx(10.0)


def test_a_call_whose_turn_is_after_its_deadline_fails_at_once() -> None:
    clock = FakeClock()
    engine = limited(clock, OK, OK)
    policy = Policy(limit=RateLimit(most=2, per_s=10.0), deadline_s=5.0)
    for _ in range(2):
        engine.send(thing(), policy)
    with pytest.raises(DeadlineExceededError):
        engine.send(thing(), policy)
    assert clock.sleeps_s == []
    assert engine.quota.left == 500


def test_the_engine_respects_the_rate_limit_headers_of_the_server() -> None:
    clock = FakeClock()
    last = json_response(
        200, {}, headers={"ratelimit-limit": "5", "ratelimit-remaining": "0", "ratelimit-reset": "7"}
    )
    engine = limited(clock, last, OK)
    engine.send(thing(), Policy())
    assert clock.sleeps_s == []
    engine.send(thing(), Policy())
    assert sum(clock.sleeps_s) >= 7.0


def test_without_a_limiter_the_limit_is_ignored() -> None:
    clock = FakeClock()
    engine = Engine(MemoryTransport(Script(OK, OK, OK)), base_url=BASE_URL, clock=clock)
    for _ in range(3):
        engine.send(thing(), TWO_IN_TEN_S)
    assert clock.sleeps_s == []
