"""Only async transports send async iterables and share an event loop."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest

from seawall.core.errors import InputError
from seawall.core.http.message import Request
from tests.transports._async.kinds import AsyncReal
from tests.transports._async.kinds import over_sockets as over_async_sockets
from tests.transports._sync.kinds import Real, over_sockets
from tests.transports.loopback import LoopbackServer, message
from tests.transports.raw_request import parse_request

pytestmark = pytest.mark.slow


async def later() -> AsyncIterator[bytes]:
    yield b"ab"
    yield b"cde"


@over_async_sockets
async def test_an_async_transport_sends_an_async_iterable(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200)) as server:
        async with kind() as transport:
            await transport.send(Request("PUT", server.url, {"content-length": "5"}, later()), 5.0)
    assert parse_request(server.requests[0]).body == b"abcde"


@over_sockets
def test_a_sync_transport_refuses_an_async_iterable(kind: type[Real]) -> None:
    with kind() as transport, pytest.raises(InputError, match="only an async client can send"):
        transport.send(Request("PUT", "http://127.0.0.1:9", {}, later()), 5.0)


@over_async_sockets
async def test_other_tasks_run_while_a_body_is_decoded(kind: type[AsyncReal]) -> None:
    packed, turns = gzip.compress(gzip.compress(b"", mtime=0) * 100_000), 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    said = message(200, packed, content_encoding="gzip, gzip")
    with LoopbackServer(said) as server:
        async with kind() as transport:
            task = asyncio.create_task(other())
            async with transport.stream(Request("GET", server.url), 60.0) as stream:
                before = turns
                assert [chunk async for chunk in stream.chunks()] == []
                during = turns - before
            task.cancel()
    # 100,000 members of 20 bytes, 16 KiB at a time.
    assert during >= 120
