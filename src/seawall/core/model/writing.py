"""Models to plain JSON. Pure."""

import datetime as dt
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

import attrs
import msgspec

from seawall.core.http.times import to_utc
from seawall.core.wire.json_value import to_json
from seawall.core.wire.misfits import Value
from seawall.core.wire.model_fields import DECLARED_FORMS

__all__ = ["json_text", "model_dict", "plain"]

_SAME = frozenset({str, int, float, bool, type(None)})


def model_dict(model: attrs.AttrsInstance, *, secrets: bool = True) -> dict[str, object]:
    """Return the fields of an attrs instance as plain JSON; without `secrets`, those that its repr shows."""
    return {name: plain(getattr(model, name), secrets=secrets) for name in _names(model.__class__, secrets)}


def json_text(data: dict[str, object], name: str) -> str:
    """Return plain JSON as text. Raises InputError for a value without a form in JSON."""
    try:
        return msgspec.json.encode(data).decode()
    except (UnicodeEncodeError, RecursionError):
        pass
    # The long way names the fault by its path.
    return msgspec.json.encode(to_json(data, name)).decode()


@cache
def _names(cls: Any, secrets: bool) -> tuple[str, ...]:
    return tuple(one.name for one in attrs.fields(cls) if one.init and (secrets or one.repr is not False))


def plain(value: Value, *, secrets: bool = True) -> Value:
    """Return `value` as plain JSON that shares no part with it.

    Raises TypeError for a kind of value without a form in JSON.
    """
    cls: Any = value.__class__
    if cls in _SAME:
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item, secrets=secrets) for key, item in value.items()}
    if isinstance(value, list | tuple | AbstractSet):
        return [plain(item, secrets=secrets) for item in value]
    if attrs.has(cls):
        return model_dict(value, secrets=secrets)
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return plain(value.value)
    if hasattr(value, "__fspath__"):
        return str(value)
    convert = DECLARED_FORMS.get(value.__class__) or next(
        (form for kind, form in _FORMS if isinstance(value, kind)), None
    )
    if convert is None:
        kind = type(value).__name__
        raise TypeError(f"A value of type {kind} has no form in JSON. Keep text or a number in its field.")
    return convert(value)


def _time(value: dt.datetime) -> str:
    try:
        text = to_utc(value).isoformat()
    except OverflowError:
        # Within a day of the first or last time that Python has.
        return value.isoformat()
    return f"{text.removesuffix('+00:00')}Z"


# The first that fits: a time with a date is a date too.
_FORMS: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (dt.datetime, _time),
    (dt.date, dt.date.isoformat),
    (UUID, str),
    (str, str.__str__),
    (int, int),
    (float, float),
)
