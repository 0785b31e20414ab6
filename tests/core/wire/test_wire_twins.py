"""Models whose fields have other names on the wire are themselves after decoding, however they are made."""

import json
import pickle
import threading
from typing import Any

import attrs
import pytest
from attrs import define, field, frozen

from seawall.core.wire.codec import decoder_for, encode
from seawall.core.wire.unset import UNSET, UnsetType
from tests.rows import row


@frozen(kw_only=True)
class Node:
    node_id: int = field(metadata={"wire": "nodeId"})
    next_one: "Node | None" = field(default=None, metadata={"wire": "nextOne"})
    others: "list[Node] | UnsetType" = UNSET
    by_name: "dict[str, Node] | UnsetType" = field(default=UNSET, metadata={"wire": "by-name"})
    pair: "tuple[Node, int] | UnsetType" = UNSET


@frozen(kw_only=True)
class Swapped:
    a: int = field(metadata={"wire": "b"})
    b: int = field(metadata={"wire": "a"})


@frozen(kw_only=True)
class Odd:
    kind: str = field(metadata={"wire": "__class__"})
    init: int = field(metadata={"wire": "__init__"})
    node: Node | UnsetType = UNSET


@frozen(kw_only=True)
class Plain:
    node: Node
    empty: str = field(metadata={"wire": ""})


@frozen(kw_only=True)
class Accents:
    name: str = field(metadata={"wire": "Ventila\u00e7\u00e3o"})
    node: Node | UnsetType = UNSET


@define(slots=False)
class WithDict:
    user_id: int = field(metadata={"wire": "userId"})


@frozen(kw_only=True)
class Hashed:
    tag_name: str = field(metadata={"wire": "tagName"})


@frozen(kw_only=True)
class Parent:
    parent_id: int = field(metadata={"wire": "parentId"})


@frozen(kw_only=True)
class Child(Parent):
    child_id: int = field(metadata={"wire": "childId"})


LEAF = Node(node_id=2)
TREE = Node(node_id=1, next_one=LEAF, others=[LEAF], by_name={"x": LEAF}, pair=(LEAF, 5))
ROWS: list[tuple[Any, object]] = [
    (Node, TREE),
    (list[Node], [TREE, LEAF]),
    (dict[str, list[Node | None]], {"a": [LEAF, None]}),
    (Swapped, Swapped(a=1, b=2)),
    (Odd, Odd(kind="k", init=1, node=LEAF)),
    (Plain, Plain(node=TREE, empty="e")),
    (WithDict, WithDict(user_id=1)),
    (list[WithDict | None], [WithDict(user_id=1), None]),
    (frozenset[Hashed], frozenset({Hashed(tag_name="a"), Hashed(tag_name="b")})),
    (Child, Child(parent_id=1, child_id=2)),
    (Node | int, 5),
    (Node | list[Node], [LEAF]),
]


def classes_in(value: object) -> set[type]:
    """The classes of all models in `value`."""
    if isinstance(value, dict):
        return set().union(*map(classes_in, value.values()))
    if isinstance(value, list | tuple | frozenset):
        return set().union(*map(classes_in, value))
    cls: Any = type(value)
    if not attrs.has(cls):
        return set()
    return {cls}.union(*(classes_in(getattr(value, one.name)) for one in attrs.fields(cls)))


def body_of(value: object) -> bytes:
    return encode(sorted(value, key=repr) if isinstance(value, frozenset) else value)


def test_each_value_is_decoded_into_its_models() -> None:
    for type_, value in ROWS:
        with row(type_, value):
            found = decoder_for(type_).decode(body_of(value))
            assert found == value
            assert classes_in(found) == classes_in(value)
            assert pickle.loads(pickle.dumps(found)) == value


def test_a_name_that_is_not_ascii_is_found_before_it_is_ever_encoded() -> None:
    found = decoder_for(Accents).decode('{"Ventila\u00e7\u00e3o": "a", "node": {"nodeId": 2}}'.encode())
    assert found == Accents(name="a", node=LEAF)


def test_the_items_of_a_set_are_found_in_it() -> None:
    found: Any = decoder_for(frozenset[Hashed]).decode(b'[{"tagName":"a"}]')
    assert Hashed(tag_name="a") in found


def test_a_fault_has_the_names_on_the_wire() -> None:
    rows: list[tuple[Any, object, str]] = [
        (Node, {"nodeId": "x"}, "$.nodeId"),
        (Node, {"nodeId": 1, "nextOne": {"nodeId": None}}, "$.nextOne.nodeId"),
        (Node, {"node_id": 1}, "required field `nodeId`"),
        (
            Plain,
            {"node": {"nodeId": 1, "by-name": {"a": {"nodeId": "x"}}}, "": "e"},
            "$.node.by-name[...].nodeId",
        ),
    ]
    for type_, value, where in rows:
        with row(value):
            with pytest.raises(ValueError, match=r".") as caught:
                decoder_for(type_).decode(json.dumps(value).encode())
            assert where in str(caught.value)


def test_decoders_may_be_built_in_several_threads() -> None:
    @frozen(kw_only=True)
    class Own:
        own_id: int = field(metadata={"wire": "ownId"})
        node: Node

    found: list[object] = []
    types: list[Any] = [Own, list[Own], dict[str, Own], Own | None] * 3
    bodies = [b'{"ownId":1,"node":{"nodeId":1}}', b"[]", b"{}", b"null"] * 3
    threads = [
        threading.Thread(target=lambda type_=type_, body=body: found.append(decoder_for(type_).decode(body)))
        for type_, body in zip(types, bodies, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(types)
