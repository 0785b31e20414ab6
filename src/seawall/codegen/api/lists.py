"""Finds lists and their pages in an API, by the names that APIs use for them."""

import re
from typing import Final

from seawall.codegen.api.model import Api
from seawall.codegen.api.reach import resolve
from seawall.codegen.api.shapes import Array, Object, Schema

__all__ = [
    "CURSOR_NAMES",
    "LIMIT_NAMES",
    "MORE_NAMES",
    "NEXT_NAMES",
    "OFFSET_NAMES",
    "PAGE_NAMES",
    "TOTAL_NAMES",
    "list_path",
    "plain_name",
]

# Names as `plain_name` writes them: of parameters, and of what a page says beside its items.
LIMIT_NAMES: Final = frozenset(
    {"limit", "pagesize", "perpage", "size", "count", "top", "first", "maxresults", "take", "pagelimit"}
)
OFFSET_NAMES: Final = frozenset({"offset", "skip", "start", "from", "pageoffset"})
PAGE_NAMES: Final = frozenset({"page", "pagenumber", "p"})
CURSOR_NAMES: Final = frozenset(
    {"cursor", "after", "pagetoken", "startingafter", "continuation", "marker", "nextcursor", "startcursor"}
)
TOTAL_NAMES: Final = frozenset({"total", "totalcount", "totalitems", "totalresults", "totalelements"})
MORE_NAMES: Final = frozenset({"hasmore", "hasnext", "hasnextpage", "more"})
NEXT_NAMES: Final = frozenset(
    {"next", "nextcursor", "nextpagetoken", "nexttoken", "cursor", "after", "continuation", "endcursor"}
)
_LIST_NAMES: Final = ("data", "items", "results", "values", "entries", "records")


def plain_name(name: str) -> str:
    """`name` in lower case, without marks: `page_size`, `pageSize` and `page[size]` are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def list_path(api: Api, schema: Schema) -> tuple[str, ...] | None:
    """Keys that lead to the items of a list in its answer: none for an array. None if it has no items."""
    shape = resolve(api, schema).shape
    if isinstance(shape, Array):
        return ()
    if not isinstance(shape, Object):
        return None
    arrays = [one for one in shape.properties if isinstance(resolve(api, one.schema).shape, Array)]
    if arrays:
        best = next(
            (one for name in _LIST_NAMES for one in arrays if plain_name(one.name) == name), arrays[0]
        )
        return (best.name,)
    for one in shape.properties:
        inner = resolve(api, one.schema).shape
        if isinstance(inner, Object) and plain_name(one.name) in _LIST_NAMES:
            below = list_path(api, one.schema)
            if below is not None:
                return (one.name, *below)
    return None
