"""Nodes of lists, sets, tuples and dicts."""

from collections.abc import Callable
from typing import Any, get_args

from seawall.core.wire.annotations import TypeForm, origin_of, type_name
from seawall.core.wire.leaves import NEUTRAL, Build, Drifts, Node, Rank, tolerant_item
from seawall.core.wire.misfits import MisfitError, Value, kind_of

__all__ = ["DictNode", "ListNode", "TupleNode"]

# A model ranks higher than a dict, which takes any keys.
_LAST: Rank = (0, 0, 0, 0, -1_000_000)


class ListNode(Node):
    """Decodes an array into a list, set or tuple of equal items."""

    def __init__(self, type_: TypeForm, build: Build) -> None:
        super().__init__(type_)
        arguments = get_args(type_)
        self.item: Node = build(arguments[0] if arguments else Any)
        self.make: Callable[[list[Any]], Any] = origin_of(type_)

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        if value.__class__ is not list:
            raise MisfitError.expected("array", value)
        items: list[Any] = []
        decode, add = self.item.strict, items.append
        try:
            for item in value:
                add(decode(item))
        except MisfitError as error:
            raise error.below(f"[{len(items)}]") from error
        return items if self.make is list else self._made(items)

    def tolerant(self, value: Value, drifts: Drifts, path: str) -> Value:
        """Decode what fits of `value`."""
        if value.__class__ is not list:
            raise MisfitError.expected("array", value)
        items = [tolerant_item(self.item, item, drifts, f"{path}[]") for item in value]
        return self._made(items)

    def _made(self, items: list[Any]) -> Value:
        try:
            return self.make(items)
        except TypeError as error:
            raise MisfitError(f"Expected `{type_name(self.type)}`, got items that are no set") from error

    def rank(self, value: Value) -> Rank | None:
        """Return how well `value` fits."""
        if value.__class__ is not list:
            return None
        return self.item.rank(value[0]) if value else NEUTRAL


class TupleNode(Node):
    """Decodes an array of a fixed length, each item of its own type."""

    def __init__(self, type_: TypeForm, build: Build) -> None:
        super().__init__(type_)
        self.items: tuple[Node, ...] = tuple(build(item) for item in get_args(type_))

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        if value.__class__ is not list or len(value) != len(self.items):
            raise MisfitError(f"Expected `array` of length {len(self.items)}, got `{kind_of(value)}`")
        items = []
        for number, (node, item) in enumerate(zip(self.items, value, strict=True)):
            try:
                items.append(node.strict(item))
            except MisfitError as error:
                raise error.below(f"[{number}]") from error
        return tuple(items)

    def rank(self, value: Value) -> Rank | None:
        """Return how well `value` fits."""
        return NEUTRAL if value.__class__ is list and len(value) == len(self.items) else None


class DictNode(Node):
    """Decodes an object whose keys the spec does not name."""

    def __init__(self, type_: TypeForm, build: Build) -> None:
        super().__init__(type_)
        key, value = get_args(type_) or (str, Any)
        self.key: Node | None = None if key in {str, Any} else build(key)
        self.value: Node = build(value)

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        return self._decoded(value, self.value.strict)

    def tolerant(self, value: Value, drifts: Drifts, path: str) -> Value:
        """Decode what fits of `value`."""
        return self._decoded(value, lambda item: tolerant_item(self.value, item, drifts, f"{path}.*"))

    def _decoded(self, value: Value, decode: Callable[[Any], Any]) -> Value:
        if value.__class__ is not dict:
            raise MisfitError.expected("object", value)
        try:
            items = {name: decode(item) for name, item in value.items()}
            return items if self.key is None else {self.key.strict(name): items[name] for name in items}
        except MisfitError as error:
            # Not the key: it may be a secret.
            raise error.below("[...]") from error

    def rank(self, value: Value) -> Rank | None:
        """Return how well `value` fits."""
        return _LAST if value.__class__ is dict else None
