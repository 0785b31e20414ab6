"""The node of a union: the member is chosen by the kind of the value, its tag, or the keys it requires.

The choice never depends on the order of the members, which Python does not keep: `A | B` equals `B | A`.
"""

from contextlib import suppress
from functools import cached_property
from typing import Any

from seawall.core.wire.annotations import (
    MAPPINGS,
    SEQUENCES,
    TypeForm,
    is_record,
    members_of,
    origin_of,
    plain_type,
    tag_of,
    type_name,
)
from seawall.core.wire.leaves import Build, Drifts, Node, Rank
from seawall.core.wire.misfits import MisfitError, Value
from seawall.core.wire.open_enum import count_unknown
from seawall.core.wire.scalars import by_kind
from seawall.core.wire.variants import Tagged, UnknownVariant

__all__ = ["UnionNode"]

_TAG_RANK = 1_000_000
_MAX_COUNTED_CHARACTERS = 100


# Stands for more than one member.
_SEVERAL = Node(None)


class UnionNode(Node):
    """Decodes a union."""

    def __init__(self, type_: TypeForm, build: Build) -> None:
        super().__init__(type_)
        members = sorted(members_of(type_), key=type_name)
        self._is_open = _is_open(type_)
        self._takes_any = Any in members or object in members
        arrays = [one for one in members if origin_of(one) in SEQUENCES]
        objects = [one for one in members if _is_object(one)]
        self._arrays = [build(one) for one in arrays]
        self._objects = _object_nodes(type_, objects, build)
        # Most unions with a tag have no other objects.
        only = self._objects[0] if len(self._objects) == 1 and not self._takes_any else None
        self._tagged = only if isinstance(only, _TaggedNode) else None
        self._scalars = by_kind([one for one in members if one not in (*arrays, *objects)], build)

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        if value.__class__ is dict:
            return self._object(value)
        if value.__class__ is list:
            return self._chosen(value, self._ranked(value))
        nodes = self._scalars.get(value.__class__, ())
        for node in nodes:
            try:
                return node.strict(value)
            except MisfitError:
                if len(nodes) == 1 and not (self._takes_any or self._is_open):
                    raise
        return self._other(value)

    def tolerant(self, value: Value, drifts: Drifts, path: str) -> Value:
        """Decode what fits of `value`."""
        try:
            return self.strict(value)
        except MisfitError:
            for node in (*self._ranked(value)[:1], *self._scalars.get(value.__class__, ())):
                with suppress(MisfitError):
                    return node.tolerant(value, drifts, path)
            raise

    def blank(self, value: Value, error: MisfitError, drifts: Drifts, path: str) -> Value:
        """Return a model without fields, if there is one model."""
        if len(self._objects) != 1:
            raise error
        return self._objects[0].blank(value, error, drifts, path)

    def _object(self, value: Value) -> Value:
        if self._tagged is not None and (known := self._tagged.find(value)) is not None:
            return known.strict(value)
        fitting = None
        for required, node in self._by_required:
            if required.issubset(value):
                # Only if it is the only one; most unions are like that, and ranks take longer.
                fitting = node if fitting is None and required else _SEVERAL
        if fitting is not None and fitting is not _SEVERAL:
            try:
                return fitting.strict(value)
            except MisfitError:
                pass
        return self._chosen(value, self._ranked(value))

    @cached_property
    def _by_required(self) -> tuple[tuple[frozenset[str], Node], ...]:
        return tuple((node.required, node) for node in self._objects)

    def rank(self, value: Value) -> Rank | None:
        """Return how well `value` fits."""
        ranks = [node.rank(value) for node in self._candidates(value)]
        return max((rank for rank in ranks if rank is not None), default=None)

    def _candidates(self, value: Value) -> list[Node]:
        if value.__class__ is dict:
            return self._objects
        return self._arrays if value.__class__ is list else []

    def _ranked(self, value: Value) -> list[Node]:
        """The members that an object or array may be, the best first."""
        candidates = self._candidates(value)
        if len(candidates) == 1 and not (self._is_open or self._takes_any):
            return candidates
        ranked = [(rank, node) for node in candidates if (rank := node.rank(value)) is not None]
        if self._is_open and value.__class__ is dict and all(_is_unlikely(rank, value) for rank, _ in ranked):
            # A newer member is more likely; a dict takes any key.
            ranked = [pair for pair in ranked if _is_dict(pair[1])]
        if not ranked:
            return []
        # The sort is stable, and the members are sorted by their names.
        ranked.sort(key=lambda pair: pair[0], reverse=True)
        best = ranked[0][0]
        # One that knows no key, or fewer constants, is no other reading of a value with a fault in it.
        return [node for rank, node in ranked if rank[:2] == best[:2] or _is_dict(node)]

    def _chosen(self, value: Value, ranked: list[Node]) -> Value:
        first_error: MisfitError | None = None
        for node in ranked:
            try:
                return node.strict(value)
            except MisfitError as error:
                first_error = first_error or error
        if first_error is not None and not self._takes_any and (len(ranked) == 1 or not self._is_open):
            raise first_error
        return self._other(value)

    def _other(self, value: Value) -> Value:
        if self._takes_any:
            return value
        if not self._is_open:
            raise MisfitError.expected(type_name(self.type), value)
        count_unknown(type_name(self.type), _tag_text(value, self._objects))
        return UnknownVariant(value)


