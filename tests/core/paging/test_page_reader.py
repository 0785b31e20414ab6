"""The requests for a list, its items and its end, for every strategy."""

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError, DecodeError, InputError
from seawall.core.http.message import Response
from seawall.core.paging.page_reader import page_reader
from seawall.core.paging.strategies import CursorPaging, OffsetPaging, PageNumberPaging, Paging
from tests.core.paging.lists import LIST, PROPERTY, STRATEGIES, Body, Server, items_of, pages_of, strategies


def test_each_strategy_requests_its_pages() -> None:
    rows: list[tuple[str, list[dict[str, object]]]] = [
        ("number", [{"page": 1}, {"page": 2}, {"page": 3}]),
        ("offset", [{"offset": 0}, {"offset": 2}, {"offset": 4}]),
        ("cursor", [{}, {"cursor": "2"}, {"cursor": "4"}]),
        ("link", [{}, {"page": "2"}, {"page": "3"}]),
    ]
    for strategy, requests in rows:
        server = Server([1, 2, 3, 4, 5], 2)
        assert items_of(server, strategies(2)[strategy]) == [1, 2, 3, 4, 5], (strategy, requests)
        assert server.requests == [{"q": "any", **query} for query in requests], (strategy, requests)


def test_the_number_of_requests_for_a_list() -> None:
    rows: list[tuple[str, int, bool, int]] = [
        ("number", 0, False, 1),
        # Without a total, a first page that is not full may be limited by the server.
        ("number", 1, False, 2),
        ("offset", 1, False, 2),
        ("number", 1, True, 1),
        ("number", 3, False, 2),
        ("number", 4, False, 3),
        ("number", 4, True, 3),
        ("offset", 4, False, 3),
        ("offset", 4, True, 3),
        ("cursor", 4, False, 2),
        ("link", 4, False, 2),
    ]
    for strategy, count, has_total, requests in rows:
        server = Server(list(range(count)), 2, has_total)
        assert items_of(server, strategies(2)[strategy]) == list(range(count)), (
            strategy,
            count,
            has_total,
            requests,
        )
        assert len(server.requests) == requests, (strategy, count, has_total, requests)


@PROPERTY
@given(st.sampled_from(STRATEGIES), st.integers(0, 40), st.integers(2, 9), st.booleans(), st.booleans())
def test_every_split_into_pages_returns_the_same_items(
    strategy: str, count: int, page_size: int, has_total: bool, has_key: bool
) -> None:
    server = Server(list(range(count)), page_size, has_total)
    key = str if has_key else None
    assert items_of(server, strategies(page_size)[strategy], key=key) == list(range(count))


@PROPERTY
@given(
    st.sampled_from(["number", "offset"]),
    st.integers(0, 40),
    st.integers(2, 9),
    st.integers(2, 30),
    st.booleans(),
)
def test_a_server_that_limits_the_page_size_costs_no_item(
    strategy: str, count: int, limit: int, page_size: int, has_key: bool
) -> None:
    server = Server(list(range(count)), min(limit, page_size))
    found = items_of(server, strategies(page_size)[strategy], key=str if has_key else None)
    assert found == list(range(count))


def test_an_exact_page_size_saves_the_request_after_a_short_first_page() -> None:
    for paging in (
        PageNumberPaging[Body](page_size=5, exact_page_size=True),
        OffsetPaging[Body](page_size=5, exact_page_size=True),
    ):
        for has_key in (False, True):
            server = Server([1, 2, 3], 5)
            assert items_of(server, paging, key=str if has_key else None) == [1, 2, 3]
            assert len(server.requests) == 1


def test_a_server_without_pages_returns_its_list_once() -> None:
    class Whole(Server):
        def send(self, call: Call[Body]) -> Result[Body]:
            self.requests.append(dict(call.query))
            return Result(Body(self.items), Response(200))

    for strategy in ("number", "offset"):
        for has_key, requests in ((True, 3), (False, 5)):
            server = Whole([1, 2, 3], 3)
            assert items_of(server, strategies(5)[strategy], key=str if has_key else None) == [1, 2, 3]
            assert len(server.requests) == requests, (strategy, has_key)


