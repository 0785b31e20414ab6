"""Selection of operations, with all that they need."""

from collections.abc import Collection, Iterator

from attrs import evolve

from seawall.codegen.api.model import Api, ApiOperation
from seawall.codegen.api.shapes import Ref, Schema

__all__ = ["with_only", "without_parts"]


def with_only(api: Api, keys: Collection[str]) -> Api:
    """Return `api` with the operations `keys`, e.g. `GET /pets`, and the schemas that these refer to."""
    operations = tuple(operation for operation in api.operations if operation.key in keys)
    needed: dict[str, None] = {}
    pending = [schema for operation in operations for schema in _schemas_of(operation)]
    while pending:
        schema = pending.pop()
        pending.extend(schema.children())
        shape = schema.shape
        if isinstance(shape, Ref) and shape.name in api.schemas and shape.name not in needed:
            needed[shape.name] = None
            pending.append(api.schemas[shape.name])
    schemas = {name: schema for name, schema in api.schemas.items() if name in needed}
    return evolve(api, operations=operations, webhooks=(), schemas=schemas)


def without_parts(api: Api, operations: Collection[str], schemas: Collection[str]) -> Api:
    """Return `api` without some operations and schemas; a reference to such a schema is any value."""
    if not operations and not schemas:
        return api
    return evolve(
        api,
        operations=tuple(item for item in api.operations if item.key not in operations),
        schemas={name: schema for name, schema in api.schemas.items() if name not in schemas},
    )


def _schemas_of(operation: ApiOperation) -> Iterator[Schema]:
    for parameter in operation.parameters:
        yield parameter.schema
    contents = [*(operation.body.contents if operation.body else ())]
    contents += [content for answer in operation.answers for content in answer.contents]
    for content in contents:
        yield from (schema for schema in (content.schema, content.item_schema) if schema is not None)
    for callback in operation.callbacks:
        yield from _schemas_of(callback)
