# DO NOT EDIT. Derived from ../_async/faulty.py by "python -m seawall.codegen.derive".
"""A transport that fails on purpose, in front of another one."""

from collections import deque
from collections.abc import Iterator, Iterable
from contextlib import contextmanager
from typing import Self

from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.runtime.http._sync.protocols import Stream, Transport
from seawall.transports import MemoryTransport

__all__ = ["FaultyTransport"]


class FaultyTransport(ProcessBound):
    """Request number n gets fault number n: an error is raised, a response returned.

    A request whose fault is None, and each request after the last fault, goes to `transport`. `faults` holds
    the remaining faults.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(self, transport: Transport, faults: Iterable[Response | BaseException | None]) -> None:
        self.faults: deque[Response | BaseException | None] = deque(faults)
        self._transport = transport

    def send(self, request: Request, timeout_s: float) -> Response:
        """Return the complete response, or the fault."""
        return self._next().send(request, timeout_s)

    @contextmanager
    def stream(self, request: Request, timeout_s: float) -> Iterator[Stream]:
        """Return the response with its body unread, or the fault."""
        with self._next().stream(request, timeout_s) as stream:
            yield stream

    def close(self) -> None:
        """Close the other transport."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _next(self) -> Transport:
        fault = self.faults.popleft() if self.faults else None
        return self._transport if fault is None else MemoryTransport(lambda _: _raise_or_return(fault))


def _raise_or_return(fault: Response | BaseException) -> Response:
    if isinstance(fault, BaseException):
        raise fault
    return fault
