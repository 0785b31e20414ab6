"""Lists that change while they are read: no item twice, none missed."""

import itertools
import random
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seawall.core.errors import ListChangedError
from seawall.core.paging.strategies import OffsetPaging
from tests.core.paging.lists import PROPERTY, STRATEGIES, Body, Server, items_of, pages_of, strategies

# Each change inserts new items or deletes some, at an index.
CHANGES = st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.integers(1, 6)), max_size=8)


def changed(changes: Sequence[tuple[bool, int, int]]) -> Iterator[Callable[[list[int]], None]]:
    for number, (inserts, at, count) in enumerate(changes):

        def change(items: list[int], number: int = number, at: int = at, count: int = count) -> None:
            items[at:at] = range(1000 * (number + 1), 1000 * (number + 1) + count)

        def delete(items: list[int], at: int = at, count: int = count) -> None:
            del items[at : at + count]

        yield change if inserts else delete


def read_while_changing(
    strategy: str, count: int, page_size: int, changes: Sequence[tuple[bool, int, int]], *, has_total: bool
) -> tuple[list[int], set[int]]:
    """Return the items that were read, and those that were in the list all the time."""
    server = Server(list(range(count)), page_size, has_total, changed(changes))
    items = items_of(server, strategies(page_size)[strategy], key=str)
    return items, set(range(count)) & set(server.items)


@PROPERTY
@given(st.sampled_from(STRATEGIES), st.integers(0, 40), st.integers(2, 9), CHANGES, st.booleans())
# The same page comes twice with the same total, because the reader stepped back in between.
@example(
    strategy="number",
    count=4,
    page_size=2,
    changes=[(False, 0, 1), (False, 2, 1), (True, 2, 1)],
    has_total=True,
)
def test_no_item_is_returned_twice_if_the_list_changes(
    strategy: str, count: int, page_size: int, changes: list[tuple[bool, int, int]], has_total: bool
) -> None:
    items, _ = read_while_changing(strategy, count, page_size, changes, has_total=has_total)
    assert len(items) == len(set(items))


@PROPERTY
@given(st.integers(0, 40), st.integers(2, 9), CHANGES, st.booleans())
# Few items were read, and the list has grown in front of them by more than their number.
@example(
    count=0,
    page_size=2,
    changes=[(True, 0, 2), (True, 0, 1), (True, 0, 1), (False, 0, 1), (True, 0, 1)],
    has_total=False,
)
def test_offset_paging_misses_no_item_that_stays(
    count: int, page_size: int, changes: list[tuple[bool, int, int]], has_total: bool
) -> None:
    items, stayed = read_while_changing("offset", count, page_size, changes, has_total=has_total)
    assert stayed <= set(items)


@PROPERTY
@given(st.integers(0, 40), st.integers(2, 9), CHANGES)
def test_page_numbers_with_a_total_miss_no_item_that_stays(
    count: int, page_size: int, changes: list[tuple[bool, int, int]]
) -> None:
    # One change at a time: if as many items are added as deleted between two pages, the total is the same.
    items, stayed = read_while_changing("number", count, page_size, changes, has_total=True)
    assert stayed <= set(items)


@PROPERTY
@given(st.integers(3, 40), st.integers(2, 9), CHANGES, st.integers(0, 3))
# The token remembers its own page only, and the items before it are at the start of the list.
@example(count=3, page_size=2, changes=[(True, 0, 2)], at=1)
def test_a_token_of_a_changed_list_resumes_exactly_or_raises(
    count: int, page_size: int, changes: list[tuple[bool, int, int]], at: int
) -> None:
    paging = OffsetPaging[Body](page_size=page_size)
    pages = list(pages_of(Server(list(range(count)), page_size), paging, key=str))
    before = pages[: min(at, len(pages) - 1) + 1]
    token = before[-1].token
    if token is None:
        return
    server = Server(list(range(count)), page_size)
    for change in changed(changes):
        change(server.items)
    try:
        after = list(pages_of(server, paging, key=str, token=token))
    except ListChangedError as error:
        assert "changed so much" in str(error)  # noqa: PT017
        return
    items = [item for page in (*before, *after) for item in page.items]
    assert len(items) == len(set(items))
    assert set(range(count)) & set(server.items) <= set(items)


