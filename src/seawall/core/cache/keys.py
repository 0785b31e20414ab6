"""Cache keys and invalidation tags of the operation cache. Pure.

A key holds the operation, the arguments and a scope: the API and the principal. Two calls have the same key
only if they send the same request; 1, True and "1" are three different arguments.

A write makes the reads stale that share a tag with it. Tags come from the path.
In `/v1/runs/{run_id}/items/{external_id}` the collection is `runs` and the entity is the value of `run_id`:
the collection is the first segment that is neither a placeholder nor a version nor `api`, the entity the
first placeholder after it.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any, TypeAlias, TypeVar, cast
from uuid import UUID

from attrs import fields, frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.errors import InputError
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.wire.json_value import MAX_BODY_DEPTH, to_json
from seawall.core.wire.unset import UNSET

__all__ = [
    "ALL_READS",
    "CacheKey",
    "CacheStatistics",
    "Invalidation",
    "KeptCall",
    "Tag",
    "cache_key",
    "invalidated_tags",
    "key_digest",
    "operation_tag",
    "tag_digest",
    "tags_of_read",
]

T_co = TypeVar("T_co", covariant=True)

Tag: TypeAlias = tuple[str, ...]
"""Something that reads depend on and writes change, e.g. `("lists", "runs")`."""

ALL_READS: Tag = ("everything",)
"""The tag of every read."""

# The tag of reads whose path names no collection: any write may change them.
_UNRESOLVED: Tag = ("unresolved",)
_NO_ARGUMENTS: frozenset[object] = frozenset()
# `api`, `v2beta1`, `V2.1` and dates such as `2026-01-01` are not collections.
_API_OR_VERSION = re.compile(r"api|v\d\w*(\.\d\w*)*|[\d.-]+", flags=re.IGNORECASE)
# The name of a collection ends before a custom method (`runs:cancel`), an OData key (`Runs({id})`) or a
# placeholder.
_NAME = re.compile(r"[^:({]*")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_CALL_FIELDS = tuple(one.name for one in fields(Call))


class Invalidation(Enum):
    """The results that a write removes from the cache."""

    RESOURCE = "those of the resource in its path"
    ALL = "all of them"


@frozen
class CacheStatistics:
    """Counts of the reads so far.

    `hits` received a cached result, `shared` the result of another caller's load, `misses` were sent. `size`
    is the number of entries, expired ones included, and `max_size` the largest one; both are None if the
    store is on a server.
    """

    hits: int
    shared: int
    misses: int
    size: int | None
    max_size: int | None = None

    @property
    def rate(self) -> float:
        """Share of the reads that sent no request, 0.0 to 1.0; 0.0 before the first read."""
        reads = self.hits + self.shared + self.misses
        return (self.hits + self.shared) / reads if reads else 0.0


class CacheKey(tuple[object, ...]):
    """The key of one call, made by `cache_key`. Its repr shows no argument, because any may be secret."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "CacheKey(…)"


# --- Keys ------------------------------------------------------------------------------------------------


def cache_key(call: Call[object], scope: str) -> CacheKey:
    """Return the key of a call; `scope` names the API and the principal, and holds no token.

    The order of the arguments does not matter. Raises InputError if the body is not JSON.
    """
    return CacheKey((scope, call.key_part if call.__class__ is KeptCall else _key_part(call)))


@frozen
class KeptCall(Call[T_co]):
    """A call whose arguments never change, so that its key is made once. Not hashable, as a `Call`."""

    @classmethod
    def of(cls, call: Call[T_co]) -> "KeptCall[T_co]":
        """Return `call` as one that is kept."""
        return cls(**{name: getattr(call, name) for name in _CALL_FIELDS})

    @cached_property
    def key_part(self) -> tuple[object, ...]:
        """The part of the cache key that does not depend on the scope."""
        return _key_part(self)


def key_digest(key: CacheKey) -> str:
    """Return the SHA-256 of a key as 64 hexadecimal digits, the same in every process."""
    scope, part = key
    operation, *arguments = cast("tuple[object, ...]", part)
    # Without the types of the results: they differ between the versions of an SDK, the stored bytes do not.
    identity = cast("tuple[object, ...]", operation)[:3]
    return _digest((scope, identity, *arguments))


def tag_digest(tag: Tag) -> str:
    """Return the SHA-256 of a tag as 64 hexadecimal digits, the same in every process."""
    return _digest(tag)


def _digest(part: object) -> str:
    # Imported late: OpenSSL takes 3 ms and 3 MB, and few caches are on a server.
    import hashlib  # noqa: PLC0415

    return hashlib.sha256(_canonical(part).encode(errors="surrogatepass")).hexdigest()


def _key_part(call: Call[object]) -> tuple[object, ...]:
    body = None if call.media_type is None else (call.media_type, _body(call))
    # Most calls have arguments in one or two places.
    return (
        _operation_key(call.operation, call.from_wire),
        _arguments(call.path),
        _arguments(call.query) if call.query else _NO_ARGUMENTS,
        _arguments(call.headers) if call.headers else _NO_ARGUMENTS,
        _arguments(call.cookies) if call.cookies else _NO_ARGUMENTS,
        body,
    )


