"""Tables and lists of facts that fit a screen of any width without breaking a word: an id can be copied.

On a screen that is too narrow for a table, each row is a block of lines. A word that is longer than the
screen is left to the terminal, which wraps it without a line break.
"""

from collections.abc import Sequence

from attrs import frozen
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

__all__ = ["FactList", "FittedTable", "fitted_widths"]

_GAP = 2
# A column of text that is narrower takes too many lines to be read.
_MIN_TEXT_WIDTH = 16
_MOST_OF_NAMES = 0.6


@frozen(eq=False)
class FactList:
    """Names and values, one below the other."""

    pairs: Sequence[tuple[str, Text]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield a line for each fact; a value that does not fit beside its name is below it.

        So is that of a long name, which would leave no room for the values of the others.
        """
        longest = int(options.max_width * _MOST_OF_NAMES)
        names = max((cell_len(name) for name, _ in self.pairs if cell_len(name) <= longest), default=0)
        for name, value in self.pairs:
            if cell_len(name) > names or _longest_word(value) > options.max_width - names - _GAP:
                yield Text(name, style="dim")
                yield _unbroken(value)
                continue
            line = Table.grid(padding=(0, _GAP, 0, 0))
            line.add_column(style="dim", width=names)
            line.add_column()
            line.add_row(name, value)
            yield line


@frozen(eq=False)
class FittedTable:
    """A table with a header; the columns whose names are in `numbers` are aligned right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Text]]
    numbers: frozenset[str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table, or a block for each row if the screen is too narrow."""
        by_column = [
            [Text(name), *(row[index] for row in self.rows)] for index, name in enumerate(self.columns)
        ]
        widths = fitted_widths(
            [max(cell_len(cell.plain) for cell in cells) for cells in by_column],
            [max(_longest_word(cell) for cell in cells) for cells in by_column],
            options.max_width - _GAP * (len(self.columns) - 1),
        )
        if widths is not None:
            yield self._table(widths)
            return
        for number, row in enumerate(self.rows):
            if number:
                yield ""
            yield FactList(self._named(row))

    def _named(self, row: Sequence[Text]) -> list[tuple[str, Text]]:
        """The cells of a row with their names; a mark, in a column without a name, follows the first."""
        pairs = [(name, cell) for name, cell in zip(self.columns, row, strict=True) if cell.plain]
        marks = [cell for name, cell in pairs if not name]
        named = [(name, cell) for name, cell in pairs if name]
        return [(name, Text(" ").join([cell, *marks])) for name, cell in named[:1]] + named[1:]

    def _table(self, widths: Sequence[int]) -> RenderableType:
        built = Table(box=None, header_style="dim", pad_edge=False, padding=(0, _GAP, 0, 0))
        for name, width in zip(self.columns, widths, strict=True):
            built.add_column(name, justify="right" if name in self.numbers else "left", width=width)
        for row in self.rows:
            built.add_row(*row)
        return built


def fitted_widths(natural: Sequence[int], words: Sequence[int], room: int) -> list[int] | None:
    """Return the width of each column, in cells, so that all fit in `room`; None if that is not possible.

    `natural` are the widths of the longest cells, and `words` those of the longest words, which are not
    broken. The widest columns become narrower first.
    """
    least = [max(word, min(width, _MIN_TEXT_WIDTH)) for word, width in zip(words, natural, strict=True)]
    # No column needs more than the room; an error message may have thousands of characters.
    widths = [max(low, min(width, room)) for low, width in zip(least, natural, strict=True)]
    while sum(widths) > room:
        wide = [index for index, low in enumerate(least) if widths[index] > low]
        if not wide:
            return None
        widths[max(wide, key=widths.__getitem__)] -= 1
    return widths


def _longest_word(cell: Text) -> int:
    return max(map(cell_len, cell.plain.split()), default=0)


def _unbroken(value: Text) -> Text:
    line = value.copy()
    line.no_wrap, line.overflow = True, "ignore"
    return line
