"""Finds the resources of an API: collections such as /pets whose items are at /pets/{id}."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from seawall.codegen.api.lists import plain_name
from seawall.codegen.api.model import Answer, Api, ApiOperation, Content
from seawall.codegen.api.shapes import Integer, Object, Property, Schema, Text
from seawall.codegen.mock.samples import Samples

__all__ = ["Collection", "find_collections", "id_property", "json_content", "success"]

_ITEM: Final = re.compile(r"(.*)/\{([^{}/]+)\}")
_ID_NAMES: Final = ("id", "uuid", "key", "name", "slug")


@frozen(kw_only=True)
class Collection:
    """A collection at `template`, whose items are at `template` + `/{parameter}`.

    `id_name` is the property of an item that the path parameter names, and `envelope` the property of an
    answer that holds the item; None where there is none. `creates` is true if a POST creates items.
    """

    template: str
    parameter: str
    item: Schema | None
    id_name: str | None
    envelope: str | None
    creates: bool


def find_collections(api: Api, samples: Samples) -> dict[str, Collection]:
    """The collections of `api` by their templates."""
    by_path: dict[str, dict[str, ApiOperation]] = {}
    for operation in api.operations:
        by_path.setdefault(operation.path, {})[operation.method] = operation
    found = {}
    for path, operations in by_path.items():
        match = _ITEM.fullmatch(path)
        if match is not None and {"GET", "PUT", "PATCH", "DELETE"} & operations.keys():
            template, parameter = match.groups()
            found[template] = _collection(template, parameter, operations, by_path.get(template, {}), samples)
    return found


def success(operation: ApiOperation) -> Answer | None:
    """The answer of an operation that has gone well: the lowest 2xx status, else 3xx, else the default."""
    for first in "23d":
        answers = [answer for answer in operation.answers if answer.status.startswith(first)]
        if answers:
            return min(answers, key=lambda answer: answer.status)
    return None


def json_content(answer: Answer | None) -> Content | None:
    """The JSON content of an answer."""
    contents = () if answer is None else answer.contents
    return next((content for content in contents if content.kind == "json"), None)


def id_property(item: Object, parameter: str) -> str | None:
    """The property that a path parameter such as `pet_id` names: itself, else the id of the item.

    `version` names `version_id` or `version_number` too.
    """
    scalars = {plain_name(one.name): one.name for one in item.properties}
    wanted = plain_name(parameter)
    names = [wanted, f"{wanted}id", f"{wanted}number"]
    if wanted.endswith("name"):
        names.append("name")
    names.extend(_ID_NAMES)
    for name in names:
        if name in scalars:
            return scalars[name]
    ids = [original for plain, original in scalars.items() if plain.endswith("id")]
    return ids[0] if ids else None


def _collection(
    template: str,
    parameter: str,
    item_operations: Mapping[str, ApiOperation],
    own: Mapping[str, ApiOperation],
    samples: Samples,
) -> Collection:
    schema = None
    for operation in (item_operations.get("GET"), own.get("POST"), *item_operations.values()):
        content = None if operation is None else json_content(success(operation))
        if content is not None and content.schema is not None:
            schema = content.schema
            break
    envelope = None
    shape = None if schema is None else samples.resolved(schema).shape
    if isinstance(shape, Object):
        inner = _envelope(shape.properties, samples)
        if inner is not None and id_property(shape, parameter) is None:
            envelope, schema = inner.name, inner.schema
            shape = samples.resolved(inner.schema).shape
    id_name = id_property(shape, parameter) if isinstance(shape, Object) else None
    if id_name is not None and isinstance(shape, Object) and not _is_scalar(shape, id_name, samples):
        id_name = None
    return Collection(
        template=template,
        parameter=parameter,
        item=schema if isinstance(shape, Object) else None,
        id_name=id_name,
        envelope=envelope,
        creates="POST" in own,
    )


def _envelope(properties: Sequence[Property], samples: Samples) -> Property | None:
    objects = [one for one in properties if isinstance(samples.resolved(one.schema).shape, Object)]
    return objects[0] if len(objects) == 1 else None


def _is_scalar(shape: Object, name: str, samples: Samples) -> bool:
    schema = next(one.schema for one in shape.properties if one.name == name)
    return isinstance(samples.resolved(schema).shape, Text | Integer)
