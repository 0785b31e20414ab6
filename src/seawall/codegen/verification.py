"""Verification of a generated client: each type that it receives decodes, and a sample of each union too.

The client is imported from memory, after the check that it holds declarations only.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from seawall.codegen.api.model import Api
from seawall.codegen.api.shapes import Array, NoValue, Null, Object, Schema, Union
from seawall.codegen.client.directions import directions_of
from seawall.codegen.errors import UndecodableClientError
from seawall.codegen.generate import GenerationResult
from seawall.codegen.imported_client import imported_client
from seawall.codegen.mock.samples import Samples, SampleTooLargeError
from seawall.codegen.names.names import Names
from seawall.codegen.spec.plain_data import Json
from seawall.core.engine.operation import ByMediaType
from seawall.core.wire.codec import decoder_for

__all__ = ["verify"]

_SIZE = 5
# Of a sample with a member, for one union.
_MOST_COMPARISONS = 100_000


def verify(result: GenerationResult) -> None:
    """Build every decoder of a client, and decode a sample of each member of each union.

    Raises UndecodableClientError, which names the part of the spec, if one of them fails.
    """
    with imported_client(result.files) as (calls, models):
        for call in result.declarations.calls:
            operation = getattr(calls, call.name.upper())
            for table in (operation.result_types, operation.error_types, operation.item_types):
                for type_ in table.values():
                    _check_answer(f"{call.method} {call.path}", type_)
        for where, name, value in _samples(result.api, result.chosen):
            _check(where, getattr(models, name), value)


def _check_answer(where: str, type_: Any) -> None:
    types = type_.types.values() if isinstance(type_, ByMediaType) else [type_]
    for each in types:
        if each is not None:
            _check(where, each)


def _check(where: str, type_: Any, value: "Json | None" = None) -> None:
    try:
        decoder = decoder_for(type_)
        if value is not None:
            decoder.decode(msgspec.json.encode(value))
    except RecursionError as error:
        raise UndecodableClientError(
            f"{where} is nested too deep to be decoded: its classes lead to hundreds of others. Shorten the "
            "chain."
        ) from error
    except (TypeError, ValueError) as error:
        raise UndecodableClientError(
            f"The client would not decode what {where} describes: {error}. Correct the spec with an overlay, "
            "or leave the part out."
        ) from error


def _samples(api: Api, names: Names) -> "Iterator[tuple[str, str, Json]]":
    """Yield samples of the classes and aliases that are received, one for each member of each union in them.

    Each is the place in the spec, the name in `models`, and the value.
    """
    received = directions_of(api).received
    # A decoder of its own decodes what lies deeper.
    samples, least = Samples(api, exact=True, size=_SIZE), Samples(api, exact=True, size=0)
    for component, schema in api.schemas.items():
        if id(schema) in received and names.place(schema) is None:
            for value in _members(samples, schema):
                yield schema.pointer, names.schemas[component], value
    for place in {place.key: place for place in names.places.values()}.values():
        shape = place.schema.shape
        if id(place.schema) not in received or not isinstance(shape, Object):
            continue
        found = [
            (item, value)
            for item in shape.properties
            if not item.schema.write_only
            for value in _members(samples, item.schema)
        ]
        try:
            whole = least.sample(place.schema, place.key) if found else None
        except SampleTooLargeError:
            continue
        for item, value in found:
            if isinstance(whole, dict):
                yield item.schema.pointer, names.class_of(place), {**whole, item.name: value}


def _members(samples: Samples, schema: Schema) -> Iterator[Json]:
    """A sample for each member of `schema`, or of its items, if it is a union."""
    if isinstance(schema.shape, Array):
        yield from ([value] for value in _members(samples, schema.shape.items))
    if not isinstance(schema.shape, Union):
        return
    tag = schema.shape.discriminator
    members = schema.shape.members
    for index, member in enumerate(members[: _MOST_COMPARISONS // len(members) + 1]):
        if isinstance(member.shape, Null | NoValue):
            continue
        try:
            value = samples.sample(member, schema.pointer)
        except SampleTooLargeError:
            continue
        if tag is not None and isinstance(value, dict):
            values = [value_of for value_of, position in tag.mapping if position == index]
            value = {**value, tag.name: values[0]} if values else value
        yield value
