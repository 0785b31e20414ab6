"""Names of classes that have none in the spec: by what holds them, the shortest first."""

from collections.abc import Iterator, Mapping

from seawall.codegen.names.classes import ClassPlace
from seawall.codegen.names.spelling import class_name, singular, words

__all__ = ["class_candidates"]

# Words that say too little to be a name on their own.
_WORDS = (
    "action argument attribute body change code condition config configuration content context count data "
    "datum detail direction entity entry error event field file filter format group header id info input "
    "item key kind language level link list location mapping message meta metadata method mode model name "
    "node object operation operator option order output page pagination param parameter part payload "
    "permission position property query reason record ref reference request resource response result role "
    "row rule scope setting settings severity size sort source stat state statistics stats status step "
    "strategy style subject summary tag target text total type unit url usage user value variable version "
    "visibility "
)
_GENERIC = frozenset(_WORDS.split())


def class_candidates(
    place: ClassPlace, schemas: Mapping[str, str], operations: Mapping[str, str]
) -> Iterator[str]:
    """Yield names for an inline class, the best first; the last names all that holds it.

    `schemas` and `operations` have the names of the roots.
    """
    steps = [step for step in place.steps if step]
    root = _root_name(place, schemas, operations)
    candidates = [place.title] if place.title and place.title not in _GENERIC else []
    if not steps:
        candidates += [root] if place.root.kind == "shared" else []
        candidates.append(f"{root}_{place.suffix}")
        candidates += [f"{root}_{place.status}_{place.suffix}"] if place.status else []
    else:
        own, holder = steps[-1], steps[-2] if len(steps) > 1 else None
        if place.root.kind != "schema" and own not in _GENERIC and len(own) > len("tag"):
            candidates.append(own)
        if holder is not None:
            candidates.append(f"{holder}_{own}")
        candidates += [
            f"{root}_{own}",
            f"{root}_{holder}_{own}" if holder else f"{root}_{place.suffix}_{own}",
        ]
        candidates.append("_".join([root, *steps]))
        # The base among its own variants.
        candidates += [f"plain_{root}"] if _joined(candidates[-1]) == _joined(root) else []
    candidates = [_joined(candidate) for candidate in candidates]
    yield from dict.fromkeys(name for name in candidates if name)
    # A title, numbered, would be a poorer name than that of the holder.
    yield candidates[-1]


def _root_name(place: ClassPlace, schemas: Mapping[str, str], operations: Mapping[str, str]) -> str:
    root = place.root
    if root.kind == "schema":
        return schemas[root.key]
    if root.kind == "shared":
        return class_name(root.key.partition(" ")[2]) or "Shared"
    return operations.get(root.key) or class_name(root.key)


def _joined(candidate: str) -> str:
    """The words of a candidate as a class name; a word that only repeats the one before is left out."""
    parts: list[str] = []
    for piece in filter(None, candidate.split("_")):
        # The names of components keep their spelling: `HTTPError`.
        if not parts or singular("".join(words(parts[-1]))) != singular(piece.lower()):
            parts.append(piece)
    return class_name("_".join(parts))
