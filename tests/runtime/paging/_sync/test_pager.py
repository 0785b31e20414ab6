# DO NOT EDIT. Derived from ../_async/test_pager.py by "python -m seawall.codegen.derive".
"""Lists of pages through a sender of calls: lazy, ahead by one, resumable."""

from typing import Any

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result
from seawall.core.errors import DecodeError, InputError, ServerStatusError
from seawall.core.http.message import Response
from seawall.core.paging.strategies import PageNumberPaging
from seawall.runtime.paging._sync.pager import Pages

LIST: Operation[list[int]] = Operation(
    id="list_things", method="GET", path="/v1/things", answers={200: list[int]}
)


class Server:
    """Answers page after page and keeps which ones were asked for."""

    def __init__(self, *pages: list[int]) -> None:
        self.asked: list[int] = []
        self._pages = pages

    def send(self, call: Call[list[int]]) -> Result[list[int]]:
        number = call.query["page"]
        assert isinstance(number, int)
        self.asked.append(number)
        if number > len(self._pages):
            raise ServerStatusError("there is no such page.")
        return Result(self._pages[number - 1], Response(200))

    def list(self, *, ahead: bool = False, query: str = "any") -> Pages[str]:
        call = Call(LIST, query={"q": query, "page": 1})
        return Pages(
            self.send,
            call,
            PageNumberPaging(page_size=2),
            items=lambda body: body,
            from_wire=str,
            ahead=ahead,
        )


def read(listed: Pages[str], items: list[str]) -> None:
    """Add what the list holds to `items`, one by one."""
    for item in listed:
        items.append(item)  # noqa: PERF401


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize(
    ("pages", "items"),
    [
        ([[]], []),
        ([[1]], ["1"]),
        ([[1, 2], []], ["1", "2"]),
        ([[1, 2], [3]], ["1", "2", "3"]),
        ([[1, 2], [3, 4], []], ["1", "2", "3", "4"]),
    ],
)
def test_all_items_of_all_pages_in_order(pages: list[list[int]], items: list[str], ahead: bool) -> None:
    server = Server(*pages)
    assert [item for item in server.list(ahead=ahead)] == items
    assert server.asked == list(range(1, len(pages) + 1))
    assert Server(*pages).list(ahead=ahead).to_list() == items


def test_nothing_is_asked_before_the_first_item() -> None:
    server = Server([1])
    server.list(ahead=True)
    assert server.asked == []


def test_each_iteration_reads_the_list_anew() -> None:
    server = Server([1, 2], [3])
    listed = server.list()
    assert listed.to_list() == listed.to_list() == ["1", "2", "3"]
    assert server.asked == [1, 2, 1, 2]


def test_a_page_is_asked_for_when_the_one_before_is_used_up() -> None:
    server = Server([1, 2], [3])
    asked = [list(server.asked) for _ in server.list()]
    assert asked == [[1], [1], [1, 2]]


def test_a_server_that_repeats_its_page_is_found_out_before_its_items_come_twice() -> None:
    server = Server(*[[1, 2]] * 100)
    items: list[str] = []
    with pytest.raises(DecodeError, match="same page"):
        read(server.list(), items)
    assert items == ["1", "2"]
    assert server.asked == [1, 2]


@pytest.mark.parametrize("ahead", [False, True])
def test_an_error_reaches_the_reader_after_the_items_before_it(ahead: bool) -> None:
    items: list[str] = []
    with pytest.raises(ServerStatusError):
        read(Server([1, 2]).list(ahead=ahead), items)
    assert items == ["1", "2"]


def test_pages_carry_their_items_and_the_last_one_no_token() -> None:
    pages = [page for page in Server([1, 2], [3]).list().pages()]
    assert [page.items for page in pages] == [("1", "2"), ("3",)]
    assert [page.token is None for page in pages] == [False, True]


@pytest.mark.parametrize("ahead", [False, True])
def test_a_token_goes_on_after_its_page_with_a_pager_made_anew(ahead: bool) -> None:
    pages = ([1, 2], [3, 4], [5])
    tokens = [page.token for page in Server(*pages).list(ahead=ahead).pages()]
    assert [token is None for token in tokens] == [False, False, True]
    rests = [Server(*pages).list(ahead=ahead).after(token).to_list() for token in tokens if token]
    assert rests == [["3", "4", "5"], ["5"]]


def first_token(listed: Pages[str]) -> str:
    """The token of the first page."""
    pages = [page for page in listed.pages()]
    assert pages[0].token is not None
    return pages[0].token


def test_going_on_leaves_the_list_itself_as_it_is() -> None:
    listed = Server([1, 2], [3]).list()
    token = first_token(listed)
    listed.after(token)
    assert listed.first() == "1"


@pytest.mark.parametrize("token", ["", "x", "=", "\udc80", "e30", "a" * 2_000_000])
def test_a_token_that_is_none_is_refused_before_anything_is_asked(token: str) -> None:
    server = Server([1])
    with pytest.raises(InputError, match="no token"):
        server.list().after(token)
    assert server.asked == []


def test_a_token_of_the_same_list_with_other_arguments_is_refused() -> None:
    token = first_token(Server([1, 2], [3]).list(query="a"))
    with pytest.raises(InputError, match="another list"):
        Server([1, 2], [3]).list(query="b").after(token)


def test_the_first_item_costs_one_page() -> None:
    server = Server([1, 2], [3])
    assert server.list(ahead=True).first() == "1"
    assert server.asked == [1]


def test_an_empty_list_has_no_first_item() -> None:
    assert Server([]).list().first() is None


@pytest.mark.parametrize(("limit", "pages"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (9, 3)])
def test_a_limit_asks_for_no_page_beyond_those_it_needs(limit: int, pages: int) -> None:
    server = Server([1, 2], [3, 4], [5])
    found = server.list(ahead=True).to_list(limit=limit)
    assert found == ["1", "2", "3", "4", "5"][:limit]
    assert len(server.asked) == pages


@pytest.mark.parametrize("limit", [-1, True, 2.5, "3", pytest.param(-(10**5000), id="huge")])
def test_a_limit_that_is_no_number_from_0_on_is_refused(limit: Any) -> None:
    server = Server([1])
    with pytest.raises(InputError, match=r"^limit is .*Give 0 or more\.$"):
        server.list().to_list(limit=limit)
    assert server.asked == []
