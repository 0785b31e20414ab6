"""Limits of the parts of `allOf`, the members of unions and the chains of references."""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from seawall.codegen.errors import SpecError
from seawall.codegen.spec.plain_data import Json

__all__ = ["check_expansion"]

_MOST_PARTS: Final = 10_000
_MOST_ALTERNATIVES: Final = 10_000
_LONGEST_CHAIN: Final = 500
_REF = "#/components/schemas/"


@frozen
class _Size:
    """Parts to be merged, alternatives to choose from, and the longest chain of references."""

    parts: int = 1
    alternatives: int = 1
    chain: int = 1


def check_expansion(schemas: Mapping[str, Json], others: list[dict[str, Json]]) -> None:
    """Raise SpecError if a component, or a schema of `others`, has too many parts or alternatives."""
    sizes: dict[str, _Size] = {}
    for name in schemas:
        _measure(name, schemas, sizes)
    for schema in others:
        _check("A schema", _size(schema, sizes))


def _measure(name: str, schemas: Mapping[str, Json], sizes: dict[str, _Size]) -> None:
    """Measure the component `name`, after those that it is made of; a cycle counts as one part."""
    todo, opened = [name], set[str]()
    while todo:
        top = todo[-1]
        schema = schemas.get(top)
        if top in sizes or not isinstance(schema, dict):
            todo.pop()
            continue
        missing = [] if top in opened else [ref for ref in _refs(schema) if ref not in sizes]
        opened.add(top)
        missing = [ref for ref in missing if ref not in opened and ref in schemas]
        if missing:
            todo.extend(missing)
            continue
        todo.pop()
        sizes[top] = _size(schema, sizes)
        _check(f"The schema {top:.80}", sizes[top])


def _check(name: str, size: _Size) -> None:
    if size.parts > _MOST_PARTS:
        raise SpecError(f"{name} merges more than {_MOST_PARTS:,} parts with `allOf`.")
    if size.alternatives > _MOST_ALTERNATIVES:
        raise SpecError(f"{name} expands to more than {_MOST_ALTERNATIVES:,} alternatives.")
    if size.chain > _LONGEST_CHAIN:
        raise SpecError(f"{name} is a chain of more than {_LONGEST_CHAIN} references.")


def _refs(schema: dict[str, Json]) -> Iterator[str]:
    """Yield the components that `schema` is made of, but not those of its properties and items."""
    todo: list[Json] = [schema]
    while todo:
        value = todo.pop()
        if not isinstance(value, dict):
            continue
        ref = value.get("$ref")
        if isinstance(ref, str):
            yield ref.removeprefix(_REF)
        for keyword in ("allOf", "oneOf", "anyOf"):
            members = value.get(keyword)
            todo.extend(members if isinstance(members, list) else ())


def _size(schema: Json, sizes: Mapping[str, _Size]) -> _Size:
    if not isinstance(schema, dict):
        return _Size()
    parts, alternatives, chain = 1, 1, 0
    ref = schema.get("$ref")
    if isinstance(ref, str):
        target = sizes.get(ref.removeprefix(_REF), _Size())
        parts, alternatives, chain = target.parts, target.alternatives, target.chain
    for keyword in ("allOf", "oneOf", "anyOf"):
        members = schema.get(keyword)
        below = [_size(member, sizes) for member in members] if isinstance(members, list) else []
        if not below:
            continue
        chain = max(chain, *(size.chain for size in below))
        if keyword == "allOf":
            parts += sum(size.parts for size in below)
            for size in below:
                alternatives = min(alternatives * size.alternatives, _MOST_ALTERNATIVES + 1)
        else:
            parts += max(size.parts for size in below)
            total = sum(size.alternatives for size in below)
            alternatives = min(alternatives * total, _MOST_ALTERNATIVES + 1)
    return _Size(min(parts, _MOST_PARTS + 1), alternatives, chain + 1)