class _TaggedNode(Node):
    """Decodes the objects of a union whose members a property distinguishes."""

    def __init__(self, type_: TypeForm, tag: Tagged, members: list[Any], build: Build) -> None:
        super().__init__(type_)
        self.name = tag.name
        self._default = None if tag.default is None else build(tag.default)
        self._members = [build(member) for member in members]
        self._variants = {(type(value), value): build(member) for value, member in tag.variants.items()}

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        return self._node_of(value).strict(value)

    def tolerant(self, value: Value, drifts: Drifts, path: str) -> Value:
        """Decode what fits of `value`."""
        return self._node_of(value).tolerant(value, drifts, path)

    def rank(self, value: Value) -> Rank | None:
        """Return how well `value` fits."""
        node = self.find(value)
        if node is None:
            return None
        return _TAG_RANK, 1, 0, 0, 0

    def _node_of(self, value: Value) -> Node:
        node = self.find(value)
        if node is None:
            fault = "Invalid value" if value.get(self.name) is not None else "Object missing required field"
            raise MisfitError(f"{fault} `{self.name}`, which names the type")
        return node

    def find(self, value: Value) -> Node | None:
        """Return the node of the member that the tag of the object `value` names; None if none does."""
        tag = value.get(self.name)
        if tag is None or isinstance(tag, dict | list):
            return self._default or self._by_keys(value)
        return self._variants.get((type(tag), tag), self._default)

    def _by_keys(self, value: Value) -> Node | None:
        """The member that fits an object without the tag best."""
        ranked = [
            (rank, node) for node in self._members if (rank := node.rank(value)) is not None and rank[1]
        ]
        return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _is_open(type_: TypeForm) -> bool:
    """Return whether a union keeps members that it does not know, or a union in it does."""
    return any(
        one is UnknownVariant or (tag_of(one) is not None and _is_open(one)) for one in members_of(type_)
    )


def _object_nodes(type_: TypeForm, objects: list[Any], build: Build) -> list[Node]:
    tag = tag_of(type_)
    if tag is None:
        return [build(one) for one in objects]
    dicts = [one for one in objects if origin_of(one) in MAPPINGS]
    models = [one for one in objects if one not in dicts]
    return [_TaggedNode(type_, tag, models, build), *(build(one) for one in dicts)]


def _is_object(type_: TypeForm) -> bool:
    plain = plain_type(type_)
    is_tagged = tag_of(type_) is not None
    return is_tagged or is_record(plain) or origin_of(plain) in MAPPINGS


def _is_dict(node: Node) -> bool:
    return origin_of(node.type) in MAPPINGS


def _is_unlikely(rank: Rank, value: Value) -> bool:
    """Return whether a member knows no key of an object, though there are some, or a constant is absent."""
    constants, has_known_key = rank[:2]
    return not has_known_key and (bool(value) or constants < 0)


def _tag_text(value: Value, nodes: list[Node]) -> str:
    """The tag of an unknown member, for the counter; empty if it has none."""
    names = [node.name for node in nodes if isinstance(node, _TaggedNode)]
    tag = value.get(names[0]) if names and isinstance(value, dict) else None
    return str(tag)[:_MAX_COUNTED_CHARACTERS] if isinstance(tag, str | int) else ""
