"""Tables and lists of facts, declared by titles."""

from datetime import UTC, datetime

import pytest
from attrs import frozen

from seawall.terminal.commands.views import facts_view, table_view
from seawall.terminal.screen import show


@frozen
class Book:
    """A book of a library."""

    title: str
    authors: tuple[str, ...]
    pages: int | None = None
    lent_at: datetime | None = None

    @property
    def is_lent(self) -> bool:
        """True if it is in use."""
        return self.lent_at is not None


BOOKS = (
    Book("One", ("Ada", "Grace"), 12, datetime(2026, 1, 2, 3, 4, tzinfo=UTC)),
    Book("Two", ()),
)


def test_a_table_has_a_column_for_each_title(capsys: pytest.CaptureFixture[str]) -> None:
    view = table_view(
        Book,
        {"BOOK": "title", "BY": "authors", "PAGES": "pages", "": lambda one: "*" if one.is_lent else ""},
        numbers={"PAGES"},
    )
    show(*view(BOOKS))
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["BOOK", "BY", "PAGES"],
        ["One", "Ada,", "Grace", "12", "*"],
        ["Two", "-"],
    ]


def test_facts_leave_out_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    view = facts_view(Book, {"Book": "title", "Lent": "is_lent", "Since": "lent_at"})
    show(*view(BOOKS[1]))
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["Book", "Two"],
        ["Lent", "no"],
    ]


def test_an_attribute_that_the_class_has_not_is_told_at_once() -> None:
    with pytest.raises(AttributeError, match="titel"):
        table_view(Book, {"BOOK": "titel"})
