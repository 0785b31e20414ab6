"""The faults of calls, and the fault of each call."""

import threading
from collections.abc import Iterable
from typing import Annotated, Generic, TypeVar

from attrs import frozen
from pydantic import BaseModel, ConfigDict, Field, ValidationError

__all__ = ["CallFault", "CallFaults", "Faults", "Seconds", "parse_faults"]

_Count = Annotated[int, Field(ge=0, le=1_000_000)]
Seconds = Annotated[float, Field(ge=0, le=600, allow_inf_nan=False)]
"""A time of at most ten minutes."""


class CallFaults(BaseModel):
    """The faults of a server. The counts follow each other: first all that are throttled, and so on.

    throttled: number of the next calls that get 429, with `retry_after_s` in Retry-After
    busy: number of the next calls that get 503, with `retry_after_s` in Retry-After
    errors: number of the next calls that get 500
    cut: number of the next calls whose response breaks off in the middle of its body
    every: number of calls after which the counts start again; 0 means never
    latency_s: time that each call waits for its response
    """

    model_config = ConfigDict(extra="forbid")

    throttled: _Count = 0
    busy: _Count = 0
    errors: _Count = 0
    cut: _Count = 0
    every: _Count = 0
    retry_after_s: _Count = 1
    latency_s: Seconds = 0


F = TypeVar("F", bound=CallFaults)
_COUNTED = {"throttled": 429, "busy": 503, "errors": 500, "cut": None}


@frozen
class CallFault:
    """The fault of one call: its delay, and the status in the place of the response, or a cut response."""

    latency_s: float = 0
    status: int | None = None
    retry_after_s: int | None = None
    is_cut: bool = False


class Faults(Generic[F]):
    """The faults of one server, which change at any time; safe for threads."""

    def __init__(self, switches: F) -> None:
        self._lock = threading.Lock()
        self.set(switches)

    @property
    def switches(self) -> F:
        """The faults as they were set, before any call."""
        return self._switches

    def set(self, switches: F) -> None:
        """Replace all faults."""
        with self._lock:
            self._switches = switches
            self._calls = 0
            self._left = {name: getattr(switches, name) for name in _COUNTED}

    def next_call(self) -> CallFault:
        """Count a call and return its fault."""
        with self._lock:
            switches = self._switches
            if switches.every and self._calls and self._calls % switches.every == 0:
                self._left = {name: getattr(switches, name) for name in _COUNTED}
            self._calls += 1
            name = next((name for name, count in self._left.items() if count), None)
            if name is None:
                return CallFault(switches.latency_s)
            self._left[name] -= 1
            return CallFault(
                switches.latency_s,
                _COUNTED[name],
                switches.retry_after_s if name in {"throttled", "busy"} else None,
                is_cut=name == "cut",
            )


def parse_faults(texts: Iterable[str], kind: type[F]) -> F:
    """Read faults of the form `NAME=VALUE`, e.g. `busy=3`. Raises ValueError for an unknown name or value."""
    values = dict(text.partition("=")[::2] for text in texts)
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise ValueError(
            f"{name}={values[name]} is no fault. Give NAME=NUMBER with one of the names "
            f"{', '.join(kind.model_fields)}; counts are integers."
        ) from error
