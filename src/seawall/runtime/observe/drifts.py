"""Observers of answers that do not match the spec: one logs each kind once, one writes them to a file.

`seawall drift` reads such a file.
"""

import json
import threading
from os import PathLike
from pathlib import Path
from typing import ClassVar

from seawall.core.observe.events import Event, SchemaDrift
from seawall.core.wire.misfits import MAX_COUNTED_DRIFTS
from seawall.runtime.loggers import part_logger

__all__ = ["DRIFT_LOG", "DriftFile", "DriftLog", "DriftMemory"]

_log = part_logger("seawall.drift")


class DriftMemory:
    """Remembers the kinds of drift that were seen, at most 1000. Thread-safe."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, ...]] = set()
        self._lock = threading.Lock()

    def is_new(self, *kind: str) -> bool:
        """Return true for the first of equal kinds."""
        with self._lock:
            if kind in self._seen or len(self._seen) >= MAX_COUNTED_DRIFTS:
                return False
            self._seen.add(kind)
            return True

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class DriftLog:
    """An observer that logs a warning per operation, model, field and kind, as the logger `seawall.drift`."""

    events: ClassVar[tuple[type[Event], ...]] = (SchemaDrift,)

    def __init__(self) -> None:
        self._memory = DriftMemory()

    def __call__(self, event: Event) -> None:
        """Log `event` if it is new."""
        if isinstance(event, SchemaDrift) and self._memory.is_new(*_kind(event)):
            text = "%s %s: %s of %s does not match the spec: %s. The rest of the answer was read."
            place = event.model or "an item"
            _log.warning(text, event.operation.method, event.operation.path, event.path, place, event.kind)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


DRIFT_LOG = DriftLog()
"""The instance that all engines of this process share, so that each kind is logged once."""


class DriftFile:
    """An observer that appends each new kind of drift to a file, as one JSON object per line.

    The file holds names of the spec and no value of an answer. Raises OSError if it can not be written.
    """

    events: ClassVar[tuple[type[Event], ...]] = (SchemaDrift,)

    def __init__(self, path: str | PathLike[str]) -> None:
        self.path: Path = Path(path)
        self._memory = DriftMemory()
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        """Write `event` if it is new."""
        if not isinstance(event, SchemaDrift) or not self._memory.is_new(*_kind(event)):
            return
        line = json.dumps(
            {
                "operation": event.operation.id,
                "method": event.operation.method,
                "path": event.operation.path,
                "model": event.model,
                "field": event.field,
                "place": event.path,
                "kind": event.kind,
            }
        )
        with self._lock, self.path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def _kind(event: SchemaDrift) -> tuple[str, ...]:
    operation = event.operation
    return operation.method, operation.path, event.model, event.field, event.kind
