"""Checks of arguments before anything is sent. Pure.

Each `checked_*` function returns the argument in its canonical form, or raises InputError, which names the
argument and the expected value. Callers without a type checker get this sentence and no TypeError.
`require_type` checks the parts that a constructor receives and raises ConfigError. No message shows a value
of a wrong type.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from inspect import isasyncgenfunction, iscoroutinefunction
from numbers import Integral, Real
from typing import Any, TypeVar
from uuid import UUID

from attrs import Attribute

from seawall.core.errors import ConfigError, InputError, SeawallError
from seawall.core.redaction.secret import PLAIN_TYPES
from seawall.core.validation.semver import is_version
from seawall.core.wire.json_value import can_be_encoded, to_json_object

__all__ = [
    "checked_callable",
    "checked_count",
    "checked_future_time",
    "checked_items",
    "checked_member",
    "checked_number",
    "checked_object",
    "checked_optional_text",
    "checked_path_text",
    "checked_required_member",
    "checked_seconds",
    "checked_sync_callable",
    "checked_text",
    "checked_texts",
    "checked_time",
    "checked_uuid",
    "checked_version",
    "describe_type",
    "field_validator",
    "has_methods",
    "is_async_function",
    "raise_faults",
    "require_type",
    "short_repr",
    "sort_fields",
    "wrong_type",
]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
F = TypeVar("F", bound=Callable[..., object])

_MAX_FAULTS_SHOWN = 5
_MAX_CHARACTERS = 80
# The last ids are kept: to read one takes as long as to find its resource in the cache.
_uuid = lru_cache(maxsize=256)(UUID)


def describe_type(value: object) -> str:
    """Describe the type of `value` for a message that must not show it: `of type int`, or `the class int`."""
    if isinstance(value, type):
        return f"the class {value.__name__}"
    # Not the type that hides a secret, but the one that the user gave.
    kind = next((plain for secret, plain in PLAIN_TYPES.items() if isinstance(value, secret)), type(value))
    return f"of type {kind.__name__}"


def short_repr(value: object) -> str:
    """The first 80 characters of `repr(value)`, or the type of `value` if `repr` raises."""
    # The repr of an int of more than 4,300 digits raises, and a class of the user's may raise anything.
    try:
        return repr(value)[:_MAX_CHARACTERS]
    except Exception:  # noqa: BLE001
        return describe_type(value)


def wrong_type(
    value: object, name: str, expected: str, error: type[SeawallError] = InputError
) -> SeawallError:
    """Build the error for an argument of a wrong type. It does not show the value, which may be a secret.

    For an id, and an object that has one, the error names the attribute with the id.
    """
    attribute = name.replace(" ", "_")
    if attribute.endswith("_id") and attribute in {*dir(type(value)), *getattr(value, "__dict__", ())}:
        expected = f"{expected}: its `{attribute}`"
    return error(f"{name} is {describe_type(value)}. Give {expected}.")


def require_type(
    value: object,
    name: str,
    *,
    ok: bool,
    expected: str,
    error: type[SeawallError] = ConfigError,
) -> None:
    """Raise `error` unless `ok`; `expected` completes the sentence that begins with "Give"."""
    if not ok:
        raise wrong_type(value, name, expected, error)


def has_methods(value: object, *names: str) -> bool:
    """Check that `value` is an instance, not a class, and has the methods `names`."""
    # A class has the methods of its instances, and is a common mistake: `tokens=StaticToken`.
    is_instance = not isinstance(value, type)
    return is_instance and all(callable(getattr(value, name, None)) for name in names)


def checked_text(value: str, name: str) -> str:
    """Check that `value` is text that can be sent. It may be empty."""
    if not isinstance(value, str):
        raise wrong_type(value, name, "text")
    if not (value.isascii() or can_be_encoded(value)):
        raise InputError(f"{name} can not be encoded: it holds a lone surrogate. Give whole characters.")
    return value


def checked_optional_text(value: str | None, name: str) -> str | None:
    """Check that `value` is text or None."""
    return None if value is None else checked_text(value, name)


def checked_path_text(value: object, name: str, error: type[SeawallError] = InputError) -> str:
    """Convert a path, a text or an object with `__fspath__`, to text that names a file or folder."""
    made: Any = value
    text = made.__fspath__() if has_methods(value, "__fspath__") else value
    if not isinstance(text, str):
        raise wrong_type(value, name, "a path as text or as a Path", error)
    if not text:
        # Path("") is the current folder, which an empty text never means.
        raise error(f"{name} is empty. Give a path; `.` is the current folder.")
    try:
        # The names of files may hold bytes that are not UTF-8: `os.listdir` escapes them.
        is_name = b"\0" not in text.encode(errors="surrogateescape")
    except UnicodeEncodeError:
        is_name = False
    if not is_name:
        raise error(f"{name} is {short_repr(text)}, which does not exist: no file can have this name.")
    return text


def checked_uuid(value: str | UUID, name: str) -> UUID:
    """Convert `value` to a UUID; one of a class of its own may have another text."""
    expected = "a UUID"
    if value.__class__ is UUID:
        return value
    if isinstance(value, UUID):
        return UUID(int=value.int)
    if not isinstance(value, str):
        raise wrong_type(value, name, expected)
    try:
        # A text of a class of its own need not be hashable.
        return _uuid(value) if value.__class__ is str else UUID(value)
    except ValueError as error:
        raise InputError(f"{name} is {value[:_MAX_CHARACTERS]!r}. Give {expected}.") from error


def checked_version(value: str, name: str = "version") -> str:
    """Check that `value` is a semantic version."""
    if not is_version(checked_text(value, name)):
        raise InputError(f"{name} is {value[:_MAX_CHARACTERS]!r}. Give a semantic version, e.g. 1.0.0.")
    return value


def checked_count(
    value: object,
    name: str,
    *,
    least: int = 1,
    most: int | None = None,
    error: type[SeawallError] = InputError,
) -> int:
    """Check that `value` is an integer from `least` to `most`. A bool is not an integer here."""
    expected = f"{least} or more" if most is None else f"{least} to {most}"
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise wrong_type(value, name, expected, error)
    count = int(value)
    if count < least or (most is not None and count > most):
        raise error(f"{name} is {short_repr(count)}. Give {expected}.")
    return count


def checked_number(
    value: object,
    name: str,
    *,
    expected: str = "a finite number above 0",
    error: type[SeawallError] = InputError,
) -> float:
    """Check that `value` is a finite number above 0. A bool is not a number here."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise wrong_type(value, name, expected, error)
    try:
        number = float(value)
    except OverflowError:
        # An int may be larger than the largest float.
        number = -math.inf if value < 0 else math.inf
    if not (math.isfinite(number) and number > 0):
        raise error(f"{name} is {number:g}. Give {expected}.")
    return number


