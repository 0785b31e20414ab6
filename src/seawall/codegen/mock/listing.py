"""Pages of a collection: which items a request asks for, and what a page says beside them."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from seawall.codegen.api.lists import (
    CURSOR_NAMES,
    LIMIT_NAMES,
    MORE_NAMES,
    NEXT_NAMES,
    OFFSET_NAMES,
    PAGE_NAMES,
    TOTAL_NAMES,
    list_path,
    plain_name,
)
from seawall.codegen.api.model import Api, ApiOperation
from seawall.codegen.api.reach import resolve
from seawall.codegen.api.shapes import Array, Boolean, Integer, Object, Property, Schema, Text
from seawall.codegen.spec.plain_data import Json

__all__ = ["item_schema", "list_answer", "reads_pages"]


@frozen(kw_only=True)
class _Window:
    start: int
    size: int
    page: int


def reads_pages(operation: ApiOperation) -> bool:
    """True if the operation has a parameter for a page: its size, its number, an offset or a cursor."""
    names = {plain_name(one.name) for one in operation.parameters if one.location == "query"}
    return bool(names & (LIMIT_NAMES | OFFSET_NAMES | PAGE_NAMES | CURSOR_NAMES))


def item_schema(api: Api, schema: Schema) -> Schema | None:
    """The schema of the items of a list whose answer is `schema`; None if it has no items."""
    place = list_path(api, schema)
    if place is None:
        return None
    inner = resolve(api, schema)
    for name in place:
        assert isinstance(inner.shape, Object)
        inner = resolve(api, next(one.schema for one in inner.shape.properties if one.name == name))
    assert isinstance(inner.shape, Array)
    return inner.shape.items


def list_answer(
    api: Api,
    schema: Schema,
    items: Sequence[Json],
    query: Mapping[str, Json],
    sample: Json,
) -> Json:
    """The answer of `schema` with the items that `query` asks for; None if it has no place for them."""
    place = list_path(api, schema)
    if place is None:
        return None
    window = _window(query, len(items))
    page = list(items[window.start : window.start + window.size])
    if not place:
        return page
    answer: dict[str, Json] = dict(sample) if isinstance(sample, dict) else {}
    _fill(answer, resolve(api, schema), window, len(items), api)
    inner = answer
    for name in place[:-1]:
        below = inner.get(name)
        inner[name] = inner = dict(below) if isinstance(below, dict) else {}
    inner[place[-1]] = page
    return answer


def _window(query: Mapping[str, Json], total: int) -> _Window:
    plain = {plain_name(name): value for name, value in query.items()}
    size = _first(plain, LIMIT_NAMES, total)
    page = _first(plain, PAGE_NAMES, 1)
    start = _first(plain, OFFSET_NAMES, max(0, page - 1) * size)
    start = _first(plain, CURSOR_NAMES, start)
    return _Window(start=max(0, start), size=max(0, size), page=page)


def _first(query: Mapping[str, Json], names: frozenset[str], default: int) -> int:
    for name, value in query.items():
        if name in names and (isinstance(value, int) or (isinstance(value, str) and value.isdecimal())):
            return int(value)
    return default


def _fill(answer: dict[str, Json], schema: Schema, window: _Window, total: int, api: Api) -> None:
    """Set totals, cursors and the like, also one level below (`page_info`)."""
    shape = schema.shape
    if not isinstance(shape, Object):
        return
    end = window.start + window.size
    numbers = (
        (TOTAL_NAMES, total),
        (PAGE_NAMES, window.page),
        (LIMIT_NAMES, window.size),
        (OFFSET_NAMES, window.start),
    )
    for item in shape.properties:
        name, inner = plain_name(item.name), resolve(api, item.schema)
        kinds = _kinds(inner)
        number = next((value for names, value in numbers if name in names), None)
        below = answer.get(item.name)
        if number is not None and Integer in kinds:
            answer[item.name] = number
        elif name in MORE_NAMES and Boolean in kinds:
            answer[item.name] = end < total
        elif name in NEXT_NAMES and Text in kinds:
            _set_cursor(answer, item, inner, end if end < total else None)
        elif isinstance(inner.shape, Object) and isinstance(below, dict):
            copied = dict(below)
            _fill(copied, inner, window, total, api)
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
