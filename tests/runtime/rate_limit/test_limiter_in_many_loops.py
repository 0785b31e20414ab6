"""One async limiter, used by the event loops of several threads."""

import asyncio
import threading
import time

from seawall.core.engine.policy import RateLimit
from seawall.runtime import AsyncLimiter

LOOPS = 4


def test_each_loop_is_served() -> None:
    limiter, limit, passed = AsyncLimiter(), RateLimit(most=1, per_s=0.02), []

    def run() -> None:
        asyncio.run(asyncio.wait_for(limiter.acquire("key", limit, time.monotonic() + 20.0), 20.0))
        passed.append(threading.get_ident())

    threads = [threading.Thread(target=run) for _ in range(LOOPS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(passed) == LOOPS
