"""A list comes from one reading: no page is taken from a cache, shared or stored."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import Result
from seawall.core.http.message import Request, Response
from seawall.core.paging.strategies import LinkPaging, OffsetPaging, PageNumberPaging, Paging, cursor_in
from seawall.runtime import AsyncEngine, AsyncOperationCache, AsyncPages, Engine, OperationCache, Pages
from seawall.testing import AsyncMemoryTransport, MemoryTransport, json_response

BASE_URL = "https://api.test"
LIST: Operation[dict[str, Any]] = Operation(
    id="list_things", method="GET", path="/things", result_types={200: dict[str, Any]}
)
STRATEGIES: dict[str, Paging[dict[str, Any]]] = {
    "number": PageNumberPaging(page_size=5),
    "offset": OffsetPaging(page_size=5),
    "cursor": cursor_in(lambda body: body["next"]),
    "link": LinkPaging(base_url=BASE_URL, parameters=("cursor",)),
}


class Things:
    """A server with a list."""

    def __init__(self) -> None:
        self.items = list(range(20))
        self.requests = 0

    def respond(self, request: Request) -> Response:
        self.requests += 1
        query = {name: int(value) for name, value in parse_qsl(urlsplit(request.url).query)}
        start = query.get("cursor", query.get("offset", (query.get("page", 1) - 1) * 5))
        more = start + 5 < len(self.items)
        links = {"link": f'<{BASE_URL}/things?cursor={start + 5}>; rel="next"'} if more else {}
        body = {"things": self.items[start : start + 5], "next": start + 5 if more else None}
        return json_response(200, body, headers=links)


class Slow(AsyncMemoryTransport):
    """A transport that lets other tasks run before it responds."""

    async def send(self, request: Request, timeout_s: float) -> Response:
        await asyncio.sleep(0)
        return await super().send(request, timeout_s)


@pytest.mark.parametrize("strategy", list(STRATEGIES))
@pytest.mark.parametrize("has_key", [False, True])
async def test_a_list_after_first_misses_no_item(strategy: str, has_key: bool) -> None:
    things = Things()
    engine = AsyncEngine(AsyncMemoryTransport(things.respond), base_url=BASE_URL, cache=AsyncOperationCache())
    listed = AsyncPages(
        lambda call: engine.send(call, Policy(cache_ttl_s=15.0)),
        Call(LIST),
        STRATEGIES[strategy],
        items=lambda body: body["things"],
        from_wire=int,
        key=(lambda number: number) if has_key else None,
    )
    assert await listed.first() == 0
    # The first page of then and the second of now would lose five items.
    del things.items[:5]
    assert await listed.to_list() == list(range(5, 20))
    things.items.append(99)
    assert (await listed.to_list())[-1] == 99


async def test_two_readings_at_once_share_no_page() -> None:
    things = Things()
    engine = AsyncEngine(Slow(things.respond), base_url=BASE_URL, cache=AsyncOperationCache())
    listed = AsyncPages(
        lambda call: engine.send(call, Policy(cache_ttl_s=15.0)),
        Call(LIST),
        STRATEGIES["cursor"],
        items=lambda body: body["things"],
        from_wire=int,
    )
    assert await asyncio.gather(*(listed.first() for _ in range(3))) == [0, 0, 0]
    assert things.requests == 3


def test_an_engine_caches_reads_beside_lists() -> None:
    things = Things()
    engine = Engine(MemoryTransport(things.respond), base_url=BASE_URL, cache=OperationCache())
    listed = Pages(
        lambda call: engine.send(call, Policy(cache_ttl_s=15.0)),
        Call(LIST),
        STRATEGIES["cursor"],
        items=lambda body: body["things"],
        from_wire=int,
    )
    assert listed.first() == listed.first() == 0
    assert things.requests == 2
    for _ in range(2):
        engine.send(Call(LIST), Policy(cache_ttl_s=15.0))
    assert things.requests == 3


def test_a_cache_without_an_engine_stores_no_page() -> None:
    things, cache = Things(), OperationCache()

    def send(call: Call[dict[str, Any]]) -> Result[dict[str, Any]]:
        engine = Engine(MemoryTransport(things.respond), base_url=BASE_URL)
        return cache.read(call, 60.0, lambda: engine.send(call, Policy()), scope="api user")[0]

    listed = Pages(send, Call(LIST), STRATEGIES["number"], items=lambda body: body["things"], from_wire=int)
    assert listed.first() == 0
    del things.items[:5]
    assert listed.to_list() == list(range(5, 20))
    assert cache.statistics.size == 0
