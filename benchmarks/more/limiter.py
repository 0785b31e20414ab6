"""What waiting for a turn costs when it is one's turn, against one hit of the library `limits` in memory."""

import asyncio
from collections.abc import Callable, Iterator

from limits import RateLimitItemPerHour
from limits.aio.storage import MemoryStorage as AsyncMemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter as AsyncMovingWindowRateLimiter
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from benchmarks.more.measure import Figure, paired
from seawall.core.engine.policy import LimitKind, RateLimit
from seawall.runtime.rate_limit._async.limiter import AsyncLimiter
from seawall.runtime.rate_limit._sync.limiter import Limiter

TURNS = 10_000
MOST = 1_000_000
FAR = 1e12
WINDOW = RateLimit(most=MOST, per_s=3600.0)
BUCKET = RateLimit(most=MOST, per_s=3600.0, kind=LimitKind.TOKEN_BUCKET)


def figures() -> Iterator[Figure]:
    item = RateLimitItemPerHour(MOST)

    # Each round begins anew: the peer moves everything that it keeps at each hit.
    def hit() -> None:
        bare = MovingWindowRateLimiter(MemoryStorage())
        for _ in range(TURNS):
            bare.hit(item, "api")

    def window() -> None:
        limiter = Limiter()
        for _ in range(TURNS):
            limiter.acquire("api", WINDOW, FAR)

    def bucket() -> None:
        limiter = Limiter()
        for _ in range(TURNS):
            limiter.acquire("api", BUCKET, FAR)

    yield _figure("a turn, moving window", window, hit)
    yield _figure("a turn, token bucket", bucket, hit)
    with asyncio.Runner() as runner:
        yield _figure(
            "a turn, moving window, async", lambda: runner.run(_turns()), lambda: runner.run(_hits())
        )


async def _turns() -> None:
    limiter = AsyncLimiter()
    for _ in range(TURNS):
        await limiter.acquire("api", WINDOW, FAR)


async def _hits() -> None:
    bare, item = AsyncMovingWindowRateLimiter(AsyncMemoryStorage()), RateLimitItemPerHour(MOST)
    for _ in range(TURNS):
        await bare.hit(item, "api")


def _figure(what: str, ours: Callable[[], object], peer: Callable[[], object]) -> Figure:
    taken = paired(ours, peer)
    return Figure(what, taken[0] / TURNS * 1e6, taken[1] / TURNS * 1e6, "us", "limits, in memory")
