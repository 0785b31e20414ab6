"""The retry loop, without an engine."""

from seawall.core.engine.policy import Policy
from seawall.core.errors import MaybeProcessedError, NotSentError, SeawallError
from seawall.runtime.retry._async.retry_loop import AsyncRetryLoop
from seawall.runtime.retry.shared_quota import SharedQuota
from seawall.testing import AsyncFakeClock

FIRST = NotSentError("no connection.")


async def test_on_retry_receives_each_failure_before_its_delay() -> None:
    retries: list[tuple[int, SeawallError, float]] = []
    clock, second = AsyncFakeClock(random=0.5), MaybeProcessedError("it broke.")
    errors: list[SeawallError] = [second]

    async def send() -> str:
        if errors:
            raise errors.pop()
        return "done"

    def record(number: int, error: SeawallError, delay_s: float) -> None:
        assert len(clock.sleeps_s) == len(retries)
        retries.append((number, error, delay_s))

    quota = SharedQuota()
    loop = AsyncRetryLoop("GET", Policy(), clock.monotonic() + 60.0, clock, quota=quota, on_retry=record)
    assert await loop.run(FIRST, send) == "done"
    assert retries == [(1, FIRST, 0.5), (2, second, 1.0)]
    assert clock.sleeps_s == [0.5, 1.0]
    # The first retry cost 5 tokens, because nothing was sent; the 14 of the one that succeeded came back.
    assert quota.left == 500 - 5
