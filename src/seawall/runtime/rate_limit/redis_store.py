"""Counts on Redis: the moving window of the library `limits`, and our token bucket as a script.

The async and the sync half stand side by side: `limits` and the Redis client have two classes each. Nothing
here is imported before a limiter with a Redis URL is made.
"""

import math

from seawall.core.engine.policy import LimitKind, RateLimit
from seawall.core.errors import ConfigError
from seawall.core.extras import needs_extra

__all__ = ["AsyncRedisRateLimitStore", "RedisRateLimitStore"]

_PREFIX = "seawall:limit"
# A limiter that waits long for its count is worse than one that counts alone.
_TIMEOUT_S = 1.0
_SHORTEST_WAIT_S = 0.005
# The generic cell rate algorithm, on the clock of Redis. KEYS: the bucket. ARGV: most, per_s.
# Answers how many seconds to wait; "0" has taken one.
_BUCKET = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local per = tonumber(ARGV[2])
local full = math.max(now, tonumber(redis.call('GET', KEYS[1]) or now)) + per / tonumber(ARGV[1])
local wait = full - per - now
if wait > 0.000001 then return string.format('%.6f', wait) end
redis.call('SET', KEYS[1], string.format('%.6f', full), 'PX', math.ceil((full - now) * 1000))
return '0'
"""


class AsyncRedisRateLimitStore:
    """Counts on the Redis at `url`, for asyncio. Raises ConfigError where it can not be one."""

    def __init__(self, url: str) -> None:
        with needs_extra("redis", "A limit that processes share"):
            from limits.aio.storage import RedisStorage  # noqa: PLC0415
            from redis.asyncio import Redis  # noqa: PLC0415
            from redis.asyncio.retry import Retry  # noqa: PLC0415
            from redis.backoff import NoBackoff  # noqa: PLC0415
            from redis.exceptions import ConnectionError as BrokenError  # noqa: PLC0415
        # A connection of the pool may have died since; a second try finds out. Waits are not repeated.
        retry = Retry(NoBackoff(), 1, supported_errors=(BrokenError,))
        try:
            self._client = Redis.from_url(
                _checked(url), retry=retry, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S
            )
        except ValueError as error:
            raise _bad_url() from error
        self._storage = RedisStorage(
            f"async+{url}",
            implementation="redispy",
            key_prefix=_PREFIX,
            connection_pool=self._client.connection_pool,  # type: ignore[arg-type]  # it is handed on as it is
        )
        self._bucket = self._client.register_script(_BUCKET)

    async def wait_s(self, key: str, limit: RateLimit, wall_s: float) -> float:
        """Take one for `key`: 0, or the seconds until there may be one. Raises RedisError or OSError."""
        name = _name(key, limit)
        if limit.kind is LimitKind.TOKEN_BUCKET:
            return float(await self._bucket(keys=[f"{_PREFIX}:{name}"], args=[limit.most, limit.per_s]))
        most, per_s = _in_whole_seconds(limit)
        if await self._storage.acquire_entry(name, most, per_s):
            return 0.0
        start_s, _ = await self._storage.get_moving_window(name, most, per_s)
        return max(_SHORTEST_WAIT_S, start_s + per_s - wall_s)

    async def aclose(self) -> None:
        """Give up the connections."""
        await self._client.aclose()


class RedisRateLimitStore:
    """Counts on the Redis at `url`. Raises ConfigError where it can not be one."""

    def __init__(self, url: str) -> None:
        with needs_extra("redis", "A limit that processes share"):
            from limits.storage import RedisStorage  # noqa: PLC0415
            from redis import Redis  # noqa: PLC0415
            from redis.backoff import NoBackoff  # noqa: PLC0415
            from redis.exceptions import ConnectionError as BrokenError  # noqa: PLC0415
            from redis.retry import Retry  # noqa: PLC0415
        # A connection of the pool may have died since; a second try finds out. Waits are not repeated.
        retry = Retry(NoBackoff(), 1, supported_errors=(BrokenError,))
        try:
            self._client = Redis.from_url(
                _checked(url), retry=retry, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S
            )
        except ValueError as error:
            raise _bad_url() from error
        pool = self._client.connection_pool
        self._storage = RedisStorage(url, key_prefix=_PREFIX, connection_pool=pool)
        self._bucket = self._client.register_script(_BUCKET)

    def wait_s(self, key: str, limit: RateLimit, wall_s: float) -> float:
        """Take one for `key`: 0, or the seconds until there may be one. Raises RedisError or OSError."""
        name = _name(key, limit)
        if limit.kind is LimitKind.TOKEN_BUCKET:
            return float(self._bucket(keys=[f"{_PREFIX}:{name}"], args=[limit.most, limit.per_s]))
        most, per_s = _in_whole_seconds(limit)
        if self._storage.acquire_entry(name, most, per_s):
            return 0.0
        start_s, _ = self._storage.get_moving_window(name, most, per_s)
        return max(_SHORTEST_WAIT_S, start_s + per_s - wall_s)

    def close(self) -> None:
        """Give up the connections."""
        self._client.close()


def _name(key: str, limit: RateLimit) -> str:
    return f"{limit.kind.name.lower()}:{limit.most}:{limit.per_s:g}:{key}"


def _in_whole_seconds(limit: RateLimit) -> tuple[int, int]:
    """The same rate over a span of whole seconds, which is what `limits` counts on Redis."""
    per_s = math.ceil(limit.per_s)
    return max(1, int(limit.most * per_s / limit.per_s)), per_s


def _checked(url: str) -> str:
    if not url.startswith(("redis://", "rediss://")):
        raise _bad_url()
    return url


def _bad_url() -> ConfigError:
    # The URL is not repeated: it may hold a password.
    return ConfigError("The Redis URL is none: give redis:// or rediss://, host, port and number.")
