"""Component schemas that require themselves: a category that must have a parent category."""

from collections.abc import Mapping

from attrs import evolve

from seawall.codegen.api.reach import inner_schemas
from seawall.codegen.api.shapes import Array, Object, Ref, Schema, Union
from seawall.codegen.api.source import Source, shown

__all__ = ["with_finite_values"]


def with_finite_values(source: Source, schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """`schemas`, in which the properties that make values endless are not required.

    A server that sends such values leaves the property out at some depth.
    """
    finite = _Finite(schemas)
    found = dict(schemas)
    for name, schema in schemas.items():
        shape = schema.shape
        if name in finite.names or not isinstance(shape, Object):
            continue
        endless = {item.name for item in shape.properties if item.required and not finite.has(item.schema)}
        source.report(
            schema.pointer,
            f"The schema requires itself by {shown(min(endless))}, which is read as not required.",
            "Remove the property from `required`, or allow null.",
        )
        properties = tuple(
            evolve(item, required=item.required and item.name not in endless) for item in shape.properties
        )
        found[name] = evolve(schema, shape=evolve(shape, properties=properties))
    return found


class _Finite:
    """The components that have values of limited depth."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self.names: set[str] = set()
        users: dict[str, list[str]] = {}
        for name, schema in schemas.items():
            for inner in inner_schemas([schema]):
                if isinstance(inner.shape, Ref):
                    users.setdefault(inner.shape.name, []).append(name)
        pending = list(schemas)
        while pending:
            name = pending.pop()
            if name not in self.names and self.has(schemas[name]):
                self.names.add(name)
                pending.extend(users.get(name, ()))

    def has(self, schema: Schema) -> bool:
        """True if a value of `schema` needs no component outside `names`."""
        return self._has(schema, {})

    def _has(self, schema: Schema, known: dict[int, bool]) -> bool:
        if id(schema) in known:
            return known[id(schema)]
        shape = schema.shape
        found = True
        if isinstance(shape, Ref):
            found = shape.name in self.names
        elif isinstance(shape, Union):
            found = any(self._has(member, known) for member in shape.members)
        elif isinstance(shape, Array):
            found = not shape.min_items or self._has(shape.items, known)
        elif isinstance(shape, Object):
            found = all(self._has(item.schema, known) for item in shape.properties if item.required)
        known[id(schema)] = found
        return found
