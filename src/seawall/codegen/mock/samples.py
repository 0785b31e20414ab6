"""Samples: values that satisfy a schema, the same for the same seed."""

import random
import uuid
from collections.abc import Callable, Mapping
from typing import Final, Literal

from seawall.codegen.api.model import Api
from seawall.codegen.api.reach import resolve
from seawall.codegen.api.shapes import (
    NO_DEFAULT,
    AnyValue,
    Array,
    Boolean,
    Enumeration,
    Integer,
    NoDefault,
    NoValue,
    Null,
    Number,
    Object,
    Ref,
    Schema,
    Text,
    Union,
)
from seawall.codegen.mock.patterns import matching_text
from seawall.codegen.spec.plain_data import Json

__all__ = ["Direction", "SampleTooLargeError", "Samples", "random_for"]

Direction = Literal["request", "answer"]

_MAX_ITEMS: Final = 50
_MAX_EXTRA_KEYS: Final = 1_000
_SIZE: Final = 100
_LEAST_SHARE: Final = 1e-5
_LARGEST: Final = 2**53
_PYTHON_TYPES: Mapping[type, type | tuple[type, ...]] = {
    Array: list,
    Boolean: bool,
    Integer: int,
    Number: (int, float),
    Object: dict,
    Text: str,
}
_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heron", "inlet", "juniper")


class SampleTooLargeError(ValueError):
    """The parts that a schema requires make a sample too large."""


def random_for(seed: float | str) -> random.Random:
    """A generator of random numbers that depends on `seed` alone."""
    return random.Random(seed)  # noqa: S311 - samples are no secrets


class Samples:
    """Makes samples of the schemas of `api`.

    Examples of the spec are used where there are any; otherwise values are made from `seed` and the `key` of
    the call, so that two calls with one key give one value. `exact` gives examples no say, and
    raises SampleTooLargeError where a schema requires too much. `size` is about how many objects and arrays a
    sample has at most; each of them shares it among those inside it. What is required stays.
    """

    def __init__(self, api: Api, seed: int = 0, *, exact: bool = False, size: float = _SIZE) -> None:
        self._api = api
        self._seed = seed
        self._exact = exact
        self._size = size

    def sample(self, schema: Schema, key: str, direction: Direction = "answer") -> Json:
        """Return a value of `schema`, without its properties of the other direction."""
        return self._value(schema, random_for(f"{self._seed}:{key}"), direction, 1)

    def resolved(self, schema: Schema) -> Schema:
        """The schema that a chain of references ends at."""
        return resolve(self._api, schema)

    def _value(self, schema: Schema, rng: random.Random, direction: Direction, share: float) -> Json:
        """A value with its `share` of the size; where that is less than one, it has what it must have."""
        given = NO_DEFAULT if self._exact else _given(schema)
        if not isinstance(given, NoDefault):
            return given
        shape = schema.shape
        if isinstance(shape, Ref):
            return self._value(self.resolved(schema), rng, direction, share)
        if isinstance(shape, Union):
            return self._union(shape, rng, direction, share)
        if not isinstance(shape, Array | Object):
            return _scalar(shape, rng)
        if share < _LEAST_SHARE and self._exact:
            raise SampleTooLargeError
        if isinstance(shape, Array):
            return self._array(shape, rng, direction, share)
        return self._object(shape, rng, direction, share)

    def _object(self, shape: Object, rng: random.Random, direction: Direction, share: float) -> Json:
        found: dict[str, Json] = {}
        if share < _LEAST_SHARE:
            return found
        least = min(shape.min_properties or 0, _MAX_EXTRA_KEYS)
        below = share / (1 + sum(self._is_deep(item.schema) for item in shape.properties) + least)
        for item in shape.properties:
            # Random numbers are drawn for each property, so that one does not change the next.
            seed = rng.random()
            resolved = self.resolved(item.schema)
            is_other = any(
                one.write_only if direction == "answer" else one.read_only for one in (item.schema, resolved)
            )
            is_wanted = item.required or self._has_room(share)
            if is_wanted and not (is_other or isinstance(resolved.shape, NoValue)):
                found[item.name] = self._value(item.schema, random_for(seed), direction, below)
        additional = shape.additional
        for number in range(len(found), least):
            if additional is None:
                found[f"key_{number}"] = _WORDS[number % len(_WORDS)]
            elif not isinstance(additional.shape, NoValue):
                found[f"key_{number}"] = self._value(additional, rng, direction, below)
        return found

    def _array(self, shape: Array, rng: random.Random, direction: Direction, share: float) -> Json:
        if share < _LEAST_SHARE:
            return []
        wanted = max(shape.min_items or 0, int(self._has_room(share)))
        if shape.max_items is not None:
            wanted = min(wanted, shape.max_items)
        wanted = min(wanted, _MAX_ITEMS)
        prefix = shape.prefix if self._has_room(share) else shape.prefix[:wanted]
        below = share / (1 + max(wanted, len(prefix)))
        found = [self._value(item, rng, direction, below) for item in prefix]
        if isinstance(shape.items.shape, NoValue):
            return found
        for _ in range(4 * _MAX_ITEMS):
            if len(found) >= wanted:
                break
            item = self._value(shape.items, rng, direction, below)
            if not (shape.unique and item in found):
                found.append(item)
        return found

    def _union(self, shape: Union, rng: random.Random, direction: Direction, share: float) -> Json:
        has_room = self._has_room(share)
        indexes = [
            index
            for index, member in enumerate(shape.members)
            if not isinstance(member.shape, Null | NoValue)
        ]
        if not indexes or (not has_room and len(indexes) < len(shape.members)):
            return None
        index = (
            rng.choice(indexes)
            if has_room
            else min(indexes, key=lambda index: self._is_deep(shape.members[index]))
        )
        value = self._value(shape.members[index], rng, direction, share)
        if shape.discriminator is not None and isinstance(value, dict):
            tag = next((tag for tag, member in shape.discriminator.mapping if member == index), None)
            if tag is not None:
                value = {**value, shape.discriminator.name: tag}
        return value

    def _has_room(self, share: float) -> bool:
        return share * self._size >= 1

    def _is_deep(self, schema: Schema) -> bool:
        return isinstance(self.resolved(schema).shape, Array | Object | Union)


