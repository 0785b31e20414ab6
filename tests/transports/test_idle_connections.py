"""Connections of concurrent calls over pyreqwest are kept for the next ones."""

import asyncio

import pytest

from seawall.core.http.message import Request
from seawall.transports import AsyncPyreqwestTransport, TransportOptions
from tests.transports.loopback import LoopbackServer, message

AT_ONCE = 60


@pytest.mark.slow
async def test_concurrent_calls_reuse_their_connections() -> None:
    options = TransportOptions(max_connections=AT_ONCE)
    with LoopbackServer(0.05, message(200), keep_alive=99) as server:
        async with AsyncPyreqwestTransport(options=options) as transport:
            for _ in range(4):
                calls = [transport.send(Request("GET", server.url), 30.0) for _ in range(AT_ONCE)]
                await asyncio.gather(*calls)
    assert len(server.requests) == 4 * AT_ONCE
    # With at most 20 idle connections, there would be 180.
    assert server.connections < 2 * AT_ONCE
