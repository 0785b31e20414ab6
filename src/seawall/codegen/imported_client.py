"""Import the generated files of a client from memory, without a folder, to verify them."""

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, cast

import attrs
from attrs import field

if TYPE_CHECKING:
    from importlib.abc import Loader

__all__ = ["field", "frozen", "imported_client"]

_PACKAGE = "seawall_generated_client"

frozen = partial(attrs.frozen, eq=False, repr=False)
"""What the classes of a client in memory are made with.

Their instances are neither compared nor printed, and the methods for that would take half of the import.
"""


@contextmanager
def imported_client(files: Mapping[str, bytes]) -> "Iterator[tuple[ModuleType, ModuleType]]":
    """The modules `calls` and `models` of the client that consists of `files`.

    Its code runs: `check_declarations` must have accepted the files.
    """
    loader = _MemoryLoader(files)
    sys.meta_path.insert(0, loader)
    try:
        yield (
            importlib.import_module(f"{_PACKAGE}.calls"),
            importlib.import_module(f"{_PACKAGE}.models"),
        )
    finally:
        sys.meta_path.remove(loader)
        for module in [name for name in sys.modules if name.split(".")[0] == _PACKAGE]:
            del sys.modules[module]


class _MemoryLoader:
    """Finds and loads the modules of the package; to write and read files would cost more than to compile."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        """Find a module of the package, as the import system asks for it."""
        package, *parts = name.split(".")
        if package != _PACKAGE:
            return None
        for path, is_package in (("/".join([*parts, "__init__.py"]), True), (f"{'/'.join(parts)}.py", False)):
            if path in self._files:
                return ModuleSpec(name, cast("Loader", self), origin=path, is_package=is_package)
        return None

    def create_module(self, _spec: ModuleSpec) -> None:
        """Leave it to the import system."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the code of a module."""
        assert module.__spec__
        path = str(module.__spec__.origin)
        source = self._files[path].replace(b"\nfrom attrs import ", f"\nfrom {__name__} import ".encode())
        code = compile(source, f"<generated {path}>", "exec", dont_inherit=True)
        exec(code, vars(module))  # noqa: S102 - it holds declarations only

    def get_data(self, path: str) -> bytes:
        """Read a file of the client: `lazy_names` reads the stub of a package."""
        return self._files[path]
