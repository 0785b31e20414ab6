# DO NOT EDIT. Derived from ../_async/client.py by "python -m seawall.codegen.derive".
"""Create the Redis clients of the cache and of the shared rate limits."""

from typing import TYPE_CHECKING, Any, TypeAlias, cast

from seawall.core.errors import ConfigError
from seawall.core.redaction.secret import hidden
from seawall.core.validation.arguments import has_methods, require_type
from seawall.core.whole_import import import_whole
from seawall.runtime.redis.errors import redis_construction

if TYPE_CHECKING:
    import redis

__all__ = ["RedisClient", "redis_client"]

RedisClient: TypeAlias = "redis.Redis"
"""A client of redis-py. If the user makes it, the user chooses its timeouts and retries."""

# Redis is optional for a call: a slow Redis must not cost more than one second of it.
_TIMEOUT_S = 0.5


def redis_client(redis: "str | RedisClient", *, purpose: str) -> RedisClient:
    """Create a client for a URL, or check the client that the user supplies.

    A client that is created here waits 0.5 s for a connection and 0.5 s for an answer. Raises ConfigError if
    the URL is not valid or the client decodes responses, and MissingExtraError, with `purpose` as its
    subject, if redis-py is not installed.
    """
    # A URL may hold a password.
    redis = hidden(redis)
    client = _from_url(redis, purpose) if isinstance(redis, str) else redis
    expected = "a URL as text, e.g. redis://localhost:6379/0, or a client of redis"
    require_type(redis, "The Redis URL", ok=has_methods(client, "get_encoder"), expected=expected)
    # The scripts compare bytes. A URL may set the option too, as a query parameter.
    if cast("Any", client).get_encoder().decode_responses:
        raise ConfigError("The Redis client decodes responses. Create it without decode_responses.")
    return client


def _from_url(url: str, purpose: str) -> RedisClient:
    with redis_construction(purpose):
        # Loading redis-py takes over 100 ms, which only users of Redis should pay.
        import_whole("redis", "redis.retry")
        import redis  # noqa: PLC0415
        import redis.retry  # noqa: PLC0415

        # An idle connection of the pool may be dead: try once more on a new one. Never retry a timeout.
        retry = redis.retry.Retry(
            redis.backoff.NoBackoff(), 1, supported_errors=(redis.ConnectionError,)
        )
        return redis.Redis.from_url(
            url, socket_timeout=_TIMEOUT_S, socket_connect_timeout=_TIMEOUT_S, retry=retry
        )
