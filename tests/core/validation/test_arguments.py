"""Checks of arguments: the canonical forms, and the sentence of each error."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from attrs import field, frozen

from seawall.core.errors import ConfigError, InputError
from seawall.core.validation import arguments
from seawall.core.validation.arguments import (
    describe_type,
    field_validator,
    has_methods,
    raise_faults,
    require_type,
    short_repr,
    sort_fields,
    wrong_type,
)

ID = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


Check = Callable[[Any, str], object]


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


def colour(value: Any, name: str) -> Colour | None:
    return arguments.checked_member(value, Colour, name)


def page_size(value: object, name: str) -> int:
    return arguments.checked_count(value, name, least=5, most=100)


def colours(value: Any, name: str) -> list[Colour]:
    return arguments.checked_items(value, Colour, name)


def future(value: Any, name: str) -> datetime | None:
    return arguments.checked_future_time(value, name, NOON.timestamp() - 1)


class UnhashableText(str):
    """A text of a class of the user's."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]


def fields(value: Any, _: str) -> list[str] | None:
    return sort_fields(value)


ACCEPTED: list[tuple[Check, object, object]] = [
    (arguments.checked_text, "a", "a"),
    (arguments.checked_text, "", ""),
    (arguments.checked_text, "ä", "ä"),
    (arguments.checked_optional_text, None, None),
    (arguments.checked_optional_text, "a", "a"),
    (arguments.checked_uuid, ID, UUID(ID)),
    (arguments.checked_uuid, UUID(ID), UUID(ID)),
    (arguments.checked_uuid, f"urn:uuid:{ID}", UUID(ID)),
    (arguments.checked_uuid, ID.upper(), UUID(ID)),
    (arguments.checked_uuid, UnhashableText(ID), UUID(ID)),
    (arguments.checked_version, "1.0.0-rc.1", "1.0.0-rc.1"),
    (arguments.checked_count, 1, 1),
    (arguments.checked_count, 10**30, 10**30),
    (page_size, 5, 5),
    (page_size, 100, 100),
    (arguments.checked_seconds, 3, 3.0),
    (arguments.checked_seconds, 0.001, 0.001),
    (arguments.checked_seconds, Fraction(1, 2), 0.5),
    (arguments.checked_time, None, None),
    (arguments.checked_time, NOON, NOON),
    (arguments.checked_time, NOON.astimezone(timezone(timedelta(hours=2))), NOON),
    (future, None, None),
    (future, NOON, NOON),
    (colour, None, None),
    (colour, "BLUE", Colour.BLUE),
    (colour, Colour.RED, Colour.RED),
    (colours, [], []),
    (colours, (Colour.RED, Colour.BLUE), [Colour.RED, Colour.BLUE]),
    (colours, {Colour.RED}, [Colour.RED]),
    (colours, {1: Colour.RED}.values(), [Colour.RED]),
    (arguments.checked_texts, None, None),
    (arguments.checked_texts, ("a", "b"), ["a", "b"]),
    (arguments.checked_object, None, None),
    (arguments.checked_object, {}, {}),
    (arguments.checked_object, MappingProxyType({"a": 1}), {"a": 1}),
    (arguments.checked_callable, print, print),
    (fields, None, None),
    (fields, "-name", ["-name"]),
    (fields, ("a", "-b"), ["a", "-b"]),
]

