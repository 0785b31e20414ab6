"""The first items of a reading: indexes, slices and length without a request."""

import pytest

from seawall.core.errors import UsageError
from seawall.core.paging.read_items import KEPT_ITEMS, ReadItems


def read(count: int, *, is_complete: bool = False) -> ReadItems[int]:
    items: ReadItems[int] = ReadItems("GET /things", "Read it with `for`.")
    for start in range(0, count, 7):
        items.add(range(start, min(start + 7, count)))
    items.is_complete = is_complete
    return items


def test_an_item_that_was_read_is_there() -> None:
    assert [read(5).at(index) for index in range(5)] == [0, 1, 2, 3, 4]
    assert [read(5, is_complete=True).at(index) for index in (-1, -5)] == [4, 0]


SLICES = [slice(2), slice(0, 5), slice(1, 4, 2), slice(3, 1), slice(3, 1, -1), slice(4, 0, -3)]


@pytest.mark.parametrize("part", SLICES)
def test_a_slice_of_what_was_read_is_that_of_a_list(part: slice) -> None:
    assert read(5).part(part) == list(range(5))[part]


@pytest.mark.parametrize("part", [*SLICES, slice(None), slice(-2, None), slice(2, 99), slice(None, None, -1)])
def test_a_slice_of_a_whole_list_is_that_of_a_list(part: slice) -> None:
    assert read(5, is_complete=True).part(part) == list(range(5))[part]


@pytest.mark.parametrize(
    ("items", "index", "reason"),
    [
        (read(0), 0, "item 0 can not be taken from it; nothing was read. Read it with `for`."),
        (read(5), 5, "item 5 can not be taken from it; 5 items were read. Read it with `for`."),
        (read(5), -1, "item -1 can not be taken"),
        (read(1), 1, "1 item was read"),
        (read(5, is_complete=True), 5, r"there is no item 5, for its length is 5\.$"),
        (read(5, is_complete=True), -6, "there is no item -6, for"),
        (read(1200), 1100, "1,200 items were read, and the first 100 are kept"),
        (read(1200, is_complete=True), -1, "the first 100 are kept"),
    ],
)
def test_an_item_that_is_not_there_is_an_error(items: ReadItems[int], index: int, reason: str) -> None:
    with pytest.raises(UsageError, match=f"^GET /things: .*{reason}") as caught:
        items.at(index)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    ("items", "part"),
    [
        (read(5), slice(None)),
        (read(5), slice(2, None)),
        (read(5), slice(-2, 3)),
        (read(5), slice(6)),
        (read(5), slice(10**12)),
        (read(1200), slice(101)),
        (read(1200, is_complete=True), slice(None)),
    ],
)
def test_a_slice_with_an_item_that_is_not_there_is_an_error(items: ReadItems[int], part: slice) -> None:
    with pytest.raises(UsageError, match="slice"):
        items.part(part)


def test_the_length_is_known_at_the_end() -> None:
    assert read(1200, is_complete=True).length() == 1200
    with pytest.raises(UsageError, match="its length is not known before it was read to its end; 5 items"):
        read(5).length()


def test_whether_there_is_an_item_is_known_after_the_first_page() -> None:
    assert read(1).is_any()
    assert not read(0, is_complete=True).is_any()
    with pytest.raises(UsageError, match="whether it has an item"):
        read(0).is_any()


def test_no_more_items_are_kept_than_the_bound() -> None:
    assert len(read(100_000).items) == KEPT_ITEMS
