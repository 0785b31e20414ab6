"""The places of a spec that a mutation can change."""

import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from benchmarks.mutation.mutation import Document, at, escaped

__all__ = ["OperationPlace", "ParameterPlace", "PropertyPlace", "SchemaPlace", "Spec"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SCHEMAS = "#/components/schemas"
_INNER = ("items", "additionalProperties", "not")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")


@frozen
class OperationPlace:
    """An operation; `pointer` is its own."""

    key: str
    path: str
    method: str
    pointer: str
    raw: dict[str, Any]

    @property
    def label(self) -> str:
        """A readable name without spaces."""
        return self.raw.get("operationId") or self.key.replace(" ", "")


@frozen
class ParameterPlace:
    """A parameter of an operation, or a component that several share: `operations` are all their keys."""

    operations: tuple[str, ...]
    pointer: str
    raw: dict[str, Any]
    label: str

    @property
    def key(self) -> str:
        """The key of the parameter: `query limit`."""
        return f"{self.raw['in']} {self.raw['name']}"


@frozen
class SchemaPlace:
    """A schema, wherever it is."""

    pointer: str
    raw: dict[str, Any]
    label: str


@frozen
class PropertyPlace:
    """A property of the object schema at `owner`."""

    owner: str
    name: str
    raw: dict[str, Any]
    label: str
    is_required: bool

    @property
    def pointer(self) -> str:
        """The pointer of the schema of the property."""
        return f"{self.owner}/properties/{escaped(self.name)}"


class Spec:
    """A document and its places."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def resolved(self, pointer: str) -> tuple[str, Any]:
        """The pointer and the part at the end of a chain of references."""
        part = at(self.document, pointer)
        while isinstance(part, dict) and isinstance(part.get("$ref"), str):
            pointer = part["$ref"]
            part = at(self.document, pointer)
        return pointer, part

    def operations(self) -> Iterator[OperationPlace]:
        """Every operation, in the order of the document."""
        for path, item in self.document.get("paths", {}).items():
            for method in METHODS:
                if method in item:
                    pointer = f"#/paths/{escaped(path)}/{method}"
                    yield OperationPlace(f"{method.upper()} {path}", path, method, pointer, item[method])

    def parameters(self, *locations: str) -> Iterator[ParameterPlace]:
        """Every parameter, in one of `locations` if there are any; shared ones once."""
        found: dict[str, list[tuple[str, str]]] = {}
        for operation in self.operations():
            item = operation.pointer.rpartition("/")[0]
            own = [
                f"{operation.pointer}/parameters/{n}" for n in range(len(operation.raw.get("parameters", ())))
            ]
            shared = at(self.document, item).get("parameters", ())
            for pointer in (*own, *(f"{item}/parameters/{n}" for n in range(len(shared)))):
                found.setdefault(self.resolved(pointer)[0], []).append((operation.key, operation.label))
        for pointer, users in found.items():
            raw = at(self.document, pointer)
            if not locations or raw["in"] in locations:
                keys = tuple(key for key, _ in users)
                yield ParameterPlace(keys, pointer, raw, f"{users[0][1]}.{raw['name']}")

    def schemas(self) -> Iterator[SchemaPlace]:
        """Every schema, those inside others too."""
        for pointer in self._roots():
            yield from self._inside(pointer)

    def objects(self) -> Iterator[SchemaPlace]:
        """Every object schema with properties."""
        return (one for one in self.schemas() if isinstance(one.raw.get("properties"), dict))

    def properties(self) -> Iterator[PropertyPlace]:
        """Every property of every object schema."""
        for one in self.objects():
            for name, raw in one.raw["properties"].items():
                if isinstance(raw, dict):
                    label = f"{one.label}.{name}"
                    yield PropertyPlace(one.pointer, name, raw, label, name in one.raw.get("required", ()))

    def _roots(self) -> Iterator[str]:
        for name in self.document.get("components", {}).get("schemas", {}):
            yield f"{_SCHEMAS}/{escaped(name)}"
        for parameter in self.parameters():
            if "schema" in parameter.raw:
                yield f"{parameter.pointer}/schema"
        for operation in self.operations():
            yield from self._contents(f"{operation.pointer}/requestBody", operation.raw.get("requestBody"))
            for status, answer in operation.raw.get("responses", {}).items():
                yield from self._contents(f"{operation.pointer}/responses/{status}", answer)

    def _contents(self, pointer: str, part: Any) -> Iterator[str]:
        if isinstance(part, dict) and "$ref" not in part:
            for media_type, content in part.get("content", {}).items():
                if "schema" in content:
                    yield f"{pointer}/content/{escaped(media_type)}/schema"

    def _inside(self, pointer: str) -> Iterator[SchemaPlace]:
        raw = at(self.document, pointer)
        if not isinstance(raw, dict):
            return
        yield SchemaPlace(pointer, raw, _label(pointer))
        for name in raw.get("properties", {}):
            yield from self._inside(f"{pointer}/properties/{escaped(name)}")
        for key in _INNER:
            if isinstance(raw.get(key), dict):
                yield from self._inside(f"{pointer}/{key}")
        for key in _LISTS:
            for number in range(len(raw.get(key, ()))):
                yield from self._inside(f"{pointer}/{key}/{number}")


def _label(pointer: str) -> str:
    """`Run.state` for a place in a component, else the pointer without its beginning."""
    short = pointer.removeprefix(f"{_SCHEMAS}/").removeprefix("#/paths/").replace("/properties/", ".")
    return re.sub(r"[^\w.~/{}-]+", "_", short)
