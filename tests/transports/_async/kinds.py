"""The transports that the suite runs over, and functions that send through them."""

from types import ModuleType

import httpx
import httpx2
import pytest

from seawall.core.http.message import Request, Response
from seawall.transports import (
    AsyncHttpx2Transport,
    AsyncHttpxTransport,
    AsyncPyreqwestTransport,
    TransportOptions,
)
from tests.transports.loopback import LoopbackServer

__all__ = [
    "CLIENT_LIBRARIES",
    "AsyncOverClients",
    "AsyncReal",
    "is_reused",
    "over_clients",
    "over_sockets",
    "read_into",
    "send",
]

AsyncReal = AsyncHttpx2Transport | AsyncHttpxTransport | AsyncPyreqwestTransport

over_sockets = pytest.mark.parametrize(
    "kind",
    [AsyncHttpx2Transport, AsyncHttpxTransport, AsyncPyreqwestTransport],
    ids=["httpx2", "httpx", "pyreqwest"],
)
"""Runs a test with each network transport; `kind(options=…)` makes one."""

AsyncOverClients = AsyncHttpx2Transport | AsyncHttpxTransport

CLIENT_LIBRARIES: list[tuple[type[AsyncOverClients], ModuleType]] = [
    (AsyncHttpx2Transport, httpx2),
    (AsyncHttpxTransport, httpx),
]
over_clients = pytest.mark.parametrize(("kind", "library"), CLIENT_LIBRARIES, ids=["httpx2", "httpx"])
"""Runs a test with each transport that takes a client of the user, and the library of the client."""


def is_reused(kind: type[AsyncReal], server: LoopbackServer) -> bool:
    """Return whether connections were reused: pyreqwest needs fewer than there were requests, the others one.

    pyreqwest returns a connection to its pool in its own thread, a moment after the response was read. A
    request before that moment opens another connection.
    """
    if kind is AsyncPyreqwestTransport:
        return server.connections < len(server.requests)
    return server.connections == 1


async def send(
    kind: type[AsyncReal],
    server: LoopbackServer,
    request: Request | None = None,
    *,
    timeout_s: float = 5.0,
    options: TransportOptions | None = None,
) -> Response:
    """Send one request over a new transport, and close it."""
    async with kind(options=options) as transport:
        return await transport.send(request or Request("GET", f"{server.url}/a"), timeout_s)


async def read_into(transport: AsyncReal, request: Request, timeout_s: float, into: list[bytes]) -> None:
    """Read a stream into the list `into`, which holds the pieces even if the stream breaks off."""
    async with transport.stream(request, timeout_s) as stream:
        async for chunk in stream.chunks():
            into.append(chunk)  # noqa: PERF401