def checked_seconds(value: object, name: str) -> float:
    """Check that `value` is a finite number of seconds above 0."""
    return checked_number(value, name, expected="a finite number of seconds above 0")


def checked_time(value: datetime | None, name: str) -> datetime | None:
    """Check that `value` is a time with a time zone, or None."""
    # A time without a zone would mean another moment on each machine.
    expected = "an aware time, e.g. datetime.now(UTC)"
    if value is None:
        return None
    if not isinstance(value, datetime):
        raise wrong_type(value, name, expected)
    if value.utcoffset() is None:
        raise InputError(f"{name} has no time zone. Give {expected}.")
    try:
        value.astimezone(UTC)
    except OverflowError:
        raise InputError(
            f"{name} is {value.isoformat()}, which is outside of the years 1 to 9999. Give another time."
        ) from None
    return value


def checked_future_time(value: datetime | None, name: str, now_s: float) -> datetime | None:
    """Check that `value` is a time with a time zone after `now_s`, seconds since 1970 UTC, or None."""
    time = checked_time(value, name)
    if time is not None and time.timestamp() <= now_s:
        raise InputError(f"{name} is {time.isoformat()}, which has passed. Give a time in the future.")
    return time


def checked_member(value: str | None, kind: type[E], name: str) -> E | None:
    """Convert `value` to a declared member of the enum `kind`, unless it is None."""
    return None if value is None else checked_required_member(value, kind, name)


