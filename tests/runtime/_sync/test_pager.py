# DO NOT EDIT. Derived from ../_async/test_pager.py by "make regenerate".
import pytest

from seawall.core.answer import Answer
from seawall.core.errors import DecodeError, ServerStatusError
from seawall.core.message import Response
from seawall.runtime._sync.pager import items_of_pages


class Pages:
    """Answers page after page and keeps which ones were asked for."""

    def __init__(self, *pages: list[int]) -> None:
        self.asked: list[int] = []
        self._pages = pages

    def page(self, number: int) -> Answer[list[int]]:
        self.asked.append(number)
        if number > len(self._pages):
            raise ServerStatusError("there is no such page.")
        return Answer(self._pages[number - 1], Response(200))


def read(server: Pages, items: list[int]) -> None:
    """Add what the pages hold to `items`, one by one."""
    for item in items_of_pages(server.page, int, page_size=2):
        items.append(item)  # noqa: PERF401


@pytest.mark.parametrize(
    ("pages", "items"),
    [
        ([[]], []),
        ([[1]], [1]),
        ([[1, 2], []], [1, 2]),
        ([[1, 2], [3]], [1, 2, 3]),
        ([[1, 2], [3, 4], []], [1, 2, 3, 4]),
    ],
)
def test_all_items_of_all_pages_in_order(pages: list[list[int]], items: list[int]) -> None:
    server = Pages(*pages)
    assert [item for item in items_of_pages(server.page, int, page_size=2)] == items
    assert server.asked == list(range(1, len(pages) + 1))


def test_every_item_is_made_from_its_wire_form() -> None:
    server = Pages([1, 2], [3])
    assert [item for item in items_of_pages(server.page, str, page_size=2)] == ["1", "2", "3"]


def test_nothing_is_asked_before_the_first_item() -> None:
    server = Pages([1])
    items_of_pages(server.page, int, page_size=2)
    assert server.asked == []


def test_a_page_is_asked_for_when_the_one_before_is_used_up() -> None:
    server = Pages([1, 2], [3])
    asked = [list(server.asked) for _ in items_of_pages(server.page, int, page_size=2)]
    assert asked == [[1], [1], [1, 2]]


def test_a_server_that_repeats_its_page_is_found_out_before_its_items_come_twice() -> None:
    server = Pages(*[[1, 2]] * 100)
    items: list[int] = []
    with pytest.raises(DecodeError, match="same page"):
        read(server, items)
    assert items == [1, 2]
    assert server.asked == [1, 2]


def test_an_error_reaches_the_reader_after_the_items_before_it() -> None:
    items: list[int] = []
    with pytest.raises(ServerStatusError):
        read(Pages([1, 2]), items)
    assert items == [1, 2]
