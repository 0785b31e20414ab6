"""Types that few models have: tuples, sets, nested unions, and annotations without a meaning."""

import datetime as dt
import ipaddress
import json
import sys
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, TypeAlias

import pytest
from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.wire.codec import UndecodableTypeError, decoder_for, encode
from seawall.core.wire.json_value import to_json
from seawall.core.wire.leaves import Node, decode_address
from seawall.core.wire.open_enum import OpenIntEnum
from seawall.core.wire.variants import Tagged, UnknownVariant


class Level(OpenIntEnum):
    LOW = 1


@frozen(kw_only=True)
class Pair:
    pair: tuple[int, str] = field(metadata={"wire": "@pair"})
    more: dict[str, int] = field(factory=dict, metadata={"additional": True})


@frozen(kw_only=True)
class Either:
    value: tuple[int, str] | list[str] | set[int] | None = field(metadata={"wire": "@value"})
    more: dict[str, int] = field(factory=dict, metadata={"additional": True})


@frozen(kw_only=True)
class Unresolved:
    value: "Nowhere"  # type: ignore[name-defined]  # noqa: F821 - it has no meaning
    more: dict[str, int] = field(factory=dict, metadata={"additional": True})


@frozen(kw_only=True)
class Odd:
    numbers: Annotated[int | float, "doc"] | None = field(metadata={"wire": "@numbers"})
    when: dt.date | None = None
    some: set[Any] = field(factory=set)
    parts: list[bytes] = field(factory=list)


@frozen(kw_only=True)
class Deep:
    value: Any


class Letter(Enum):
    A = "a"


Tag: TypeAlias = Annotated[Pair | Either, Tagged("kind", {"pair": Pair, "either": Either})]


@frozen(kw_only=True)
class Mixed:
    """Additional properties have it decoded by our own nodes."""

    when: dt.date | list[str] | None = None
    some: set[Any] = field(factory=set)
    pets: list[Tag] | list[int] | None = None
    more: dict[str, int] = field(factory=dict, metadata={"additional": True})


def decoded(type_: Any, value: object) -> Any:
    return decoder_for(type_).decode(json.dumps(value).encode())


def test_a_tuple_has_its_length_and_its_types() -> None:
    assert decoded(Pair, {"@pair": [1, "a"]}).pair == (1, "a")
    for wrong in ([1], [1, "a", 2], "1a", ["a", 1]):
        with pytest.raises(ValueError, match="@pair"):
            decoded(Pair, {"@pair": wrong})


def test_a_union_of_arrays_is_told_apart_by_its_items() -> None:
    assert decoded(Either, {"@value": [1, "a"]}).value == (1, "a")
    assert decoded(Either, {"@value": ["a", "b"]}).value == ["a", "b"]


def test_an_annotation_without_a_meaning_is_an_error_and_declares_nothing() -> None:
    with pytest.raises(UndecodableTypeError, match="an annotation of Unresolved has no meaning"):
        decoder_for(Unresolved).decode(b"{}")
    assert encode(Unresolved(value=1)) == b'{"value":1}'


def test_an_unknown_number_is_a_value_of_its_own() -> None:
    assert Level.LOW.is_known
    assert not Level(7).is_known
    with pytest.raises(ValueError, match="is not a valid"):
        Level("low")  # type: ignore[arg-type]


def test_an_address_is_text() -> None:
    with pytest.raises(ValueError, match="Expected `str`"):
        decoded(list[ipaddress.IPv4Address], [1])


def test_unions_in_unions_and_odd_items() -> None:
    assert decoded(Odd, {"@numbers": 1.5, "when": "2026-01-01"}).when == dt.date(2026, 1, 1)
    for wrong in ({"@numbers": "x"}, {"@numbers": 1, "when": "soon"}, {"@numbers": 1, "some": [[1]]}):
        with pytest.raises(ValueError, match=r"Expected|Invalid"):
            decoded(Odd, wrong)
    assert encode(Odd(numbers=1, parts=[b"a"])) == b'{"@numbers":1,"when":null,"some":[],"parts":["YQ=="]}'


def test_a_variant_is_any_value_and_a_tag_needs_an_object() -> None:
    assert decoded(UnknownVariant, {"a": 1}) == UnknownVariant({"a": 1})
    with pytest.raises(ValueError, match=r"kind|Expected"):
        decoded(Tag, 5)


def test_a_key_that_is_given_twice_is_an_error() -> None:
    with pytest.raises(InputError, match=r"value\.a is given twice"):
        to_json({Letter.A: 1, "a": 2}, "value")


def test_levels_are_counted_through_models_too() -> None:
    value: Any = Decimal(1)
    for _ in range(130):
        value = Deep(value=value)
    with pytest.raises(InputError, match="nested too deeply"):
        encode(value)


def test_a_caller_that_is_deep_in_its_stack_gets_the_same_error() -> None:
    value: Any = Decimal(1)
    for _ in range(90):
        value = [value]

    def descend(levels: int) -> object:
        return descend(levels - 1) if levels else to_json(value, "value")

    with pytest.raises(InputError, match="nested too deeply"):
        descend(sys.getrecursionlimit() - 150)


def test_a_node_decodes_nothing_by_itself() -> None:
    with pytest.raises(NotImplementedError):
        Node(int).strict(1)


def test_what_does_not_fit_one_member_only_is_named() -> None:
    assert decoded(Mixed, {"pets": [5]}).pets == [5]
    for wrong in ({"when": "soon"}, {"some": [[1]]}):
        with pytest.raises(ValueError, match=r"\$\.(when|some)"):
            decoded(Mixed, wrong)


def test_a_class_that_is_no_model_has_no_form() -> None:
    with pytest.raises(UndecodableTypeError, match="complex has no form"):
        decode_address(complex, 1)
