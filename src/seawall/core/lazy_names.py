"""Packages whose names are imported when they are asked for (PEP 562). Pure."""

from collections.abc import Callable, Mapping
from importlib import import_module

__all__ = ["lazy_names"]


def lazy_names(
    package: str, places: Mapping[str, str], *, named: Callable[[str], str] = str
) -> Callable[[str], object]:
    """The `__getattr__` of `package`, which imports a name from the module that `places` says.

    A module is named in full, or from `package` on with a dot in front. `named` says what a name is called
    there. Raises AttributeError for a name without a place.
    """

    def getattr_(name: str) -> object:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(places[name], package), named(name))

    return getattr_
