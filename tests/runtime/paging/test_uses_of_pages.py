"""Pages used as a list, awaited or read with the wrong `for`: an answer without a request, or advice."""

import asyncio
import gc
import warnings
from typing import Any

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result
from seawall.core.errors import SeawallError, UsageError
from seawall.core.http.message import Response
from seawall.core.paging.strategies import PageNumberPaging, cursor_in
from seawall.runtime import AsyncPages, Pages

LIST: Operation[list[int]] = Operation(
    id="list_things", method="GET", path="/v1/things", result_types={200: list[int]}
)


class Server:
    """A list of numbers in pages of 10, for both halves; it counts requests."""

    def __init__(self, count: int, *, total: bool = False) -> None:
        self.requests = 0
        self._count = count
        self._paging = PageNumberPaging[Any](
            page_size=10, exact_page_size=True, total=lambda _: count if total else None
        )

    def send(self, call: Call[list[int]]) -> Result[list[int]]:
        self.requests += 1
        start = (int(str(call.query["page"])) - 1) * 10
        return Result(list(range(start, min(start + 10, self._count))), Response(200))

    async def async_send(self, call: Call[list[int]]) -> Result[list[int]]:
        return self.send(call)

    def pages(self) -> Pages[int]:
        call = Call(LIST, query={"page": 1, "submitted_by": "me"})
        return Pages(self.send, call, self._paging, items=list, from_wire=int, key=str)

    def async_pages(self) -> AsyncPages[int]:
        call = Call(LIST, query={"page": 1, "submitted_by": "me"})
        return AsyncPages(self.async_send, call, self._paging, items=list, from_wire=int, key=str)


async def plain_for(pages: Any) -> None:
    for _ in pages:
        pass


async def async_for(pages: Any) -> None:
    async for _ in pages:
        pass


async def awaited(pages: Any) -> None:
    await pages


async def gathered(pages: Any) -> None:
    await asyncio.gather(pages)


async def as_list(pages: Any) -> None:
    list(pages)


async def contained(pages: Any) -> None:
    assert 3 in pages


ASYNC_ADVICE = (
    r"Read it with `async for item in pages`, or into a list: `items = await pages.to_list\(limit=10\)`."
)
ADVICE = r"Read it with `for item in pages`, or into a list: `items = pages.to_list\(limit=10\)`."


@pytest.mark.parametrize("use", [plain_for, awaited, gathered, as_list, contained])
async def test_a_wrong_use_of_an_async_list_says_how_to_read_it(use: Any) -> None:
    server = Server(25)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with pytest.raises(UsageError, match=f"^GET /v1/things: .*{ASYNC_ADVICE}"):
            await use(server.async_pages())
        gc.collect()
    assert warned == []
    assert server.requests == 0


@pytest.mark.parametrize("use", [async_for, awaited, contained])
async def test_a_wrong_use_of_a_list_says_how_to_read_it(use: Any) -> None:
    server = Server(25)
    with pytest.raises(UsageError, match=f"^GET /v1/things: .*{ADVICE}") as caught:
        await use(server.pages())
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, SeawallError)
    assert server.requests == 0


async def test_nothing_is_known_before_the_first_request() -> None:
    server = Server(25)
    for pages in (server.pages(), server.async_pages()):
        for use in (len, bool, lambda pages: pages[0], lambda pages: pages[:2], reversed):
            with pytest.raises(UsageError, match="nothing was read"):
                use(pages)
    assert server.requests == 0


async def test_what_was_read_is_there_without_a_request() -> None:
    server = Server(25)
    pages, async_pages = server.pages(), server.async_pages()
    assert pages.first() == await async_pages.first() == 0
    for part in (pages, async_pages):
        assert (part[3], part[:10], bool(part)) == (3, list(range(10)), True)
        with pytest.raises(UsageError, match="its length is not known"):
            len(part)
    assert list(pages) == [item async for item in async_pages] == list(range(25))
    for whole in (pages, async_pages):
        assert (len(whole), whole[-1], whole[20:]) == (25, 24, [20, 21, 22, 23, 24])
    assert server.requests == 8


async def test_an_empty_list_is_false_once_it_was_read() -> None:
    pages = Server(0).async_pages()
    assert await pages.to_list() == []
    assert not pages
    assert len(pages) == 0


def test_a_list_of_one_page_is_complete_after_its_page() -> None:
    pages = Server(7).pages()
    assert pages.to_list(limit=3) == [0, 1, 2]
    assert len(pages) == 7


def test_the_rest_after_a_token_knows_nothing_of_the_whole() -> None:
    pages = Server(25).pages()
    token = next(pages.pages()).token
    assert token
    rest = pages.after(token)
    with pytest.raises(UsageError, match="nothing was read"):
        len(rest)
    assert len(list(rest)) == len(rest) == 15


def test_a_page_before_an_error_is_not_the_end() -> None:
    def send(_: Call[list[int]]) -> Result[list[int]]:
        return Result([1, 2], Response(200))

    def cursor(_: list[int]) -> str:
        raise ValueError

    pages = Pages(send, Call(LIST), cursor_in(cursor), items=list, from_wire=int)
    assert pages.first() == 1
    with pytest.raises(UsageError, match="2 items were read"):
        len(pages)


async def test_the_total_of_the_api_costs_one_request() -> None:
    server = Server(25, total=True)
    assert server.pages().total() == await server.async_pages().total() == 25
    assert server.requests == 2


async def test_without_a_total_only_a_list_of_one_page_has_one() -> None:
    assert [Server(count).pages().total() for count in (0, 7, 25)] == [0, 7, None]
    pages = Server(12).pages()
    token = next(pages.pages()).token
    assert token
    assert pages.after(token).total() is None


def test_the_repr_says_what_is_listed_and_how_much_was_read() -> None:
    pages = Server(25).pages()
    name = "GET /v1/things, page=1, submitted_by=…"
    assert repr(pages) == f"Pages({name}; nothing read yet)"
    pages.first()
    assert repr(pages) == f"Pages({name}; 10 items read so far)"
    pages.to_list()
    assert repr(pages) == f"Pages({name}; 25 items)"
