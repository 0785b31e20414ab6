"""A transport that records the responses of a server, or replays them without a server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from attrs import evolve

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request, Response
from seawall.core.process_bound import ProcessBound
from seawall.runtime.http._async.protocols import AsyncStream, AsyncTransport
from seawall.testing.cassette import Cassette
from seawall.transports import AsyncMemoryTransport
from seawall.transports.http_message._async.upload_stream import AsyncUploadStream

__all__ = ["AsyncCassetteTransport"]


class AsyncCassetteTransport(ProcessBound):
    """Replays `cassette` if it is recorded, else records the responses of `transport` into it.

    `aclose` saves the cassette. A network error is raised and not recorded. The body of a request is read
    into memory, because it is compared.
    """

    _in_other_process = "Make a transport in the other process."

    def __init__(self, cassette: Cassette, transport: AsyncTransport | None = None) -> None:
        if cassette.is_recording and transport is None:
            raise ConfigError(
                f"{cassette.path} is not recorded yet. Pass a transport that reaches the server."
            )
        self._cassette = cassette
        self._transport = transport

    async def send(self, request: Request, timeout_s: float) -> Response:
        """Return the complete response."""
        if request.body is not None and not isinstance(request.body, bytes):
            pieces = [piece async for piece in AsyncUploadStream(request)]
            request = evolve(request, body=b"".join(pieces))
        if self._transport is None or not self._cassette.is_recording:
            return self._cassette.replay(request)
        response = await self._transport.send(request, timeout_s)
        self._cassette.add(request, response)
        return response

    @asynccontextmanager
    async def stream(self, request: Request, timeout_s: float) -> AsyncIterator[AsyncStream]:
        """Return the response; its body is already complete."""
        response = await self.send(request, timeout_s)
        async with AsyncMemoryTransport(lambda _: response).stream(request, timeout_s) as stream:
            yield stream

    async def aclose(self) -> None:
        """Save a recording, and close the transport."""
        self._cassette.save()
        if self._transport is not None:
            await self._transport.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
