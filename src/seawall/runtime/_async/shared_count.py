"""A count that processes share, and what becomes of it while Redis is away."""

import logging
import math

from seawall.core.policy import RateLimit
from seawall.runtime.redis_store import AsyncRedisStore
from seawall.runtime.timing import AsyncTiming

__all__ = ["AsyncSharedCount"]

# After a failure Redis is left alone for that long.
_REST_S = 30.0

_log = logging.getLogger("seawall")


class AsyncSharedCount:
    """Counts on Redis; who asks always gets an answer.

    While Redis is away, which is told once per outage, everybody may go: each process still counts alone.
    """

    def __init__(self, url: str, timing: AsyncTiming) -> None:
        self._store = AsyncRedisStore(url)
        self._timing = timing
        self._rest_until_s = -math.inf
        self._is_away = False

    async def wait_s(self, key: str, limit: RateLimit) -> float:
        """Take one for `key`: 0, or after how many seconds to ask again."""
        from redis import RedisError  # noqa: PLC0415

        if self._timing.clock() < self._rest_until_s:
            return 0.0
        try:
            wait_s = await self._store.wait_s(key, limit, self._timing.wall())
        except (RedisError, OSError) as error:
            self._tell_away(error)
            return 0.0
        if self._is_away:
            self._is_away = False
            _log.info("Redis is back: rate limits are counted for all processes again.")
        # Processes that wait for the same moment come one after another.
        return wait_s + self._timing.random() * limit.per_s / limit.most if wait_s > 0 else 0.0

    async def aclose(self) -> None:
        """Give up the connections."""
        await self._store.aclose()

    def _tell_away(self, error: Exception) -> None:
        self._rest_until_s = self._timing.clock() + _REST_S
        if not self._is_away:
            self._is_away = True
            _log.warning(
                "Redis is away (%s): until it is back, this process counts its rate limits alone.",
                type(error).__name__,
            )
