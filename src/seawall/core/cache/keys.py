"""What the operation cache keeps an answer under, and what a write touches. Pure.

A key holds the operation, the arguments and a scope: the API and the principal. Two calls share a key only
where they put the same request on the wire; 1, True and "1" are three arguments.

What a write touches is read off the path. In `/v1/runs/{run_id}/items/{external_id}` the collection is `runs`
and the entity the value of `run_id`: the first segment that is neither a placeholder nor a version nor `api`,
and the first placeholder after it. From these come tags; a write touches a read where they share one.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, TypeAlias, cast
from uuid import UUID

import attrs
from attrs import frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.errors import InputError
from seawall.core.wire.codec import encode
from seawall.core.wire.unset import UNSET

__all__ = [
    "EVERYTHING",
    "CacheKey",
    "CacheStatistics",
    "Invalidation",
    "Tag",
    "cache_key",
    "key_digest",
    "operation_tag",
    "tag_digest",
    "tags_of_read",
    "tags_of_write",
]

Tag: TypeAlias = tuple[str, ...]
"""One thing that reads depend on and writes touch, e.g. `("lists", "runs")`."""

EVERYTHING: Tag = ("everything",)
"""The tag that every read has."""

_NAMELESS: Tag = ("nameless",)
_NONE: frozenset[object] = frozenset()
_API_OR_VERSION = re.compile(r"api|v\d\w*(\.\d\w*)*|[\d.-]+", flags=re.IGNORECASE)
_NAME = re.compile(r"[^:({]*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Invalidation(Enum):
    """Which answers a write makes the cache forget."""

    RESOURCE = "those of the resource in its path"
    ALL = "all of them"


@frozen
class CacheStatistics:
    """What became of the reads so far.

    `hits` were answered with what was kept, `shared` with what another caller was loading already; `misses`
    were sent. `size` counts the entries, those too old for any reader among them; None where only the store
    knows.
    """

    hits: int
    shared: int
    misses: int
    size: int | None

    @property
    def rate(self) -> float:
        """The part of all reads that sent nothing, 0.0 to 1.0; 0.0 before the first one."""
        reads = self.hits + self.shared + self.misses
        return (self.hits + self.shared) / reads if reads else 0.0


class CacheKey(tuple[object, ...]):
    """What a call's answer is kept under; made by `cache_key`. The repr shows no argument."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "CacheKey(…)"


# --- Keys ------------------------------------------------------------------------------------------------


def cache_key(call: Call[object], scope: str) -> CacheKey:
    """The key of a call's answer; `scope` names the API and the principal, and holds no token.

    The order of arguments does not count. Raises InputError for a body that is no JSON.
    """
    body = None if call.media_type is None else (call.media_type, _body(call))
    arguments = _arguments(call.path), _arguments(call.query), _arguments(call.headers)
    return CacheKey((scope, _facts(call.operation), *arguments, body))


def key_digest(key: CacheKey) -> str:
    """SHA-256 of a key, the same in every process, as 64 hexadecimal digits."""
    scope, facts, *arguments = key
    # What the answer decodes into differs between versions of an SDK; what is on the wire does not.
    identity = cast("tuple[object, ...]", facts)[:3]
    return _digest((scope, identity, *arguments))


def tag_digest(tag: Tag) -> str:
    """SHA-256 of a tag, the same in every process, as 64 hexadecimal digits."""
    return _digest(tag)


def _digest(part: object) -> str:
    return hashlib.sha256(_canonical(part).encode(errors="surrogatepass")).hexdigest()


@lru_cache(maxsize=1024)
def _facts(operation: Operation[object]) -> tuple[object, ...]:
    return operation.id, operation.method, operation.path, frozenset(operation.answers.items())


def _arguments(given: Mapping[str, object]) -> frozenset[object]:
    if not given:
        return _NONE
    parts = []
    # Every hit comes by here, and a loop is quicker than a comprehension.
    for name, value in given.items():
        if value is not None:
            parts.append((name, value if value.__class__ is str else _argument(value)))
    return frozenset(parts) if parts else _NONE


