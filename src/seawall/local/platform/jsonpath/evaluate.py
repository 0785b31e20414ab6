"""Evaluation of JSONPath nodes on a JSON value, in PostgreSQL's lax mode.

In lax mode a step that matches nothing returns nothing, member steps and filters unwrap arrays, and a single
value counts as an array of one. Conditions are true, false or unknown (None); a comparison of values of
different types is unknown.
"""

import json
import operator
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from seawall.local.platform.jsonpath.nodes import (
    And,
    AnyElement,
    AnyMember,
    Comparison,
    Exists,
    Filter,
    IsUnknown,
    LikeRegex,
    Literal,
    Member,
    Node,
    Not,
    Or,
    Path,
    Slice,
    StartsWith,
    Step,
)
from seawall.local.platform.jsonpath.parse import parse

__all__ = ["path_exists", "path_exists_in_text"]

_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
# SQLite calls `path_exists_in_text` once per row, with the same expression.
_parsed = lru_cache(maxsize=64)(parse)


def path_exists_in_text(document: str | None, expression: str) -> bool | None:
    """Evaluate `document @? expression` for JSON text. None as the document counts as JSON null.

    Returns None (no match) if the evaluation takes too many steps: `@?` suppresses errors in PostgreSQL too.
    """
    try:
        return path_exists(None if document is None else json.loads(document), _parsed(expression))
    except _TooManyStepsError:
        return None


def path_exists(document: object, node: Node) -> bool:
    """Return True if the expression returns any value for the document."""
    root = _Root(document)
    return next(_values(node, root, document), _NOTHING) is not _NOTHING


_NOTHING = object()
# Nested filters take time exponential in their depth: a short expression could run for hours.
_MAX_STEPS = 100_000


class _TooManyStepsError(Exception):
    """The evaluation took more than _MAX_STEPS steps."""


class _Root:
    """Document with the step budget of its evaluation."""

    def __init__(self, value: object) -> None:
        self.value = value
        self._steps_left = _MAX_STEPS

    def spend(self) -> None:
        """Count one step. Raises _TooManyStepsError if the budget is used up."""
        self._steps_left -= 1
        if self._steps_left < 0:
            raise _TooManyStepsError


def _values(node: Node, root: _Root, current: object) -> Iterator[object]:
    """Iterate over the values of an expression; the value of a condition is its truth value."""
    if isinstance(node, Path):
        values: Iterator[object] = iter([root.value if node.from_root else current])
        for step in node.steps:
            values = _apply_step(step, values, root)
        yield from values
    elif isinstance(node, Literal):
        yield node.value
    else:
        yield _condition_value(node, root, current)


def _apply_step(step: Step, values: Iterable[object], root: _Root) -> Iterator[object]:
    for value in values:
        for result in _step_values(step, value, root):
            root.spend()
            yield result


def _step_values(step: Step, value: object, root: _Root) -> Iterator[object]:
    if isinstance(step, AnyElement):
        yield from _elements(value)
    elif isinstance(step, Slice):
        elements = value if isinstance(value, list) else [value]
        first, last = (index + len(elements) if index < 0 else index for index in (step.first, step.last))
        yield from elements[first : last + 1]
    elif isinstance(step, Filter):
        for element in _elements(value):
            root.spend()
            if _condition_value(step.condition, root, element):
                yield element
    else:
        yield from _members(step, value)


def _members(step: Member | AnyMember, value: object) -> Iterator[object]:
    for element in _elements(value):
        if isinstance(element, dict):
            if isinstance(step, AnyMember):
                yield from element.values()
            elif step.name in element:
                yield element[step.name]


def _elements(value: object) -> Iterator[object]:
    if isinstance(value, list):
        yield from value
    else:
        yield value


def _condition_value(node: Node, root: _Root, current: object) -> bool | None:  # noqa: PLR0911 - one return per kind
    match node:
        case And(left, right):
            first = _condition_value(left, root, current)
            return False if first is False else _and(first, _condition_value(right, root, current))
        case Or(left, right):
            first = _condition_value(left, root, current)
            return True if first is True else _or(first, _condition_value(right, root, current))
        case Not(condition):
            truth = _condition_value(condition, root, current)
            return None if truth is None else not truth
        case IsUnknown(condition):
            return _condition_value(condition, root, current) is None
        case Exists(operand):
            return next(_values(operand, root, current), _NOTHING) is not _NOTHING
        case Comparison(symbol, left, right):
            rights = list(_operands(right, root, current))
            return _three_valued_any(
                _compare(symbol, a, b) for a in _operands(left, root, current) for b in rights
            )
        case LikeRegex(operand, pattern):
            return _three_valued_any(
                bool(pattern.search(value)) if isinstance(value, str) else None
                for value in _operands(operand, root, current)
            )
        case StartsWith(operand, prefix):
            return _three_valued_any(
                value.startswith(prefix) if isinstance(value, str) else None
                for value in _operands(operand, root, current)
            )
        case _:  # the parser accepts only conditions here
            raise AssertionError(node)


def _operands(node: Node, root: _Root, current: object) -> Iterator[object]:
    for value in _values(node, root, current):
        yield from _elements(value)


def _and(left: bool | None, right: bool | None) -> bool | None:
    return False if right is False else (None if left is None or right is None else True)


def _or(left: bool | None, right: bool | None) -> bool | None:
    return True if right is True else (None if left is None or right is None else False)


def _three_valued_any(truths: Iterable[bool | None]) -> bool | None:
    """Combine with OR in three-valued logic: true if any is true, else unknown if any is unknown."""
    unknown = False
    for truth in truths:
        if truth:
            return True
        unknown = unknown or truth is None
    return None if unknown else False


def _compare(symbol: str, left: object, right: object) -> bool | None:
    if isinstance(left, dict | list) or isinstance(right, dict | list):
        return None
    types = _type_name(left), _type_name(right)
    if types == ("null", "null"):
        return symbol in {"==", "<=", ">="}
    if "null" in types:
        return symbol == "!="
    return _OPERATORS[symbol](left, right) if types[0] == types[1] else None


def _type_name(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    return "string" if isinstance(value, str) else "number"
