"""Which schemas are sent and which are received: what `readOnly`, `writeOnly` and open objects depend on."""

from collections.abc import Iterator

from attrs import field, frozen

from seawall.codegen.api.model import Api
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
    sent: list[Schema] = []
    received: list[Schema] = []
    multipart: list[Schema] = []
    own = {id(operation) for operation in api.operations}
    for _, operation in operation_roots(api):
        outgoing, incoming = (sent, received) if id(operation) in own else (received, sent)
        outgoing += [parameter.schema for parameter in operation.parameters]
        for content in operation.body.contents if operation.body else ():
            found = [schema for schema in (content.schema, content.item_schema) if schema is not None]
            outgoing += found
            if content.kind == "multipart":
                multipart += found
        for answer in operation.answers:
            for content in answer.contents:
                incoming += [schema for schema in (content.schema, content.item_schema) if schema is not None]
    parts = frozenset(id(part) for schema in multipart for part in _parts_of_form(api, schema))
    return Directions(_reached(api, sent), _reached(api, received), parts)


def _reached(api: Api, roots: list[Schema]) -> frozenset[int]:
    seen: set[int] = set()
    pending = roots
    while pending:
        schema = pending.pop()
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        pending.extend(schema.children())
        if isinstance(schema.shape, Ref) and schema.shape.name in api.schemas:
            pending.append(api.schemas[schema.shape.name])
    return frozenset(seen)


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
