"""A transport that fails on purpose, in front of another one."""

from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Self

from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.runtime.http._async.protocols import AsyncStream, AsyncTransport
from seawall.transports import AsyncMemoryTransport

__all__ = ["AsyncFaultyTransport"]


class AsyncFaultyTransport(ProcessBound):
    """Request number n gets fault number n: an error is raised, a response returned.

    A request whose fault is None, and each request after the last fault, goes to `transport`. `faults` holds
    the remaining faults.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(self, transport: AsyncTransport, faults: Iterable[Response | BaseException | None]) -> None:
        self.faults: deque[Response | BaseException | None] = deque(faults)
        self._transport = transport

    async def send(self, request: Request, timeout_s: float) -> Response:
        """Return the complete response, or the fault."""
        return await self._next().send(request, timeout_s)

    @asynccontextmanager
    async def stream(self, request: Request, timeout_s: float) -> AsyncIterator[AsyncStream]:
        """Return the response with its body unread, or the fault."""
        async with self._next().stream(request, timeout_s) as stream:
            yield stream

    async def aclose(self) -> None:
        """Close the other transport."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def _next(self) -> AsyncTransport:
        fault = self.faults.popleft() if self.faults else None
        return self._transport if fault is None else AsyncMemoryTransport(lambda _: _raise_or_return(fault))


def _raise_or_return(fault: Response | BaseException) -> Response:
    if isinstance(fault, BaseException):
        raise fault
    return fault
