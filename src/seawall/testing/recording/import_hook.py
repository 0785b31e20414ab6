"""Finds generated modules, those imported already and those to come, and hands each to a recorder."""

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import Final

from attrs import define, field

from seawall.testing.recording.instruments import decoded_by_wire_models, instrument
from seawall.testing.recording.use_recorder import UseRecorder

__all__ = ["RecordingFinder", "is_generated"]

_MARKER: Final = "# DO NOT EDIT. Generated from"


@define(eq=False)
class RecordingFinder(MetaPathFinder):
    """Records the uses of every generated module from `start` to `stop`."""

    recorder: UseRecorder
    _undo: list[Callable[[], None]] = field(factory=list)

    def start(self) -> None:
        """Record from now on."""
        for module in list(sys.modules.values()):
            origin = getattr(module, "__file__", None)
            if isinstance(origin, str) and is_generated(origin):
                self.generated(module)
        sys.meta_path.insert(0, self)
        self._undo.append(decoded_by_wire_models())

    def stop(self) -> None:
        """Take the recorder out of all classes and functions."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)
        for undo in reversed(self._undo):
            undo()
        self._undo.clear()

    def generated(self, module: ModuleType) -> None:
        """Record the uses of one generated module."""
        self.recorder.generated.add(module.__name__)
        self.recorder.packages.add(_package_around(module))
        self._undo += instrument(module, self.recorder)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a generated module as Python would, with a loader that records; None for any other."""
        if path is None or not fullname.rpartition(".")[0]:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.origin is None or spec.loader is None or not is_generated(spec.origin):
            return None
        self._record_after(spec.loader)
        return spec

    def _record_after(self, loader: Loader) -> None:
        """Let `loader` hand over the module; it stays what it is, since others read files with it."""
        execute = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            self.generated(module)

        loader.exec_module = exec_module  # type: ignore[method-assign]


def _package_around(module: ModuleType) -> str:
    """The package that holds the client of `module`, empty if the client stands alone."""
    name = module.__name__
    while "." in name:
        name = name.rpartition(".")[0]
        origin = getattr(sys.modules.get(name), "__file__", None)
        if isinstance(origin, str) and not is_generated(origin):
            return name
    return ""


def is_generated(origin: str) -> bool:
    """Return whether the file at `origin` begins as a generated one does."""
    if not origin.endswith(".py"):
        return False
    try:
        with Path(origin).open("rb") as file:
            return file.read(len(_MARKER)) == _MARKER.encode()
    except OSError:
        return False
