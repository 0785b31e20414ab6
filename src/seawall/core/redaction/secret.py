"""Types for secrets, with reprs that do not show them. Pure.

Error reporters collect the local variables of all frames. So a secret is one of these types from the function
that receives it to the function that sends it.
"""

from enum import Enum
from typing import Any, TypeVar

__all__ = ["PLAIN_TYPES", "Secret", "SecretBytes", "SecretMapping", "Shown", "hidden"]

T = TypeVar("T")
V = TypeVar("V")

_COLLECTIONS = (list, tuple, set, frozenset)


class Secret(str):
    """A token, key or password. It is an ordinary string except for its repr, which does not show it.

    So it does not appear in the repr of an object that holds it, or among the local variables of a traceback.
    Formatting or encoding it gives ordinary text.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(...)"


class SecretBytes(bytes):
    """Bytes with a secret, such as a key. They are ordinary bytes except for their repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "SecretBytes(...)"

    # `str` of bytes is their repr.
    __str__ = __repr__


class SecretMapping(dict[str, V]):
    """A dict with secrets among its values, such as header fields. Its repr shows the names only."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"SecretMapping({', '.join(map(str, self))})"


class Shown(str):
    """A query value that is no secret, as the stable layer says, e.g. the name of an image: messages show it.

    Other query values are redacted where a server repeats them.
    """

    __slots__ = ()


PLAIN_TYPES: dict[type, type] = {Secret: str, SecretBytes: bytes, SecretMapping: dict}
"""The type that a user gave, by the type that hides its value."""


def hidden(value: T) -> T:
    """Return an equal value whose repr shows no secret. Objects of other types show what their repr shows.

    For arguments that a user may have mixed up: those of a wrong type may hold a secret too.
    """
    made: Any = value
    # Most arguments of most calls are None.
    if value is None or made.__class__ is Secret:
        return value
    if isinstance(value, Enum):
        # A member of an enum is no secret, and has a text of its own.
        return value
    if isinstance(value, str):
        made = Secret(value)
    elif isinstance(value, bytes | bytearray):
        made = SecretBytes(value)
    elif isinstance(value, dict):
        made = SecretMapping(value)
    elif made.__class__ in _COLLECTIONS:
        made = made.__class__(hidden(one) for one in made)
    result: T = made
    return result
