"""Keys of JSON documents and of JSONPath expressions: an index of keys finds the documents that may match.

A key is a path of member names, in which arrays do not count, with the scalar that is there. A document has
the keys of all its members. A document that matches an expression has at least one of the keys that the
expression requires; only `path_exists` decides whether it matches. Keys are hashes: two that collide make a
document a candidate that does not match.
"""

import json
from collections.abc import Iterable
from hashlib import blake2b

from attrs import evolve, frozen

from seawall.local.platform.jsonpath.nodes import (
    And,
    AnyMember,
    Comparison,
    Exists,
    Filter,
    LikeRegex,
    Literal,
    Member,
    Node,
    Or,
    Path,
    Scalar,
    StartsWith,
)

__all__ = ["ANY_VALUE", "EVERY_EXPRESSION", "MOST_VALUES", "Key", "keys_of_text", "required_keys"]

Key = tuple[int, int]
"""Hash of a path, and hash of a scalar or ANY_VALUE."""

ANY_VALUE = 0
"""Of an object, and as a required value: each."""

MOST_VALUES = 1_000
EVERY_EXPRESSION: Key = (0, ANY_VALUE)
"""The only key of a document with more than MOST_VALUES values: it may match each expression."""

_ROOT = 0


def _hash(text: str) -> int:
    # A literal of an expression may have lone surrogates.
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _member_path(path: int, name: str) -> int:
    return _hash(f"{path}/{name}")


def _value_hash(value: Scalar) -> int:
    if isinstance(value, str):
        return _hash(f'"{value}')
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 1.0 equals 1
    return _hash(json.dumps(value))


def keys_of_text(document: str | None) -> str | None:
    """Return the keys of a document, both as JSON text: a list of pairs. None for no document."""
    if document is None:
        return None
    keys: set[Key] = set()
    nodes: list[tuple[int, object]] = [(_ROOT, json.loads(document))]
    count = 0
    while nodes:
        path, value = nodes.pop()
        if isinstance(value, list | dict):
            count += len(value)
            if count > MOST_VALUES:
                return json.dumps([EVERY_EXPRESSION])
        if isinstance(value, list):
            nodes.extend((path, element) for element in value)
        elif isinstance(value, dict):
            if path != _ROOT:  # each document has it
                keys.add((path, ANY_VALUE))
            nodes.extend((_member_path(path, name), member) for name, member in value.items())
        else:
            assert value is None or isinstance(value, str | int | float)  # bool is an int
            keys.add((path, _value_hash(value)))
    return json.dumps(list(keys))


@frozen
class _Found:
    """The values of an expression: the path of all of them if it is known, and the keys that they require."""

    path: int | None
    keys: frozenset[Key] | None = None

    def and_requires(self, keys: frozenset[Key] | None) -> "_Found":
        return evolve(self, keys=_better(self.keys, keys))


def required_keys(expression: Node) -> frozenset[Key] | None:
    """Return keys of which each document that matches has at least one; None if no key is required."""
    # A condition alone has always a value: true, false or unknown.
    return _found(expression, _ROOT).keys if isinstance(expression, Path) else None


def _found(path: Path, current: int | None) -> _Found:
    found = _Found(_ROOT if path.from_root else current)
    for step in path.steps:
        match step:
            case Member(name):
                found = evolve(found, path=None if found.path is None else _member_path(found.path, name))
            case AnyMember():
                found = evolve(found.and_requires(_of_path(found.path)), path=None)
            case Filter(condition):
                found = found.and_requires(_of_condition(condition, found.path))
    return found.and_requires(_of_path(found.path))


def _of_path(path: int | None) -> frozenset[Key] | None:
    # All documents have the root.
    return frozenset({(path, ANY_VALUE)}) if path else None


def _of_condition(condition: Node, current: int | None) -> frozenset[Key] | None:
    """The keys of a condition that is true for a value at the path `current`."""
    match condition:
        case And(left, right):
            return _better(_of_condition(left, current), _of_condition(right, current))
        case Or(left, right):
            first, second = _of_condition(left, current), _of_condition(right, current)
            return None if first is None or second is None else first | second
        case Comparison(operator, left, right):
            operands = [each for each in (left, right) if isinstance(each, Path)]
            found = _all_of(_found(each, current).keys for each in operands)
            for path, other in ((left, right), (right, left)):
                if operator == "==" and isinstance(path, Path) and isinstance(other, Literal):
                    found = _better(found, _of_value(_found(path, current).path, other.value))
            return found
        case Exists(operand) | LikeRegex(operand) | StartsWith(operand):
            return _found(operand, current).keys if isinstance(operand, Path) else None
        case _:
            return None


def _of_value(path: int | None, value: Scalar) -> frozenset[Key] | None:
    return None if path is None else frozenset({(path, _value_hash(value))})


def _all_of(requirements: Iterable[frozenset[Key] | None]) -> frozenset[Key] | None:
    found = None
    for keys in requirements:
        found = _better(found, keys)
    return found


def _better(one: frozenset[Key] | None, other: frozenset[Key] | None) -> frozenset[Key] | None:
    """The one of two requirements that fewer documents fulfil, as far as the keys tell it."""
    if one is None or other is None:
        return other if one is None else one

    def rank(keys: frozenset[Key]) -> tuple[bool, int]:
        return any(value == ANY_VALUE for _, value in keys), len(keys)

    return min(one, other, key=rank)
