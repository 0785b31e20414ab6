"""Convert a value to the text that a path, a query, a header field or a form carries. Pure.

Text has the rules of JSON, see `seawall.core.wire.json_value`: a value without an exact form is an error.
"""

from collections.abc import Collection
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum

from seawall.core.errors import InputError
from seawall.core.validation.arguments import wrong_type
from seawall.core.wire.json_value import can_be_encoded, to_json

__all__ = ["parameter_text", "parameter_texts"]


def parameter_texts(value: object, name: str) -> tuple[str, ...]:
    """Return the texts of parameter `name`: several for a list, those of a set in order, none for None.

    Raises InputError, which names the parameter.
    """
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return tuple(parameter_text(item, name) for item in value)
    if isinstance(value, set | frozenset):
        return tuple(sorted(parameter_text(item, name) for item in value))
    return (parameter_text(value, name),)


def parameter_text(value: object, name: str) -> str:
    """Return the text of a single value; times are in UTC. Raises InputError, which names the parameter."""
    if isinstance(value, Enum):
        return parameter_text(value.value, name)
    if isinstance(value, str):
        if not (value.isascii() or can_be_encoded(value)):
            raise InputError(f"{name} can not be encoded: it holds a lone surrogate. Give whole characters.")
        return value
    if value is None or isinstance(value, Collection):
        # `str` would send their Python form, e.g. `None` or `b'one'`.
        raise wrong_type(value, name, "text or a number")
    if isinstance(value, Decimal) and value.is_finite():
        # Text keeps all digits.
        return str(value)
    plain = to_json(_in_utc(value, name), name)
    match plain:
        case bool():
            return "true" if plain else "false"
        case str() | int() | float():
            return str(plain)
    raise wrong_type(value, name, "text or a number")


def _in_utc(value: object, name: str) -> object:
    if not isinstance(value, datetime) or value.utcoffset() is None:
        return value
    try:
        return value.astimezone(UTC)
    except (OverflowError, ValueError) as error:
        raise InputError(
            f"{name} can not be encoded: in UTC it is out of range. Give a time from the years 1 to 9999."
        ) from error
