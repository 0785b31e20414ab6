"""Decode JSON bytes into models and encode them.

msgspec decodes directly into the generated attrs classes, in one pass, with no dict between. It does not
support fields whose JSON name differs from their Python name (`metadata={"wire": …}` on the field):
`wire_twins.py` helps it. Nor does it support additional properties, and unions that need a choice: types that
contain one of these are decoded by nodes (`building.py`), which are built once per type.
"""

from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar, cast

import msgspec
from attrs import frozen

from seawall.core.wire.annotations import UndecodableTypeError, check_type
from seawall.core.wire.building import node_for
from seawall.core.wire.byte_order_mark import without_mark
from seawall.core.wire.encodable import is_encodable
from seawall.core.wire.json_value import MAX_BODY_DEPTH, to_json
from seawall.core.wire.leaves import Drifts, decode_address, msgspec_fault
from seawall.core.wire.misfits import MAX_COUNTED_DRIFTS, Drift, MisfitError, schema_drifts
from seawall.core.wire.wire_twins import msgspec_type, to_models

__all__ = [
    "Decoder",
    "DirectType",
    "NotJsonError",
    "Tolerant",
    "UndecodableTypeError",
    "check_type",
    "decoder_for",
    "encode",
]

T = TypeVar("T")


class NotJsonError(ValueError):
    """The body is not JSON, or is cut off."""


class Tolerant(NamedTuple, Generic[T]):
    """A value of which some fields may not fit: they are absent, and `drifts` names each kind once."""

    value: T
    drifts: tuple[Drift, ...] = ()


@frozen(eq=False)
class DirectType:
    """A type whose values are to become other ones, which msgspec can make at once.

    `decoded` is the type of these, with the same demands on a body. A body that is not decoded as it is
    decoded as `type`, which says why.
    """

    type: Any
    decoded: Any


class Decoder(Generic[T]):
    """Decodes bodies into one type; cached per type.

    `loads` decodes as `decode` does, and raises any Exception for a body that does not fit.
    """

    __slots__ = ("_type", "loads")

    def __init__(self, type_: Any) -> None:
        self._type = type_.type if isinstance(type_, DirectType) else type_
        self.loads: Callable[[bytes], object] = (
            _direct_loads_of(type_) if isinstance(type_, DirectType) else _loads_of(type_)
        )

    def decode(self, body: bytes) -> T:
        """Decode `body`.

        Raises NotJsonError, or ValueError with the fault and its path (`$.items[0].state`), never with a
        value. A byte order mark of UTF-8 at its start is skipped.
        """
        value: T = _read(self.loads, body)
        return value

    def decode_tolerant(self, body: bytes, source: str) -> Tolerant[T]:
        """Decode what fits of `body`; a model lacks the fields that do not fit.

        Reading such a field raises FieldMisfitError, which names `source`, the operation. Raises as `decode`
        does if the body is not JSON, or nothing fits.
        """
        try:
            return Tolerant(self.decode(body))
        except NotJsonError:
            raise
        except ValueError as error:
            drifts = Drifts(source)
            try:
                value = node_for(self._type).tolerant(_read(_PARSE, body), drifts, "$")
            except (MisfitError, RecursionError):
                raise error from None
            for drift in drifts.found:
                _count(source, drift)
            return Tolerant(cast("T", value), tuple(drifts.found))


def _count(source: str, drift: Drift) -> None:
    if (source, drift) in schema_drifts or len(schema_drifts) < MAX_COUNTED_DRIFTS:
        schema_drifts[source, drift] += 1


@cache
def decoder_for(type_: Hashable) -> Decoder[object]:
    """The decoder of a type: an attrs class, a builtin, or a combination of them.

    Raises UndecodableTypeError if there is none. Decoders of types inside it are built at their first use:
    `check_type` builds all.
    """
    return Decoder(type_)


_PARSE = msgspec.json.Decoder().decode


def _loads_of(type_: Any) -> Callable[[bytes], Any]:
    known = msgspec_type(type_)
    if known is None:
        node = node_for(type_)
        return lambda body: node.strict(_PARSE(body))
    decode = msgspec.json.Decoder(known, dec_hook=decode_address).decode
    return decode if known is type_ else lambda body: _as_models(decode(body))


def _direct_loads_of(type_: DirectType) -> Callable[[bytes], Any]:
    direct = msgspec.json.Decoder(type_.decoded, dec_hook=decode_address).decode
    loads = _loads_of(type_.type)

    def load(body: bytes) -> Any:
        try:
            return direct(body)
        except Exception:  # noqa: BLE001 - the conversion of a value may raise any; `suppress` takes longer
            return loads(body)

    return load


def _as_models(value: Any) -> Any:
    to_models(value)
    return value


def _read(loads: Callable[[bytes], Any], body: bytes) -> Any:
    try:
        return loads(body)
    except msgspec.ValidationError as error:
        raise ValueError(str(msgspec_fault(error))) from error
    except TypeError as error:
        # An item of a set that has no hash: msgspec lets the error pass.
        raise ValueError("Expected `set`, got items that are no set") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # Only here: most bodies have no mark, and a check would cost each of them time.
        plain = without_mark(body)
        if plain != body:
            return _read(loads, plain)
        raise NotJsonError("not JSON") from error
    except RecursionError as error:
        raise ValueError("Nested too deeply") from error


def encode(value: object, name: str = "value") -> bytes:
    """Encode `value` as JSON: attrs instances by their names on the wire, without absent keys (UNSET).

    Raises InputError, which names the part of `value` that has no exact form in JSON; `name` is the name of
    `value` in it. See `to_json`.
    """
    # A lone surrogate, or a caller that is deep in its stack: the long way names the fault.
    with suppress(UnicodeEncodeError, RecursionError):
        if is_encodable(value, MAX_BODY_DEPTH):
            return msgspec.json.encode(value)
    return msgspec.json.encode(to_json(value, name, max_depth=MAX_BODY_DEPTH))
