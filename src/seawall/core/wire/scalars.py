"""The order in which a union tries its members that are texts, numbers or booleans: the narrowest first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum, IntEnum
from types import NoneType
from typing import Any, Literal, get_args
from uuid import UUID

from seawall.core.wire.annotations import ADDRESSES, TypeForm, origin_of, type_name
from seawall.core.wire.leaves import Build, LeafNode, Node
from seawall.core.wire.misfits import MisfitError, Value

__all__ = ["by_kind"]

# A text that is a date is a date, also beside `str`; any text would be an open enum or bytes.
_TEXTS: tuple[type, ...] = (
    UUID,
    *ADDRESSES,
    dt.datetime,
    dt.date,
    dt.time,
    dt.timedelta,
    Decimal,
    str,
    bytes,
)


class _KnownEnumNode(LeafNode):
    """Decodes the known values of an open enum, and no others."""

    def strict(self, value: Value) -> Value:
        """Decode `value`."""
        found = self.type._value2member_map_.get(value)
        if found is None or type(found.value) is not type(value):
            raise MisfitError("Invalid enum value")
        return found


def by_kind(types: list[TypeForm], build: Build) -> Mapping[type, tuple[Node, ...]]:
    """Return the nodes of `types` that a JSON value may be, by its class, in the order to try them."""
    found: dict[type, list[Node]] = defaultdict(list)
    for type_ in types:
        if origin_of(type_) is Literal:
            for kind in {type(value) for value in get_args(type_)}:
                found[kind].append(build(type_))
    enums = sorted((one for one in types if isinstance(one, type) and issubclass(one, Enum)), key=type_name)
    for enum in enums:
        found[_kind_of(enum)].append(_KnownEnumNode(enum))
    for text in (one for one in _TEXTS if one in types):
        found[str].append(build(text))
    for number in (one for one in (bool, int, float, Decimal, NoneType) if one in types):
        for kind in _NUMBERS[number]:
            found[kind].append(build(number))
    for enum in enums:
        found[_kind_of(enum)].append(build(enum))
    return {kind: tuple(nodes) for kind, nodes in found.items()}


def _kind_of(enum: type[Enum]) -> type:
    return int if issubclass(enum, IntEnum) else str


_NUMBERS: dict[Any, tuple[type, ...]] = {
    bool: (bool,),
    int: (int,),
    float: (float, int),
    Decimal: (float, int),
    NoneType: (NoneType,),
}
