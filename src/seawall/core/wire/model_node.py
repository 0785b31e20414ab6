"""The node of a model: an object that is decoded by the names on the wire."""

from enum import Enum
from functools import cached_property
from types import NoneType
from typing import Any, Literal, TypeAlias, get_args

from seawall.core.wire.annotations import (
    TypeForm,
    WireField,
    additional_field,
    is_union,
    origin_of,
    plain_type,
    wire_fields,
)
from seawall.core.wire.leaves import Build, Drifts, Node, Rank, tolerant_item
from seawall.core.wire.misfits import WHOLE, Drift, FieldMisfit, MisfitError, Value, partial_model
from seawall.core.wire.unset import UNSET

__all__ = ["ModelNode"]

_PLAIN = frozenset({str, int, bool, float})
# With the class of the value: 1 and True are two constants.
_Constants: TypeAlias = frozenset[tuple[type, object]]


class _FieldNode:
    """A field of a model and its node; a value of the class `plain` needs no decoding."""

    __slots__ = ("alias", "is_required", "name", "node", "plain", "wire")

    def __init__(self, one: WireField, node: Node) -> None:
        self.name, self.alias, self.wire, self.is_required = one.name, one.alias, one.wire, one.is_required
        self.node = node
        self.plain = one.type if one.type in _PLAIN else None


class ModelNode(Node):
    """Decodes an object into a model, by the names on the wire."""

    def __init__(self, type_: TypeForm, build: Build) -> None:
        super().__init__(type_)
        self._build = build

    @cached_property
    def fields(self) -> tuple[_FieldNode, ...]:
        """The fields; built at the first use, because models may contain themselves."""
        return tuple(_FieldNode(one, self._build(one.type)) for one in wire_fields(self.type))

    @cached_property
    def wires(self) -> frozenset[str]:
        """The names of the fields on the wire."""
        return frozenset(one.wire for one in wire_fields(self.type))

    @cached_property
    def required(self) -> frozenset[str]:  # type: ignore[override]
        """The names of the required fields on the wire."""
        return frozenset(one.wire for one in wire_fields(self.type) if one.is_required)

    @cached_property
    def additional(self) -> tuple[str, Node] | None:
        """The field for additional properties, and the node of their values."""
        found = additional_field(self.type)
        return None if found is None else (found.alias, self._build(found.type))

    @cached_property
    def filled(self) -> frozenset[str]:
        """The constants that the model fills in, by their names on the wire."""
        return frozenset(one.wire for one in wire_fields(self.type) if one.is_filled)

    @cached_property
    def constants(self) -> dict[str, tuple[_Constants, bool]]:
        """The allowed values of the fields that have some, and whether others may come, as in enums."""
        found = {one.wire: _allowed(one.type) for one in wire_fields(self.type)}
        return {wire: allowed for wire, allowed in found.items() if allowed is not None}

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        if value.__class__ is not dict:
            raise MisfitError.expected("object", value)
        given: dict[str, Any] = {}
        wire = ""
        try:
            for one in self.fields:
                wire = one.wire
                item = value.get(wire, UNSET)
                if item is not UNSET:
                    given[one.alias] = item if item.__class__ is one.plain else one.node.strict(item)
                elif one.is_required:
                    raise _missing(wire)
        except MisfitError as error:
            # The path of a missing field is that of the object.
            raise error.below(f".{wire}" if wire in value else "") from error
        if self.additional is not None:
            alias, node = self.additional
            given[alias] = {name: node.strict(value[name]) for name in value if name not in self.wires}
        return self.type(**given)

    def tolerant(self, value: Value, drifts: Drifts, path: str) -> Value:
        """Decode what fits of `value`."""
        try:
            return self.strict(value)
        except MisfitError:
            # With other keys only, it is another object.
            if value.__class__ is not dict or (value and self.required and self.wires.isdisjoint(value)):
                raise
        return self._partial(value, drifts, path)

    def blank(self, value: Value, error: MisfitError, drifts: Drifts, path: str) -> Value:
        """Return a model without fields, if there is one model."""
        drifts.found[Drift(self.type.__name__, "", path, error.reason)] = None
        misfits = {
            one.name: FieldMisfit(one.wire, error.reason, drifts.source, value, is_given=False)
            for one in self.fields
        }
        misfits[WHOLE] = FieldMisfit("", error.reason, drifts.source, value, is_given=False)
        return partial_model(self.type, {}, misfits)

    def _partial(self, value: dict[str, Any], drifts: Drifts, path: str) -> Value:
        given: dict[str, object] = {}
        misfits: dict[str, FieldMisfit] = {}
        for one in self.fields:
            item = value.get(one.wire, UNSET)
            try:
                if item is UNSET and one.is_required:
                    raise _missing(one.wire)
                if item is not UNSET:
                    given[one.alias] = one.node.tolerant(item, drifts, f"{path}.{one.wire}")
            except MisfitError as error:
                below = f"{path}.{one.wire}"
                drifts.found[Drift(self.type.__name__, one.wire, below, error.reason)] = None
                misfits[one.name] = FieldMisfit(
                    one.wire, str(error), drifts.source, None if item is UNSET else item, item is not UNSET
                )
        if self.additional is not None:
            alias, node = self.additional
            given[alias] = {
                name: tolerant_item(node, value[name], drifts, f"{path}.*")
                for name in value
                if name not in self.wires
            }
        return _model_without(self.type, self.fields, given, misfits)

    def rank(self, value: Value) -> Rank | None:
        """Return how well `value` fits."""
        if value.__class__ is not dict or not self.required <= value.keys():
            return None
        constants = 0
        for wire, (allowed, is_open) in self.constants.items():
            item = value.get(wire, UNSET)
            if item is UNSET or item is None:
                constants -= int(wire in self.filled and not is_open)
                continue
            fits = not isinstance(item, dict | list) and (type(item), item) in allowed
            if not fits and not is_open:
                return None
            constants += 1 if fits else -1
        known = len(self.wires & value.keys())
        return constants, int(known > 0), known - len(value), len(self.required), -len(self.wires)


def _missing(wire: str) -> MisfitError:
    return MisfitError(f"Object missing required field `{wire}`")


def _model_without(
    cls: TypeForm, fields: tuple[_FieldNode, ...], given: dict[str, object], misfits: dict[str, FieldMisfit]
) -> Value:
    """Return a model, partial if there are `misfits`; a field that is absent has its default."""
    if not misfits:
        return cls(**given)
    # The constructor makes the defaults; None stands in for the misfits, and is not copied.
    alias = {one.name: one.alias for one in fields}
    whole = cls(**given, **{alias[name]: None for name in misfits})
    names = [*alias, *([extra.name] if (extra := additional_field(cls)) else [])]
    return partial_model(cls, {name: getattr(whole, name) for name in names if name not in misfits}, misfits)


def _allowed(type_: TypeForm) -> tuple[_Constants, bool] | None:
    """Return the constants of a type, and whether it is open; None if it has none."""
    plain = plain_type(type_)
    if is_union(plain):
        parts = [part for part in get_args(plain) if part is not NoneType]
        return _allowed(parts[0]) if len(parts) == 1 else None
    if origin_of(plain) is Literal:
        return frozenset((type(one), one) for one in get_args(plain)), False
    if isinstance(plain, type) and issubclass(plain, Enum):
        return frozenset((type(one.value), one.value) for one in plain), True
    return None
