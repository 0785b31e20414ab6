"""Names of components: those of the root document stay, targets from elsewhere get one that is free."""

import re
from collections.abc import Iterable

from attrs import define, field

from seawall.codegen.doctor.place import Place

__all__ = ["ComponentNames", "allowed_name", "proposed_name"]

_ALLOWED = re.compile(r"[A-Za-z0-9._-]+")
_OTHERS = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 100
_CONTAINERS = frozenset({"schemas", "definitions", "$defs", "parameters", "responses", "requestBodies"})
_STRUCTURE = frozenset(
    {"components", "paths", "webhooks", "properties", "schema", "content", "allOf", "anyOf", "oneOf"}
) | (_CONTAINERS | {"headers", "examples", "links", "callbacks", "securitySchemes", "patternProperties"})
_ROLES = {"items": "Item", "additionalProperties": "Value", "prefixItems": "Item", "requestBody": "Body"}


@define
class ComponentNames:
    """The names of components of one kind, by the place of the value."""

    _names: dict[tuple[str, tuple[str, ...], str], str] = field(factory=dict)
    _taken: set[str] = field(factory=set)
    _next: dict[str, int] = field(factory=dict)

    def name_at(self, place: Place, variant: str = "") -> str | None:
        """Return the name of the value at `place`; None if it has none yet."""
        return self._names.get((place.document, place.keys(), variant))

    def claim(self, place: Place, name: str, variant: str = "") -> str:
        """Give the value at `place` the name `name`, or that with a number if it is taken."""
        free = self._free(name)
        self._taken.add(free)
        self._names[place.document, place.keys(), variant] = free
        return free

    def share(self, place: Place, name: str, variant: str = "") -> None:
        """Let the value at `place` have a name that is already in use."""
        self._names.setdefault((place.document, place.keys(), variant), name)

    def _free(self, name: str) -> str:
        if name not in self._taken:
            return name
        number = self._next.get(name, 2)
        while f"{name}_{number}" in self._taken:
            number += 1
        self._next[name] = number + 1
        return f"{name}_{number}"


def allowed_name(name: str) -> str:
    """Return `name` if its characters are allowed; otherwise one like it, of at most 100 characters.

    A name that begins with `x-` would be taken for an extension.
    """
    if name.startswith("x-"):
        name = f"x_{name[2:]}"
    if _ALLOWED.fullmatch(name):
        return name
    return _OTHERS.sub("_", name[: 2 * _LONGEST]).strip("_")[:_LONGEST] or "Unnamed"


def proposed_name(place: Place) -> str:
    """Propose a name for the value at `place`: its own one, after that of the part that holds it."""
    keys = place.keys()
    start = max((at + 1 for at, key in enumerate(keys[:-1]) if key in _CONTAINERS), default=0)
    words = [*_words(keys[start:])]
    if keys[:1] in {("paths",), ("webhooks",)}:
        # `get /pets` before what follows the schema.
        below = keys.index("schema") if "schema" in keys else len(keys)
        words = [*_words((*reversed(keys[1:3]), *keys[below:]))]
    if not words:
        return allowed_name(_stem(place.document)[:_LONGEST])
    head, *rest = words
    return allowed_name(head + "".join(word[:1].upper() + word[1:] for word in rest))[:_LONGEST]


def _words(keys: Iterable[str]) -> Iterable[str]:
    for key in keys:
        if key in _ROLES:
            yield _ROLES[key]
        elif key not in _STRUCTURE and not key.isdecimal():
            yield from filter(None, _OTHERS.split(key))


def _stem(document: str) -> str:
    name = document.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
    return name.split(".")[0]
