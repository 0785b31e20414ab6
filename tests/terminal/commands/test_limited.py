"""The first items of a list."""

from collections.abc import Callable

import pytest
from attrs import field, frozen

from seawall.terminal.commands.limited import first_items

Captured = Callable[[], tuple[str, str]]


@frozen
class Pages:
    """A list of letters that records how many were asked for."""

    letters: str
    limits: list[int | None] = field(factory=list)

    def to_list(self, *, limit: int | None = None) -> list[str]:
        self.limits.append(limit)
        return list(self.letters[:limit])


@pytest.mark.parametrize(("letters", "is_told"), [("", False), ("ab", False), ("abc", True)])
def test_a_list_that_is_cut_off_says_so(captured: Captured, letters: str, *, is_told: bool) -> None:
    pages = Pages(letters)
    assert first_items(pages, 2, "letters") == list(letters[:2])
    assert pages.limits == [3]
    message = "There are more letters. To see them, give a larger --limit.\n"
    assert captured() == ("", message if is_told else "")
