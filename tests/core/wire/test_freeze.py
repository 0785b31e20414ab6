import copy
import datetime as dt
import json
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

import msgspec
import pytest
from attrs import define, frozen
from attrs.exceptions import FrozenInstanceError

from seawall.core.errors import InputError
from seawall.core.wire.codec import encode
from seawall.core.wire.freeze import FrozenDict, FrozenList, freeze, frozen_json
from seawall.core.wire.open_enum import OpenEnum
from seawall.core.wire.unset import UNSET


class State(OpenEnum):
    DONE = "DONE"


@frozen(kw_only=True)
class Part:
    name: str


@frozen(kw_only=True)
class Thing:
    part: Part
    tags: list[str]
    metadata: dict[str, Any] | None
    parts: list[Part]
    state: State = State.DONE
    _hidden: list[int] = [1]  # noqa: RUF008


@frozen(slots=False)
class Roomy:
    items: list[int]


@define
class Loose:
    name: str


@define(slots=False)
class LooseAndRoomy:
    name: str


@dataclass
class Record:
    name: str


def thing() -> Thing:
    return Thing(
        part=Part(name="a"),
        tags=["a", "b"],
        metadata={"a": [1, {"b": {"c": [None]}}], "d": {}},
        parts=[Part(name="b")],
    )