def _argument(value: Any) -> object:
    """A value as something hashable that differs where its class or its text on the wire does."""
    cls = value.__class__
    if cls is str or cls is int:
        return value
    if cls is UUID:
        # Its own hash and comparison are Python code.
        return cls, value.int
    if isinstance(value, list | tuple):
        return list, tuple(map(_argument, value))
    if isinstance(value, set | frozenset):
        return set, frozenset(map(_argument, value))
    return cls, _wire_text(value)


def _wire_text(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        try:
            # A naive time is local, and local time is not the same in every process.
            return (value if value.tzinfo else value.astimezone()).astimezone(UTC).isoformat()
        except (OverflowError, ValueError, OSError):
            return f"{value.isoformat()} {value.fold}"
    return str(value)


def _body(call: Call[object]) -> object:
    try:
        return _part(call.body)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{call.operation.id}: the body can not be sent: it is no JSON.") from error


def _part(value: object) -> object:
    """A part of a body as something hashable that differs where its JSON does."""
    if value is None or value is UNSET:
        return value.__class__
    cls = value.__class__
    if cls is str or cls is int:
        return value
    if isinstance(value, list | tuple):
        return list, tuple(map(_part, value))
    if isinstance(value, dict):
        return dict, frozenset((_part(name), _part(item)) for name, item in value.items())
    if attrs.has(cls):
        return cls, tuple(_part(getattr(value, field.name)) for field in attrs.fields(cls))
    return cls, encode(value)


def _canonical(part: object) -> str:
    """A part of a key as text; different parts have different texts."""
    if isinstance(part, frozenset):
        return f"{{{','.join(sorted(map(_canonical, part)))}}}"
    if isinstance(part, tuple):
        return f"({','.join(map(_canonical, part))})"
    return f"{part.__module__}.{part.__qualname__}" if isinstance(part, type) else repr(part)


# --- What a write touches --------------------------------------------------------------------------------


def tags_of_read(call: Call[object]) -> frozenset[Tag]:
    """What the answer to a read depends on; a read without an id in its path is a list."""
    operation = call.operation
    collection, placeholder, _ = _resource_in(operation.path)
    entity = None if collection is None or placeholder is None else _entity(call, collection, placeholder)
    return _read_tags(operation.id, collection, entity)


@lru_cache(maxsize=1024)
def _read_tags(operation_id: str, collection: str | None, entity: Tag | None) -> frozenset[Tag]:
    common = {EVERYTHING, operation_tag(operation_id)}
    if collection is None:
        return frozenset(common | {_NAMELESS})
    return frozenset(common | {("collection", collection), entity or ("lists", collection)})


def tags_of_write(call: Call[object], invalidation: Invalidation) -> frozenset[Tag]:
    """What a write touches, whoever made it and whoever reads.

    With an id in its path: that entity and every list of its collection. A POST to the collection itself
    makes something new: every list. Any other write without an id: the whole collection. A path that names
    no collection: everything.
    """
    collection, placeholder, is_whole = _resource_in(call.operation.path)
    if collection is None or invalidation is Invalidation.ALL:
        return frozenset({EVERYTHING})
    if placeholder is not None:
        touched = {_entity(call, collection, placeholder), ("lists", collection)}
    elif is_whole and call.operation.method == "POST":
        touched = {("lists", collection)}
    else:
        touched = {("collection", collection)}
    return frozenset(touched | {_NAMELESS})


def operation_tag(operation_id: str) -> Tag:
    """The tag of all reads by one operation."""
    return "operation", operation_id


def _entity(call: Call[object], collection: str, placeholder: str) -> Tag:
    # Some servers take an id in either case: better to forget too much.
    return "entity", collection, _wire_text(call.path.get(placeholder)).casefold()


@lru_cache(maxsize=1024)
def _resource_in(path: str) -> tuple[str | None, str | None, bool]:
    """The collection that a template names, the placeholder of its entity, and whether that was all."""
    segments = [segment for segment in path.split("/") if segment]
    for index, segment in enumerate(segments):
        name = _NAME.match(segment)
        if not name or not name[0] or _API_OR_VERSION.fullmatch(name[0]):
            continue
        rest = "/".join([segment[name.end() :], *segments[index + 1 :]])
        placeholder = _PLACEHOLDER.search(rest)
        return name[0], placeholder and placeholder[1], not rest
    return None, None, False
