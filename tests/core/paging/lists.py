"""A server with a list for the tests of paging, and functions that read it."""

from collections.abc import Callable, Iterator
from typing import Any

from attrs import field, frozen, mutable
from hypothesis import settings

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result
from seawall.core.http.message import Response
from seawall.core.paging.page_reader import page_reader
from seawall.core.paging.strategies import (
    CursorPaging,
    LinkPaging,
    OffsetPaging,
    Page,
    PageNumberPaging,
    Paging,
)

API = "https://api.test/v1"
LIST: Operation[Any] = Operation(id="list", method="GET", path="/things", result_types={200: list[int]})
PROPERTY = settings(max_examples=100, derandomize=True)


@frozen
class Body:
    """The decoded body of a page."""

    items: list[int]
    total: int | None = None
    cursor: str | None = None


@mutable
class Server:
    """A server with a list, for every strategy; it applies one of `changes` before each response."""

    items: list[int]
    page_size: int
    has_total: bool = False
    changes: Iterator[Callable[[list[int]], None]] = field(factory=lambda: iter(()))
    requests: list[dict[str, object]] = field(factory=list)

    def send(self, call: Call[Body]) -> Result[Body]:
        query = {name: value[0] if isinstance(value, list) else value for name, value in call.query.items()}
        self.requests.append(query)
        next(self.changes, lambda _: None)(self.items)
        start = self._start(query)
        items = self.items[start : start + self.page_size]
        end = start + len(items)
        more = end < len(self.items)
        body = Body(items, len(self.items) if self.has_total else None, str(end) if more else None)
        links = f'<{API}/things?page={end // self.page_size + 1}&evil=1>; rel="next"' if more else ""
        return Result(body, Response(200, {"link": links}))

    def _start(self, query: dict[str, object]) -> int:
        if "cursor" in query:
            return int(str(query["cursor"]))
        if "offset" in query:
            return int(str(query["offset"]))
        return (int(str(query.get("page", 1))) - 1) * self.page_size


def total_in(result: Result[Body]) -> int | None:
    return result.value.total


def strategies(page_size: int) -> dict[str, Paging[Body]]:
    return {
        "number": PageNumberPaging(page_size=page_size, total=total_in),
        "offset": OffsetPaging(page_size=page_size, total=total_in),
        "cursor": CursorPaging(next_cursor=lambda result: result.value.cursor),
        "link": LinkPaging(base_url=API, parameters=("page",)),
    }


STRATEGIES = sorted(strategies(2))


def pages_of(
    server: Server,
    paging: Paging[Body],
    *,
    key: Callable[[int], object] | None = None,
    token: str | None = None,
    query: str = "any",
) -> Iterator[Page[int]]:
    call: Call[Body] = Call(LIST, query={"q": query})
    reader = page_reader(
        call, paging, items=lambda body: body.items, from_wire=lambda item: item, key=key, token=token
    )
    while not reader.is_done:
        page = reader.accept(server.send(reader.next_call()))
        if page is not None:
            yield page


def items_of(
    server: Server, paging: Paging[Body], *, key: Callable[[int], object] | None = None
) -> list[int]:
    return [item for page in pages_of(server, paging, key=key) for item in page.items]


def read(pages: Iterator[Page[int]], items: list[int]) -> None:
    """Add the items of the pages to `items`, page by page, so that they outlive an error."""
    for page in pages:
        items += page.items


class Stuck:
    """A server that returns the same page for every request."""

    def __init__(self, body: Body, link: str = "") -> None:
        self.requests = 0
        self._answer = Result(body, Response(200, {"link": link}))

    def send(self, _: Call[Body]) -> Result[Body]:
        self.requests += 1
        return self._answer
