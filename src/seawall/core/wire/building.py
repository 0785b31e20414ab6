"""Choose the node of a type, and build it once."""

from datetime import datetime
from functools import cache
from typing import Any, Literal, get_args

from seawall.core.wire.annotations import (
    MAPPINGS,
    SEQUENCES,
    TypeForm,
    is_model,
    is_union,
    origin_of,
    plain_type,
    tag_of,
)
from seawall.core.wire.containers import DictNode, ListNode, TupleNode
from seawall.core.wire.leaves import AnyNode, DirectNode, LeafNode, LiteralNode, Node, TimeNode, UnknownNode
from seawall.core.wire.model_node import ModelNode
from seawall.core.wire.unions import UnionNode
from seawall.core.wire.variants import UnknownVariant
from seawall.core.wire.wire_twins import msgspec_type

__all__ = ["node_for"]


@cache
def node_for(type_: TypeForm) -> Node:
    """Return the node of a type. Raises UndecodableTypeError if there is none."""
    plain = plain_type(type_)
    # Of these types alone: msgspec.convert reads the type of a list or a union again for each value.
    if is_model(plain) and (known := msgspec_type(plain)) is not None:
        return DirectNode(plain, known, _by_parts)
    return _by_parts(type_)


@cache
def _by_parts(type_: TypeForm) -> Node:
    plain = plain_type(type_)
    if is_union(plain) or tag_of(type_) is not None:
        return UnionNode(type_, node_for)
    origin = origin_of(plain)
    if origin is tuple and get_args(plain) and Ellipsis not in get_args(plain):
        return TupleNode(plain, node_for)
    if origin in SEQUENCES or origin in MAPPINGS:
        return (ListNode if origin in SEQUENCES else DictNode)(plain, node_for)
    if is_model(plain):
        return ModelNode(plain, node_for)
    return _WITHOUT_PARTS.get(origin, LeafNode)(plain)


_WITHOUT_PARTS: dict[Any, type[Node]] = {
    Any: AnyNode,
    object: AnyNode,
    UnknownVariant: UnknownNode,
    Literal: LiteralNode,
    datetime: TimeNode,
}