REJECTED: list[tuple[Check, object, str]] = [
    (arguments.checked_text, 5, "it is of type int. Give text."),
    (arguments.checked_text, None, "it is of type NoneType. Give text."),
    (arguments.checked_text, b"a", "it is of type bytes. Give text."),
    (arguments.checked_optional_text, b"a", "it is of type bytes. Give text."),
    (
        arguments.checked_text,
        "a\ud800",
        "it can not be encoded: it holds a lone surrogate. Give whole characters.",
    ),
    (arguments.checked_uuid, "../me", "it is '../me'. Give a UUID."),
    (arguments.checked_uuid, "x" * 999, f"it is '{'x' * 80}'. Give a UUID."),
    (arguments.checked_uuid, 5, "it is of type int. Give a UUID."),
    (arguments.checked_version, "1.0", "it is '1.0'. Give a semantic version, e.g. 1.0.0."),
    (arguments.checked_version, 1.0, "it is of type float. Give text."),
    (arguments.checked_count, 0, "it is 0. Give 1 or more."),
    (arguments.checked_count, -(10**5000), "it is of type int. Give 1 or more."),
    (arguments.checked_count, "3", "it is of type str. Give 1 or more."),
    (arguments.checked_count, True, "it is of type bool. Give 1 or more."),
    (arguments.checked_count, 3.0, "it is of type float. Give 1 or more."),
    (page_size, 4, "it is 4. Give 5 to 100."),
    (page_size, 101, "it is 101. Give 5 to 100."),
    (arguments.checked_seconds, 0, "it is 0. Give a finite number of seconds above 0."),
    (arguments.checked_seconds, -0.5, "it is -0.5. Give a finite number of seconds above 0."),
    (
        arguments.checked_seconds,
        float("nan"),
        "it is nan. Give a finite number of seconds above 0.",
    ),
    (arguments.checked_seconds, 10**400, "it is inf. Give a finite number of seconds above 0."),
    (arguments.checked_number, 0, "it is 0. Give a finite number above 0."),
    (arguments.checked_number, 10**400, "it is inf. Give a finite number above 0."),
    (arguments.checked_number, "3", "it is of type str. Give a finite number above 0."),
    (arguments.checked_seconds, "3", "it is of type str. Give a finite number of seconds above 0."),
    (arguments.checked_seconds, True, "it is of type bool. Give a finite number of seconds above 0."),
    (
        arguments.checked_time,
        datetime(2026, 1, 2),  # noqa: DTZ001
        "it has no time zone. Give an aware time, e.g. datetime.now(UTC).",
    ),
    (
        arguments.checked_time,
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-2))),
        "it is 9999-12-31T23:00:00-02:00, which is outside of the years 1 to 9999. Give another time.",
    ),
    (
        arguments.checked_time,
        date(2026, 1, 2),
        "it is of type date. Give an aware time, e.g. datetime.now(UTC).",
    ),
    (
        future,
        NOON - timedelta(seconds=1),
        f"it is {(NOON - timedelta(seconds=1)).isoformat()}, which has passed. Give a time in the future.",
    ),
    (future, date(2026, 1, 2), "it is of type date. Give an aware time, e.g. datetime.now(UTC)."),
    (colour, "GREEN", "it is 'GREEN'. Give one of RED, BLUE."),
    (colour, 5, "it is of type int. Give one of RED, BLUE."),
    (colours, "RED", "it is of type str. Give a list of Colour."),
    (colours, {Colour.RED: 1}, "it is of type dict. Give a list of Colour."),
    (colours, iter(()), "it is of type tuple_iterator. Give a list of Colour."),
    (colours, [Colour.RED, "BLUE"], "it[1] is of type str. Give a list of Colour."),
    (arguments.checked_texts, [], "it is empty and would select nothing. Give a list, or None for all."),
    (arguments.checked_texts, "one", "it is of type str. Give a list of str."),
    (arguments.checked_object, [("a", 1)], "it is of type list. Give a dict."),
    (
        arguments.checked_object,
        {"a": [{1}]},
        "it.a[0] is of type set, which has no form in JSON. Give a list, e.g. sorted(…).",
    ),
    (
        arguments.checked_object,
        {5: 1},
        "it has a key of type int, and a key in JSON is text. Give text, e.g. str(key).",
    ),
    (arguments.checked_text, str, "it is the class str. Give text."),
    (arguments.checked_callable, None, "it is of type NoneType. Give a function."),
    (fields, 5, "sort is of type int. Give a list of str."),
    (fields, ["a", 5], "sort[1] is of type int. Give a list of str."),
]


def test_an_accepted_value_is_returned_in_its_canonical_form() -> None:
    for check, value, expected in ACCEPTED:
        result = check(value, "it")
        assert (result, type(result)) == (expected, type(expected)), (check, value)


