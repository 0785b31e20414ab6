"""Decode JSON values of scalar types: text, numbers, times, ids, bytes and literals.

`strict` raises MisfitError for a value that does not fit. `tolerant` returns what fits: a model lacks the
fields that do not fit, and the rest is there.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeAlias, get_args

import msgspec

from seawall.core.http.time_texts import aware_time
from seawall.core.wire.annotations import ADDRESSES, TypeForm, UndecodableTypeError
from seawall.core.wire.misfits import Drift, MisfitError, Value, kind_of
from seawall.core.wire.variants import UnknownVariant
from seawall.core.wire.wire_twins import to_models

__all__ = [
    "NEUTRAL",
    "AnyNode",
    "Build",
    "DirectNode",
    "Drifts",
    "LeafNode",
    "LiteralNode",
    "Node",
    "Rank",
    "TimeNode",
    "UnknownNode",
    "decode_address",
    "msgspec_fault",
    "tolerant_item",
]

Rank: TypeAlias = tuple[int, int, int, int, int]
"""How well the keys of an object fit a type; the greater one fits better.

The numbers: constants that match; 1 if a key is known; unknown keys, negative; required keys; the keys of the
type, negative.
"""

NEUTRAL: Rank = (0, 0, 0, 0, 0)
"""The rank of a value whose keys say nothing."""

Build: TypeAlias = "Callable[[Any], Node]"
"""Returns the node of a type; nodes get it for their parts."""


class Drifts:
    """Collects the misfits of one decoding; `source` names the operation in the errors of missing fields."""

    def __init__(self, source: str = "") -> None:
        self.source = source
        self.found: dict[Drift, None] = {}


class Node:
    """Decodes one type."""

    required: frozenset[str] = frozenset()
    """The keys that a value must have."""

    def __init__(self, type_: TypeForm) -> None:
        self.type: Any = type_

    def strict(self, value: Value) -> Value:
        """Decode `value`; raise MisfitError if any part of it does not fit."""
        raise NotImplementedError

    def tolerant(self, value: Value, drifts: Drifts, path: str) -> Value:
        """Decode what fits; raise MisfitError if nothing does."""
        del drifts, path
        return self.strict(value)

    def blank(self, value: Value, error: MisfitError, drifts: Drifts, path: str) -> Value:
        """Return a model without any field for `value`, which is no object; raise `error` without a model."""
        del value, drifts, path
        raise error

    def rank(self, value: Value) -> Rank | None:
        """Return how well the keys of `value` fit, None if it can not be of this type."""
        del value
        return NEUTRAL


class AnyNode(Node):
    """Decodes any value, as it is."""

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        return value


class UnknownNode(Node):
    """Decodes any value into an UnknownVariant."""

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        return UnknownVariant(value)


class LeafNode(Node):
    """Decodes a type without parts, such as a date or an enum."""

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        if value.__class__ is self.type:
            return value
        try:
            return msgspec.convert(value, self.type, dec_hook=decode_address)
        except msgspec.ValidationError as error:
            raise msgspec_fault(error) from error


class TimeNode(LeafNode):
    """Decodes a time. It tolerates dialects beside RFC 3339, e.g. `2023-04-03 22:13:42+00` of PostgreSQL."""

    def tolerant(self, value: Value, drifts: Drifts, path: str) -> Value:
        """Decode `value`; a text without a zone must be RFC 3339 otherwise."""
        del drifts, path
        try:
            return self.strict(value)
        except MisfitError:
            found = aware_time(value) if isinstance(value, str) else None
            if found is None:
                raise
            return found


class DirectNode(Node):
    """Decodes a model that msgspec decodes by our rules; `expand` makes the node that does it by parts."""

    def __init__(self, type_: TypeForm, known: TypeForm, expand: Build) -> None:
        super().__init__(type_)
        # The twin of the model, if names differ on the wire.
        self._known = known
        self._expand = expand

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        try:
            made = msgspec.convert(value, self._known, dec_hook=decode_address)
        except msgspec.ValidationError as error:
            raise msgspec_fault(error) from error
        if self._known is not self.type:
            to_models(made)
        return made

    @cached_property
    def expanded(self) -> Node:
        """The node that decodes the same type part by part."""
        return self._expand(self.type)

    @cached_property
    def required(self) -> frozenset[str]:  # type: ignore[override]
        """The keys that a value must have."""
        return self.expanded.required

    def tolerant(self, value: Value, drifts: Drifts, path: str) -> Value:
        """Decode what fits of `value`."""
        try:
            return self.strict(value)
        except MisfitError:
            return self.expanded.tolerant(value, drifts, path)

    def blank(self, value: Value, error: MisfitError, drifts: Drifts, path: str) -> Value:
        """Return a model without fields, if there is one model."""
        return self.expanded.blank(value, error, drifts, path)

    def rank(self, value: Value) -> Rank | None:
        """Return how well `value` fits."""
        return self.expanded.rank(value)


class LiteralNode(Node):
    """Decodes one of several constants."""

    def __init__(self, type_: TypeForm) -> None:
        super().__init__(type_)
        # With the class of the value: 1 and True are two constants.
        self.values: frozenset[tuple[type, object]] = frozenset((type(one), one) for one in get_args(type_))

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        if isinstance(value, dict | list) or (type(value), value) not in self.values:
            raise MisfitError("Invalid enum value")
        return value


def tolerant_item(node: Node, value: Value, drifts: Drifts, path: str) -> Value:
    """Decode an item of a list or dict; a model without fields stands in for an item that is no object."""
    try:
        return node.tolerant(value, drifts, path)
    except MisfitError as error:
        return node.blank(value, error, drifts, path)


def decode_address(type_: type[Value], value: Value) -> Value:
    """Read a type that msgspec does not know; its hook."""
    if type_ is object:
        return value
    if type_ in ADDRESSES and isinstance(value, str):
        try:
            return type_(value)
        except ValueError:
            # Not the error of the library: it repeats the value.
            raise ValueError(f"Invalid {type_.__name__}") from None
    if type_ in ADDRESSES:
        raise ValueError(f"Expected `str`, got `{kind_of(value)}`")
    raise UndecodableTypeError(f"{type_.__name__} has no form in JSON")


def msgspec_fault(error: msgspec.ValidationError) -> MisfitError:
    """Return the misfit of an error of msgspec, without a value."""
    reason, _, path = str(error).rpartition(" - at `$")
    text = reason or str(error)
    # The only message of msgspec that holds a value.
    text = re.sub(r"(?s)(?<=^Invalid enum value) .*$", "", text)
    return MisfitError(text, path.rstrip("`") if reason else "")
