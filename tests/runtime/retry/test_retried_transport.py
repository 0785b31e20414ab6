"""Requests that no engine sends are repeated as a policy allows."""

import pytest

from seawall.core.engine.policy import Policy, RetryRule
from seawall.core.errors import MaybeProcessedError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.runtime.retry._async.retried_transport import AsyncRetriedTransport
from seawall.testing import AsyncFakeClock, Script
from seawall.transports import AsyncMemoryTransport

BUSY, OK = Response(503, {}, b"busy"), Response(200, {}, b"ok")
POLICY = Policy(attempt_timeout_s=7.0, retry=RetryRule(attempts=3, min_delay_s=1.0, max_delay_s=2.0))


async def sent(method: str, *steps: Response | Exception) -> tuple[object, int, list[float], list[float]]:
    clock, script = AsyncFakeClock(), Script(*steps)
    inner = AsyncMemoryTransport(script)
    transport = AsyncRetriedTransport(inner, POLICY, clock=clock)
    result: object
    try:
        result = (await transport.send(Request(method, "https://login.test/"), 30.0)).status
    except (NotSentError, MaybeProcessedError) as error:
        result = type(error).__name__
    return result, len(inner.requests), clock.sleeps_s, inner.timeouts_s


async def test_a_request_is_repeated_if_a_second_one_changes_nothing(subtests: pytest.Subtests) -> None:
    gone, broken = NotSentError("gone."), MaybeProcessedError("broken.")
    rows: list[tuple[str, list[Response | Exception], object, int]] = [
        ("GET", [OK], 200, 1),
        ("GET", [BUSY, gone, OK], 200, 3),
        ("GET", [BUSY, BUSY, BUSY], 503, 3),
        ("GET", [BUSY, gone, gone], 503, 3),
        ("GET", [Response(404)], 404, 1),
        ("GET", [gone, gone, gone], "NotSentError", 3),
        ("POST", [gone, OK], 200, 2),
        # A refresh token can be used once.
        ("POST", [BUSY], 503, 1),
        ("POST", [broken], "MaybeProcessedError", 1),
        ("POST", [gone, BUSY], 503, 2),
    ]
    for method, steps, result, count in rows:
        with subtests.test(row=(method, [str(step) for step in steps])):
            found = await sent(method, *steps)
            assert found[:2] == (result, count)
            assert all(1.0 <= slept <= 2.0 for slept in found[2])
            assert set(found[3]) == {7.0}
