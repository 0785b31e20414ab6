"""Decode JSON bytes into models and encode them, in one pass, with no dict between.

msgspec decodes directly into the generated attrs classes. It does not support two shapes: a field whose JSON
name differs from its Python name (`metadata={"wire": …}` on the field) and an untagged union of objects. For
types that contain one of these, and only for them, cattrs' msgspec converter is used.
"""

import re
from collections.abc import Callable, Hashable
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs
import msgspec

from seawall.core.whole_import import import_whole
from seawall.core.wire.byte_order_mark import without_mark
from seawall.core.wire.json_value import MAX_BODY_DEPTH, to_json
from seawall.core.wire.unset import UnsetType

__all__ = ["Decoder", "NotJsonError", "decoder_for", "encode"]

T = TypeVar("T")


# The only message of msgspec that holds a value; its path may follow.
_VALUE = r"(?s)(?<=^Invalid enum value) .*?(?=( - at `[^`]*`)?$)"


class NotJsonError(ValueError):
    """The body is not JSON, or is cut off."""


class Decoder(Generic[T]):
    """Decodes bodies into one type; cached per type."""

    __slots__ = ("_loads",)

    def __init__(self, loads: Callable[[bytes], T]) -> None:
        self._loads = loads

    def decode(self, body: bytes) -> T:
        """Decode `body`.

        Raises NotJsonError, or ValueError with the fault and its path (`$.items[0].state`), never with a
        value. A byte order mark of UTF-8 at its start is skipped.
        """
        try:
            return self._loads(body)
        except msgspec.ValidationError as error:
            raise ValueError(_without_value(error)) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            # Only here: most bodies have no mark, and a check would cost each of them time.
            plain = without_mark(body)
            if plain != body:
                return self.decode(plain)
            raise NotJsonError("not JSON") from error
        except RecursionError as error:
            raise ValueError("Nested too deeply") from error


@cache
def decoder_for(type_: Hashable) -> Decoder[object]:
    """The decoder of a type: an attrs class, a builtin, or a combination of them."""
    if _is_unsupported(type_):
        return Decoder(_cattrs_loads(type_))
    return Decoder(msgspec.json.Decoder(cast("type[Any]", type_)).decode)


def encode(value: object, name: str = "value") -> bytes:
    """Encode `value` as JSON: attrs instances by their names on the wire, without absent keys (UNSET).

    Raises InputError, which names the part of `value` that has no exact form in JSON; `name` is the name of
    `value` in it. See `to_json`.
    """
    return msgspec.json.encode(to_json(value, name, max_depth=MAX_BODY_DEPTH))


def _collect_classes(type_: object, seen: set[object]) -> bool:
    """Collect into `seen` the attrs classes in `type_`; True if a union is not supported by msgspec."""
    if isinstance(type_, type) and attrs.has(type_):
        if type_ in seen:
            return False
        seen.add(type_)
        return any(_collect_classes(hint, seen) for hint in get_type_hints(type_).values())
    parts = get_args(type_)
    objects = [part for part in parts if attrs.has(get_origin(part) or part) or get_origin(part) is dict]
    untagged = _is_union(type_) and len(objects) > 1
    return untagged or any(_collect_classes(part, seen) for part in parts)


def _is_union(type_: Any) -> bool:
    return get_origin(type_) in {Union, UnionType}


@cache
def _is_unsupported(type_: Hashable) -> bool:
    seen: set[object] = set()
    return _collect_classes(type_, seen) or any(_wire_names(cast("type[Any]", cls)) for cls in seen)


def _wire_names(cls: type[Any]) -> dict[str, str]:
    return {a.name: str(a.metadata["wire"]) for a in attrs.fields(cls) if "wire" in a.metadata}


@cache
def _converter() -> Any:
    # Most SDKs have no such shape.
    import_whole("cattrs.gen", "cattrs.preconf.msgspec")
    from cattrs.gen import make_dict_structure_fn, override  # noqa: PLC0415 - 40 ms
    from cattrs.preconf.msgspec import make_converter  # noqa: PLC0415

    converter = make_converter()

    def structure(cls: type[Any]) -> Any:
        names = _wire_names(cls)
        overrides: Any = {a.name: override(rename=names.get(a.name)) for a in attrs.fields(cls)}
        return make_dict_structure_fn(cls, converter, **overrides)

    def without_unset(union: Any) -> Any:
        rest = tuple(part for part in get_args(union) if part is not UnsetType)
        return lambda value, _: converter.structure(value, cast("Any", Union[rest]))  # noqa: UP007

    converter.register_structure_hook_factory(attrs.has, structure)
    converter.register_structure_hook_factory(
        lambda type_: _is_union(type_) and UnsetType in get_args(type_), without_unset
    )
    # msgspec converts the types that it supports, in strict mode: "1" is not an integer.
    converter.register_structure_hook_func(lambda type_: not _is_unsupported(type_), msgspec.convert)
    for builtin in (bool, int, float, str):
        # A cattrs hook for the exact type comes before that predicate.
        converter.register_structure_hook(builtin, msgspec.convert)
    return converter


def _cattrs_loads(type_: Hashable) -> Callable[[bytes], Any]:
    import_whole("cattrs")
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
    """One line about a value of a wrong shape."""
    if isinstance(error, msgspec.ValidationError):
        return _without_value(error)
    return "Required field missing" if isinstance(error, KeyError) else "Matches none of the allowed shapes"
