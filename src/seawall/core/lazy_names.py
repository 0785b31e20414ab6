"""Lazy imports of the public names of a package (PEP 562). Pure: only the import machinery reads a file."""

import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Protocol, cast

__all__ = ["lazy_names"]


class _FileLoader(Protocol):
    """The part of `importlib.abc.ResourceLoader` that is used; importing that module costs 8 ms."""

    def get_data(self, path: str) -> bytes: ...


def lazy_names(package: str) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` for `package`, which import the names listed in its `__init__.pyi`.

    Type checkers read the same stub, so each name is listed once, on a line of its own:
    `from module import name as public_name`, where the module may be relative. After its first use, a name
    is an attribute of the package. `__getattr__` raises AttributeError for a name that the stub lacks.
    """

    @cache
    def origins() -> dict[str, tuple[str, str]]:
        imports = [line.split() for line in _stub_of(package).splitlines() if line.startswith("from ")]
        return {public: (module, name) for _, module, _, name, _, public in imports}

    def getattr_(name: str) -> object:
        if name == "__all__":
            return sorted(origins())
        # Python looks up names such as __path__ on every package: those do not read the stub.
        if name.startswith("__") or name not in origins():
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, original = origins()[name]
        value = getattr(import_module(module, package), original)
        setattr(sys.modules[package], name, value)
        return value

    return getattr_, lambda: sorted({*vars(sys.modules[package]), *origins()})


def _stub_of(package: str) -> str:
    spec = sys.modules[package].__spec__
    assert spec
    assert spec.origin
    # The loader, not open: it works in a zip file too.
    return cast("_FileLoader", spec.loader).get_data(f"{spec.origin}i").decode()