@lru_cache(maxsize=1024)
def _operation_key(operation: Operation[object], from_wire: object) -> tuple[object, ...]:
    types = frozenset(operation.result_types.items())
    return operation.id, operation.method, operation.path, types, from_wire


def _arguments(arguments: Mapping[str, object]) -> frozenset[object]:
    if not arguments:
        return _NO_ARGUMENTS
    # Runs on every hit: most arguments are texts, and a loop is faster than a comprehension here.
    for value in arguments.values():
        if value.__class__ is not str:
            break
    else:
        return frozenset(arguments.items())
    parts = []
    for name, value in arguments.items():
        if value is not None and value is not UNSET:
            parts.append((name, value if value.__class__ is str else _argument(value)))
    return frozenset(parts) if parts else _NO_ARGUMENTS


def _argument(value: Any) -> object:
    """A hashable form of a value, different for another class or another text on the wire."""
    cls = value.__class__
    if cls is str or cls is int:
        return value
    if cls is UUID:
        # UUID hashes and compares in Python code, int in C.
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
            return value.astimezone(UTC).isoformat()
        except (OverflowError, ValueError, OSError):
            return f"{value.isoformat()} {value.fold}"
    return str(value)


def _body(call: Call[object]) -> object:
    if isinstance(call.body, bytes):
        return call.body
    try:
        return _part(to_json(call.body, "body", max_depth=MAX_BODY_DEPTH))
    except InputError as error:
        # Without its traceback: the frames show the body.
        raise InputError(
            f"{call.operation.id}: the body can not be sent: {error}", problems=error.problems
        ) from strip_tracebacks(error)


def _part(value: object) -> object:
    """A hashable form of a part of a body, different for different JSON."""
    if isinstance(value, list):
        return list, tuple(map(_part, value))
    if isinstance(value, dict):
        return dict, frozenset((name, _part(item)) for name, item in value.items())
    cls = value.__class__
    # As text, because True == 1 == 1.0, and 0.0 == -0.0.
    return value if cls is str or cls is int else (cls, repr(value))


def _canonical(part: object) -> str:
    """A part of a key as text, different for different parts."""
    if isinstance(part, frozenset):
        return f"{{{','.join(sorted(map(_canonical, part)))}}}"
    if isinstance(part, tuple):
        return f"({','.join(map(_canonical, part))})"
    return f"{part.__module__}.{part.__qualname__}" if isinstance(part, type) else repr(part)


# --- Tags -------------------------------------------------------------------------------------------------


def tags_of_read(call: Call[object]) -> frozenset[Tag]:
    """Return the tags of a read; a read without an id in its path is a list."""
    operation = call.operation
    _, placeholder, _ = _resource_of(operation.path)
    value = None if placeholder is None else call.path.get(placeholder)
    return _read_tags(operation.id, operation.path, value if value.__class__ is str else _wire_text(value))


@lru_cache(maxsize=1024)
def _read_tags(operation_id: str, path: str, entity_id: str) -> frozenset[Tag]:
    collection, placeholder, _ = _resource_of(path)
    entity = None if collection is None or placeholder is None else _entity(collection, entity_id)
    common = {ALL_READS, operation_tag(operation_id)}
    if collection is None:
        return frozenset(common | {_UNRESOLVED})
    return frozenset(common | {("collection", collection), entity or ("lists", collection)})


def invalidated_tags(call: Call[object], invalidation: Invalidation) -> frozenset[Tag]:
    """Return the tags of the reads that a write makes stale, for every principal.

    A path with an id: that entity and every list of its collection. A POST to the collection itself creates
    an entity: every list. Any other write without an id: the whole collection. A path without a collection:
    all reads.
    """
    collection, placeholder, is_whole = _resource_of(call.operation.path)
    if collection is None or invalidation is Invalidation.ALL:
        return frozenset({ALL_READS})
    if placeholder is not None:
        tags = {_entity(collection, _wire_text(call.path.get(placeholder))), ("lists", collection)}
    elif is_whole and call.operation.method == "POST":
        tags = {("lists", collection)}
    else:
        tags = {("collection", collection)}
    return frozenset(tags | {_UNRESOLVED})


def operation_tag(operation_id: str) -> Tag:
    """Return the tag of all reads of one operation."""
    return "operation", operation_id


def _entity(collection: str, entity_id: str) -> Tag:
    # Some servers ignore the case of an id: dropping too much is safe, dropping too little is not.
    return "entity", collection, entity_id.casefold()


@lru_cache(maxsize=1024)
def _resource_of(path: str) -> tuple[str | None, str | None, bool]:
    """The collection of a path template, the placeholder of its entity, and whether the path ends there."""
    segments = [segment for segment in path.split("/") if segment]
    for index, segment in enumerate(segments):
        name = _NAME.match(segment)
        if not name or not name[0] or _API_OR_VERSION.fullmatch(name[0]):
            continue
        rest = "/".join([segment[name.end() :], *segments[index + 1 :]])
        placeholder = _PLACEHOLDER.search(rest)
        return name[0], placeholder and placeholder[1], not rest
    return None, None, False
