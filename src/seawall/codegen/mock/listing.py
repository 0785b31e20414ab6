"""Pages of a collection: which items a request asks for, and what a page says beside them."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from seawall.codegen.api.shapes import Boolean, Integer, Object, Property, Schema, Text
from seawall.codegen.mock.collections import list_path
from seawall.codegen.mock.samples import Samples
from seawall.codegen.spec.plain_data import Json

__all__ = ["list_answer"]

_LIMITS: Final = frozenset(
    {"limit", "pagesize", "perpage", "size", "count", "top", "first", "maxresults", "take", "pagelimit"}
)
_OFFSETS: Final = frozenset({"offset", "skip", "start", "from", "pageoffset"})
_PAGES: Final = frozenset({"page", "pagenumber", "p"})
_CURSORS: Final = frozenset(
    {"cursor", "after", "pagetoken", "startingafter", "continuation", "marker", "nextcursor", "startcursor"}
)
_TOTALS: Final = frozenset({"total", "totalcount", "totalitems", "totalresults", "totalelements"})
_MORE: Final = frozenset({"hasmore", "hasnext", "hasnextpage", "more"})
_NEXT: Final = frozenset(
    {"next", "nextcursor", "nextpagetoken", "nexttoken", "cursor", "after", "continuation", "endcursor"}
)


@frozen(kw_only=True)
class _Window:
    start: int
    size: int
    page: int


def list_answer(
    schema: Schema, items: Sequence[Json], query: Mapping[str, Json], samples: Samples, key: str
) -> Json:
    """The answer of `schema` with the items that `query` asks for; None if it has no place for them."""
    place = list_path(schema, samples)
    if place is None:
        return None
    window = _window(query, len(items))
    page = list(items[window.start : window.start + window.size])
    if not place:
        return page
    sample = samples.sample(schema, key)
    answer: dict[str, Json] = dict(sample) if isinstance(sample, dict) else {}
    _fill(answer, samples.resolved(schema), window, len(items), samples)
    inner = answer
    for name in place[:-1]:
        below = inner.get(name)
        inner[name] = inner = dict(below) if isinstance(below, dict) else {}
    inner[place[-1]] = page
    return answer


def _window(query: Mapping[str, Json], total: int) -> _Window:
    plain = {_plain(name): value for name, value in query.items()}
    size = _first(plain, _LIMITS, total)
    page = _first(plain, _PAGES, 1)
    start = _first(plain, _OFFSETS, max(0, page - 1) * size)
    start = _first(plain, _CURSORS, start)
    return _Window(start=max(0, start), size=max(0, size), page=page)


def _first(query: Mapping[str, Json], names: frozenset[str], default: int) -> int:
    for name, value in query.items():
        if name in names and (isinstance(value, int) or (isinstance(value, str) and value.isdecimal())):
            return int(value)
    return default


def _fill(answer: dict[str, Json], schema: Schema, window: _Window, total: int, samples: Samples) -> None:
    """Set totals, cursors and the like, also one level below (`page_info`)."""
    shape = schema.shape
    if not isinstance(shape, Object):
        return
    end = window.start + window.size
    numbers = ((_TOTALS, total), (_PAGES, window.page), (_LIMITS, window.size), (_OFFSETS, window.start))
    for item in shape.properties:
        name, inner = _plain(item.name), samples.resolved(item.schema)
        kinds = _kinds(inner)
        number = next((value for names, value in numbers if name in names), None)
        below = answer.get(item.name)
        if number is not None and Integer in kinds:
            answer[item.name] = number
        elif name in _MORE and Boolean in kinds:
            answer[item.name] = end < total
        elif name in _NEXT and Text in kinds:
            _set_cursor(answer, item, inner, end if end < total else None)
        elif isinstance(inner.shape, Object) and isinstance(below, dict):
            copied = dict(below)
            _fill(copied, inner, window, total, samples)
            answer[item.name] = copied


def _set_cursor(answer: dict[str, Json], item: Property, schema: Schema, cursor: int | None) -> None:
    if cursor is not None:
        answer[item.name] = str(cursor)
    elif item.required:
        answer[item.name] = None if schema.is_nullable else ""
    else:
        answer.pop(item.name, None)


def _kinds(schema: Schema) -> set[type]:
    return {type(schema.shape), *(type(child.shape) for child in schema.children())}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