def _given(schema: Schema) -> "Json | NoDefault":
    """The first example of a schema, else its default, if it is of the right type."""
    takes = _PYTHON_TYPES.get(type(schema.shape), object)
    for given in (*schema.examples[:1], schema.default):
        is_right_bool = isinstance(given, bool) == (takes is bool) or takes is object
        if isinstance(given, takes) and is_right_bool and not isinstance(schema.shape, Ref):
            return given
    return NO_DEFAULT


def _scalar(shape: object, rng: random.Random) -> Json:
    match shape:
        case Enumeration(values=values):
            return rng.choice(values)
        case Boolean():
            return rng.choice((True, False))
        case Integer():
            return _integer(shape, rng)
        case Number():
            return _number(shape, rng)
        case Text():
            return _text(shape, rng)
    return rng.choice(_WORDS) if isinstance(shape, AnyValue) else None


def _integer(shape: Integer, rng: random.Random) -> int:
    step = int(shape.multiple_of) if shape.multiple_of and 1 <= shape.multiple_of <= _LARGEST else 1
    low, high = _bounds(shape, 1, 100, 1)
    first = -(-int(-(-low // 1)) // step) * step
    count = max(0, int(high) - first) // step
    return first + step * rng.randint(0, count)


def _number(shape: Number, rng: random.Random) -> float:
    low, high = _bounds(shape, 0, 100, 1e-6)
    if shape.multiple_of and 1 / _LARGEST <= shape.multiple_of <= _LARGEST:
        first = -(-low // shape.multiple_of) * shape.multiple_of
        return first + shape.multiple_of * rng.randint(0, max(0, int((high - first) // shape.multiple_of)))
    middle = round(rng.uniform(low, high), 2)
    return middle if low <= middle <= high else low


def _bounds(shape: Integer | Number, low: float, high: float, step: float) -> tuple[float, float]:
    """The inclusive bounds, by default `low` and `high`, moved to a range that is not empty."""
    lows = [
        bound
        for bound in (
            shape.minimum,
            None if shape.exclusive_minimum is None else _within_range(shape.exclusive_minimum) + step,
        )
        if bound is not None
    ]
    highs = [
        bound
        for bound in (
            shape.maximum,
            None if shape.exclusive_maximum is None else _within_range(shape.exclusive_maximum) - step,
        )
        if bound is not None
    ]
    least = max((_within_range(bound) for bound in lows), default=None)
    most = min((_within_range(bound) for bound in highs), default=None)
    if least is None:
        least = low if most is None or most >= low else most - (high - low)
    if most is None:
        most = high if high >= least else least + (high - low)
    return least, most


def _within_range(bound: float) -> float:
    """`bound`, or the nearest number that floats hold exactly."""
    return max(-_LARGEST, min(_LARGEST, bound))


def _instant(rng: random.Random) -> str:
    return f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T{rng.randint(0, 23):02}:30:00Z"


_FORMATS: Mapping[str, Callable[[random.Random], str]] = {
    "byte": lambda _: "c2FtcGxl",
    "date": lambda rng: _instant(rng)[:10],
    "date-time": _instant,
    "decimal": lambda rng: f"{rng.randint(1, 999)}.50",
    "duration": lambda rng: f"PT{rng.randint(1, 59)}S",
    "email": lambda rng: f"{rng.choice(_WORDS)}@example.com",
    "hostname": lambda rng: f"{rng.choice(_WORDS)}.example.com",
    "idn-email": lambda rng: f"{rng.choice(_WORDS)}@example.com",
    "ipv4": lambda rng: f"192.0.2.{rng.randint(1, 254)}",
    "ipv6": lambda rng: f"2001:db8::{rng.randint(1, 9999):x}",
    "regex": lambda _: "^sample$",
    "time": lambda rng: f"{rng.randint(0, 23):02}:30:00Z",
    "uri": lambda rng: f"https://example.com/{rng.choice(_WORDS)}",
    "uri-reference": lambda rng: f"/{rng.choice(_WORDS)}",
    "url": lambda rng: f"https://example.com/{rng.choice(_WORDS)}",
    "uuid": lambda rng: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
}


def _text(shape: Text, rng: random.Random) -> str:
    if shape.pattern is not None:
        text = matching_text(shape.pattern, rng, shape.min_length or 0)
        if text is not None and (shape.max_length is None or len(text) <= shape.max_length):
            return text
    is_base64 = shape.content_encoding == "base64" and shape.format is None
    make = _FORMATS.get("byte" if is_base64 else shape.format or "")
    text = rng.choice(_WORDS) if make is None else make(rng)
    if shape.min_length is not None and len(text) < shape.min_length:
        text = (text + "-" + text * (shape.min_length // len(text) + 1))[: min(shape.min_length, 10_000)]
    return text if shape.max_length is None else text[: shape.max_length]
