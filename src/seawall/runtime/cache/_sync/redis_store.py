# DO NOT EDIT. Derived from ../_async/redis_store.py by "python -m seawall.codegen.derive".
"""A cache store in Redis, shared by several processes.

It stores the status, a few headers and the body of a response, never a Python object: each reader decodes it.
Keys hold digests. Redis is optional at run time: if it does not answer, calls continue without the cache.
"""

import re
from collections.abc import Collection, Sequence
from threading import Lock
from typing import cast

from seawall.core.cache.keys import (
    ALL_READS,
    CacheKey,
    Tag,
    key_digest,
    operation_tag,
    tag_digest,
    tags_of_read,
)
from seawall.core.cache.lru import CachedValue, FillLease
from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.http.message import Response
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.wire.codec import decoder_for, encode
from seawall.runtime.cache.lua_scripts import FIND, INVALIDATE, PUT
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.forks import in_forked_children
from seawall.runtime.loggers import part_logger
from seawall.runtime.redis._sync.client import RedisClient
from seawall.runtime.redis._sync.scripts import RedisScripts, RedisArgument

__all__ = ["RedisCacheStore"]

# After a failure, Redis is not used for so long: each failing command can take a second.
_PAUSE_S = 5.0
_GENERATION_TTL_MS = 86_400_000
# A process that is killed during a write keeps its resource out of the cache for so long.
_WRITE_LEASE_MS = 600_000
_MAX_PENDING = 1000
# No cookie and no challenge: those belong to the caller that sent the request.
_STORED_HEADERS = frozenset(
    {"content-language", "content-type", "date", "deprecation", "etag", "last-modified", "link", "sunset"}
    | {"x-next-page", "x-page", "x-per-page", "x-prev-page", "x-total", "x-total-count", "x-total-pages"}
    | {"x-request-id"}
)

_log = part_logger("seawall.cache")


