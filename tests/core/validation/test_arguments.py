"""Checks of arguments: what goes on, and what is refused in a sentence."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from attrs import field, frozen

from seawall.core.errors import InputError
from seawall.core.validation import arguments
from seawall.core.validation.arguments import field_check, refuse_faults, sort_fields

ID = "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


def colour(value: Any, name: str) -> Colour | None:
    return arguments.checked_member(value, Colour, name)


def page_size(value: object, name: str) -> int:
    return arguments.checked_count(value, name, least=5, most=100)


def colours(value: Any, name: str) -> list[Colour]:
    return arguments.checked_items(value, Colour, name)


def fields(value: Any, _: str) -> list[str] | None:
    return sort_fields(value)


@pytest.mark.parametrize(
    ("check", "value", "goes_on"),
    [
        (arguments.checked_text, "a", "a"),
        (arguments.checked_text, "", ""),
        (arguments.optional_text, None, None),
        (arguments.optional_text, "a", "a"),
        (arguments.checked_uuid, ID, UUID(ID)),
        (arguments.checked_uuid, UUID(ID), UUID(ID)),
        (arguments.checked_uuid, f"urn:uuid:{ID}", UUID(ID)),
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
    ],
)
def test_what_fits_goes_on_in_one_form(
    check: Callable[[object, str], object], value: object, goes_on: object
) -> None:
    found = check(value, "it")
    assert (found, type(found)) == (goes_on, type(goes_on))


@pytest.mark.parametrize(
    ("check", "value", "sentence"),
    [
        (arguments.checked_text, 5, "it is of type int. Give text."),
        (arguments.checked_text, None, "it is of type NoneType. Give text."),
        (arguments.checked_text, b"a", "it is of type bytes. Give text."),
        (arguments.optional_text, b"a", "it is of type bytes. Give text."),
        (arguments.checked_uuid, "../me", "'../me' is no it. Give a UUID."),
        (arguments.checked_uuid, "x" * 999, f"'{'x' * 80}' is no it. Give a UUID."),
        (arguments.checked_uuid, 5, "The it is of type int. Give a UUID."),
        (arguments.checked_version, "1.0", "'1.0' is no it. A version looks like 1.0.0."),
        (arguments.checked_version, 1.0, "it is of type float. Give text."),
        (arguments.checked_count, 0, "it is 0. Give 1 or more."),
        pytest.param(arguments.checked_count, -(10**5000), "it is of type int. Give 1 or more.", id="huge"),
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
        (arguments.checked_seconds, "3", "it is of type str. Give a finite number of seconds above 0."),
        (arguments.checked_seconds, True, "it is of type bool. Give a finite number of seconds above 0."),
        (
            arguments.checked_time,
            datetime(2026, 1, 2),  # noqa: DTZ001
            "it has no time zone. Give an aware time, e.g. datetime.now(UTC).",
        ),
        (
            arguments.checked_time,
            date(2026, 1, 2),
            "it is of type date. Give an aware time, e.g. datetime.now(UTC).",
        ),
        (colour, "GREEN", "it is 'GREEN'. Give one of RED, BLUE."),
        (colour, 5, "it is of type int. Give one of RED, BLUE."),
        (colours, "RED", "it is of type str. Give a list of Colour."),
        (colours, {Colour.RED: 1}, "it is of type dict. Give a list of Colour."),
        (colours, iter(()), "it is of type tuple_iterator. Give a list of Colour."),
        (colours, [Colour.RED, "BLUE"], "it[1] is of type str. Give a list of Colour."),
        (arguments.checked_texts, [], "it is empty, which names nothing. Give a list, or None for all."),
        (arguments.checked_texts, "one", "it is of type str. Give a list of str."),
        (arguments.checked_object, [("a", 1)], "it is of type list. Give a dict."),
        (arguments.checked_object, {5: 1}, "A key of it is of type int. Give text."),
        (arguments.checked_text, str, "it is the class str. Give text."),
        (arguments.checked_callable, None, "it is of type NoneType. Give a function."),
        (fields, 5, "sort is of type int. Give a list of str."),
        (fields, ["a", 5], "sort[1] is of type int. Give a list of str."),
    ],
)
def test_what_does_not_fit_is_refused_with_what_to_give(
    check: Callable[[object, str], object], value: object, sentence: str
) -> None:
    with pytest.raises(InputError) as caught:
        check(value, "it")
    assert str(caught.value) == sentence


def test_what_a_message_shows_of_a_value_is_short_and_never_fails() -> None:
    class Hostile:
        def __repr__(self) -> str:
            raise OSError

    assert [arguments.as_text(value) for value in (5, "a", Hostile())] == ["5", "'a'", "of type Hostile"]
    assert len(arguments.as_text("a" * 1000)) == 80


def test_a_known_value_of_an_open_enum_is_wanted_and_not_counted() -> None:
    from seawall.core.wire.open_enum import OpenEnum, unknown_values

    class Shape(OpenEnum):
        ROUND = "ROUND"

    unheard = Shape("SQUARE")
    before = dict(unknown_values)
    for value in ("SQUARE", unheard):
        with pytest.raises(InputError, match=r"'SQUARE'\. Give one of ROUND"):
            arguments.checked_member(value, Shape, "shape")
    assert unknown_values == before


def test_a_field_is_checked_under_its_name() -> None:
    @frozen
    class Note:
        title: str = field(validator=field_check(arguments.checked_text))

    assert Note("a").title == "a"
    with pytest.raises(InputError, match=r"^title is of type int\. Give text\.$"):
        Note(5)  # type: ignore[arg-type]


def test_the_first_faults_are_told_and_all_are_kept() -> None:
    refuse_faults((), "Nothing was sent")
    with pytest.raises(InputError, match=r"^Nothing was sent: a; b\.$") as caught:
        refuse_faults(["a", "b"], "Nothing was sent")
    assert caught.value.problems == ("a", "b")
    with pytest.raises(InputError, match=r"^Nothing was sent: 0; 1; 2; 3; 4; and 2 more\.$") as caught:
        refuse_faults(map(str, range(7)), "Nothing was sent")
    assert len(caught.value.problems) == 7
