"""Prints reports within 80 columns; text of a spec can not control the terminal."""

import re
import textwrap

import typer

from seawall.terminal.screen import printable

__all__ = ["echo_pointer", "echo_wrapped"]

_WIDTH = 80


def echo_wrapped(text: str, indent: str = "", indent_below: str | None = None) -> None:
    """Print `text`, which may come from a spec, within 80 columns and without control characters."""
    below = indent if indent_below is None else indent_below
    lines = textwrap.wrap(
        printable(text), _WIDTH, initial_indent=indent, subsequent_indent=below, break_on_hyphens=False
    )
    typer.echo("\n".join(lines))


def echo_pointer(pointer: str, indent: str = "") -> None:
    """Print a pointer within 80 columns; a long one is folded before slashes."""
    lines = [""]
    for part in re.findall("/[^/]*|[^/]+", printable(pointer)):
        if lines[-1] and len(indent) + 2 + len(lines[-1]) + len(part) > _WIDTH:
            lines.append("")
        lines[-1] += part
    for number, line in enumerate(lines):
        echo_wrapped(line, indent if number == 0 else f"{indent}  ")