def test_an_empty_page_with_a_cursor_does_not_end_the_list() -> None:
    bodies = iter([Body([1], cursor="a"), Body([], cursor="b"), Body([2])])

    class Sparse:
        def send(self, _: Call[Body]) -> Result[Body]:
            return Result(next(bodies), Response(200))

    assert items_of(cast("Server", Sparse()), strategies(2)["cursor"]) == [1, 2]


def test_pages_smaller_than_requested_are_read_to_the_end_with_a_total() -> None:
    rows: list[str] = ["number", "offset"]
    for strategy in rows:
        server = Server(list(range(20)), 3, has_total=True)
        assert items_of(server, strategies(7)[strategy]) == list(range(20)), strategy


def test_pages_have_the_total_of_the_api() -> None:
    assert [
        page.total for page in pages_of(Server([1, 2, 3], 2, has_total=True), strategies(2)["number"])
    ] == [3, 3]


@pytest.mark.parametrize("page_size", [0, -1])
def test_a_page_size_below_1_is_refused(page_size: int) -> None:
    strategies_: list[Paging[Body]] = [
        PageNumberPaging(page_size=page_size),
        OffsetPaging(page_size=page_size),
    ]
    for strategy in strategies_:
        with pytest.raises(InputError, match="page_size"):
            items_of(Server([1, 2], 2), strategy)


def test_offset_paging_with_a_key_needs_a_page_size_of_2() -> None:
    with pytest.raises(ConfigError, match="give 2 or more"):
        next(pages_of(Server([1], 1), OffsetPaging(page_size=1), key=str))
    assert items_of(Server([1, 2], 1), OffsetPaging(page_size=1)) == [1, 2]


@pytest.mark.parametrize("strategy", ["number", "offset"])
@pytest.mark.parametrize("has_key", [False, True])
def test_a_total_that_is_too_high_does_not_prevent_the_end(strategy: str, has_key: bool) -> None:
    class Boaster(Server):
        def send(self, call: Call[Body]) -> Result[Body]:
            result = Server.send(self, call)
            return Result(Body(result.value.items, 1000), result.response)

    assert items_of(Boaster([1, 2, 3], 2), strategies(2)[strategy], key=str if has_key else None) == [1, 2, 3]


def test_a_server_with_pages_of_one_is_an_error_with_a_key() -> None:
    server = Server([1, 2, 3], 1, has_total=True)
    with pytest.raises(DecodeError, match="same page"):
        items_of(server, strategies(2)["offset"], key=str)
    assert items_of(Server([1, 2, 3], 1, has_total=True), strategies(2)["offset"]) == [1, 2, 3]


def test_no_cursor_ends_the_list() -> None:
    rows: list[str | None] = [None, ""]
    for cursor in rows:
        result = Result(Body([1], cursor=cursor), Response(200))
        paging = CursorPaging[Body](next_cursor=lambda result: result.value.cursor)
        assert paging.next_query(Call(LIST), result) is None, cursor


def test_a_missing_page_of_a_list_with_cursors_is_not_accepted() -> None:
    paging = CursorPaging[Body](next_cursor=lambda result: result.value.cursor)
    call: Call[Body] = Call(LIST)
    reader = page_reader(call, paging, items=lambda body: body.items, from_wire=lambda item: item)
    assert not reader.accept_missing()


def test_a_repeated_page_and_then_a_missing_one_show_a_server_without_pages() -> None:
    paging = OffsetPaging[Body](page_size=3)
    items: list[int] = [1, 2]
    reader = page_reader(
        Call(LIST), paging, items=lambda body: body.items, from_wire=lambda item: item, key=str
    )
    for _ in range(2):
        reader.accept(Result(Body(items), Response(200)))
    assert reader.accept_missing()
