# DO NOT EDIT. Derived from ../_async/redis_rate_limit.py by "python -m seawall.codegen.derive".
"""Rate limits that processes share on Redis: the moving window of `limits`, and a token bucket of our own."""

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from attrs import frozen

from seawall.core.engine.policy import LimitKind, RateLimit
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.whole_import import import_whole
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.concurrency.threads import ByScope
from seawall.runtime.loggers import part_logger
from seawall.runtime.redis._sync.client import RedisClient, redis_client
from seawall.runtime.redis.errors import redis_commands, redis_construction

if TYPE_CHECKING:
    from limits.storage import RedisStorage

__all__ = ["RedisRateLimit"]

_PURPOSE = "A rate limit that processes share"
_PREFIX = "seawall:limit"
_MIN_WAIT_S = 0.005
# Every call would wait for the timeout of a Redis that is down, so it is left alone for a while.
_PAUSE_S = 30.0
# The generic cell rate algorithm (ITU-T I.371, annex A), on the clock of Redis. KEYS: the bucket. ARGV: most,
# per_s. Returns the seconds to wait; "0" has taken one.
_BUCKET_SCRIPT = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local per = tonumber(ARGV[2])
local full = math.max(now, tonumber(redis.call('GET', KEYS[1]) or now)) + per / tonumber(ARGV[1])
local wait = full - per - now
if wait > 0.000001 then return string.format('%.6f', wait) end
redis.call('SET', KEYS[1], string.format('%.6f', full), 'PX', math.ceil((full - now) * 1000))
return '0'
"""

_log = part_logger("seawall.rate_limit")


class RedisRateLimit(ProcessBound):
    """Counts calls on Redis for all processes. Raises ConfigError if the URL is not valid.

    If Redis fails, it allows every call for 30 s and logs one warning per outage: each process counts its own
    calls as well, so the limit holds per process.
    """

    _in_other_process = "Make one in the other process; over the same Redis, they share a limit."

    def __init__(self, url: str, clock: Clock) -> None:
        url = hidden(url)
        self._connections = ByScope(partial(_Connection.to, url), _Connection.close)
        # It never connects, and raises the errors of the constructor.
        _Connection.to(url)
        self._clock = clock
        self._paused_until_s = -math.inf
        self._is_down = False

    def wait_s(self, key: str, limit: RateLimit) -> float:
        """Count one call for `key` and return 0, or return the seconds after which to try again."""
        if self._clock.monotonic() < self._paused_until_s:
            return 0.0
        try:
            with redis_commands():
                wait_s = self._count(key, limit)
        except OSError as error:
            self._pause(error)
            return 0.0
        if self._is_down:
            self._is_down = False
            _log.info("Redis answers again: rate limits are counted for all processes.")
        # Jitter of up to one call's share, so that waiting processes do not all try at the same moment.
        return wait_s + self._clock.random() * limit.per_s / limit.most if wait_s > 0 else 0.0

    def close(self) -> None:
        """Close the connections."""
        self._connections.close()

    def _count(self, key: str, limit: RateLimit) -> float:
        connection = self._connections.get()
        name = f"{limit.kind.name.lower()}:{limit.most}:{limit.per_s:g}:{key}"
        if limit.kind is LimitKind.TOKEN_BUCKET:
            return float(connection.bucket(keys=[f"{_PREFIX}:{name}"], args=[limit.most, limit.per_s]))
        # `limits` counts in whole seconds on Redis, so a fraction becomes the same rate over whole seconds.
        per_s = math.ceil(limit.per_s)
        most = max(1, int(limit.most * per_s / limit.per_s))
        if connection.windows.acquire_entry(name, most, per_s):
            return 0.0
        start_s, _ = connection.windows.get_moving_window(name, most, per_s)
        return max(_MIN_WAIT_S, start_s + per_s - self._clock.wall())

    def _pause(self, error: OSError) -> None:
        self._paused_until_s = self._clock.monotonic() + _PAUSE_S
        if not self._is_down:
            self._is_down = True
            _log.warning("%s. This process counts its rate limits alone until Redis answers.", error)


@frozen
class _Connection:
    """One client of Redis, with what counts through it."""

    client: RedisClient
    windows: "RedisStorage"
    bucket: Any

    @classmethod
    def to(cls, url: str) -> "_Connection":
        client = redis_client(url, purpose=_PURPOSE)
        windows = _window_storage(client.connection_pool)
        return cls(client, windows, client.register_script(_BUCKET_SCRIPT))

    def close(self) -> None:
        self.client.close()


def _window_storage(connection_pool: Any) -> "RedisStorage":
    with redis_construction(_PURPOSE):
        # Loading `limits` takes 20 ms, which only users of Redis should pay.
        import_whole("limits.storage")
        from limits.storage import RedisStorage  # noqa: PLC0415

    # `limits` gets the pool and not the URL, so the timeouts and the URL rules of the factory hold here too.
    return RedisStorage(
        "redis://",
        key_prefix=_PREFIX,
        connection_pool=connection_pool,
    )
