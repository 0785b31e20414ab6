"""The sentinel for a key that is absent from a JSON body, which is not the same as `null`.

Only wire models hold it. The stable layer converts it in `from_wire`: `given` for a value that the API always
sends although the spec does not say so, `or_none` for one that may be absent. In the other direction,
`or_unset` makes an absent key of an argument that the user did not give.
"""

from collections.abc import Callable
from typing import TypeVar, overload

from msgspec import UNSET, UnsetType

from seawall.core.field_errors import MissingValueError

__all__ = ["UNSET", "UnsetType", "given", "given_or_null", "if_given", "or_none", "or_unset"]

T = TypeVar("T")
R = TypeVar("R")


def given(value: T | UnsetType | None, name: str) -> T:
    """Return a value that the API always sends; raise MissingValueError if it is absent or null.

    `name` is the field in the error, e.g. `output.state`.
    """
    if value is None:
        raise MissingValueError.of(name, f"with null for `{name}`, which the API always sends")
    return given_or_null(value, name)


def given_or_null(value: T | UnsetType, name: str) -> T:
    """Return a value that the API always sends and that may be null; raise MissingValueError if absent."""
    if isinstance(value, UnsetType):
        raise MissingValueError.of(name, f"without `{name}`, which the API always sends")
    return value


def or_none(value: T | UnsetType) -> T | None:
    """`value`, or None if the key is absent."""
    return None if isinstance(value, UnsetType) else value


@overload
def or_unset(value: T | None) -> T | UnsetType: ...
@overload
def or_unset(value: T | None, make: Callable[[T], R]) -> R | UnsetType: ...
def or_unset(value: T | None, make: Callable[[T], R] | None = None) -> T | R | UnsetType:
    """`value`, or UNSET if it is None: the key of a body, or the parameter, is then not sent.

    `make` converts a value, e.g. `or_unset(state, wire.State)` or `or_unset(labels, list)`.
    """
    if value is None:
        return UNSET
    return value if make is None else make(value)


def if_given(value: T | UnsetType | None, make: Callable[[T], R]) -> R | None:
    """The result of `make(value)`, or None if the key is absent or null."""
    return None if value is None or isinstance(value, UnsetType) else make(value)
