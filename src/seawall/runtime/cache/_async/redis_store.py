"""Answers that processes share in a Redis.

What is kept is the response, a few of its headers and its body, never a Python object: each reader decodes
it anew. Keys hold digests. Redis is a convenience here: where it does not answer, calls go on without it.
"""

import logging
import re
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from threading import Lock
from typing import cast

from seawall.core.cache.keys import (
    EVERYTHING,
    CacheKey,
    Tag,
    key_digest,
    operation_tag,
    tag_digest,
    tags_of_read,
)
from seawall.core.cache.lru import CachedValue, FillToken
from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.http.message import Response
from seawall.core.wire.codec import decoder_for, encode
from seawall.runtime.cache.lua_scripts import FIND, KEEP, TOUCH
from seawall.runtime.concurrency._async.clock import AsyncClock, AsyncSystemClock
from seawall.runtime.concurrency.event_loop import shielded
from seawall.runtime.redis.script_client import AsyncRedisClient, AsyncRedisScripts, RedisArgument

__all__ = ["AsyncRedisCacheStore"]

_REST_S = 5.0
_GENERATION_LIFE_MS = 86_400_000
# A writer that was killed holds its resource out of the cache for so long.
_LEASE_MS = 600_000
_MOST_OWED = 1000
# No cookie, no challenge: what a program may want to know of an answer that it did not ask for itself.
_KEPT_HEADERS = frozenset(
    {"content-language", "content-type", "date", "deprecation", "etag", "last-modified", "link", "sunset"}
    | {"x-next-page", "x-page", "x-per-page", "x-prev-page", "x-total", "x-total-count", "x-total-pages"}
    | {"x-request-id"}
)

_log = logging.getLogger("seawall")


