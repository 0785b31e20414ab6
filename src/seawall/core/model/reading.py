"""Plain JSON to models. Pure.

Each type has a reader, made once. A reader gets a value and its path, which its error names.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cache
from types import NoneType
from typing import Any, NoReturn, TypeAlias, TypeVar, cast, get_args

import msgspec

from seawall.core.errors import InputError
from seawall.core.http.times import to_utc
from seawall.core.redaction.tracebacks import strip_tracebacks
from seawall.core.wire.annotations import (
    MAPPINGS,
    SEQUENCES,
    TypeForm,
    WireField,
    is_model,
    is_union,
    members_of,
    origin_of,
    plain_type,
    wire_fields,
)
from seawall.core.wire.building import node_for
from seawall.core.wire.freeze import FrozenDict, freeze
from seawall.core.wire.json_value import Json, to_json
from seawall.core.wire.misfits import MisfitError, kind_of

__all__ = ["ReadFaultError", "is_json_object", "is_optional", "parsed", "read_model", "read_value"]

M = TypeVar("M")
Reader: TypeAlias = Callable[[Any, str], Any]

# The metadata of a server may have more levels than that of a user; recursion is the limit.
_MAX_LEVELS = 100_000


def parsed(text: str | bytes, name: str) -> object:
    """Parse JSON text. Raises InputError; `name` is the model that is read."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError, TypeError) as error:
        # The frames of the error show the text.
        cause = strip_tracebacks(error)
    raise _fault(name, "", "the text is not JSON", "Give the text of to_json()") from cause


def read_model(cls: type[M], data: object) -> M:
    """Make a model of the class `cls`. Raises InputError, which names the faulty key by its path."""
    try:
        return cast("M", read_value(cls, data))
    except ReadFaultError as fault:
        # Not its cause: the frames show the data.
        raise _fault(cls.__name__, fault.path, fault.text, fault.remedy) from None


def read_value(type_: TypeForm, data: object) -> object:
    """Read plain JSON, or a value of the type. Raises ReadFaultError."""
    try:
        return _reader_of(type_)(data, "")
    except RecursionError as error:
        cause = strip_tracebacks(error)
    raise ReadFaultError("", "the data is nested too deeply", "Give flatter data") from cause


class ReadFaultError(Exception):
    """A value that does not fit: the path to it, the fault, and the remedy."""

    def __init__(self, path: str, text: str, remedy: str) -> None:
        super().__init__(path, text, remedy)
        self.path: str = path
        self.text: str = text
        self.remedy: str = remedy


def _refuse(path: str, text: str, remedy: str = "Give the form of to_dict()") -> NoReturn:
    raise ReadFaultError(path, text, remedy)


def _fault(model: str, path: str, text: str, remedy: str) -> InputError:
    place = f"{path} of {model}" if path else model
    return InputError(f"{place}: {text}. {remedy}.", problems=(f"{path or model}: {text}",))


# --- Models ----------------------------------------------------------------------------------------------


@cache
def _fields_of(cls: Any) -> tuple[tuple[WireField, Reader, bool], ...]:
    return tuple((one, _reader_of(one.type), is_optional(one.type)) for one in wire_fields(cls))


def _model_reader(cls: Any) -> Reader:
    def read(value: Any, path: str) -> Any:
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            _refuse(path, f"expected an object, got {kind_of(value)}")
        prefix = f"{path}." if path else ""
        given = {}
        # Not before: models may contain themselves.
        for one, reader, may_be_none in _fields_of(cls):
            if one.name in value:
                given[one.alias] = reader(value[one.name], f"{prefix}{one.name}")
            elif one.is_required and not may_be_none:
                _refuse(f"{prefix}{one.name}", "the key is missing")
            elif one.is_required:
                given[one.alias] = None
        return _made(cls, given, path)

    return read


def _made(cls: Any, given: dict[str, Any], path: str) -> Any:
    try:
        return cls(**given)
    except InputError as error:
        # Its text names the field.
        _refuse(path, str(error).rstrip("."), "Give another value")
    except (TypeError, ValueError) as error:
        # A validator of a subclass: its text may show the value.
        _refuse(path, f"{cls.__name__} refuses the values ({type(error).__name__})", "Give other values")


def is_optional(type_: TypeForm) -> bool:
    """Return whether a type takes None."""
    return is_union(type_) and NoneType in members_of(type_)


# --- Values ----------------------------------------------------------------------------------------------


