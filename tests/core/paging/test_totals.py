"""Totals that are wrong: a total may save a request, but it never costs an item."""

from collections.abc import Callable
from typing import cast

import pytest
from attrs import field, mutable
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.engine.call import Call
from seawall.core.engine.result import Result
from seawall.core.errors import DecodeError
from seawall.core.paging.strategies import OffsetPaging, PageNumberPaging, Paging
from tests.core.paging.lists import PROPERTY, Body, Server, items_of, pages_of, strategies

# The total that a server reports, from the number of items in the list and on the page.
TOTALS: dict[str, Callable[[int, int], int]] = {
    "zero": lambda _all, _page: 0,
    "negative": lambda _all, _page: -1,
    "one": lambda _all, _page: 1,
    "capped": lambda all_, _page: min(all_, 10),
    "of the page": lambda _all, page: page,
    "counted down": lambda all_, page: all_ - page,
    "one too small": lambda all_, _page: all_ - 1,
    "right": lambda all_, _page: all_,
    "too high": lambda all_, _page: all_ + 7,
}


@mutable
class Counting(Server):
    """A server that reports `total_of` the list and the page."""

    total_of: Callable[[int, int], int] = field(kw_only=True)

    def send(self, call: Call[Body]) -> Result[Body]:
        result = Server.send(self, call)
        items = result.value.items
        return Result(
            Body(items, self.total_of(len(self.items), len(items)), result.value.cursor), result.response
        )


@PROPERTY
@given(
    st.sampled_from(["number", "offset"]),
    st.sampled_from(sorted(TOTALS)),
    st.integers(0, 60),
    st.integers(2, 9),
    st.booleans(),
)
def test_a_wrong_total_costs_no_item(
    strategy: str, total: str, count: int, page_size: int, has_key: bool
) -> None:
    server = Counting(list(range(count)), page_size, total_of=TOTALS[total])
    found = items_of(server, strategies(page_size)[strategy], key=str if has_key else None)
    assert found == list(range(count))


@pytest.mark.parametrize("strategy", ["number", "offset"])
def test_a_capped_total_of_a_server_with_smaller_pages_costs_no_item(strategy: str) -> None:
    for has_key in (False, True):
        server = Counting(list(range(43)), 4, total_of=TOTALS["capped"])
        found = items_of(server, strategies(9)[strategy], key=str if has_key else None)
        assert found == list(range(43)), has_key


@pytest.mark.parametrize("strategy", ["number", "offset"])
def test_a_capped_total_costs_no_item_after_a_token(strategy: str) -> None:
    server = Counting(list(range(40)), 4, total_of=TOTALS["capped"])
    paging = strategies(4)[strategy]
    for page in list(pages_of(server, paging, key=str))[:-1]:
        assert page.token is not None
        rest = [item for later in pages_of(server, paging, key=str, token=page.token) for item in later.items]
        assert rest == list(range(page.items[-1] + 1, 40))


def test_a_total_that_is_no_number_is_an_error_that_names_it() -> None:
    wrong: list[object] = ["5", 5.0, True]
    for total in wrong:

        def total_of(_: Result[Body], total: object = total) -> int | None:
            return cast("int | None", total)

        pagings: list[Paging[Body]] = [
            PageNumberPaging(page_size=2, total=total_of),
            OffsetPaging(page_size=2, total=total_of),
        ]
        for paging in pagings:
            with pytest.raises(DecodeError, match=f"`total` returns {type(total).__name__}"):
                items_of(Server([1, 2, 3], 2), paging)


@pytest.mark.parametrize("strategy", ["number", "offset"])
@pytest.mark.parametrize("has_key", [False, True])
def test_a_total_of_the_items_that_are_left_costs_no_item(strategy: str, has_key: bool) -> None:
    class Left(Server):
        def send(self, call: Call[Body]) -> Result[Body]:
            result = Server.send(self, call)
            query = self.requests[-1]
            start = int(str(query.get("offset", (int(str(query.get("page", 1))) - 1) * self.page_size)))
            return Result(Body(result.value.items, max(0, len(self.items) - start)), result.response)

    for count in range(20):
        server = Left(list(range(count)), 3)
        found = items_of(server, strategies(3)[strategy], key=str if has_key else None)
        assert found == list(range(count))
