"""Convert a value to exactly the JSON that is sent, or name the part of it that has no exact form in JSON.

There is one rule for every value of a user: what is sent is what was given. If JSON can hold a value only as
another one, it is an error. Pure.
"""

import math
import re
from abc import ABC
from collections import UserString
from collections.abc import Callable, Iterator, Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast
from uuid import UUID

from seawall.core.errors import InputError
from seawall.core.redaction.redact import redact
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.wire.misfits import WHOLE, PartialModel, misfits_of
from seawall.core.wire.model_fields import DECLARED_FORMS, is_model, wire_items
from seawall.core.wire.plain_json import NotPlainError, plain_json
from seawall.core.wire.variants import UnknownVariant

__all__ = ["MAX_BODY_DEPTH", "MAX_DEPTH", "Json", "can_be_encoded", "to_json", "to_json_object"]

if TYPE_CHECKING:
    Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None
else:
    # Without recursion: `get_type_hints` looks a name up in the module that uses the type.
    Json = bool | int | float | str | Sequence[object] | Mapping[str, object] | None
"""A value as JSON has it."""

MAX_DEPTH = 100
"""The most levels of lists and objects in each other in a value of a user; many receivers read no more."""

MAX_BODY_DEPTH = MAX_DEPTH + 20
"""The same for a body, whose lists and objects hold the values of a user."""

# A receiver that reads numbers as floats would read a larger one as infinity.
_MAX_INTEGER = int(float.fromhex("0x1.fffffffffffffp+1023"))
_MAX_DECIMAL_EXPONENT = 308
_RFC3339_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC3339_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MAX_KEY_CHARACTERS = 80


# A key, an index, or None for the value itself, which has a name.
_Step: TypeAlias = str | int | None


class _Place(NamedTuple):
    """A list or object, the step that leads to it from its parent, the levels that may be in it,
    and the types that the field of a model declares.
    """

    parent: "_Place | None"
    step: _Step
    container: object
    levels: int
    declared: frozenset[type] = frozenset()


def to_json(value: object, name: str, *, max_depth: int = MAX_DEPTH) -> Json:
    """Convert `value` to plain dicts, lists, text and numbers: the JSON that is sent.

    Raises InputError, which names the part of `value` by its path, e.g. `custom_metadata.a[2].b`, and says
    what to give in its place. It never shows a value.
    """
    with suppress(NotPlainError, RecursionError):
        return cast("Json", plain_json(value, max_depth))
    place = _Place(None, name, None, max_depth)
    try:
        return _convert(value, place, None)
    except RecursionError as error:
        # The caller itself is deep in its stack. The frames of the error show the value.
        raise _fault(place, None, "is nested too deeply. Give flatter data.") from strip_tracebacks(error)


def to_json_object(value: object, name: str) -> dict[str, object]:
    """Convert `value`, which must be a mapping, to a JSON object; see `to_json`."""
    if not isinstance(value, Mapping):
        raise InputError(f"{name} is of type {type(value).__name__}. Give a dict.")
    return cast("dict[str, object]", to_json(value, name))


def _convert(value: Any, parent: _Place, step: _Step) -> Json:
    if parent.declared and value.__class__ in parent.declared:
        return _convert(DECLARED_FORMS[value.__class__](value), parent, step)
    convert = _BY_CLASS.get(value.__class__) or next(
        (convert for kind, convert in _BY_KIND if isinstance(value, kind)), _instance
    )
    return convert(value, parent, step)


# --- Lists and objects -----------------------------------------------------------------------------------


def _inside(container: object, parent: _Place, step: _Step) -> _Place:
    if not parent.levels:
        raise _depth_fault(parent)
    return _Place(parent, step, container, parent.levels - 1, parent.declared)


def _array(values: Sequence[Any], parent: _Place, step: _Step) -> list[Json]:
    place = _inside(values, parent, step)
    return [
        value if value.__class__ is str and value.isascii() else _convert(value, place, index)
        for index, value in enumerate(values)
    ]


