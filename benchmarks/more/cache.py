"""Cost of a hit in the operation cache: make the key, find the entry, read the clock, count."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from attrs import field, frozen

from benchmarks.more.measure import Figure, paired
from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.http.message import Response
from seawall.runtime.cache._async.operation_cache import AsyncOperationCache
from seawall.runtime.cache._sync.operation_cache import OperationCache
from seawall.sdks.platform._generated import calls

HITS = 20_000
TTL_S = 3600.0
SCOPE = "https://platform.example.com/api user-6f1e3d0e"
RUN_ID = UUID("6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b")
# No argument, an id, the filters of a list.
READS: dict[str, Call[Any]] = {
    "get_me": calls.get_me(),
    "get_run": calls.get_run(RUN_ID),
    "list_runs": calls.list_runs(application_id="image-qc", page_size=100),
}
RESULT: Result[Any] = Result({"custom_metadata": {}}, Response(200))
PEER = "dict, repr of the call, no bound, no lock"


def figures() -> Iterator[Figure]:
    for name, call in READS.items():
        peer = _Peer(call)
        for kind, work in (("sync", _Sync(call)), ("async", _Async(call))):
            ours, theirs = (seconds / HITS * 1e6 for seconds in paired(work, peer))
            yield Figure(f"cache hit, {kind}, {name}", ours, theirs, "us", PEER)


@frozen
class _Sync:
    call: Call[Any]

    def __call__(self) -> None:
        cache, call = OperationCache(), self.call
        for _ in range(HITS):
            cache.read(call, TTL_S, lambda: RESULT, scope=SCOPE)


@frozen
class _Async:
    call: Call[Any]

    def __call__(self) -> None:
        asyncio.run(self._reads())

    async def _reads(self) -> None:
        async def load() -> Result[Any]:
            return RESULT

        cache, call = AsyncOperationCache(), self.call
        for _ in range(HITS):
            await cache.read(call, TTL_S, load, scope=SCOPE)


@frozen
class _Peer:
    """A cache of ten lines."""

    call: Call[Any]
    kept: dict[str, tuple[float, Result[Any]]] = field(factory=dict)

    def __call__(self) -> None:
        call = self.call
        for _ in range(HITS):
            self._read(call)

    def _read(self, call: Call[Any]) -> Result[Any]:
        key = f"{SCOPE} {call.operation.id} {call.path!r} {call.query!r} {call.headers!r} {call.body!r}"
        kept = self.kept.get(key)
        if kept is None or time.monotonic() - kept[0] >= TTL_S:
            kept = self.kept[key] = (time.monotonic(), RESULT)
        return kept[1]
