"""What one call costs over pyreqwest against httpx2, both through our transports; the server is elsewhere."""

import asyncio
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from benchmarks.http_server import ME
from benchmarks.measure import Figure, paired
from seawall.core.http.message import Request
from seawall.transports import (
    AsyncHttpx2Transport,
    AsyncPyreqwestTransport,
    Httpx2Transport,
    PyreqwestTransport,
)

CALLS = 200
AT_ONCE = 64
SAID = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(ME), ME)
PEER = "httpx2, through our transport"


class Answers(asyncio.Protocol):
    """Says the same to every request."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._transport.write(SAID * data.count(b"\r\n\r\n"))


def serve(pipe: Connection) -> None:
    async def run() -> None:
        running = await asyncio.get_running_loop().create_server(Answers, "127.0.0.1", 0, backlog=256)
        pipe.send(f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}")
        await asyncio.to_thread(pipe.recv)
        running.close()

    asyncio.run(run())


@contextmanager
def server_elsewhere() -> Iterator[str]:
    """The URL of a server in a process of its own, so that its work does not count."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(there,))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def figures() -> Iterator[Figure]:
    with server_elsewhere() as url:
        request = Request("GET", f"{url}/api/v1/me", {"authorization": "Bearer t"})
        with PyreqwestTransport() as quick, Httpx2Transport() as other:
            taken = paired(one_by_one(quick, request), one_by_one(other, request))
            yield figure("one call, sync", taken)
        with asyncio.Runner() as runner:
            quick_, other_ = runner.run(open_both())
            taken = paired(
                lambda: runner.run(at_once(quick_, request)), lambda: runner.run(at_once(other_, request))
            )
            yield figure(f"one call of {AT_ONCE} at once, async", taken)
            runner.run(quick_.aclose())
            runner.run(other_.aclose())


def figure(what: str, taken: tuple[float, float]) -> Figure:
    return Figure(f"pyreqwest: {what}", taken[0] / CALLS * 1e6, taken[1] / CALLS * 1e6, "us", PEER)


def one_by_one(transport: PyreqwestTransport | Httpx2Transport, request: Request) -> Callable[[], None]:
    def work() -> None:
        for _ in range(CALLS):
            transport.send(request, 10.0)

    return work


async def open_both() -> tuple[AsyncPyreqwestTransport, AsyncHttpx2Transport]:
    return AsyncPyreqwestTransport(), AsyncHttpx2Transport()


async def at_once(transport: AsyncPyreqwestTransport | AsyncHttpx2Transport, request: Request) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def one() -> None:
        async with places:
            await transport.send(request, 10.0)

    await asyncio.gather(*(one() for _ in range(CALLS)))
