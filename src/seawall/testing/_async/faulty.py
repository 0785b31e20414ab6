"""A transport that has faults on purpose, in front of a real one."""

from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Self

from seawall.core.http.message import Request, Response
from seawall.runtime.http._async.protocols import AsyncStream, AsyncTransport
from seawall.transports import AsyncMemoryTransport

__all__ = ["AsyncFaultyTransport"]


class AsyncFaultyTransport:
    """Request number n meets fault number n: an error is raised, a response answered in the server's place.

    Where the fault is None, and after the last one, requests go on to `transport`. `faults` says how many are
    left.
    """

    def __init__(self, transport: AsyncTransport, faults: Iterable[Response | BaseException | None]) -> None:
        self.faults = deque(faults)
        self._transport = transport

    async def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response, or the fault."""
        return await self._next().send(request, timeout_s)

    @asynccontextmanager
    async def stream(self, request: Request, timeout_s: float) -> AsyncIterator[AsyncStream]:
        """The response with its body still to come, or the fault."""
        async with self._next().stream(request, timeout_s) as stream:
            yield stream

    async def aclose(self) -> None:
        """Close the transport behind."""
        await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    def _next(self) -> AsyncTransport:
        fault = self.faults.popleft() if self.faults else None
        return self._transport if fault is None else AsyncMemoryTransport(lambda _: _met(fault))


def _met(fault: Response | BaseException) -> Response:
    if isinstance(fault, BaseException):
        raise fault
    return fault
