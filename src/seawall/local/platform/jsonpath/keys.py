"""Keys of JSON documents and of JSONPath expressions: an index of keys finds the documents that may match.

A key is a path of member names, in which arrays do not count, with the scalar that is there, as a text. Texts
of scalars of one type are in the order of the scalars. A document has the keys of all its members. A document
that matches an expression has at least one key in the ranges that the expression requires; only `path_exists`
decides whether it matches. Keys have hashes of paths and of long texts: two that collide make a document a
candidate that does not match.
"""

import json
from collections.abc import Iterable
from hashlib import blake2b
from struct import pack

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

__all__ = ["EVERY_EXPRESSION", "MOST_VALUES", "Key", "KeyRange", "keys_of_text", "required_keys"]

Key = tuple[int, str]
"""Hash of a path, and text of a scalar; the text of an object or an array is empty."""

MOST_VALUES = 1_000
EVERY_EXPRESSION: Key = (0, "")
"""The only key of a document with more than MOST_VALUES values: it may match each expression."""

_ROOT = 0
_TEXT_BYTES = 32  # of a text in its key; longer ones have a hash of the rest
_AFTER_ALL = "\x7f"


@frozen
class KeyRange:
    """The keys of a path from `first` to `last`, both included; by default all."""

    path: int
    first: str = ""
    last: str = _AFTER_ALL

    @property
    def rank(self) -> int:
        """0 for one value, 1 for a range, 2 for all values: fewer documents have fewer values."""
        if self.first == self.last:
            return 0
        return 1 if self.first else 2


def _hash(text: bytes) -> int:
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True)


def _bytes(text: str) -> bytes:
    # A literal of an expression may have lone surrogates.
    return text.encode("utf-8", "surrogatepass")


def _member_path(path: int, name: str) -> int:
    return _hash(_bytes(f"{path}/{name}"))


def _start_of_key(value: Scalar) -> str:
    """Return the text of a scalar: its type, and hexadecimal digits in the order of its values.

    That of a long text is cut: texts that begin with the same bytes have the same.
    """
    if value is None:
        return "0"
    if isinstance(value, bool):
        return f"b{value:d}"
    if isinstance(value, str):
        return "s" + _bytes(value)[:_TEXT_BYTES].hex()
    return f"n{_order_of(value):016x}"


def _order_of(number: float) -> int:
    """Return an unsigned integer of 64 bits in the order of the numbers, by the bits of IEEE 754."""
    try:
        bits = int.from_bytes(pack(">d", number + 0.0), "big")  # -0.0 equals 0
    except OverflowError:
        bits = int.from_bytes(pack(">d", float("inf") if number > 0 else float("-inf")), "big")
    return bits ^ (2**64 - 1) if bits >> 63 else bits | 1 << 63


def _value_key(value: Scalar) -> str:
    start = _start_of_key(value)
    if isinstance(value, str) and len(value) > _TEXT_BYTES:
        return f"{start}~{_hash(_bytes(value)) & (2**64 - 1):016x}"
    return start


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
            if path != _ROOT:  # each document has it
                keys.add((path, ""))
        if isinstance(value, list):
            nodes.extend((path, element) for element in value)
        elif isinstance(value, dict):
            nodes.extend((_member_path(path, name), member) for name, member in value.items())
        else:
            assert value is None or isinstance(value, str | int | float)  # bool is an int
            keys.add((path, _value_key(value)))
    return json.dumps(list(keys))


@frozen
class _Found:
    """The values of an expression: the path of all of them if it is known, and the keys that they require."""

    path: int | None
    keys: frozenset[KeyRange] | None = None

    def and_requires(self, keys: frozenset[KeyRange] | None) -> "_Found":
        return evolve(self, keys=_better(self.keys, keys))


def required_keys(expression: Node) -> frozenset[KeyRange] | None:
    """Return ranges of keys: each document that matches has a key in one. None if no key is required."""
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


def _of_path(path: int | None) -> frozenset[KeyRange] | None:
    # All documents have the root.
    return frozenset({KeyRange(path)}) if path else None


def _of_condition(condition: Node, current: int | None) -> frozenset[KeyRange] | None:
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
            for path, other, relation in ((left, right, operator), (right, left, _MIRRORED[operator])):
                if isinstance(path, Path) and isinstance(other, Literal):
                    found = _better(found, _of_values(path, current, *_compared(relation, other.value)))
            return found
        case StartsWith(operand, prefix) | LikeRegex(operand, prefix=prefix):
            return _of_values(operand, current, *_from_start(prefix)) if isinstance(operand, Path) else None
        case Exists(operand):
            return _found(operand, current).keys if isinstance(operand, Path) else None
        case _:
            return None


_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def _compared(operator: str, value: Scalar) -> tuple[str, str]:
    """The first and the last text of the values for which `value operator literal` may be true."""
    if operator == "!=":
        return "", _AFTER_ALL
    if operator == "==":
        return _value_key(value), _value_key(value)
    start = _start_of_key(value)
    if operator in {"<", "<="}:
        return start[0], start + _AFTER_ALL
    return start, start[0] + _AFTER_ALL


def _from_start(prefix: str) -> tuple[str, str]:
    start = _start_of_key(prefix)
    return start, start + _AFTER_ALL


def _of_values(path: Path, current: int | None, first: str, last: str) -> frozenset[KeyRange] | None:
    """The keys of a condition that is true for a scalar of the path from `first` to `last`."""
    found = _found(path, current)
    # The root of no document is a null without a key.
    return _better(found.keys, frozenset({KeyRange(found.path, first, last)}) if found.path else None)


def _all_of(requirements: Iterable[frozenset[KeyRange] | None]) -> frozenset[KeyRange] | None:
    found = None
    for keys in requirements:
        found = _better(found, keys)
    return found


def _better(one: frozenset[KeyRange] | None, other: frozenset[KeyRange] | None) -> frozenset[KeyRange] | None:
    """The one of two requirements that fewer documents fulfil, as far as the keys tell it."""
    if one is None or other is None:
        return other if one is None else one

    def rank(keys: frozenset[KeyRange]) -> tuple[int, int]:
        return max(each.rank for each in keys), len(keys)

    return min(one, other, key=rank)