class AsyncRedisCacheStore:
    """Keeps answers in the Redis at a URL, e.g. `redis://localhost:6379/0`, or of a client of your own.

    Caches with the same `prefix` share their answers. Raises ConfigError where the URL is none or the extra
    `redis` is missing. A Redis that does not answer within a second, or at all, is left alone for 5 seconds;
    a warning says so, once. What was written in the meantime is made up for when it answers again. Belongs to
    one event loop.
    """

    def __init__(
        self,
        redis: "str | AsyncRedisClient",
        *,
        prefix: str = "seawall:cache",
        clock: AsyncClock | None = None,
    ) -> None:
        self._link = AsyncRedisScripts(redis)
        self._prefix = prefix
        self._clock = clock or AsyncSystemClock()
        self._lock = Lock()
        self._owed: dict[tuple[str, str], frozenset[Tag]] = {}
        self._rest_until: float | None = None

    @property
    def size(self) -> None:
        """Only Redis knows."""
        return

    async def find(
        self, call: Call[object], key: CacheKey, ttl_s: float, *, fresh: bool
    ) -> Response | FillToken | None:
        """What is kept, or a ticket for what will be read; None during a write, or without Redis."""
        life_ms = max(_GENERATION_LIFE_MS, int(2000 * ttl_s))
        arguments = int(fresh), int(ttl_s * 1e6), self._clock.unique(), life_ms
        said = await self._asked(FIND, self._keys(call, key), arguments)
        if not said:
            return None
        if said[0] == b"miss":
            return FillToken(said[1], int(said[2]))
        try:
            return _response(*said[1:])
        except ValueError:
            # Somebody else has put it there.
            return await self.find(call, key, ttl_s, fresh=True)

    async def keep(
        self, call: Call[object], key: CacheKey, ticket: FillToken, shared: CachedValue, ttl_s: float
    ) -> None:
        """Keep what was read, for `ttl_s` seconds from when it was asked for."""
        response = shared.response if isinstance(shared, Result) else shared
        headers = {name: value for name, value in response.headers.items() if name in _KEPT_HEADERS}
        assert isinstance(ticket.generation, bytes)
        about = ticket.generation, ticket.number, int(ttl_s * 1e6)
        arguments = *about, response.status, encode(headers), response.body
        await self._asked(KEEP, self._keys(call, key), arguments)

    @asynccontextmanager
    async def writing(self, tags: frozenset[Tag]) -> AsyncIterator[None]:
        """Nothing with one of `tags` is kept by any process, from the beginning of the block to its end."""
        writer = self._clock.unique()
        try:
            await self._touch(tags, "begin", writer)
            yield
        finally:
            await shielded(self._touch, tags, "end", writer)

    async def clear(self, operation_id: str | None) -> int:
        """Drop all answers, or those of one operation; how many there were. 0 without Redis."""
        tag = EVERYTHING if operation_id is None else operation_tag(operation_id)
        await self._touch(frozenset({tag}), "end", self._clock.unique())
        if self._rest_until is not None:
            return 0
        prefix = re.sub(r"([*?[\]\\])", r"\\\1", self._prefix)
        those = "*" if operation_id is None else tag_digest(tag)
        try:
            return await self._link.delete(f"{prefix}:answer:{those}:*")
        except OSError as error:
            self._rest(error)
            return 0

    async def aclose(self) -> None:
        """Give up the connections."""
        await self._link.aclose()

    async def _touch(self, tags: frozenset[Tag], what: str, writer: str) -> None:
        arguments = self._clock.unique(), _GENERATION_LIFE_MS, _LEASE_MS, what, writer
        if await self._asked(TOUCH, self._tag_keys(tags), arguments) is None:
            with self._lock:
                self._owed[writer, what] = tags
                if len(self._owed) > _MOST_OWED:
                    self._owed = {(writer, "all"): frozenset({EVERYTHING})}

    async def _asked(
        self, script: str, keys: Sequence[str], arguments: Sequence[RedisArgument]
    ) -> list[bytes] | None:
        """What Redis said; None where it said nothing, or is left alone."""
        if self._rest_until is not None and self._clock.monotonic() < self._rest_until:
            return None
        try:
            if self._owed:
                await self._make_up()
            said = await self._link.run(script, keys, arguments)
        except OSError as error:
            self._rest(error)
            return None
        if self._rest_until is not None:
            self._rest_until = None
            _log.info("The cache in Redis answers again.")
        return said

    async def _make_up(self) -> None:
        """Touch what was written while Redis did not hear of it."""
        with self._lock:
            owed = dict(self._owed)
        tags = frozenset[Tag]().union(*owed.values())
        writers = {writer for writer, _ in owed}
        about = self._clock.unique(), _GENERATION_LIFE_MS, _LEASE_MS, "end"
        await self._link.run(TOUCH, self._tag_keys(tags), [*about, *writers])
        with self._lock:
            # Not what another thread has come to owe since.
            self._owed = {debt: those for debt, those in self._owed.items() if debt not in owed}

    def _rest(self, error: OSError) -> None:
        if self._rest_until is None:
            _log.warning("The cache can not be asked (%s); calls go on without it.", error)
        self._rest_until = self._clock.monotonic() + _REST_S

    def _keys(self, call: Call[object], key: CacheKey) -> list[str]:
        answer = f"{self._prefix}:answer:{tag_digest(operation_tag(call.operation.id))}:{key_digest(key)}"
        return [answer, *self._tag_keys(tags_of_read(call))]

    def _tag_keys(self, tags: Collection[Tag]) -> list[str]:
        """The generations of tags, then their writers, in an order that all processes have in common."""
        digests = sorted(map(tag_digest, tags))
        return [f"{self._prefix}:{what}:{digest}" for what in ("generation", "writers") for digest in digests]


def _response(status: bytes, headers: bytes, body: bytes) -> Response:
    """What was kept; raises ValueError where it is none of ours."""
    fields = cast("dict[str, str]", decoder_for(dict[str, str]).decode(headers))
    return Response(int(status), fields, body)
