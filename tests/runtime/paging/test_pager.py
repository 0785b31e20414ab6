"""Paged lists through a function that sends calls: lazy, resumable, prefetched."""

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result
from seawall.core.errors import DecodeError, InputError, ServerStatusError
from seawall.core.http.message import Response
from seawall.core.paging.strategies import PageNumberPaging
from seawall.runtime.paging._async.pager import AsyncPages

LIST: Operation[list[int]] = Operation(
    id="list_things", method="GET", path="/v1/things", result_types={200: list[int]}
)


class AsyncServer:
    """Returns one page after another and records which ones were requested."""

    def __init__(self, *pages: list[int]) -> None:
        self.requested: list[int] = []
        self._pages = pages

    async def send(self, call: Call[list[int]]) -> Result[list[int]]:
        number = call.query["page"]
        assert isinstance(number, int)
        self.requested.append(number)
        if number > len(self._pages):
            raise ServerStatusError("no such page.")
        return Result(self._pages[number - 1], Response(200))

    def list(self, *, prefetch: bool = False, query: str = "any") -> AsyncPages[str]:
        call = Call(LIST, query={"q": query, "page": 1})
        return AsyncPages(
            self.send,
            call,
            PageNumberPaging(page_size=2),
            items=lambda body: body,
            from_wire=str,
            prefetch=prefetch,
        )


async def read(listed: AsyncPages[str], items: list[str]) -> None:
    """Add the items of the list to `items`, one by one, so that they outlive an error."""
    async for item in listed:
        items.append(item)  # noqa: PERF401


@pytest.mark.parametrize("prefetch", [False, True])
@pytest.mark.parametrize(
    ("pages", "items"),
    [
        ([[]], []),
        ([[1], []], ["1"]),
        ([[1, 2], []], ["1", "2"]),
        ([[1, 2], [3]], ["1", "2", "3"]),
        ([[1, 2], [3, 4], []], ["1", "2", "3", "4"]),
    ],
)
async def test_all_items_of_all_pages_in_order(
    pages: list[list[int]], items: list[str], prefetch: bool
) -> None:
    server = AsyncServer(*pages)
    assert [item async for item in server.list(prefetch=prefetch)] == items
    assert server.requested == list(range(1, len(pages) + 1))
    assert await AsyncServer(*pages).list(prefetch=prefetch).to_list() == items


async def test_creating_a_list_sends_nothing() -> None:
    server = AsyncServer([1])
    server.list(prefetch=True)
    assert server.requested == []


async def test_each_iteration_reads_the_list_from_its_start() -> None:
    server = AsyncServer([1, 2], [3])
    listed = server.list()
    assert await listed.to_list() == await listed.to_list() == ["1", "2", "3"]
    assert server.requested == [1, 2, 1, 2]


async def test_a_page_is_requested_when_the_one_before_is_used_up() -> None:
    server = AsyncServer([1, 2], [3])
    requested = [list(server.requested) async for _ in server.list()]
    assert requested == [[1], [1], [1, 2]]


async def test_a_repeated_page_is_an_error_before_its_items_are_returned_again() -> None:
    server = AsyncServer(*[[1, 2]] * 100)
    items: list[str] = []
    with pytest.raises(DecodeError, match="same page"):
        await read(server.list(), items)
    assert items == ["1", "2"]
    # Without a key, a page may come again because the list has shifted; then the first page differs.
    assert server.requested == [1, 2, 3, 4, 1]


@pytest.mark.parametrize("prefetch", [False, True])
async def test_an_error_is_raised_after_the_items_before_it(prefetch: bool) -> None:
    items: list[str] = []
    with pytest.raises(ServerStatusError):
        await read(AsyncServer([1, 2]).list(prefetch=prefetch), items)
    assert items == ["1", "2"]


async def test_all_pages_but_the_last_have_a_token() -> None:
    pages = [page async for page in AsyncServer([1, 2], [3]).list().pages()]
    assert [page.items for page in pages] == [("1", "2"), ("3",)]
    assert [page.token is None for page in pages] == [False, True]


@pytest.mark.parametrize("prefetch", [False, True])
async def test_another_pager_resumes_after_the_page_of_a_token(prefetch: bool) -> None:
    pages = ([1, 2], [3, 4], [5])
    tokens = [page.token async for page in AsyncServer(*pages).list(prefetch=prefetch).pages()]
    assert [token is None for token in tokens] == [False, False, True]
    rests = [
        await AsyncServer(*pages).list(prefetch=prefetch).after(token).to_list() for token in tokens if token
    ]
    assert rests == [["3", "4", "5"], ["5"]]


async def first_token(listed: AsyncPages[str]) -> str:
    """Return the token of the first page."""
    pages = [page async for page in listed.pages()]
    assert pages[0].token is not None
    return pages[0].token


async def test_after_does_not_change_the_list() -> None:
    listed = AsyncServer([1, 2], [3]).list()
    token = await first_token(listed)
    listed.after(token)
    assert await listed.first() == "1"


@pytest.mark.parametrize(
    ("token", "text"),
    [
        *((token, "not a resume token") for token in ("", "x", "=", "e30", "a" * 2_000_000)),
        ("\udc80", "token can not be encoded"),
    ],
)
async def test_an_invalid_token_is_refused_before_a_request(token: str, text: str) -> None:
    server = AsyncServer([1])
    with pytest.raises(InputError, match=text):
        server.list().after(token)
    assert server.requested == []


async def test_a_token_of_the_same_list_with_other_arguments_is_refused() -> None:
    token = await first_token(AsyncServer([1, 2], [3]).list(query="a"))
    with pytest.raises(InputError, match="another list"):
        AsyncServer([1, 2], [3]).list(query="b").after(token)


async def test_first_requests_one_page() -> None:
    server = AsyncServer([1, 2], [3])
    assert await server.list(prefetch=True).first() == "1"
    assert server.requested == [1]


async def test_first_of_an_empty_list_is_none() -> None:
    assert await AsyncServer([]).list().first() is None


async def test_one_page_is_one_request_also_with_prefetch() -> None:
    server = AsyncServer([1, 2], [3])
    listed = server.list(prefetch=True)
    page = await listed.first_page()
    assert page
    assert (page.items, listed[:2], server.requested) == (("1", "2"), ["1", "2"], [1])
    assert page.token
    last = await listed.after(page.token).first_page()
    assert last
    assert (last.items, last.token, server.requested) == (("3",), None, [1, 2])


async def test_the_first_page_of_an_empty_list_is_none() -> None:
    listed = AsyncServer([]).list()
    assert await listed.first_page() is None
    assert len(listed) == 0


@pytest.mark.parametrize(("limit", "pages"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (9, 3)])
async def test_a_limit_requests_no_more_pages_than_it_needs(limit: int, pages: int) -> None:
    server = AsyncServer([1, 2], [3, 4], [5])
    found = await server.list(prefetch=True).to_list(limit=limit)
    assert found == ["1", "2", "3", "4", "5"][:limit]
    assert len(server.requested) == pages


async def test_a_limit_below_0_is_refused() -> None:
    server = AsyncServer([1])
    with pytest.raises(InputError, match=r"^limit is -1\. Give 0 or more\.$"):
        await server.list().to_list(limit=-1)
    assert server.requested == []
