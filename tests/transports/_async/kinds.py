"""The transports that the suite runs over, and how its tests speak to them."""

import pytest

from seawall.core.http.message import Request, Response
from seawall.transports import AsyncHttpx2Transport, AsyncPyreqwestTransport, TransportOptions
from tests.transports.loopback import LoopbackServer

__all__ = ["AsyncReal", "is_reused", "over_sockets", "received", "send"]

AsyncReal = AsyncHttpx2Transport | AsyncPyreqwestTransport

over_sockets = pytest.mark.parametrize(
    "kind", [AsyncHttpx2Transport, AsyncPyreqwestTransport], ids=["httpx2", "pyreqwest"]
)
"""Runs a test with each transport that has sockets; `kind(options=…)` makes one."""


def is_reused(kind: type[AsyncReal], server: LoopbackServer) -> bool:
    """Whether connections were used again: httpx2 has one, pyreqwest fewer than there were requests.

    pyreqwest takes a connection back in its own thread, a moment after the end of an answer was read. A
    request that comes before that opens another one.
    """
    if kind is AsyncHttpx2Transport:
        return server.connections == 1
    return server.connections < len(server.requests)


async def send(
    kind: type[AsyncReal],
    server: LoopbackServer,
    request: Request | None = None,
    *,
    timeout_s: float = 5.0,
    options: TransportOptions | None = None,
) -> Response:
    """The answer to one request, over a transport that is closed afterwards."""
    async with kind(options=options) as transport:
        return await transport.send(request or Request("GET", f"{server.url}/a"), timeout_s)


async def received(transport: AsyncReal, request: Request, timeout_s: float, into: list[bytes]) -> None:
    """Read a stream to its end; what came stands in `into`, whatever happens."""
    async with transport.stream(request, timeout_s) as stream:
        async for chunk in stream.chunks():
            into.append(chunk)  # noqa: PERF401