def _mapping(value: Mapping[Any, Any], parent: _Place, step: _Step) -> dict[str, Json]:
    place = _inside(value, parent, step)
    made: dict[str, Json] = {}
    for key, item in value.items():
        name = key if key.__class__ is str and key.isascii() else _key(key, place)
        if name in made:
            raise _fault(place, name, "is given twice. Give each key once.")
        # Most values are plain text, for which a call takes longer than this check.
        is_plain = item.__class__ is str and item.isascii()
        made[name] = item if is_plain else _convert(item, place, name)
    return made


def _instance(value: object, parent: _Place, step: _Step) -> Json:
    if not is_model(value):
        return _refuse(value, parent, step)
    if isinstance(value, PartialModel) and WHOLE in misfits_of(value):
        return _convert(misfits_of(value)[WHOLE].raw, parent, step)
    place = _inside(value, parent, step)
    made: dict[str, Json] = {}
    for key, item, declared in wire_items(value):
        # An additional property is named by the user.
        name = _key(key, place)
        made[name] = _convert(item, place._replace(declared=declared), name)
    return made


def _unknown_variant(value: UnknownVariant, parent: _Place, step: _Step) -> Json:
    return _convert(value.data, parent, step)


def _key(key: object, place: _Place) -> str:
    if isinstance(key, Enum):
        key = key.value
    if not isinstance(key, str):
        kind = type(key).__name__
        raise _fault(
            place,
            None,
            f"has a key of type {kind}, and a key in JSON is text. Give text, e.g. str(key).",
        )
    return _text(key, place, key)


# --- Text, numbers and times -----------------------------------------------------------------------------


def _same(value: Json, _: _Place, __: _Step) -> Json:
    return value


def _enum(value: Enum, parent: _Place, step: _Step) -> Json:
    return _convert(value.value, parent, step)


# The methods of the built-in classes, because a subclass may replace them.


def _text(value: str, parent: _Place, step: _Step) -> str:
    text = str.__str__(value)
    if not (text.isascii() or can_be_encoded(text)):
        raise _fault(
            parent,
            step,
            "can not be encoded: it holds a lone surrogate, half a character. Give whole characters.",
        )
    return text


def can_be_encoded(text: str) -> bool:
    """Return whether `text` has no lone surrogates."""
    # A function of its own, so that the error, which holds the text, is no context of ours.
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _integer(value: int, parent: _Place, step: _Step) -> int:
    number = int.__int__(value)
    if not -_MAX_INTEGER <= number <= _MAX_INTEGER:
        raise _fault(parent, step, "is larger than any number that receivers can read. Give text, str(…).")
    return number


def _float(value: float, parent: _Place, step: _Step) -> float:
    number = float.__float__(value)
    if not math.isfinite(number):
        raise _fault(parent, step, f"is {number}, which has no form in JSON. Give None or text.")
    return number


def _decimal(value: Decimal, parent: _Place, step: _Step) -> int | float:
    """The number that is equal to `value`; receivers read floats, so it must be one."""
    if not value.is_finite():
        raise _fault(parent, step, f"is {value}, which has no form in JSON. Give None or text.")
    if value.adjusted() <= _MAX_DECIMAL_EXPONENT:
        if value == value.to_integral_value() and int(value.as_tuple().exponent) >= 0:
            return _integer(int(value), parent, step)
        number = float(value)
        if math.isfinite(number) and Decimal(repr(number)) == value:
            return number
    raise _fault(
        parent,
        step,
        "has more digits than a float keeps. Give text, e.g. str(…), or fewer digits.",
    )


def _date(value: date, parent: _Place, step: _Step) -> Json:
    text = value.isoformat()
    return text if _RFC3339_DATE.fullmatch(text) else _refuse(value, parent, step)


def _uuid(value: UUID, _: _Place, __: _Step) -> str:
    return str(value)


def _user_string(value: UserString, parent: _Place, step: _Step) -> str:
    return _text(value.data, parent, step)


def _time(value: datetime, parent: _Place, step: _Step) -> str:
    if value.utcoffset() is None:
        raise _fault(parent, step, "has no time zone. Give an aware time, e.g. datetime.now(UTC).")
    text = value.isoformat()
    if not _RFC3339_TIME.fullmatch(text):
        # RFC 3339 has no offset with seconds, which old local times have.
        try:
            text = value.astimezone(UTC).isoformat()
        except (OverflowError, ValueError, TypeError):
            text = ""
    if not _RFC3339_TIME.fullmatch(text):
        raise _fault(parent, step, "is a time that RFC 3339 can not express. Give a time in UTC, or text.")
    return f"{text.removesuffix('+00:00')}Z" if text.endswith("+00:00") else text


