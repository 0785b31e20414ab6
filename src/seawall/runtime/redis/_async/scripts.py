"""Run Lua scripts on Redis. A script runs completely or not at all."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

from attrs import define, field

from seawall.core.redaction.secret import hidden
from seawall.runtime.concurrency.tasks import AsyncByScope, AsyncOneScope
from seawall.runtime.redis._async.client import AsyncRedisClient, async_redis_client
from seawall.runtime.redis.errors import redis_commands

__all__ = ["AsyncRedisScripts", "RedisArgument"]

RedisArgument: TypeAlias = str | bytes | int
"""An argument of a script."""

_BATCH = 500


class AsyncRedisScripts:
    """Runs scripts on the Redis at a URL, or through a client of the user.

    The constructor raises the errors of `async_redis_client`. The methods raise OSError if Redis fails or
    does not answer in time, with a message without secrets, and ConfigError as `AsyncOneScope.check` does.
    """

    def __init__(self, redis: "str | AsyncRedisClient", *, purpose: str = "A cache in Redis") -> None:
        # A URL may hold a password.
        redis = hidden(redis)
        self._scope = AsyncOneScope("Redis client")
        # The client for a URL only checks the URL, and never connects.
        self._given = _AsyncClient(async_redis_client(redis, purpose=purpose))
        self._made: AsyncByScope[_AsyncClient] | None = None
        if isinstance(redis, str):
            self._made = AsyncByScope(partial(_AsyncClient.to, redis, purpose), _AsyncClient.aclose)

    async def run(self, script: str, keys: Sequence[str], arguments: Sequence[RedisArgument]) -> list[bytes]:
        """Run the Lua `script` and return its result."""
        client = await self._client()
        with redis_commands():
            result: list[bytes] = await client.script(script)(keys=keys, args=arguments)
            return result

    async def delete(self, pattern: str) -> int:
        """Delete every key that matches `pattern`, and return the number of keys."""
        client = (await self._client()).client
        with redis_commands():
            keys = [key async for key in client.scan_iter(match=pattern, count=_BATCH)]
            return sum([await client.unlink(*batch) for batch in _batches(keys)])

    async def aclose(self) -> None:
        """Close the connections, unless they belong to a client of the user."""
        if self._made is not None:
            await self._made.aclose()

    async def _client(self) -> "_AsyncClient":
        if self._made is not None:
            return await self._made.get()
        self._scope.check()
        return self._given


@define(eq=False, repr=False)
class _AsyncClient:
    """A client of Redis with its scripts."""

    client: AsyncRedisClient
    _scripts: dict[str, Any] = field(factory=dict)

    @classmethod
    def to(cls, url: str, purpose: str) -> "_AsyncClient":
        return cls(async_redis_client(url, purpose=purpose))

    def script(self, text: str) -> Any:
        if text not in self._scripts:
            # A registered script is sent as its SHA-1; redis-py sends the text if Redis does not know it.
            self._scripts[text] = self.client.register_script(text)
        return self._scripts[text]

    async def aclose(self) -> None:
        await self.client.aclose()


def _batches(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[start : start + _BATCH] for start in range(0, len(keys), _BATCH))
