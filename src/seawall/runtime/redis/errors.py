"""Translate the errors of redis-py. Their own messages may repeat the URL, which may hold a password."""

from collections.abc import Iterator
from contextlib import contextmanager

from seawall.core.errors import ConfigError
from seawall.core.extras import needs_extra
from seawall.core.redaction.tracebacks import strip_tracebacks

__all__ = ["redis_commands", "redis_construction"]


@contextmanager
def redis_construction(purpose: str) -> Iterator[None]:
    """Raise ConfigError for a bad URL, and MissingExtraError for `purpose` if redis-py is not installed."""
    try:
        with needs_extra("redis", purpose):
            yield
    except (ValueError, TypeError) as error:
        raise ConfigError(
            "The Redis URL is not valid. Give redis://, rediss:// or unix://, e.g. redis://localhost:6379/0."
        ) from strip_tracebacks(error)


@contextmanager
def redis_commands() -> Iterator[None]:
    """Raise OSError, with the name of the error class only, if Redis fails or does not answer in time."""
    # redis-py is loaded by the time there is a client; loading it here costs users without Redis over 100 ms.
    from redis.exceptions import RedisError  # noqa: PLC0415

    try:
        yield
    except (RedisError, OSError) as error:
        raise OSError(f"Redis: {type(error).__name__}") from error