class RedisCacheStore(ProcessBound):
    """Stores results in the Redis at a URL, e.g. `redis://localhost:6379/0`, or of your own client.

    Stores with the same `prefix` share their results. Raises ConfigError if the URL is invalid or the extra
    `redis` is missing. If Redis fails or does not answer within a second, the store logs one warning and does
    not use Redis for 5 seconds. When Redis is back, the store first applies the invalidations it missed.
    """

    _in_other_process = "Make one in the other process; over the same Redis, they share results."

    def __init__(
        self,
        redis: "str | RedisClient",
        *,
        prefix: str = "seawall:cache",
        clock: Clock | None = None,
    ) -> None:
        # A URL may hold a password.
        redis = hidden(redis)
        self._scripts = RedisScripts(redis)
        self._prefix = prefix
        self._clock = clock or SystemClock()
        self._lock = Lock()
        in_forked_children(self._start_anew)
        # Invalidations that Redis has not received, by write id and step.
        self._pending: dict[tuple[str, str], frozenset[Tag]] = {}
        self._paused_until_s: float | None = None

    @property
    def size(self) -> None:
        """None: counting would take a request to Redis."""
        return

    @property
    def pending_invalidations(self) -> int:
        """Number of invalidations that Redis has not received yet."""
        return len(self._pending)

    def find(
        self, call: Call[object], key: CacheKey, ttl_s: float, *, fresh: bool
    ) -> Response | FillLease | None:
        """Return the stored response, or a lease for a new one; None during a write or without Redis."""
        # A generation has to outlive the results that refer to it.
        generation_ttl_ms = max(_GENERATION_TTL_MS, int(2000 * ttl_s))
        arguments = int(fresh), int(ttl_s * 1e6), self._clock.unique(), generation_ttl_ms
        reply = self._run(FIND, self._keys(call, key), arguments)
        if not reply:
            return None
        if reply[0] == b"miss":
            return FillLease(reply[1], int(reply[2]))
        try:
            return _decode_entry(*reply[1:])
        except ValueError:
            # Another program has written to this key.
            return self.find(call, key, ttl_s, fresh=True)

    def put(
        self, call: Call[object], key: CacheKey, lease: FillLease, value: CachedValue, ttl_s: float
    ) -> None:
        """Store the response of `value` until its request is `ttl_s` seconds old."""
        response = value.response if isinstance(value, Result) else value
        headers = {name: value for name, value in response.headers.items() if name in _STORED_HEADERS}
        assert isinstance(lease.generation, bytes)
        origin = lease.generation, lease.number, int(ttl_s * 1e6)
        arguments = *origin, response.status, encode(headers), response.body
        self._run(PUT, self._keys(call, key), arguments)

    def begin_write(self, tags: frozenset[Tag]) -> str:
        """Drop the entries with one of `tags`; no process stores one until `end_write`."""
        write_id = self._clock.unique()
        try:
            self._invalidate(tags, "begin", write_id)
        except BaseException:
            # Redis may have run it: without an end, the resource would stay out of the cache for 10 minutes.
            self.end_write(tags, write_id)
            raise
        return write_id

    def end_write(self, tags: frozenset[Tag], write_id: str) -> None:
        """End a write, even if the caller is cancelled meanwhile."""
        self._invalidate(tags, "end", write_id)

    def clear(self, operation_id: str | None) -> int:
        """Drop all entries, or those of one operation; return how many there were, 0 without Redis."""
        tag = ALL_READS if operation_id is None else operation_tag(operation_id)
        self._invalidate(frozenset({tag}), "end", self._clock.unique())
        if self._paused_until_s is not None:
            return 0
        prefix = re.sub(r"([*?[\]\\])", r"\\\1", self._prefix)
        operation = "*" if operation_id is None else tag_digest(tag)
        try:
            return self._scripts.delete(f"{prefix}:result:{operation}:*")
        except OSError as error:
            self._pause(error)
            return 0

    def close(self) -> None:
        """Close the connections."""
        self._scripts.close()

    def _invalidate(self, tags: frozenset[Tag], step: str, write_id: str) -> None:
        """Begin or end a write; `step` is `begin` or `end`."""
        arguments = self._clock.unique(), _GENERATION_TTL_MS, _WRITE_LEASE_MS, step, write_id
        if self._run(INVALIDATE, self._tag_keys(tags), arguments) is None:
            with self._lock:
                self._pending[write_id, step] = tags
                if len(self._pending) > _MAX_PENDING:
                    # Bounds the memory: one invalidation of all reads replaces the many.
                    self._pending = {(write_id, "all"): frozenset({ALL_READS})}

    def _run(
        self, script: str, keys: Sequence[str], arguments: Sequence[RedisArgument]
    ) -> list[bytes] | None:
        """Run a script; None if Redis fails or the store does not use it for now."""
        if self._paused_until_s is not None and self._clock.monotonic() < self._paused_until_s:
            return None
        try:
            if self._pending:
                self._apply_pending()
            reply = self._scripts.run(script, keys, arguments)
        except OSError as error:
            self._pause(error)
            return None
        if self._paused_until_s is not None:
            self._paused_until_s = None
            _log.info("The cache in Redis is back.")
        return reply

    def _apply_pending(self) -> None:
        """Invalidate everything that was written while Redis did not answer."""
        with self._lock:
            pending = dict(self._pending)
        tags = frozenset[Tag]().union(*pending.values())
        write_ids = {write_id for write_id, _ in pending}
        arguments = self._clock.unique(), _GENERATION_TTL_MS, _WRITE_LEASE_MS, "end"
        self._scripts.run(INVALIDATE, self._tag_keys(tags), [*arguments, *write_ids])
        with self._lock:
            # Other threads may have added some since.
            self._pending = {step: tags for step, tags in self._pending.items() if step not in pending}

    def _start_anew(self) -> None:
        # A thread of the parent may hold the lock.
        self._lock = Lock()

    def _pause(self, error: OSError) -> None:
        if self._paused_until_s is None:
            _log.warning("The cache in Redis does not answer (%s); calls continue without it.", error)
        self._paused_until_s = self._clock.monotonic() + _PAUSE_S

    def _keys(self, call: Call[object], key: CacheKey) -> list[str]:
        result = f"{self._prefix}:result:{tag_digest(operation_tag(call.operation.id))}:{key_digest(key)}"
        return [result, *self._tag_keys(tags_of_read(call))]

    def _tag_keys(self, tags: Collection[Tag]) -> list[str]:
        """The generation keys of `tags`, then their writer keys, in the same order in every process."""
        digests = sorted(map(tag_digest, tags))
        return [f"{self._prefix}:{kind}:{digest}" for kind in ("generation", "writers") for digest in digests]


def _decode_entry(status: bytes, headers: bytes, body: bytes) -> Response:
    """Decode a stored response; raises ValueError if this class did not store it."""
    fields = cast("dict[str, str]", decoder_for(dict[str, str]).decode(headers))
    return Response(int(status), fields, body)