def checked_required_member(value: str, kind: type[E], name: str) -> E:
    """Convert `value` to a declared member of the enum `kind`; None is an error, too."""
    # Not kind(value): an open enum would accept a value that it does not declare, and count it as unknown.
    members = {str(member.value): member for member in kind}
    expected = f"one of {', '.join(members)}"
    if not isinstance(value, str):
        raise wrong_type(value, name, expected)
    if value not in members:
        raise InputError(f"{name} is {str(value)[:_MAX_CHARACTERS]!r}. Give {expected}.")
    return members[value]


def checked_items(values: Collection[T], kind: type[T], name: str) -> list[T]:
    """Convert `values` to a list and check that each item is a `kind`.

    Text and mappings are collections too, and iterators can be read only once: all three are errors.
    """
    expected = f"a list of {kind.__name__}"
    if isinstance(values, str | bytes | bytearray | Mapping) or not isinstance(values, Collection):
        raise wrong_type(values, name, expected)
    for number, value in enumerate(values):
        if not isinstance(value, kind):
            raise wrong_type(value, f"{name}[{number}]", expected)
    return list(values)


def checked_texts(values: Collection[str] | None, name: str) -> list[str] | None:
    """Convert `values` to a list of texts, unless it is None. An empty list is an error.

    A filter without values is left out of the query, so an empty list would select everything.
    """
    if values is None:
        return None
    if not (texts := checked_items(values, str, name)):
        raise InputError(f"{name} is empty and would select nothing. Give a list, or None for all.")
    return texts


def checked_object(value: Mapping[str, object] | None, name: str) -> dict[str, object] | None:
    """Convert `value` to the JSON object that is sent, unless it is None; see `to_json_object`."""
    return None if value is None else to_json_object(value, name)


def checked_callable(value: F, name: str) -> F:
    """Check that `value` is callable."""
    if not callable(value):
        raise wrong_type(value, name, "a function")
    return value


def is_async_function(value: object) -> bool:
    """Return whether a call of `value` does nothing until its result is awaited or iterated."""
    # An instance with an async `__call__` counts too; for a partial or a method, inspect looks inside.
    functions = (value, getattr(type(value), "__call__", None))  # noqa: B004 - the method itself is needed
    return any(iscoroutinefunction(each) or isasyncgenfunction(each) for each in functions)


def checked_sync_callable(value: F, name: str) -> F:
    """Check that `value` is callable and not async: sync code would call it without any effect."""
    if is_async_function(checked_callable(value, name)):
        raise InputError(f"{name} is async, and nothing would await it. Give a plain function.")
    return value


def sort_fields(sort: str | Collection[str] | None) -> list[str] | None:
    """Convert a sort argument, one field or several, to the list that the query carries."""
    if isinstance(sort, str):
        return [sort]
    return None if sort is None else checked_items(sort, str, "sort")


def field_validator(check: Callable[..., object]) -> Callable[..., None]:
    """Convert a check to an attrs validator, which calls it with the value and the name of the field."""

    def validate(_: object, attribute: "Attribute[object]", value: object) -> None:
        check(value, attribute.name)

    return validate


def raise_faults(faults: Iterable[str], outcome: str) -> None:
    """Raise one InputError for all `faults`, if there are any.

    The message begins with `outcome`, e.g. `Nothing was submitted`, and shows the first five faults and the
    number of the others. `problems` of the error holds them all.
    """
    problems = tuple(faults)
    if problems:
        shown = "; ".join(problems[:_MAX_FAULTS_SHOWN])
        hidden = len(problems) - _MAX_FAULTS_SHOWN
        more = f"; and {hidden} more" if hidden > 0 else ""
        raise InputError(f"{outcome}: {shown}{more}.", problems=problems)
