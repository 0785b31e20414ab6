# DO NOT EDIT. Derived from ../_async/redis_rate_limit.py by "python -m seawall.codegen.derive".
"""A count that processes share, and what becomes of it while Redis is away."""

import logging
import math

from seawall.core.engine.policy import RateLimit
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.rate_limit.redis_store import RedisRateLimitStore

__all__ = ["RedisRateLimit"]

# After a failure Redis is left alone for that long.
_REST_S = 30.0

_log = logging.getLogger("seawall")


class RedisRateLimit:
    """Counts on Redis; who asks always gets an answer.

    While Redis is away, which is told once per outage, everybody may go: each process still counts alone.
    """

    def __init__(self, url: str, clock: Clock) -> None:
        self._store = RedisRateLimitStore(url)
        self._clock = clock
        self._rest_until_s = -math.inf
        self._is_away = False

    def wait_s(self, key: str, limit: RateLimit) -> float:
        """Take one for `key`: 0, or after how many seconds to ask again."""
        from redis import RedisError  # noqa: PLC0415

        if self._clock.monotonic() < self._rest_until_s:
            return 0.0
        try:
            wait_s = self._store.wait_s(key, limit, self._clock.wall())
        except (RedisError, OSError) as error:
            self._tell_away(error)
            return 0.0
        if self._is_away:
            self._is_away = False
            _log.info("Redis is back: rate limits are counted for all processes again.")
        # Processes that wait for the same moment come one after another.
        return wait_s + self._clock.random() * limit.per_s / limit.most if wait_s > 0 else 0.0

    def close(self) -> None:
        """Give up the connections."""
        self._store.close()

    def _tell_away(self, error: Exception) -> None:
        self._rest_until_s = self._clock.monotonic() + _REST_S
        if not self._is_away:
            self._is_away = True
            _log.warning(
                "Redis is away (%s): until it is back, this process counts its rate limits alone.",
                type(error).__name__,
            )