def test_a_rejected_value_raises_one_sentence_that_says_what_to_give(subtests: pytest.Subtests) -> None:
    for check, value, sentence in REJECTED:
        with subtests.test(row=sentence):
            with pytest.raises(InputError) as caught:
                check(value, "it")
            assert str(caught.value) == sentence


def test_the_sentence_of_a_wrong_type_does_not_show_the_value() -> None:
    require_type("s3cret", "transport", ok=True, expected="a transport")
    with pytest.raises(ConfigError, match=r"^transport is of type str\. Give a transport\.$"):
        require_type("s3cret", "transport", ok=False, expected="a transport")
    with pytest.raises(InputError, match=r"^method is of type bytes\. Give text\.$"):
        require_type(b"s3cret", "method", ok=False, expected="text", error=InputError)
    with pytest.raises(ConfigError, match=r"^ttl_s is of type str\. Give a finite number above 0\.$"):
        arguments.checked_number("s3cret", "ttl_s", error=ConfigError)
    assert str(wrong_type(Colour, "sort", "text")) == "sort is the class Colour. Give text."
    assert (describe_type("s3cret"), describe_type(str)) == ("of type str", "the class str")


def test_an_object_in_place_of_its_id_is_told_the_attribute() -> None:
    class Run:
        run_id = ID

    made = Run()
    for name in ("run id", "run_id"):
        with pytest.raises(InputError) as caught:
            arguments.checked_uuid(made, name)  # type: ignore[arg-type]
        assert str(caught.value) == f"{name} is of type Run. Give a UUID: its `run_id`."
    assert str(wrong_type(made, "external_id", "text")) == "external_id is of type Run. Give text."
    vars(made)["external_id"] = "one"
    assert str(wrong_type(made, "external_id", "text")).endswith("Give text: its `external_id`.")


def test_a_class_does_not_have_the_methods_of_its_instances() -> None:
    assert has_methods("a", "strip", "split")
    assert not has_methods("a", "strip", "send")
    assert not has_methods(str, "strip")


def test_the_repr_in_a_message_is_short_and_never_raises() -> None:
    class Hostile:
        def __repr__(self) -> str:
            raise OSError

    assert [short_repr(value) for value in (5, "a", Hostile())] == ["5", "'a'", "of type Hostile"]
    assert len(short_repr("a" * 1000)) == 80


def test_an_unknown_value_of_an_open_enum_is_rejected_and_not_counted(subtests: pytest.Subtests) -> None:
    from seawall.core.wire.open_enum import OpenEnum, unknown_values

    class Shape(OpenEnum):
        ROUND = "ROUND"

    unknown = Shape("SQUARE")
    before = dict(unknown_values)
    for value in ("SQUARE", unknown):
        with (
            subtests.test(row=repr(value)[:60]),
            pytest.raises(InputError, match=r"'SQUARE'\. Give one of ROUND"),
        ):
            arguments.checked_member(value, Shape, "shape")
    assert unknown_values == before


def test_a_member_that_is_required_is_not_none() -> None:
    assert arguments.checked_required_member("RED", Colour, "colour") is Colour.RED
    with pytest.raises(InputError, match=r"^colour is of type NoneType\. Give one of RED"):
        arguments.checked_required_member(None, Colour, "colour")  # type: ignore[arg-type]


def test_a_validator_names_the_field() -> None:
    @frozen
    class Note:
        title: str = field(validator=field_validator(arguments.checked_text))

    assert Note("a").title == "a"
    with pytest.raises(InputError, match=r"^title is of type int\. Give text\.$"):
        Note(5)  # type: ignore[arg-type]


def test_the_message_shows_five_faults_and_problems_holds_all() -> None:
    raise_faults((), "Nothing was sent")
    with pytest.raises(InputError, match=r"^Nothing was sent: a; b\.$") as caught:
        raise_faults(["a", "b"], "Nothing was sent")
    assert caught.value.problems == ("a", "b")
    with pytest.raises(InputError, match=r"^Nothing was sent: 0; 1; 2; 3; 4; and 2 more\.$") as caught:
        raise_faults(map(str, range(7)), "Nothing was sent")
    assert len(caught.value.problems) == 7