class _NumpyScalar(ABC):  # noqa: B024 - nothing inherits from it
    """A scalar of numpy, recognized by the name of its class, so that numpy is not imported."""

    @classmethod
    def __subclasshook__(cls, other: type) -> bool:
        return any((base.__module__, base.__name__) == ("numpy", "generic") for base in other.__mro__)


def _numpy_scalar(value: Any, parent: _Place, step: _Step) -> Json:
    plain = value.item()
    # The item of a time in nanoseconds is a number, and that of a long double is the same value again.
    is_number = value.dtype.kind in "biuf" and plain.__class__ in {bool, int, float}
    return _convert(plain, parent, step) if is_number else _refuse(value, parent, step)


# --- Faults ----------------------------------------------------------------------------------------------

# The first type that fits.
_REMEDIES: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bytes, bytearray, memoryview), "text, e.g. base64.b64encode(…).decode()"),
    ((AbstractSet,), "a list, e.g. sorted(…)"),
    ((timedelta,), "a number of seconds, e.g. ….total_seconds(), or text"),
    ((time,), "text"),
    ((Iterator, ValuesView), "a list, e.g. list(…)"),
)


def _refuse(value: object, parent: _Place, step: _Step) -> Json:
    cls = type(value)
    remedy = next((text for types, text in _REMEDIES if isinstance(value, types)), None)
    if remedy is None:
        has_list = hasattr(cls, "tolist") and not isinstance(value, _NumpyScalar)
        remedy = "a list, e.g. ….tolist()" if has_list else "text, a number, a list or a dict"
    kind = f"the class {value.__name__}" if isinstance(value, type) else f"of type {cls.__name__}"
    raise _fault(parent, step, f"is {kind}, which has no form in JSON. Give {remedy}.")


def _fault(parent: _Place, step: _Step, sentence: str) -> InputError:
    first, *rest = [*(place.step for place in _places(parent))][::-1]
    path = "".join(_step_text(each) for each in (*rest, step) if each is not None)
    text = f"{first}{path} {sentence}"
    return InputError(text, problems=(text.removesuffix("."),))


def _depth_fault(place: _Place) -> InputError:
    """The fault of a value with too many levels, by a path that is short enough to read."""
    _, _, first_part, *_ = places = [*_places(place)][::-1]
    seen: set[int] = set()
    for each in places:
        if id(each.container) in seen and each.parent:
            return _fault(each.parent, each.step, "is a part of itself. Give data without a circle.")
        seen.add(id(each.container))
    assert first_part.parent
    return _fault(first_part.parent, first_part.step, "is nested too deeply. Give flatter data.")


def _step_text(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    # A key is the user's: it may hold a token, or be very long.
    key = redact(step, max_characters=_MAX_KEY_CHARACTERS)
    return f".{key}" if key.isidentifier() else f"[{key!r}]"


def _places(place: _Place | None) -> Iterator[_Place]:
    while place is not None:
        yield place
        place = place.parent


_Converter: TypeAlias = Callable[[Any, _Place, _Step], Json]

_BY_CLASS: dict[type, _Converter] = {
    type(None): _same,
    bool: _same,
    str: _text,
    int: _integer,
    float: _float,
    dict: _mapping,
    list: _array,
    tuple: _array,
}
# The first that fits: an enum may be text too, and a datetime is a date.
_BY_KIND: tuple[tuple[type | tuple[type, ...], _Converter], ...] = (
    (Enum, _enum),
    (str, _text),
    (int, _integer),
    (float, _float),
    (Decimal, _decimal),
    (datetime, _time),
    (date, _date),
    (UUID, _uuid),
    (UserString, _user_string),
    (Mapping, _mapping),
    ((bytes, bytearray, memoryview), _refuse),
    (Sequence, _array),
    (UnknownVariant, _unknown_variant),
    (_NumpyScalar, _numpy_scalar),
)