ATTEMPTS: list[Callable[[Any], object]] = [
    lambda value: value.metadata.__setitem__("x", 1),
    lambda value: value.metadata.__delitem__("a"),
    lambda value: value.metadata.update(x=1),
    lambda value: value.metadata.setdefault("x", 1),
    lambda value: value.metadata.pop("a"),
    lambda value: value.metadata.popitem(),
    lambda value: value.metadata.clear(),
    lambda value: value.metadata.__ior__({"x": 1}),
    lambda value: value.metadata["a"].append(1),
    lambda value: value.metadata["a"][1]["b"]["c"].append(1),
    lambda value: value.metadata["a"][1]["b"].update(x=1),
    lambda value: value.metadata["d"].update(x=1),
    lambda value: value.tags.append("x"),
    lambda value: value.tags.extend(["x"]),
    lambda value: value.tags.insert(0, "x"),
    lambda value: value.tags.pop(),
    lambda value: value.tags.remove("a"),
    lambda value: value.tags.clear(),
    lambda value: value.tags.sort(reverse=True),
    lambda value: value.tags.reverse(),
    lambda value: value.tags.__setitem__(0, "x"),
    lambda value: value.tags.__setitem__(slice(0), ["x"]),
    lambda value: value.tags.__delitem__(0),
    lambda value: value.tags.__iadd__(["x"]),
    lambda value: value.tags.__imul__(2),
    lambda value: value.parts.append(1),
    lambda value: value._hidden.append(1),
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_frozen_values_reject_changes(attempt: Callable[[Any], object]) -> None:
    value = freeze(thing())
    with pytest.raises(TypeError, match="that callers share"):
        attempt(value)
    assert value == thing()
    # Each of these does change what is not frozen.
    loose = copy.deepcopy(thing())
    attempt(loose)
    assert loose != thing()


@pytest.mark.parametrize(
    ("frozen_class", "plain", "unchangeable", "harmless"),
    [
        (FrozenList, list, tuple, {"copy", "__reversed__"}),
        (FrozenDict, dict, MappingProxyType, {"fromkeys"}),
    ],
)
def test_every_mutating_method_is_blocked(
    frozen_class: type, plain: type, unchangeable: type, harmless: set[str]
) -> None:
    changing = set(dir(plain)) - set(dir(unchangeable)) - harmless
    assert {"__setitem__", "__delitem__", "clear", "pop"} <= changing
    assert changing - set(vars(frozen_class)) == set()


def test_a_field_can_not_be_set() -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(freeze(thing()), "tags", [])  # noqa: B010


def test_the_original_value_is_not_changed() -> None:
    value = thing()
    freeze(value)
    value.tags.append("c")
    assert value.tags == ["a", "b", "c"]


def test_a_frozen_value_is_equal_and_of_the_same_class() -> None:
    value = freeze(thing())
    assert value == thing()
    assert type(value) is Thing
    assert isinstance(value.tags, list)
    assert isinstance(value.metadata, dict)
    assert freeze(value) == thing()


def test_a_frozen_value_is_encoded_as_usual() -> None:
    value = freeze(thing())
    assert encode(value) == encode(thing())
    assert json.dumps(value.metadata) == json.dumps(thing().metadata)


def test_a_frozen_value_is_hashed_by_its_value() -> None:
    one, other = freeze(thing()), freeze(thing())
    assert one is not other
    assert hash(one) == hash(other)
    assert {one: 1}[other] == 1
    assert one != freeze(Thing(part=Part(name="b"), tags=[], metadata=None, parts=[]))
    # As Python has it.
    assert len({freeze({"a": [1]}), freeze({"a": [1.0]}), freeze({"a": [True]})}) == 1
    assert freeze({"a": 1, "b": 2}) == freeze({"b": 2, "a": 1})
    assert hash(freeze({"a": 1, "b": 2})) == hash(freeze({"b": 2, "a": 1}))


def test_a_pickle_keeps_a_value_frozen() -> None:
    value = freeze(thing())
    read = pickle.loads(pickle.dumps(value))
    assert (read, hash(read)) == (value, hash(value))
    with pytest.raises(TypeError, match="that callers share"):
        read.metadata["a"].append(1)


def test_frozen_json_is_what_is_sent() -> None:
    given = {"a": (1, {"b": Decimal("1.5")})}
    assert frozen_json(given, "metadata") == {"a": [1, {"b": 1.5}]}
    assert hash(frozen_json(given, "metadata")) == hash(frozen_json({"a": [1, {"b": 1.5}]}, "metadata"))
    with pytest.raises(InputError, match=r"^metadata\.a is of type set"):
        frozen_json({"a": {1}}, "metadata")


def test_a_deep_copy_can_be_changed() -> None:
    value = freeze(thing())
    mine = copy.deepcopy(value)
    assert mine.metadata is not None
    mine.metadata["a"][1]["b"]["c"].append(1)
    mine.tags.append("c")
    assert value == thing()


@pytest.mark.parametrize("copied", [dict, copy.copy, lambda value: value.copy(), lambda value: value | {}])
def test_a_copy_of_a_dict_can_be_changed(copied: Callable[[Any], Any]) -> None:
    mine = copied(freeze({"a": 1}))
    mine["b"] = 2
    assert mine == {"a": 1, "b": 2}


@pytest.mark.parametrize("copied", [list, copy.copy, lambda value: value[:], lambda value: value.copy()])
def test_a_copy_of_a_list_can_be_changed(copied: Callable[[Any], Any]) -> None:
    mine = copied(freeze([1]))
    mine.append(2)
    assert mine == [1, 2]


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        1,
        1.5,
        "a",
        b"a",
        Decimal(1),
        UUID(int=1),
        UNSET,
        State.DONE,
        State("NEW"),
        dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        dt.date(2026, 1, 1),
        dt.timedelta(1),
        Part(name="a"),
        (1, Part(name="a")),
    ],
)
def test_immutable_values_are_returned_as_they_are(value: object) -> None:
    assert freeze(value) == value
    assert type(freeze(value)) is type(value)


def test_an_instance_without_anything_to_change_is_not_copied() -> None:
    part = Part(name="a")
    assert freeze(part) is part
    assert freeze([part])[0] is part
    holder = Roomy(part)  # type: ignore[arg-type]
    assert freeze(holder) is holder


def test_tuples_are_frozen_inside() -> None:
    with pytest.raises(TypeError, match="that callers share"):
        freeze(([1],))[0].append(2)


def test_a_class_with_a_dict_is_copied_too() -> None:
    with pytest.raises(TypeError, match="that callers share"):
        freeze(Roomy([1])).items.append(2)


@pytest.mark.parametrize(
    "value",
    [Loose("a"), LooseAndRoomy("a"), Record("a"), msgspec.Raw(b"1"), bytearray(b"a"), {1}, object()],
    ids=lambda value: type(value).__name__,
)
def test_mutable_values_are_an_error(value: object) -> None:
    for holder in (value, [value], {"a": value}, (value,), Roomy([value])):  # type: ignore[list-item]
        with pytest.raises(TypeError, match="is not a frozen class"):
            freeze(holder)
