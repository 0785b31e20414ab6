"""Views of data that are declared by titles: tables and lists of facts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from seawall.terminal.commands.declared import Parts
from seawall.terminal.screen import Cell, facts, table

__all__ = ["View", "facts_view", "table_view"]

T = TypeVar("T")

View: TypeAlias = Callable[[T], Parts]
"""The human-readable form of a value."""


def table_view(
    kind: type[T], columns: Mapping[str, str | Callable[[T], Cell | None]], *, numbers: Collection[str] = ()
) -> View[Sequence[T]]:
    """The view of several values of a class: a table with one row for each.

    A column is a title and the name of an attribute, or a function of the value. Columns in `numbers` are
    aligned right. Several texts in one cell have a comma between them. Raises AttributeError for an attribute
    that the class has not.
    """
    readers = [_reader(kind, each) for each in columns.values()]

    def parts(values: Sequence[T]) -> Parts:
        yield table([*columns], [[read(one) for read in readers] for one in values], numbers=numbers)

    return parts


def facts_view(kind: type[T], names: Mapping[str, str | Callable[[T], Cell | None]]) -> View[T]:
    """The view of one value: titles and attributes, as for `table_view`; one that is None is left out."""
    readers = {title: _reader(kind, each) for title, each in names.items()}

    def parts(value: T) -> Parts:
        yield facts([(title, read(value)) for title, read in readers.items()])

    return parts


def _reader(kind: type[T], column: str | Callable[[T], Cell | None]) -> Callable[[T], Cell | None]:
    if isinstance(column, str):
        # Now, and not when the command runs.
        getattr(kind, column)
    read: Callable[[Any], Any] = attrgetter(column) if isinstance(column, str) else column

    def cell(value: T) -> Cell | None:
        found = read(value)
        return ", ".join(map(str, found)) if isinstance(found, tuple) else found

    return cell
