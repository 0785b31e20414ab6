"""Every paging strategy through an engine: the requests, their tokens and their hosts."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.policy import Policy
from seawall.core.errors import ForeignLinkError
from seawall.core.http.message import Request, Response
from seawall.core.paging.strategies import CursorPaging, LinkPaging, OffsetPaging, PageNumberPaging, Paging
from seawall.runtime.auth._async.providers import AsyncStaticToken
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.runtime.paging._async.pager import AsyncPages
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, json_response

BASE_URL = "https://api.test/api"
LIST: Operation[dict[str, Any]] = Operation(
    id="list_things", method="GET", path="/v1/shelves/{shelf}/things", result_types={200: dict[str, Any]}
)
PATH = "/api/v1/shelves/a%2Fb/things"
STRATEGIES: dict[str, Paging[dict[str, Any]]] = {
    "number": PageNumberPaging(page_size=2),
    "offset": OffsetPaging(page_size=2),
    "cursor": CursorPaging(next_cursor=lambda result: str(result.value["next"] or "")),
    "link": LinkPaging(base_url=BASE_URL, parameters=("cursor",)),
    "address": LinkPaging(
        base_url=BASE_URL, parameters=("cursor",), next_url=lambda result: str(result.value["address"] or "")
    ),
}


class AsyncScene:
    """Five things behind an engine; the second request fails once."""

    def __init__(self, host: str = "https://api.test") -> None:
        self.transport = AsyncMemoryTransport(self._respond)
        self.clock = AsyncFakeClock()
        self._host = host
        self._busy = [Response(503)]

    def list(self, strategy: str) -> AsyncPages[str]:
        tokens = AsyncStaticToken("s3cret")
        engine = AsyncEngine(self.transport, base_url=BASE_URL, tokens=tokens, clock=self.clock)
        return AsyncPages(
            lambda call: engine.send(call, Policy()),
            Call(LIST, path={"shelf": "a/b"}, query={"limit": 2, "tag": ["x", "y"]}),
            STRATEGIES[strategy],
            items=lambda body: body["things"],
            from_wire=str,
        )

    def _respond(self, request: Request) -> Response:
        if len(self.transport.requests) == 2 and self._busy:
            return self._busy.pop()
        query = dict(parse_qsl(urlsplit(request.url).query))
        start = int(query.get("cursor", query.get("offset", (int(query.get("page", 1)) - 1) * 2)))
        after = start + 2 if start + 2 < 5 else None
        address = None if after is None else f"{self._host}{PATH}?cursor={after}&tag=z&limit=100"
        body = {"things": list(range(start, min(start + 2, 5))), "next": after, "address": address}
        return json_response(200, body, headers={"link": f'<{address}>; rel="next"'} if address else {})


async def read(listed: AsyncPages[str], items: list[str]) -> None:
    """Add the items of the list to `items`, one by one, so that they outlive an error."""
    async for item in listed:
        items.append(item)  # noqa: PERF401


@pytest.mark.parametrize("strategy", list(STRATEGIES))
async def test_every_page_is_read_despite_a_failure_with_the_arguments_of_the_call(strategy: str) -> None:
    scene = AsyncScene()
    assert await scene.list(strategy).to_list() == ["0", "1", "2", "3", "4"]
    assert len(scene.clock.sleeps_s) == 1
    for request in scene.transport.requests:
        assert request.url.startswith(f"https://api.test{PATH}?")
        assert "limit=2&tag=x&tag=y" in request.url
        assert request.headers["authorization"] == "Bearer s3cret"


@pytest.mark.parametrize("strategy", ["link", "address"])
async def test_nothing_is_sent_to_another_host(strategy: str) -> None:
    scene = AsyncScene(host="https://evil.test")
    found: list[str] = []
    with pytest.raises(ForeignLinkError) as caught:
        await read(scene.list(strategy), found)
    assert found == ["0", "1"]
    assert {urlsplit(request.url).hostname for request in scene.transport.requests} == {"api.test"}
    assert len(scene.transport.requests) == 1
    assert "evil" not in str(caught.value)


@pytest.mark.parametrize("strategy", list(STRATEGIES))
async def test_another_client_resumes_with_a_token(strategy: str) -> None:
    pages = [page async for page in AsyncScene().list(strategy).pages()]
    tokens = [page.token for page in pages[:-1]]
    rests = [await AsyncScene().list(strategy).after(token).to_list() for token in tokens if token]
    assert rests == [["2", "3", "4"], ["4"]]


async def test_the_repr_of_a_page_contains_neither_items_nor_token() -> None:
    pages = [page async for page in AsyncScene().list("cursor").pages()]
    assert repr(pages[0]) == "Page(total=None)"
