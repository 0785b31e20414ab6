"""Aliases of types: Python evaluates them, so none may refer to itself, directly or through others."""

from collections.abc import Sequence

from attrs import evolve

from seawall.codegen.client.declarations import AliasDecl
from seawall.codegen.client.type_exprs import (
    ANY,
    ClassRef,
    DictOf,
    ListOf,
    TaggedUnion,
    TupleOf,
    TypeExpr,
    UnionOf,
    references,
    union,
)

__all__ = ["without_cycles"]

# Each alias imports the module of the next one, and Python's stack has a limit.
_MAX_CHAIN = 25
# Two references to an alias that has two references, and so on: types are written out where they are used.
_MAX_PARTS = 1_000


def without_cycles(aliases: Sequence[AliasDecl]) -> list[AliasDecl]:
    """Return `aliases` with Any in place of each reference that would close a circle."""
    by_name = {alias.name: alias for alias in aliases}
    targets = {
        alias.name: [found.name for found in references(alias.type_expr) if found.name in by_name]
        for alias in aliases
    }
    depths: dict[str, int] = {}
    sizes: dict[str, int] = {}
    finished: dict[str, AliasDecl] = {}
    for start in by_name:
        # Without recursion: a chain may be longer than Python's stack.
        path = [] if start in finished else [(start, iter(targets[start]))]
        active = {start}
        while path:
            name, further = path[-1]
            following = next((item for item in further if item not in finished and item not in active), None)
            if following is not None:
                path.append((following, iter(targets[following])))
                active.add(following)
                continue
            cut = {item for item in targets[name] if item not in finished or depths[item] >= _MAX_CHAIN}
            sizes[name] = 1 + sum(1 if item in cut else sizes[item] for item in targets[name])
            if sizes[name] > _MAX_PARTS:
                cut.update(item for item in targets[name] if sizes.get(item, 1) > 1)
                sizes[name] = 1 + len(targets[name])
            depths[name] = 1 + max((depths[item] for item in targets[name] if item not in cut), default=0)
            alias = by_name[name]
            finished[name] = evolve(alias, type_expr=_with_any(alias.type_expr, cut)) if cut else alias
            active.discard(name)
            path.pop()
    return [finished[alias.name] for alias in aliases]


def _with_any(type_expr: TypeExpr, cut: set[str]) -> TypeExpr:
    match type_expr:
        case ClassRef(name):
            return ANY if name in cut else type_expr
        case ListOf(item):
            return ListOf(_with_any(item, cut))
        case DictOf(item):
            return DictOf(_with_any(item, cut))
        case TupleOf(items):
            return TupleOf(tuple(_with_any(item, cut) for item in items))
        case UnionOf(parts) | TaggedUnion(parts=parts):
            changed = [_with_any(part, cut) for part in parts]
            return type_expr if tuple(changed) == parts else union(changed)
    return type_expr
