"""Arguments checked before anything is sent, so that a slip is told at once, in a sentence. Pure.

Each check gives back the argument in the form that goes on, or raises InputError, which names the argument
and says what to give. It holds against any value: what a type checker would refuse is refused here too.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from numbers import Integral, Real
from typing import TypeVar
from uuid import UUID

from attrs import Attribute

from seawall.core.errors import InputError
from seawall.core.validation.semver import is_version

__all__ = [
    "as_text",
    "checked_callable",
    "checked_count",
    "checked_items",
    "checked_member",
    "checked_object",
    "checked_seconds",
    "checked_text",
    "checked_texts",
    "checked_time",
    "checked_uuid",
    "checked_version",
    "field_check",
    "kind_of",
    "optional_text",
    "refuse_faults",
    "sort_fields",
    "wrong_kind",
]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
F = TypeVar("F", bound=Callable[..., object])

_MOST_FAULTS_TOLD = 5
_MOST_CHARACTERS = 80


def kind_of(value: object) -> str:
    """What `value` is, for a message that does not show it: `of type int`, or `the class int`."""
    return f"the class {value.__name__}" if isinstance(value, type) else f"of type {type(value).__name__}"


def wrong_kind(value: object, name: str, wanted: str) -> InputError:
    """The error of an argument of a wrong type; `wanted` is what to give. The value is not in it."""
    return InputError(f"{name} is {kind_of(value)}. Give {wanted}.")


def as_text(value: object) -> str:
    """`value` in a message: its repr, not too long, or its type where that fails, as a huge number's does."""
    try:
        return repr(value)[:_MOST_CHARACTERS]
    except Exception:  # noqa: BLE001 - it is anybody's code
        return kind_of(value)


def checked_text(value: str, name: str) -> str:
    """`value`, which must be text; it may be empty."""
    if not isinstance(value, str):
        raise wrong_kind(value, name, "text")
    return value


def optional_text(value: str | None, name: str) -> str | None:
    """`value`, which must be text where it is given."""
    return None if value is None else checked_text(value, name)


def checked_uuid(value: str | UUID, name: str) -> UUID:
    """`value` as a UUID; `name` says whose, e.g. `run id`."""
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str):
        raise wrong_kind(value, f"The {name}", "a UUID")
    try:
        return UUID(value)
    except ValueError as error:
        raise InputError(f"{value[:_MOST_CHARACTERS]!r} is no {name}. Give a UUID.") from error


def checked_version(value: str, name: str = "version") -> str:
    """`value`, which must be a semantic version."""
    if not is_version(checked_text(value, name)):
        raise InputError(f"{value[:_MOST_CHARACTERS]!r} is no {name}. A version looks like 1.0.0.")
    return value


def checked_count(value: object, name: str, *, least: int = 1, most: int | None = None) -> int:
    """`value`, which must be a whole number from `least` to `most`."""
    wanted = f"{least} or more" if most is None else f"{least} to {most}"
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise wrong_kind(value, name, wanted)
    count = int(value)
    if count < least or (most is not None and count > most):
        raise InputError(f"{name} is {as_text(count)}. Give {wanted}.")
    return count


def checked_seconds(value: object, name: str) -> float:
    """`value` in seconds, which must be finite and above 0."""
    wanted = "a finite number of seconds above 0"
    if isinstance(value, bool) or not isinstance(value, Real):
        raise wrong_kind(value, name, wanted)
    try:
        seconds = float(value)
    except OverflowError:
        seconds = math.inf
    if not (math.isfinite(seconds) and seconds > 0):
        raise InputError(f"{name} is {seconds:g}. Give {wanted}.")
    return seconds


def checked_time(value: datetime | None, name: str) -> datetime | None:
    """`value`, which must have a time zone where it is given."""
    wanted = "an aware time, e.g. datetime.now(UTC)"
    if value is None:
        return None
    if not isinstance(value, datetime):
        raise wrong_kind(value, name, wanted)
    if value.utcoffset() is None:
        raise InputError(f"{name} has no time zone. Give {wanted}.")
    return value


def checked_member(value: str | None, kind: type[E], name: str) -> E | None:
    """`value` as a member of the enum `kind`, where it is given; a value that it does not know is none."""
    if value is None:
        return None
    members = {str(member.value): member for member in kind}
    wanted = f"one of {', '.join(members)}"
    if not isinstance(value, str):
        raise wrong_kind(value, name, wanted)
    if value not in members:
        raise InputError(f"{name} is {str(value)[:_MOST_CHARACTERS]!r}. Give {wanted}.")
    return members[value]


def checked_items(values: Collection[T], kind: type[T], name: str) -> list[T]:
    """`values` as a list, each of which must be a `kind`; neither a text nor a mapping is one."""
    wanted = f"a list of {kind.__name__}"
    if isinstance(values, str | bytes | bytearray | Mapping) or not isinstance(values, Collection):
        raise wrong_kind(values, name, wanted)
    for number, value in enumerate(values):
        if not isinstance(value, kind):
            raise wrong_kind(value, f"{name}[{number}]", wanted)
    return list(values)


def checked_texts(values: Collection[str] | None, name: str) -> list[str] | None:
    """`values` as a list of texts, where they are given; it must not be empty, which would not mean all."""
    if values is None:
        return None
    if not (texts := checked_items(values, str, name)):
        raise InputError(f"{name} is empty, which names nothing. Give a list, or None for all.")
    return texts


def checked_object(value: Mapping[str, object] | None, name: str) -> dict[str, object] | None:
    """`value` as a JSON object, where it is given: a mapping whose keys are texts."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise wrong_kind(value, name, "a dict")
    for key in value:
        checked_text(key, f"A key of {name}")
    return dict(value)


def checked_callable(value: F, name: str) -> F:
    """`value`, which must be a function."""
    if not callable(value):
        raise wrong_kind(value, name, "a function")
    return value


def sort_fields(sort: str | Collection[str] | None) -> list[str] | None:
    """The fields to sort by, as the list that goes on the wire: one field, or several."""
    if isinstance(sort, str):
        return [sort]
    return None if sort is None else checked_items(sort, str, "sort")


def field_check(check: Callable[..., object]) -> Callable[..., None]:
    """`check` as the validator of an attrs field, under the field's name."""

    def validate(_: object, attribute: "Attribute[object]", value: object) -> None:
        check(value, attribute.name)

    return validate


def refuse_faults(faults: Iterable[str], outcome: str) -> None:
    """Raise InputError where there are faults; `outcome` is what came of it, e.g. `Nothing was submitted`.

    The message tells the first five and how many more there are; `problems` has them all.
    """
    every = tuple(faults)
    if every:
        told = "; ".join(every[:_MOST_FAULTS_TOLD])
        more = f"; and {len(every) - _MOST_FAULTS_TOLD} more" if len(every) > _MOST_FAULTS_TOLD else ""
        raise InputError(f"{outcome}: {told}{more}.", problems=every)
