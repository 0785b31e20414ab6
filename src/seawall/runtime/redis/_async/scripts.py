"""Run Lua scripts on Redis. A script runs completely or not at all."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from seawall.core.redaction.secret import hidden
from seawall.runtime.redis._async.client import AsyncRedisClient, async_redis_client
from seawall.runtime.redis.errors import redis_commands

__all__ = ["AsyncRedisScripts", "RedisArgument"]

RedisArgument: TypeAlias = str | bytes | int
"""An argument of a script."""

_BATCH = 500


class AsyncRedisScripts:
    """Runs scripts on the Redis at a URL, or through a client of the user.

    The constructor raises the errors of `async_redis_client`. The methods raise OSError if Redis fails or
    does not answer in time; the message holds no secret.
    """

    def __init__(self, redis: "str | AsyncRedisClient", *, purpose: str = "A cache in Redis") -> None:
        self._owns_client = isinstance(redis, str)
        # A URL may hold a password.
        redis = hidden(redis)
        self._client = async_redis_client(redis, purpose=purpose)
        self._scripts: dict[str, Any] = {}

    async def run(self, script: str, keys: Sequence[str], arguments: Sequence[RedisArgument]) -> list[bytes]:
        """Run the Lua `script` and return its result."""
        if script not in self._scripts:
            # A registered script is sent as its SHA-1; redis-py sends the text if Redis does not know it.
            self._scripts[script] = self._client.register_script(script)
        with redis_commands():
            result: list[bytes] = await self._scripts[script](keys=keys, args=arguments)
            return result

    async def delete(self, pattern: str) -> int:
        """Delete every key that matches `pattern`, and return the number of keys."""
        with redis_commands():
            keys = [key async for key in self._client.scan_iter(match=pattern, count=_BATCH)]
            return sum([await self._client.unlink(*batch) for batch in _batches(keys)])

    async def aclose(self) -> None:
        """Close the connections, unless they belong to a client of the user."""
        if self._owns_client:
            await self._client.aclose()


def _batches(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))
