"""The recorder: notes a use of a generated part at the line of the stable layer that is running."""

import sys
from enum import Enum
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType
from typing import Final

from attrs import define, field

from seawall.codegen.layer.recorded import RecordedUse

__all__ = ["UseRecorder"]

_DEEPEST: Final = 200


@define
class UseRecorder:
    """Collects the uses of clients; `packages` are the packages of the layers that stand on them.

    The empty package stands for every module below `root` that is no test: a client that has no package
    around it may be used from anywhere. `generated` are the modules of the clients.
    """

    root: Path
    packages: set[str] = field(factory=set)
    generated: set[str] = field(factory=set)
    uses: set[RecordedUse] = field(factory=set)
    _layer_modules: dict[str, bool] = field(factory=dict)
    _seen: set[tuple[CodeType, int, CodeType, str, str, str]] = field(factory=set)

    def note(self, kind: str, owner: str, name: str = "", value: object = None, *, depth: int = 2) -> None:
        """Note a use by the function that is `depth` calls away, if it is one of a layer."""
        frame = sys._getframe(depth)  # noqa: SLF001 - the only way to the caller's line that costs nothing
        if not self._is_layer(frame):
            return
        outer = self._outermost(frame)
        text = _shown(value)
        key = frame.f_code, frame.f_lasti, outer.f_code, owner, name, text
        if key in self._seen:
            return
        self._seen.add(key)
        self.uses.add(
            RecordedUse(
                kind=kind,
                owner=owner,
                name=name,
                value=text,
                path=self._path(frame),
                line=_line(frame),
                function=_name(frame),
                public=_name(outer),
            )
        )

    def _is_layer(self, frame: FrameType) -> bool:
        module = str(frame.f_globals.get("__name__", ""))
        known = self._layer_modules.get(module)
        if known is None:
            known = self._is_layer_module(module, frame.f_code.co_filename)
            self._layer_modules[module] = known
        return known

    def _is_layer_module(self, module: str, path: str) -> bool:
        if module in self.generated or _is_test(module):
            return False
        if any(one and f"{module}.".startswith(f"{one}.") for one in self.packages):
            return True
        return "" in self.packages and Path(path).is_relative_to(self.root) and "site-packages" not in path

    def _outermost(self, frame: FrameType) -> FrameType:
        found, at = frame, frame.f_back
        for _ in range(_DEEPEST):
            if at is None:
                break
            if self._is_layer(at):
                found = at
            at = at.f_back
        return found

    def _path(self, frame: FrameType) -> str:
        path = Path(frame.f_code.co_filename)
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.name


def _is_test(module: str) -> bool:
    parts = module.split(".")
    return "tests" in parts or "conftest" in parts or any(one.startswith("test_") for one in parts)


def _name(frame: FrameType) -> str:
    return f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname}"


def _line(frame: FrameType) -> int:
    """The last line of the expression that is running, where its attribute or name stands."""
    position = next(islice(frame.f_code.co_positions(), frame.f_lasti // 2, None), (None,) * 4)
    return position[1] or frame.f_lineno


def _shown(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return str(value).lower() if isinstance(value, bool) else ""
