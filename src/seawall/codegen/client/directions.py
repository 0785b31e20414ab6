"""Which schemas are sent and which are received: what `readOnly`, `writeOnly` and open objects depend on."""

from collections.abc import Iterator

from attrs import field, frozen

from seawall.codegen.api.model import Api
from seawall.codegen.api.reach import exchanged_schemas, reached_schemas
from seawall.codegen.api.shapes import Array, Object, Ref, Schema, Union
from seawall.codegen.names.classes import operation_roots

__all__ = ["Directions", "directions_of"]


@frozen
class Directions:
    """The identities of the schemas that are sent, are received, and are parts of a multipart body."""

    sent: frozenset[int] = field(repr=False)
    received: frozenset[int] = field(repr=False)
    parts: frozenset[int] = field(repr=False)


def directions_of(api: Api) -> Directions:
    """Follow every body, parameter and answer of `api`; webhooks and callbacks are received and answered."""
    tops = exchanged_schemas(api)
    multipart = [
        schema
        for _, operation in operation_roots(api)
        for content in (operation.body.contents if operation.body else ())
        if content.kind == "multipart"
        for schema in (content.schema, content.item_schema)
        if schema is not None
    ]
    return Directions(
        sent=frozenset(map(id, reached_schemas(api, tops.sent))),
        received=frozenset(map(id, reached_schemas(api, tops.received))),
        parts=frozenset(id(part) for schema in multipart for part in _parts_of_form(api, schema)),
    )


def _parts_of_form(api: Api, schema: Schema) -> Iterator[Schema]:
    """The schemas that are one part of a multipart body each, and their items."""
    seen: set[int] = set()
    pending = [(schema, True)]
    while pending:
        found, is_form = pending.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if not is_form:
            yield found
        match found.shape:
            case Ref(name) if name in api.schemas:
                pending.append((api.schemas[name], is_form))
            case Union(members=members):
                pending.extend((member, is_form) for member in members)
            case Array(items=items):
                pending.append((items, False))
            case Object() if is_form:
                pending.extend((child, False) for child in found.children())
