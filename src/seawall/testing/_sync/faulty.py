# DO NOT EDIT. Derived from ../_async/faulty.py by "python -m seawall.codegen.derive".
"""A transport that has faults on purpose, in front of a real one."""

from collections import deque
from collections.abc import Iterator, Iterable
from contextlib import contextmanager
from typing import Self

from seawall.core.http.message import Request, Response
from seawall.runtime.http._sync.protocols import Stream, Transport
from seawall.transports import MemoryTransport

__all__ = ["FaultyTransport"]


class FaultyTransport:
    """Request number n meets fault number n: an error is raised, a response answered in the server's place.

    Where the fault is None, and after the last one, requests go on to `transport`. `faults` says how many are
    left.
    """

    def __init__(self, transport: Transport, faults: Iterable[Response | BaseException | None]) -> None:
        self.faults = deque(faults)
        self._transport = transport

    def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response, or the fault."""
        return self._next().send(request, timeout_s)

    @contextmanager
    def stream(self, request: Request, timeout_s: float) -> Iterator[Stream]:
        """The response with its body still to come, or the fault."""
        with self._next().stream(request, timeout_s) as stream:
            yield stream

    def close(self) -> None:
        """Close the transport behind."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _next(self) -> Transport:
        fault = self.faults.popleft() if self.faults else None
        return self._transport if fault is None else MemoryTransport(lambda _: _met(fault))


def _met(fault: Response | BaseException) -> Response:
    if isinstance(fault, BaseException):
        raise fault
    return fault
