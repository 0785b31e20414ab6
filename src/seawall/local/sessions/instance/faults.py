"""Faults that a test or a demo switches on while the server runs."""

import threading
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Faults", "Switches"]

_Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Switches(BaseModel):
    """The faults of a server.

    busy: number of the next calls that get 503, with `retry_after_s` in Retry-After
    metrics: false means that there are no statistics: they get 503
    available, note: the availability that the server reports from now on; without, it stays as it is
    """

    model_config = ConfigDict(extra="forbid")

    busy: _Count = 0
    retry_after_s: _Count = 1
    metrics: bool = True
    available: bool | None = None
    note: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")] | None = None


class Faults:
    """The faults of one server, which change at any time; safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.switches = Switches()

    def is_busy(self) -> bool:
        """Count a call; return true if its answer is 503."""
        with self._lock:
            busy = self.switches.busy
            if busy:
                self.switches = self.switches.model_copy(update={"busy": busy - 1})
            return busy > 0

    def set(self, switches: Switches) -> None:
        """Replace all faults."""
        with self._lock:
            self.switches = switches
