"""Bytes to models and back, in one pass, with no dict between.

msgspec decodes straight into the generated attrs classes. Two shapes are beyond it: a field whose name in
JSON is no Python name (`metadata={"wire": …}` on the field) and an untagged union of objects. For types that
hold one of these, and for them alone, cattrs' msgspec converter takes over.
"""

import math
import re
from collections.abc import Callable, Hashable
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs
import msgspec

from seawall.core.wire.unset import UNSET, UnsetType

__all__ = ["Decoder", "NotJsonError", "decoder_for", "encode"]

T = TypeVar("T")


# The one message of msgspec that holds a value; where it stands may follow.
_VALUE = r"(?s)(?<=^Invalid enum value) .*?(?=( - at `[^`]*`)?$)"


# Types that are a float or may hold one.
_LOOSE = (float, Any, object, dict, list, tuple, set, frozenset)


class NotJsonError(ValueError):
    """A body is no JSON at all, or stops in the middle of it."""


class Decoder(Generic[T]):
    """Decodes bodies into one type; made once per type and kept."""

    __slots__ = ("_loads",)

    def __init__(self, loads: Callable[[bytes], T]) -> None:
        self._loads = loads

    def decode(self, body: bytes) -> T:
        """`body` as the type.

        Raises NotJsonError, or ValueError with a text on what is wrong and where (`$.items[0].state`), never
        with a value.
        """
        try:
            return self._loads(body)
        except msgspec.ValidationError as error:
            raise ValueError(_without_value(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise NotJsonError("not JSON") from error
        except RecursionError as error:
            raise ValueError("Nested too deeply") from error


@cache
def decoder_for(type_: Hashable) -> Decoder[object]:
    """The decoder of a type: an attrs class, a builtin, or a combination of them."""
    if _beyond_msgspec(type_):
        return Decoder(_cattrs_loads(type_))
    return Decoder(msgspec.json.Decoder(cast("type[Any]", type_)).decode)


def encode(value: object) -> bytes:
    """`value` as JSON: attrs instances by their names on the wire, absent keys (UNSET) left out.

    Raises ValueError where a value is no JSON, e.g. a set of objects or infinity.
    """
    fault = f"a value of type {type(value).__name__} holds something that is no JSON"
    try:
        plain = _converter().unstructure(value) if _holds_beyond_msgspec(value) else value
        encoded = msgspec.json.encode(plain, enc_hook=_refuse)
    except (TypeError, RecursionError, OverflowError, UnicodeEncodeError) as error:
        raise ValueError(fault) from error
    # msgspec writes null in place of infinity and of what is no number.
    if b"null" in encoded and not _is_finite(value):
        raise ValueError(fault)
    return encoded


def _refuse(value: object) -> object:
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _is_finite(value: object) -> bool:
    match value:
        case float():
            return math.isfinite(value)
        case str() | int() | None:
            return True
        case dict():
            return all(map(_is_finite, value.values()))
        case list() | tuple() | set() | frozenset():
            return all(map(_is_finite, value))
    cls: Any = type(value)
    return not attrs.has(cls) or all(_is_finite(getattr(value, name)) for name in _fields_with_floats(cls))


@cache
def _fields_with_floats(cls: type[Any]) -> tuple[str, ...]:
    """The fields of a class that can reach a float: the others need no look."""
    return tuple(name for name, hint in get_type_hints(cls).items() if _reaches_floats(hint, frozenset()))


def _reaches_floats(type_: object, seen: frozenset[object]) -> bool:
    if isinstance(type_, type) and attrs.has(type_):
        hints = () if type_ in seen else get_type_hints(type_).values()
        return any(_reaches_floats(hint, seen | {type_}) for hint in hints)
    return type_ in _LOOSE or any(_reaches_floats(part, seen) for part in get_args(type_))


def _classes_in(type_: object, seen: set[object]) -> bool:
    """Collect into `seen` every attrs class that `type_` reaches; True where a union is beyond msgspec."""
    if isinstance(type_, type) and attrs.has(type_):
        if type_ in seen:
            return False
        seen.add(type_)
        return any(_classes_in(hint, seen) for hint in get_type_hints(type_).values())
    parts = get_args(type_)
    objects = [part for part in parts if attrs.has(get_origin(part) or part) or get_origin(part) is dict]
    untagged = _is_union(type_) and len(objects) > 1
    return untagged or any(_classes_in(part, seen) for part in parts)


def _is_union(type_: Any) -> bool:
    return get_origin(type_) in {Union, UnionType}


@cache
def _beyond_msgspec(type_: Hashable) -> bool:
    seen: set[object] = set()
    return _classes_in(type_, seen) or any(_renames(cast("type[Any]", cls)) for cls in seen)


def _holds_beyond_msgspec(value: object) -> bool:
    if isinstance(value, list | tuple):
        return any(_holds_beyond_msgspec(item) for item in value)
    if isinstance(value, dict):
        return any(_holds_beyond_msgspec(item) for item in value.values())
    return attrs.has(type(value)) and _beyond_msgspec(cast("Hashable", type(value)))


def _renames(cls: type[Any]) -> dict[str, str]:
    return {a.name: str(a.metadata["wire"]) for a in attrs.fields(cls) if "wire" in a.metadata}


@cache
def _converter() -> Any:
    # Imported on first need: most SDKs have no such shape.
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override  # noqa: PLC0415
    from cattrs.preconf.msgspec import make_converter  # noqa: PLC0415

    converter = make_converter()

    def overrides(cls: type[Any], *, omit: bool) -> dict[str, Any]:
        names = _renames(cls)
        return {
            a.name: override(rename=names.get(a.name), omit_if_default=(omit and a.default is UNSET) or None)
            for a in attrs.fields(cls)
        }

    def structure(cls: type[Any]) -> Any:
        return make_dict_structure_fn(cls, converter, **overrides(cls, omit=False))

    def unstructure(cls: type[Any]) -> Any:
        return make_dict_unstructure_fn(cls, converter, **overrides(cls, omit=True))

    def without_unset(union: Any) -> Any:
        rest = tuple(part for part in get_args(union) if part is not UnsetType)
        return lambda value, _: converter.structure(value, cast("Any", Union[rest]))  # noqa: UP007

    converter.register_structure_hook_factory(attrs.has, structure)
    converter.register_unstructure_hook_factory(attrs.has, unstructure)
    converter.register_structure_hook_factory(
        lambda type_: _is_union(type_) and UnsetType in get_args(type_), without_unset
    )
    # What msgspec can take whole stays with msgspec, and as strict: "1" is no integer.
    converter.register_structure_hook_func(lambda type_: not _beyond_msgspec(type_), msgspec.convert)
    for builtin in (bool, int, float, str):
        # cattrs asks a hook for the very type before it asks that predicate.
        converter.register_structure_hook(builtin, msgspec.convert)
    return converter


def _cattrs_loads(type_: Hashable) -> Callable[[bytes], Any]:
    from cattrs import transform_error  # noqa: PLC0415

    hook = _converter().get_structure_hook(type_)

    def loads(body: bytes) -> Any:
        plain = msgspec.json.decode(body)
        try:
            return hook(plain, type_)
        except Exception as error:
            raise ValueError("; ".join(transform_error(error, format_exception=_fault)[:3])) from error

    return loads


def _without_value(error: msgspec.ValidationError) -> str:
    return re.sub(_VALUE, "", str(error))


def _fault(error: BaseException, _: object) -> str:
    """One line on a fault of shape."""
    if isinstance(error, msgspec.ValidationError):
        return _without_value(error)
    return "Required field missing" if isinstance(error, KeyError) else "Matches none of the allowed shapes"
