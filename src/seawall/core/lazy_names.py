"""Packages whose names are imported when they are asked for (PEP 562). Pure."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

__all__ = ["lazy_names"]


def lazy_names(
    package: str, parts: Mapping[str, Sequence[str]], *, renamed: Mapping[str, str] | None = None
) -> Callable[[str], object]:
    """The `__getattr__` of `package`, which imports the one of its `parts` that has a name.

    A part is a module, named in full or from `package` on with a dot in front, with the names that it gives.
    `renamed` holds what a part calls one of them, where it calls it otherwise. Raises AttributeError for a
    name of no part.
    """
    places = {name: part for part, names in parts.items() for name in names}
    there = renamed or {}

    def getattr_(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(places[name], package), there.get(name, name))

    return getattr_
