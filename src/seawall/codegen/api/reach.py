"""Walks through the schemas of an Api: inside a schema, along references, from the operations."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from seawall.codegen.api.model import Answer, Api, ApiOperation, Content
from seawall.codegen.api.shapes import NO_DEFAULT, NoDefault, Ref, Schema
from seawall.codegen.spec.document import Json

__all__ = [
    "Exchanged",
    "Reach",
    "along_references",
    "closure",
    "default_of",
    "every_schema",
    "exchanged_schemas",
    "inner_schemas",
    "reach",
    "reached_schemas",
    "resolve",
]


@frozen(kw_only=True)
class Reach:
    """The component schemas that operations send and receive, each with all that they refer to.

    `sent` are reached from parameters and request bodies, `received` from answers. In webhooks and callbacks
    the request is received and the answer is sent.
    """

    sent: frozenset[str]
    received: frozenset[str]


@frozen(kw_only=True)
class Exchanged:
    """The schemas that operations send and receive, without those inside them; directions as in `Reach`."""

    sent: tuple[Schema, ...]
    received: tuple[Schema, ...]


def resolve(api: Api, schema: Schema) -> Schema:
    """The schema that `schema` refers to, or `schema` itself if it is no reference."""
    while isinstance(schema.shape, Ref):
        schema = api.schemas[schema.shape.name]
    return schema


def along_references(schemas: Mapping[str, Schema], schema: Schema) -> Iterator[Schema]:
    """Yield `schema`, and each schema that it refers to, directly or through others."""
    yield schema
    while isinstance(schema.shape, Ref) and schema.shape.name in schemas:
        schema = schemas[schema.shape.name]
        yield schema


def default_of(schemas: Mapping[str, Schema], schema: Schema) -> "Json | NoDefault":
    """The default of `schema`, or else of the schema that it refers to; NO_DEFAULT if there is none."""
    found = (each.default for each in along_references(schemas, schema))
    return next((default for default in found if not isinstance(default, NoDefault)), NO_DEFAULT)


def inner_schemas(schemas: Iterable[Schema]) -> Iterator[Schema]:
    """Yield `schemas` and every schema inside them, each place once; references are not followed."""
    seen: set[int] = set()
    pending = list(schemas)[::-1]
    while pending:
        schema = pending.pop()
        # Equal schemas of one place are one object; to compare their content takes long.
        if id(schema) not in seen:
            seen.add(id(schema))
            yield schema
            pending.extend(reversed(list(schema.children())))


def reached_schemas(api: Api, schemas: Iterable[Schema]) -> Iterator[Schema]:
    """Yield `schemas`, every schema inside them, and those that they refer to, each place once."""
    seen: set[int] = set()
    pending = list(schemas)
    while pending:
        schema = pending.pop()
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        yield schema
        shape = schema.shape
        if not isinstance(shape, Ref):
            pending.extend(schema.children())
        elif shape.name in api.schemas:
            pending.append(api.schemas[shape.name])


def closure(api: Api, schemas: Iterable[Schema]) -> frozenset[str]:
    """The names of the component schemas that `schemas` refer to, directly or through others."""
    return frozenset(each.shape.name for each in reached_schemas(api, schemas) if isinstance(each.shape, Ref))


def reach(api: Api, operations: Iterable[ApiOperation] | None = None) -> Reach:
    """The component schemas that `operations` reach; all operations and webhooks if it is None."""
    tops = exchanged_schemas(api, operations)
    return Reach(sent=closure(api, tops.sent), received=closure(api, tops.received))


def exchanged_schemas(api: Api, operations: Iterable[ApiOperation] | None = None) -> Exchanged:
    """The schemas of the parameters, bodies, headers and answers of `operations`; None as in `reach`."""
    sent: list[Schema] = []
    received: list[Schema] = []
    for operation in api.operations if operations is None else operations:
        sent.extend(_request_schemas(operation))
        received.extend(_answer_schemas(operation))
        for callback in operation.callbacks:
            received.extend(_request_schemas(callback))
            sent.extend(_answer_schemas(callback))
    for webhook in api.webhooks if operations is None else ():
        received.extend(_request_schemas(webhook))
        sent.extend(_answer_schemas(webhook))
    return Exchanged(sent=tuple(sent), received=tuple(received))


def every_schema(api: Api) -> Iterator[Schema]:
    """Yield every schema of the Api with all that is inside it, each place once."""
    operations = [*api.operations, *api.webhooks]
    operations += [callback for operation in operations for callback in operation.callbacks]
    tops = [
        *api.schemas.values(),
        *(schema for each in operations for schema in (*_request_schemas(each), *_answer_schemas(each))),
    ]
    yield from inner_schemas(tops)


def _request_schemas(operation: ApiOperation) -> Iterator[Schema]:
    for parameter in operation.parameters:
        yield parameter.schema
    if operation.body is not None:
        for content in operation.body.contents:
            yield from _content_schemas(content)


def _answer_schemas(operation: ApiOperation) -> Iterator[Schema]:
    for answer in operation.answers:
        yield from _schemas_of_answer(answer)


def _schemas_of_answer(answer: Answer) -> Iterator[Schema]:
    for header in answer.headers:
        yield header.schema
    for content in answer.contents:
        yield from _content_schemas(content)


def _content_schemas(content: Content) -> Iterator[Schema]:
    if content.schema is not None:
        yield content.schema
    if content.item_schema is not None:
        yield content.item_schema
    for encoding in content.encodings.values():
        for header in encoding.headers:
            yield header.schema