def test_offset_paging_steps_back_if_the_list_shrinks_in_front() -> None:
    server = Server(list(range(10)), 4)

    def shrink(items: list[int]) -> None:
        del items[:5]

    server.changes = iter([lambda _: None, shrink])
    assert items_of(server, OffsetPaging(page_size=4), key=str) == [0, 1, 2, 3, 5, 6, 7, 8, 9]
    # At 3 is 8, which was not seen before; 4 further back is 5, the start of the list by now.
    assert [query["offset"] for query in server.requests] == [0, 3, 0, 3]


def test_a_lost_position_is_an_error() -> None:
    paging = OffsetPaging[Body](page_size=2)
    first = next(pages_of(Server(list(range(40)), 2), paging, key=str))
    later = list(pages_of(Server(list(range(40)), 2), paging, key=str))[9]
    assert first.token is not None
    assert later.token is not None
    with pytest.raises(ListChangedError, match="changed so much"):
        list(pages_of(Server(list(range(100, 140)), 2), paging, key=str, token=later.token))


@pytest.mark.parametrize("strategy", ["number", "offset", "link"])
def test_a_list_that_grew_much_in_front_is_read_to_its_end(strategy: str) -> None:
    def grow(items: list[int]) -> None:
        items[:0] = range(1000, 1050)

    server = Server(list(range(100)), 2, changes=iter([lambda _: None] * 45 + [grow]))
    items = items_of(server, strategies(2)[strategy], key=str)
    assert set(range(100)) <= set(items)
    assert len(items) == len(set(items))


@pytest.mark.parametrize("has_key", [False, True])
@pytest.mark.parametrize("has_total", [False, True])
@pytest.mark.parametrize("strategy", ["number", "offset"])
def test_a_list_under_inserts_and_deletes_is_never_a_decode_error(
    strategy: str, has_total: bool, has_key: bool
) -> None:
    for seed in range(150):
        chance = random.Random(seed)

        def churn(items: list[int], chance: random.Random = chance) -> None:
            at = chance.choice([0, chance.randint(0, len(items))])
            count = chance.choice([1, 2, 3, 4, 6])
            if chance.random() < 0.5:
                items[at:at] = [chance.randrange(1000, 10**9) for _ in range(count)]
            else:
                del items[at : at + count]

        server = Server(list(range(24)), 3, has_total, itertools.repeat(churn, 60))
        try:
            items = items_of(server, strategies(3)[strategy], key=str if has_key else None)
        except ListChangedError:
            continue
        assert not has_key or len(items) == len(set(items)), seed


# By offset and with a key, the reader steps back, and each request returns new items.
@pytest.mark.parametrize(("strategy", "has_key"), [("number", False), ("number", True), ("offset", False)])
def test_a_list_that_grows_by_a_page_between_all_requests_is_an_error_of_its_own(
    strategy: str, has_key: bool
) -> None:
    new = itertools.count(1000)

    def grow(items: list[int]) -> None:
        items[:0] = [next(new) for _ in range(2)]

    server = Server(list(range(10)), 2, changes=itertools.repeat(grow))
    with pytest.raises(ListChangedError):
        items_of(server, strategies(2)[strategy], key=str if has_key else None)
    assert len(server.requests) < 1000


@pytest.mark.parametrize("strategy", ["number", "offset"])
def test_a_page_that_comes_twice_because_the_list_grew_does_not_end_the_list(strategy: str) -> None:
    def grow(items: list[int]) -> None:
        items[:0] = [100, 101]

    server = Server(list(range(6)), 2, changes=iter([lambda _: None, grow]))
    # Without a key, the items of the repeated page are returned twice, and none is missed.
    assert items_of(server, strategies(2)[strategy]) == [0, 1, 0, 1, 2, 3, 4, 5]


def test_a_shift_that_repeats_a_limited_first_page_costs_no_item() -> None:
    """The second request meets the first page again, because an item came in front for a moment."""

    def nothing(_: list[int]) -> None:
        """Change nothing."""

    changes = iter([nothing, lambda items: items.insert(0, 99), lambda items: items.remove(99)])
    server = Server(list(range(11)), 2, changes=changes)
    assert items_of(server, OffsetPaging[Body](page_size=7), key=str) == list(range(11))


def test_a_list_of_one_item_that_may_be_limited() -> None:
    server = Server([1], 2)
    assert items_of(server, OffsetPaging[Body](page_size=2), key=str) == [1]
    assert [request["offset"] for request in server.requests] == [0, 1]
