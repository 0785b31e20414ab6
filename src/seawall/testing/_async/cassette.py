"""A transport that records a conversation with a server, or replays it without one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request, Response
from seawall.runtime.http._async.protocols import AsyncStream, AsyncTransport
from seawall.testing.cassette import Cassette
from seawall.transports import AsyncMemoryTransport

__all__ = ["AsyncCassetteTransport"]


class AsyncCassetteTransport:
    """Answers from `cassette` where that is recorded, and records into it what `transport` answers otherwise.

    `aclose` saves the cassette. A failure of the network is raised and not recorded.
    """

    def __init__(self, cassette: Cassette, transport: AsyncTransport | None = None) -> None:
        if cassette.is_recording and transport is None:
            raise ConfigError(
                f"{cassette.path} is not recorded yet: give a transport that reaches the server."
            )
        self._cassette = cassette
        self._transport = transport

    async def send(self, request: Request, timeout_s: float) -> Response:
        """The whole response."""
        if self._transport is None or not self._cassette.is_recording:
            return self._cassette.answer(request)
        response = await self._transport.send(request, timeout_s)
        self._cassette.keep(request, response)
        return response

    @asynccontextmanager
    async def stream(self, request: Request, timeout_s: float) -> AsyncIterator[AsyncStream]:
        """The response, whose body is whole already."""
        response = await self.send(request, timeout_s)
        async with AsyncMemoryTransport(lambda _: response).stream(request, timeout_s) as stream:
            yield stream

    async def aclose(self) -> None:
        """Save what was recorded; close the transport."""
        self._cassette.save()
        if self._transport is not None:
            await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
