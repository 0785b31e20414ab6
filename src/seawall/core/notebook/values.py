"""Models, lists of models and errors as the output of a notebook cell. Pure.

The fields are those of the repr: a field that the repr leaves out, such as a signed URL, is not shown.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

import attrs

from seawall.core.notebook.html import ALARM, SOFT, box, facts, fold, note, prose, table, text
from seawall.core.redaction.redact import redact

__all__ = ["error_html", "handle_html", "list_html", "model_html"]

_MAX_ROWS = 20
_MAX_NESTED_ROWS = 10
_MAX_COLUMNS = 10
_MAX_JSON_CHARACTERS = 2_000
_MAX_CELL_CHARACTERS = 60
_PRE = "background:none;white-space:pre-wrap;overflow-wrap:anywhere"
_NOTHING = f'<span style="{SOFT}">-</span>'


def model_html(model: object, name: str | None = None) -> str:
    """Return a model, an instance of an attrs class, as HTML: one line for each field, under its `name`."""
    rows = [(name, _value(getattr(model, name))) for name in _names(type(model))]
    return box(text(name or type(model).__name__), facts(rows))


def list_html(title: str, items: Sequence[object], remark: str = "") -> str:
    """Return `items` as a table of at most 20 rows, with `remark` below it; both texts are plain."""
    hidden = len(items) - _MAX_ROWS
    remarks = [prose(remark)] if remark else []
    if hidden > 0:
        remarks.insert(0, f"{hidden:,} more.")
    return box(text(title, max_characters=500), _rows(items[:_MAX_ROWS]), note(" ".join(remarks)))


def error_html(error: Mapping[str, object]) -> str:
    """Return an error, in its dict form, as HTML: its class, its message and the facts that are given."""
    left = dict(error)
    kind, message, problem = left.pop("error"), left.pop("message"), left.pop("problem", None)
    given = [*left.items(), *(problem.items() if isinstance(problem, Mapping) else ())]
    rows = [(name.replace("_", " "), _detail(value)) for name, value in given if value]
    title = f'<span style="{ALARM}">{text(kind)}</span>'
    return box(title, note(prose(str(message), max_characters=2_000), style=""), facts(rows) if rows else "")


def handle_html(handle: object, id_name: str) -> str:
    """Return a handle as HTML: its id, and its methods with the first line of their docstrings."""
    class_ = type(handle)
    methods = [
        (f"{name}()", prose((method.__doc__ or "").strip().partition("\n")[0]))
        for name, method in vars(class_).items()
        if callable(method) and not name.startswith("_")
    ]
    identity = facts([(id_name, _cell(getattr(handle, id_name)))])
    remark = note("A handle has no data of its own. Its methods send requests:")
    return box(text(class_.__name__), identity, remark, facts(methods))


def _detail(value: object) -> str:
    details = value if isinstance(value, list) else [value]
    # A detail may quote the server, which may quote a secret.
    lines = [text(redact(str(detail), max_characters=500), max_characters=500) for detail in details]
    more = [f"{len(lines) - _MAX_ROWS:,} more."] if len(lines) > _MAX_ROWS else []
    return "<br>".join(lines[:_MAX_ROWS] + more)


def _names(class_: type) -> list[str]:
    return [one.name for one in attrs.fields(class_) if one.repr is True and not one.name.startswith("_")]


def _rows(items: Sequence[object]) -> str:
    if not items:
        return ""
    class_ = type(items[0])
    if not attrs.has(class_) or any(type(item) is not class_ for item in items):
        return table(["#", "item"], [[str(at), _cell(item)] for at, item in enumerate(items)])
    # Columns without any value would push the others out of sight.
    used = [name for name in _names(class_) if any(_is_value(getattr(item, name)) for item in items)]
    columns, left = used[:_MAX_COLUMNS], used[_MAX_COLUMNS:]
    cells = [[str(at), *(_cell(getattr(item, name)) for name in columns)] for at, item in enumerate(items)]
    more = note(f"More fields: {text(', '.join(left), max_characters=1_000)}.") if left else ""
    return table(["#", *columns], cells) + more


def _is_value(value: object) -> bool:
    return value is not None and value not in ((), {})


def _value(value: object) -> str:
    """Return the HTML of a value in a line of its own."""
    if isinstance(value, Mapping) and value:
        return fold(_size(len(value), "key"), f'<pre style="{_PRE}">{_json(value)}</pre>')
    if isinstance(value, tuple | list) and value and not _words(value):
        inner = _rows(value[:_MAX_NESTED_ROWS])
        hidden = len(value) - _MAX_NESTED_ROWS
        return fold(_size(len(value)), inner + (note(f"{hidden:,} more.") if hidden > 0 else ""))
    if attrs.has(type(value)):
        return facts([(name, _cell(getattr(value, name))) for name in _names(type(value))])
    return _cell(value, max_characters=500)


def _cell(value: object, *, max_characters: int = _MAX_CELL_CHARACTERS) -> str:
    """Return the HTML of a value in few words."""
    match value:
        case None | "":
            return _NOTHING
        case Enum():
            shown = text(value.value, max_characters=max_characters)
        case datetime():
            shown = text(value.isoformat(" ", "seconds").replace("+00:00", " UTC"))
        case Mapping():
            shown = _size(len(value), "key")
        case tuple() | list():
            shown = _words(value, max_characters) or _size(len(value))
        case _:
            plain = _summary(value) if attrs.has(type(value)) else value
            shown = text(plain, max_characters=max_characters)
    return shown


def _words(values: Sequence[object], max_characters: int = _MAX_CELL_CHARACTERS) -> str:
    """Return the HTML of a few words, such as tags, on one line; "" if the values are more or no words."""
    are_words = 0 < len(values) <= _MAX_NESTED_ROWS and all(isinstance(one, str) for one in values)
    return text(", ".join(map(str, values)), max_characters=max_characters) if are_words else ""


def _summary(model: object) -> str:
    shown = ((name, getattr(model, name)) for name in _names(type(model)))
    return ", ".join(f"{name} {value}" for name, value in shown if isinstance(value, int | str) and value)


def _size(count: int, noun: str = "item") -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _json(value: Mapping[Any, object]) -> str:
    # Lines are kept, so each is escaped by itself.
    lines = json.dumps(value, ensure_ascii=False, indent=1, default=str).splitlines()
    kept, left = [], _MAX_JSON_CHARACTERS
    for line in lines:
        if left <= 0:
            kept.append("…")
            break
        indent = len(line) - len(line.lstrip())
        kept.append(" " * indent + text(line, max_characters=max(left, 1)))
        left -= len(line)
    return "\n".join(kept)
