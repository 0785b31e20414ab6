"""Component schemas that are nothing but each other: `A` is `B`, and `B` is `A` or a string."""

from collections.abc import Iterator, Mapping

from attrs import evolve

from seawall.codegen.api.shapes import AnyValue, Discriminator, Ref, Schema, Union
from seawall.codegen.api.source import Source, shown

__all__ = ["without_cycles"]


def without_cycles(source: Source, schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """`schemas` without the references that lead from a component back to itself and to no value."""
    found = dict(schemas)
    for name, target in list(_back_references(schemas)):
        schema = found[name]
        source.report(
            schema.pointer,
            f"The schema refers to {shown(target)}, which refers back to it; this reference is ignored.",
            "Remove the reference.",
        )
        found[name] = _without(schema, target)
    return found


def _aliases(schema: Schema) -> Iterator[str]:
    pending = [schema]
    while pending:
        shape = pending.pop().shape
        if isinstance(shape, Ref):
            yield shape.name
        elif isinstance(shape, Union):
            pending.extend(shape.members)


def _back_references(schemas: Mapping[str, Schema]) -> Iterator[tuple[str, str]]:
    """Yield each component together with an alias of it that leads back to it."""
    done: set[str] = set()
    for start in schemas:
        if start in done:
            continue
        path: dict[str, Iterator[str]] = {start: _aliases(schemas[start])}
        while path:
            name, targets = next(reversed(path.items()))
            target = next(targets, None)
            if target is None:
                done.add(name)
                del path[name]
            elif target in path:
                yield name, target
            elif target in schemas and target not in done:
                path[target] = _aliases(schemas[target])


def _without(schema: Schema, target: str) -> Schema:
    shape = schema.shape
    if not isinstance(shape, Union):
        return evolve(schema, shape=AnyValue())
    members: list[Schema] = []
    places: dict[int, int] = {}
    for number, member in enumerate(shape.members):
        if member.shape != Ref(target):
            places[number] = len(members)
            members.append(_without(member, target) if isinstance(member.shape, Union) else member)
    if not members:
        return evolve(schema, shape=AnyValue())
    tag = shape.discriminator
    if tag is not None:
        mapping = tuple((value, places[index]) for value, index in tag.mapping if index in places)
        tag = Discriminator(
            name=tag.name,
            mapping=mapping,
            is_declared=tag.is_declared,
            default=None if tag.default is None else places.get(tag.default),
        )
    return evolve(schema, shape=evolve(shape, members=tuple(members), discriminator=tag))
