"""Cancelled calls of the async transports close their connections and leave nothing behind."""

import asyncio
import threading
from types import ModuleType

import pytest

from seawall.core.http.message import Request
from seawall.transports import TransportOptions
from tests.transports._async.kinds import AsyncOverClients, AsyncReal, over_clients, over_sockets
from tests.transports.error_report import error_report
from tests.transports.loopback import HANG, LoopbackServer, message

pytestmark = pytest.mark.slow


async def until(server: LoopbackServer, requests: int) -> None:
    """Wait until the server has received so many requests."""
    async with asyncio.timeout(30.0):
        while len(server.requests) < requests:  # noqa: ASYNC110
            await asyncio.sleep(0.001)


@pytest.mark.parametrize(
    "pieces",
    [[HANG], [b"HTTP/1.1 200 OK\r\n", HANG], [message(200, b"hel", content_length="5"), HANG]],
    ids=["no response", "half a head", "half a body"],
)
@over_sockets
async def test_a_cancelled_call_closes_its_connection(
    kind: type[AsyncReal], pieces: list[bytes | float]
) -> None:
    tasks = asyncio.all_tasks()
    with LoopbackServer(*pieces, keep_alive=9) as server:
        async with kind() as transport:
            for number in range(1, 3):
                # httpx2 closes the connection at once, pyreqwest when the timeout of the call is over.
                call = asyncio.ensure_future(transport.send(Request("GET", server.url), 2.0))
                await until(server, number)
                call.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await call
            assert asyncio.all_tasks() == tasks
            assert (len(server.requests), server.connections) == (2, 2)
            assert await asyncio.to_thread(server.all_disconnected, 30.0)


@over_sockets
async def test_a_call_after_a_cancelled_call_gets_its_own_response(kind: type[AsyncReal]) -> None:
    go_on = threading.Event()
    with LoopbackServer(message(200, b"hel", content_length="5"), go_on, b"lo", keep_alive=9) as server:
        async with kind() as transport:
            call = asyncio.ensure_future(transport.send(Request("GET", server.url), 5.0))
            await until(server, 1)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            go_on.set()
            for _ in range(3):
                assert (await transport.send(Request("GET", server.url), 5.0)).body == b"hello"


@over_sockets
async def test_a_cancelled_stream_closes_its_connection(kind: type[AsyncReal]) -> None:
    async def read() -> None:
        async with transport.stream(Request("GET", server.url), 30.0) as stream:
            async for _ in stream.chunks():
                reading.set()

    with LoopbackServer(message(200, b"hel", content_length="5"), HANG, keep_alive=9) as server:
        async with kind(options=TransportOptions(max_connections=1)) as transport:
            for _ in range(2):
                reading = asyncio.Event()
                call = asyncio.ensure_future(read())
                await asyncio.wait_for(reading.wait(), 30.0)
                call.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await call
    assert (len(server.requests), server.connections) == (2, 2)


@over_sockets
async def test_concurrent_calls_get_their_own_responses(kind: type[AsyncReal]) -> None:
    with LoopbackServer(message(200, b"hello"), keep_alive=99) as server:
        async with kind(options=TransportOptions(max_connections=8)) as transport:
            calls = [transport.send(Request("GET", server.url), 10.0) for _ in range(64)]
            assert [response.body for response in await asyncio.gather(*calls)] == [b"hello"] * 64
    assert len(server.requests) == 64
    # httpx2 opens 8; pyreqwest opens another one if none is back in its pool yet.
    assert server.connections < 64


@over_sockets
async def test_no_frame_of_a_cancelled_call_shows_a_secret(kind: type[AsyncReal]) -> None:
    canary = "c4n4ry-c4n4ry-c4n4ry"
    for pieces in ([HANG], [message(200, canary.encode(), content_length="99"), HANG]):
        with LoopbackServer(*pieces) as server:
            request = Request("POST", f"{server.url}/a?signature={canary}", {"x-key": canary}, b"{}")
            async with kind() as transport:
                call = asyncio.ensure_future(transport.send(request, 5.0))
                await until(server, 1)
                call.cancel()
                with pytest.raises(asyncio.CancelledError) as caught:
                    await call
        assert canary not in error_report(caught.value)


@over_clients
async def test_a_cancellation_at_any_moment_costs_no_connection(
    kind: type[AsyncOverClients], library: ModuleType
) -> None:
    options = TransportOptions(max_connections=2)
    with LoopbackServer(message(200, b"hello"), keep_alive=999) as server:
        async with kind(options=options) as transport:
            for turns in [*range(60)] * 4:
                calls = [asyncio.ensure_future(transport.send(Request("GET", server.url), 5.0)) for _ in "ab"]
                for _ in range(turns):
                    await asyncio.sleep(0)
                for call in calls:
                    call.cancel()
                await asyncio.wait(calls)
            sending = [transport.send(Request("GET", server.url), 5.0) for _ in range(4)]
            assert [response.body for response in await asyncio.gather(*sending)] == [b"hello"] * 4
