"""Servers in a loop: the reader raises instead of reading forever."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from attrs import field, frozen

from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.errors import DecodeError, ListChangedError
from seawall.core.http.message import Response
from tests.core.paging.lists import (
    API,
    STRATEGIES,
    Body,
    Server,
    Stuck,
    pages_of,
    read,
    strategies,
)


@pytest.mark.parametrize("has_key", [False, True])
@pytest.mark.parametrize("total", [None, 6, 1000])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_server_that_repeats_one_page_is_an_error(strategy: str, total: int | None, has_key: bool) -> None:
    server = Stuck(Body([1, 2], total, "here"), f'<{API}/things?page=2>; rel="next"')
    items: list[int] = []
    with pytest.raises(DecodeError, match="same page"):
        read(pages_of(cast("Server", server), strategies(2)[strategy], key=str if has_key else None), items)
    # The last request compares the first page.
    assert server.requests <= 13
    # Cursors and links show the loop only after the second page.
    assert items == [1, 2] if has_key or strategy in {"number", "offset"} else items == [1, 2, 1, 2]


def first_of(item: object) -> object:
    return cast("Any", item)[0]


@frozen
class Flickering:
    """A server whose list never ends: the response to request `number` is `body(number)`."""

    body: Callable[[int], list[tuple[int, int]]]
    total: int | None = None
    numbers: Iterator[int] = field(factory=itertools.count)

    def send(self, _: Call[Any]) -> Result[Any]:
        number = next(self.numbers)
        body = Body(cast("Any", self.body(number)), self.total, f"cursor {number}")
        return Result(body, Response(200, {"link": f'<{API}/things?page={number + 2}>; rel="next"'}))


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize(
    "body",
    [
        lambda _: [(1, 0), (2, 0)],
        lambda number: [(1, number), (2, number)],
        lambda number: [(1, 0), (2, 0)][:: 1 if number % 2 else -1],
    ],
    ids=["same", "a field changes", "the order alternates"],
)
def test_an_endless_list_without_new_items_is_an_error(
    strategy: str, body: Callable[[int], list[tuple[int, int]]]
) -> None:
    server, items = Flickering(body), list[Any]()
    with pytest.raises(DecodeError, match="nothing new"):
        read(
            pages_of(cast("Server", server), strategies(2)[strategy], key=lambda item: cast("Any", item)[0]),
            items,
        )
    probes = 1 if strategy in {"number", "offset"} else 0
    assert (len(items), next(server.numbers)) == (2, 12 + probes)


@pytest.mark.parametrize("has_key", [False, True])
@pytest.mark.parametrize("strategy", ["cursor", "link"])
def test_endless_empty_pages_are_an_error(strategy: str, has_key: bool) -> None:
    server = Flickering(lambda _: [])
    with pytest.raises(DecodeError, match="nothing new"):
        list(pages_of(cast("Server", server), strategies(2)[strategy], key=str if has_key else None))
    assert next(server.numbers) == 11


def test_ten_empty_pages_in_a_row_are_allowed_after_each_item() -> None:
    server = Flickering(lambda number: [] if number % 11 else [(number, 0)])
    pages = pages_of(cast("Server", server), strategies(2)["cursor"], key=str)
    assert len([next(pages) for _ in range(5)]) == 5


def test_a_list_that_always_shifts_and_has_nothing_new_is_an_error_of_its_own() -> None:
    server = Flickering(
        lambda number: [(9, number), (1, number)] if number % 2 else [(1, number), (2, number)]
    )
    with pytest.raises(ListChangedError, match="faster than it can be read"):
        list(pages_of(cast("Server", server), strategies(2)["offset"], key=lambda item: cast("Any", item)[0]))


def test_a_circle_of_cursors_is_an_error() -> None:
    cursors = {None: "a", "a": "b", "b": "c", "c": "a"}

    class Circle:
        def send(self, call: Call[Body]) -> Result[Body]:
            here = cast("list[str | None]", call.query.get("cursor", [None]))[0]
            return Result(Body([1], cursor=cursors[here]), Response(200))

    items: list[int] = []
    with pytest.raises(DecodeError, match="same page"):
        read(pages_of(cast("Server", Circle()), strategies(2)["cursor"]), items)
    assert len(items) == 4
