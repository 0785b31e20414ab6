"""The way to a Redis: scripts run there, whole or not at all. The async and the sync half stand side by side.

The library `redis` (extra `redis`) is imported when a link is made. A command waits half a second for its
connection and half a second for its answer.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from seawall.core.errors import ConfigError
from seawall.core.extras import needs_extra

if TYPE_CHECKING:
    import redis
    import redis.asyncio

__all__ = ["AsyncRedisClient", "AsyncRedisScripts", "RedisArgument", "RedisClient", "RedisScripts"]

AsyncRedisClient: TypeAlias = "redis.asyncio.Redis"
"""A client of the user's own; its timeouts and retries are the user's business."""

RedisClient: TypeAlias = "redis.Redis"
"""A client of the user's own; its timeouts and retries are the user's business."""

RedisArgument: TypeAlias = str | bytes | int
"""What goes to a script."""

_WAIT_S = 0.5
_AT_ONCE = 500


class AsyncRedisScripts:
    """Runs scripts on the Redis at a URL, or through a client of the user's own. For one event loop.

    Raises ConfigError where the URL is none, the library is missing, or the client decodes what it reads.
    Its methods raise OSError where Redis can not be asked or does not do it; the message names no secret.
    """

    def __init__(self, where: "str | AsyncRedisClient") -> None:
        self._is_ours = isinstance(where, str)
        self._client = _checked(_async_client(where) if isinstance(where, str) else where)
        self._scripts: dict[str, Any] = {}

    async def run(self, script: str, keys: Sequence[str], arguments: Sequence[RedisArgument]) -> list[bytes]:
        """What the Lua `script` answers."""
        if script not in self._scripts:
            self._scripts[script] = self._client.register_script(script)
        with _trouble():
            said: list[bytes] = await self._scripts[script](keys=keys, args=arguments)
            return said

    async def delete(self, pattern: str) -> int:
        """Delete every key that fits `pattern`; how many there were."""
        with _trouble():
            keys = [key async for key in self._client.scan_iter(match=pattern, count=_AT_ONCE)]
            return sum([await self._client.unlink(*some) for some in _batches(keys)])

    async def aclose(self) -> None:
        """Give up the connections, but for those of the user's own client."""
        if self._is_ours:
            await self._client.aclose()


class RedisScripts:
    """Runs scripts on the Redis at a URL, or through a client of the user's own. For any thread.

    Raises ConfigError where the URL is none, the library is missing, or the client decodes what it reads.
    Its methods raise OSError where Redis can not be asked or does not do it; the message names no secret.
    """

    def __init__(self, where: "str | RedisClient") -> None:
        self._is_ours = isinstance(where, str)
        self._client = _checked(_client(where) if isinstance(where, str) else where)
        self._scripts: dict[str, Any] = {}

    def run(self, script: str, keys: Sequence[str], arguments: Sequence[RedisArgument]) -> list[bytes]:
        """What the Lua `script` answers."""
        if script not in self._scripts:
            self._scripts[script] = self._client.register_script(script)
        with _trouble():
            said: list[bytes] = self._scripts[script](keys=keys, args=arguments)
            return said

    def delete(self, pattern: str) -> int:
        """Delete every key that fits `pattern`; how many there were."""
        with _trouble():
            keys = list(self._client.scan_iter(match=pattern, count=_AT_ONCE))
            return sum(self._client.unlink(*some) for some in _batches(keys))

    def close(self) -> None:
        """Give up the connections, but for those of the user's own client."""
        if self._is_ours:
            self._client.close()


def _async_client(url: str) -> Any:
    with _construction():
        from redis.asyncio import Redis  # noqa: PLC0415
        from redis.asyncio.retry import Retry  # noqa: PLC0415
        from redis.backoff import NoBackoff  # noqa: PLC0415
        from redis.exceptions import ConnectionError as BrokenError  # noqa: PLC0415

        # A connection of the pool may have died since; a second try finds out. Waits are not repeated.
        retry = Retry(NoBackoff(), 1, supported_errors=(BrokenError,))
        return Redis.from_url(url, socket_timeout=_WAIT_S, socket_connect_timeout=_WAIT_S, retry=retry)


def _client(url: str) -> Any:
    with _construction():
        from redis import Redis  # noqa: PLC0415
        from redis.backoff import NoBackoff  # noqa: PLC0415
        from redis.exceptions import ConnectionError as BrokenError  # noqa: PLC0415
        from redis.retry import Retry  # noqa: PLC0415

        # A connection of the pool may have died since; a second try finds out. Waits are not repeated.
        retry = Retry(NoBackoff(), 1, supported_errors=(BrokenError,))
        return Redis.from_url(url, socket_timeout=_WAIT_S, socket_connect_timeout=_WAIT_S, retry=retry)


@contextmanager
def _construction() -> Iterator[None]:
    try:
        with needs_extra("redis", "A cache in Redis"):
            yield
    except (ValueError, TypeError) as error:
        # The URL is not repeated: it may hold a password.
        raise ConfigError("The Redis URL is none: give redis://, rediss:// or unix://.") from error


def _checked(client: Any) -> Any:
    if client.get_encoder().decode_responses:
        raise ConfigError("The Redis client decodes what it reads: make it without decode_responses.")
    return client


@contextmanager
def _trouble() -> Iterator[None]:
    from redis.exceptions import RedisError  # noqa: PLC0415

    try:
        yield
    except (RedisError, OSError) as error:
        raise OSError(f"Redis: {type(error).__name__}") from error


def _batches(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
