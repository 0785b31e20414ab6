"""Selection of operations, with all that they need."""

from collections.abc import Collection

from attrs import evolve

from seawall.codegen.api.model import Api
from seawall.codegen.api.reach import reach

__all__ = ["with_only", "without_parts"]


def with_only(api: Api, keys: Collection[str]) -> Api:
    """Return `api` with the operations `keys`, e.g. `GET /pets`, and the schemas that these refer to."""
    operations = tuple(operation for operation in api.operations if operation.key in keys)
    needed = reach(api, operations)
    names = needed.sent | needed.received
    schemas = {name: schema for name, schema in api.schemas.items() if name in names}
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
