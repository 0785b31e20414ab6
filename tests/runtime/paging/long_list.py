"""Read a long list in a process of its own and print its length and the growth of the process in bytes.

Run by test_paging_memory.py with the paging strategy, the number of items, and `sync` or `async`.
"""

import asyncio
import gc
import resource
import sys
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.http.message import Request, Response
from seawall.core.paging.strategies import CursorPaging, OffsetPaging, PageNumberPaging, Paging
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.runtime.paging._sync.pager import Pages
from seawall.transports import AsyncMemoryTransport, MemoryTransport

SIZE = 1000
LIST: Operation[Any] = Operation(
    id="list", method="GET", path="/things", result_types={200: list[dict[str, Any]]}
)


def cursor_in(result: Result[Any]) -> str | None:
    return result.response.headers.get("x-next")


STRATEGIES: dict[str, Paging[Any]] = {
    "number": PageNumberPaging(page_size=SIZE),
    "offset": OffsetPaging(page_size=SIZE),
    "cursor": CursorPaging(next_cursor=cursor_in),
}


def respond(request: Request, count: int) -> Response:
    query = {name: int(value) for name, value in parse_qsl(urlsplit(request.url).query)}
    start = query.get("cursor", query.get("offset", (query.get("page", 1) - 1) * SIZE))
    end = min(start + SIZE, count)
    body = ",".join(f'{{"id":{number},"name":"thing number {number}"}}' for number in range(start, end))
    return Response(200, {"x-next": str(end)} if end < count else {}, f"[{body}]".encode())


def sync_list(strategy: str, count: int) -> Pages[int]:
    transport = MemoryTransport(lambda request: respond(request, count))
    engine = Engine(transport, base_url="https://api.test")

    def send(call: Call[Any]) -> Result[Any]:
        transport.requests.clear()
        transport.timeouts_s.clear()
        return engine.send(call, Policy())

    return Pages(
        send,
        Call(LIST),
        STRATEGIES[strategy],
        items=list,
        from_wire=lambda item: item["id"],
        key=lambda number: number,
    )


def async_list(strategy: str, count: int) -> AsyncPages[int]:
    transport = AsyncMemoryTransport(lambda request: respond(request, count))
    engine = AsyncEngine(transport, base_url="https://api.test")

    async def send(call: Call[Any]) -> Result[Any]:
        transport.requests.clear()
        transport.timeouts_s.clear()
        return await engine.send(call, Policy())

    return AsyncPages(
        send,
        Call(LIST),
        STRATEGIES[strategy],
        items=list,
        from_wire=lambda item: item["id"],
        key=lambda number: number,
    )


def length(strategy: str, count: int) -> int:
    return sum(1 for _ in sync_list(strategy, count))


async def async_length(strategy: str, count: int) -> int:
    found = 0
    async for _ in async_list(strategy, count):
        found += 1
    return found


def peak() -> int:
    """Return the peak memory of this process in bytes; Linux reports KiB, macOS bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main() -> None:
    strategy, count, kind = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    # Imports and caches of the first pass are not growth.
    length(strategy, 3 * SIZE) if kind == "sync" else asyncio.run(async_length(strategy, 3 * SIZE))
    gc.collect()
    before = peak()
    found = length(strategy, count) if kind == "sync" else asyncio.run(async_length(strategy, count))
    sys.stdout.write(f"{found} {peak() - before}\n")


if __name__ == "__main__":
    main()
