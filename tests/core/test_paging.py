import pytest

from seawall.core.errors import DecodeError
from seawall.core.paging import is_last_page


@pytest.mark.parametrize(
    ("items", "is_last"),
    [([], True), ([1], True), ([1, 2], True), ([1, 2, 3], False), ([1, 2, 3, 4], False)],
)
def test_a_page_that_is_not_full_is_the_last(items: list[int], is_last: bool) -> None:
    assert is_last_page(items, 3, []) is is_last


def test_a_server_that_repeats_its_page_is_found_out() -> None:
    with pytest.raises(DecodeError, match="same page"):
        is_last_page([1, 2], 2, [1, 2])


def test_an_empty_page_after_an_empty_page_is_simply_the_last() -> None:
    assert is_last_page([], 2, []) is True
