"""Fragments of HTML for the output of a notebook cell: text, facts and tables. Pure.

No fragment has a script, a colour of the background or an address of anything outside, because notebooks are
shared, and shown in light and dark. Text is always escaped: it may be the text of a server.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["ALARM", "SOFT", "box", "facts", "fold", "note", "one_line", "prose", "table", "text"]

SOFT = "color:#808080"
ALARM = "color:#d9534f;font-weight:600"
"""Styles of text, with enough contrast on white and on black."""

_LINE = "1px solid rgba(128,128,128,.3)"
_CELL = f"text-align:left;vertical-align:top;padding:.2em .8em .2em 0;border:0;border-bottom:{_LINE}"
# MathJax, in its versions 2 and 3, would typeset the text between two dollar signs.
_CLASSES = "seawall tex2jax_ignore mathjax_ignore"
_MAX_CHARACTERS = 200


def one_line(value: object, *, max_characters: int = _MAX_CHARACTERS) -> str:
    """Return `str(value)` as one line without markup; a character that does not print shows its code."""
    line = " ".join(str(value)[: 4 * max_characters].split())
    shown = line
    if not line.isprintable():
        shown = "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in line)
    return shown if len(shown) <= max_characters else shown[: max_characters - 1] + "…"


def text(value: object, *, max_characters: int = _MAX_CHARACTERS) -> str:
    """Return `str(value)` as one line of escaped HTML; a character that does not print shows its code.

    So neither markup nor a control character, such as one that reverses the text after it, has an effect.
    """
    shown = one_line(value, max_characters=max_characters)
    # Text from right to left must not reorder its surroundings.
    return f"<bdi>{escape(shown)}</bdi>" if not shown.isascii() else escape(shown)


def prose(sentence: str, *, max_characters: int = 500) -> str:
    """Return a sentence as HTML, with the code between backticks as code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", text(sentence, max_characters=max_characters))


def box(title: str, *parts: str) -> str:
    """Return a whole output: a title, which is HTML, and `parts` below each other."""
    style = "line-height:1.4;max-width:100%;overflow-x:auto"
    return f'<div class="{_CLASSES}" style="{style}"><div><b>{title}</b></div>{"".join(parts)}</div>'


def note(html: str, *, style: str = SOFT) -> str:
    """Return a paragraph beside the data, such as a remark."""
    return f'<div style="{style}">{html}</div>'


def fold(summary: str, html: str) -> str:
    """Return `html` behind a line that opens it."""
    return f"<details><summary>{summary}</summary>{html}</details>"


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Return names and values, which are HTML, below each other."""
    cells = "".join(
        f'<tr style="background:none"><th style="{_CELL};font-weight:600">{text(name)}</th>'
        f'<td style="{_CELL}">{value}</td></tr>'
        for name, value in rows
    )
    return _table(f"<tbody>{cells}</tbody>")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table: the names of its columns, and the cells of each row, which are HTML."""
    head = "".join(f'<th style="{_CELL};font-weight:600">{text(name)}</th>' for name in columns)
    body = "".join(
        '<tr style="background:none">'
        + "".join(f'<td style="{_CELL};white-space:nowrap">{one}</td>' for one in row)
        + "</tr>"
        for row in rows
    )
    return _table(f'<thead><tr style="background:none">{head}</tr></thead><tbody>{body}</tbody>')


def _table(rows: str) -> str:
    style = f"border-collapse:collapse;border:0;border-top:{_LINE};margin:.3em 0;text-align:left"
    return f'<table style="{style}">{rows}</table>'
