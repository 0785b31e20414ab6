"""A transport over a client of pyreqwest that the user has built."""

import pytest
from pyreqwest.client import ClientBuilder

from seawall.core.errors import ConfigError, NotSentError
from seawall.core.http.message import Request
from seawall.transports import AsyncPyreqwestTransport, TransportOptions
from tests.transports.loopback import LoopbackServer, closed_port, message

pytestmark = pytest.mark.slow


async def test_a_client_is_used_with_its_settings_and_stays_open() -> None:
    builder = ClientBuilder().follow_redirects(enable=False).default_headers({"x-own": "1"})
    with LoopbackServer(message(200, b"hello", connection="close")) as server:
        async with builder.build() as client:
            async with AsyncPyreqwestTransport(client) as transport:
                assert (await transport.send(Request("GET", server.url), 5.0)).body == b"hello"
            assert (await client.get(server.url).build().send()).status == 200
    assert b"\r\nx-own: 1\r\n" in server.requests[0].lower()


async def test_a_stream_and_a_failed_connection() -> None:
    with LoopbackServer(message(200, b"hello", connection="close")) as server:
        async with ClientBuilder().build() as client:
            transport = AsyncPyreqwestTransport(client)
            async with transport.stream(Request("GET", server.url), 5.0) as stream:
                assert b"".join([chunk async for chunk in stream.chunks()]) == b"hello"
            with pytest.raises(NotSentError):
                await transport.send(Request("GET", f"http://127.0.0.1:{closed_port()}"), 5.0)


async def test_a_client_has_its_own_options() -> None:
    async with ClientBuilder().build() as client:
        with pytest.raises(ConfigError, match="Pass either client or options"):
            AsyncPyreqwestTransport(client, options=TransportOptions())
    with pytest.raises(ConfigError, match=r"the client is not a pyreqwest\.client\."):
        AsyncPyreqwestTransport(ClientBuilder())  # type: ignore[arg-type]
