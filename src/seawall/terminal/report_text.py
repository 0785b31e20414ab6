"""Prints reports in at most 80 columns; text of a spec can not control the terminal."""

import re
import shutil
import sys
import textwrap

import typer

from seawall.terminal.screen import printable

__all__ = ["echo_pointer", "echo_wrapped"]

_MAX_WIDTH = 80
_MIN_WIDTH = 40


def echo_wrapped(text: str, indent: str = "", indent_below: str | None = None) -> None:
    """Print `text`, which may come from a spec, within 80 columns and without control characters."""
    below = indent if indent_below is None else indent_below
    lines = textwrap.wrap(
        printable(text),
        _width(),
        initial_indent=indent,
        subsequent_indent=below,
        break_on_hyphens=False,
    )
    typer.echo("\n".join(lines))


def echo_pointer(pointer: str, indent: str = "") -> None:
    """Print a pointer within 80 columns; a long one is folded before slashes."""
    width, lines = _width(), [""]
    for part in re.findall("/[^/]*|[^/]+", printable(pointer)):
        if lines[-1] and len(indent) + 2 + len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part
    for number, line in enumerate(lines):
        echo_wrapped(line, indent if number == 0 else f"{indent}  ")


def _width() -> int:
    """The columns of a report: as many as the terminal has, at most 80."""
    if not sys.stdout.isatty():
        return _MAX_WIDTH
    return max(_MIN_WIDTH, min(_MAX_WIDTH, shutil.get_terminal_size().columns))