@cache
def _reader_of(type_: TypeForm) -> Reader:
    plain = plain_type(type_)
    if is_union(plain):
        return _union_reader(type_)
    if is_model(plain):
        return _model_reader(plain)
    if plain is dt.datetime:
        return _time
    origin = origin_of(plain)
    if origin in MAPPINGS:
        return _mapping_reader(plain)
    if origin in SEQUENCES:
        return _sequence_reader(origin, get_args(plain))
    return _path_reader(plain) if hasattr(plain, "__fspath__") else _leaf_reader(plain)


def _union_reader(type_: TypeForm) -> Reader:
    members = [one for one in members_of(type_) if one is not NoneType]
    if len(members) > 1 or len(members) == len(members_of(type_)):
        read_leaf = _leaf_reader(type_)
        if not any(map(is_json_object, members)):
            return read_leaf
        # An object or a scalar, such as text.
        return lambda value, path: (_json_object if isinstance(value, Mapping) else read_leaf)(value, path)
    read_member = _reader_of(members[0])
    return lambda value, path: None if value is None else read_member(value, path)


def is_json_object(type_: TypeForm) -> bool:
    """Return whether a type is that of a JSON object of any shape."""
    arguments = get_args(type_)
    return origin_of(type_) in MAPPINGS and (not arguments or arguments[1] in {Json, object, Any})


def _mapping_reader(type_: TypeForm) -> Reader:
    if is_json_object(type_):
        return _json_object
    read_key, read_item = map(_reader_of, get_args(type_))

    def read(value: Any, path: str) -> Any:
        if not isinstance(value, Mapping):
            _refuse(path, f"expected an object, got {kind_of(value)}")
        # Without the key, which may be a secret.
        made = {read_key(key, path): read_item(item, f"{path}[…]") for key, item in value.items()}
        return FrozenDict(made)

    return read


def _json_object(value: Any, path: str) -> Any:
    if not isinstance(value, Mapping):
        _refuse(path, f"expected an object, got {kind_of(value)}")
    if value.__class__ is FrozenDict:
        return value
    try:
        made = to_json(dict(value), path, max_depth=_MAX_LEVELS)
    except InputError as error:
        place, _, sentence = str(error).partition(" ")
        _refuse(place, sentence.rstrip("."), "Metadata is plain JSON")
    # Frozen here: the converter of the field allows a user fewer levels.
    return freeze(made)


def _sequence_reader(origin: Any, arguments: tuple[Any, ...]) -> Reader:
    if origin is tuple and arguments and Ellipsis not in arguments:
        readers = tuple(map(_reader_of, arguments))
        return lambda value, path: tuple(
            read(item, f"{path}[{index}]")
            for index, (read, item) in enumerate(zip(readers, _items(value, path, len(readers)), strict=True))
        )
    read_item = _reader_of(arguments[0] if arguments else object)
    return lambda value, path: origin(
        [read_item(item, f"{path}[{index}]") for index, item in enumerate(_items(value, path))]
    )


def _items(value: Any, path: str, length: int | None = None) -> Any:
    if not isinstance(value, list | tuple | set | frozenset):
        _refuse(path, f"expected an array, got {kind_of(value)}")
    if length is not None and len(value) != length:
        _refuse(path, f"expected {length} items, got {len(value)}")
    return value


def _time(value: Any, path: str) -> dt.datetime:
    time = value if isinstance(value, dt.datetime) else _read_time(value, path)
    if time.tzinfo is None:
        _refuse(path, "the time has no time zone", "Give an aware time, e.g. 2026-01-31T12:00:00Z")
    try:
        return to_utc(time)
    except OverflowError:
        return time


def _path_reader(type_: Any) -> Reader:
    def read(value: Any, path: str) -> Any:
        if isinstance(value, type_):
            return value
        if not isinstance(value, str):
            _refuse(path, f"expected text, got {kind_of(value)}")
        return type_(value)

    return read


def _leaf_reader(type_: TypeForm) -> Reader:
    strict = node_for(type_).strict
    # Not those of JSON: True is an int, and an enum is text.
    kept = type_ if isinstance(type_, type) and type_ not in {str, int, float, bool} else ()

    def read(value: Any, path: str) -> Any:
        if isinstance(value, kept):
            return value
        try:
            return strict(str.__str__(value) if isinstance(value, str) else value)
        except MisfitError as error:
            # E.g. Expected `int`, got `str`.
            reason = error.reason.replace("`", "")
            _refuse(f"{path}{error.path}", f"{reason[:1].lower()}{reason[1:]}")

    return read


_read_time = _leaf_reader(dt.datetime)
