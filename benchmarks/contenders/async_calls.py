"""Calls at once: the same small read with each client, a number of them in flight at any time."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import TypeAlias

from benchmarks.contenders.sync_calls import HEADERS, STOCK_CLIENT
from benchmarks.harness.worker import Run
from benchmarks.peer_answers import ME_PATH

AsyncCall: TypeAlias = Callable[[], Awaitable[object]]


@contextmanager
def _at_once(opened: AbstractAsyncContextManager[AsyncCall], concurrency: str) -> Iterator[Run]:
    """Run the calls of a client, `concurrency` at a time, in one event loop (asyncio's own)."""
    with asyncio.Runner() as runner:
        call = runner.run(_entered(opened))

        async def work(numbers: Iterator[int]) -> None:
            for _ in numbers:
                await call()

        async def calls(count: int) -> None:
            numbers = iter(range(count))
            await asyncio.gather(*(work(numbers) for _ in range(int(concurrency))))

        try:
            yield lambda count: runner.run(calls(count))
        finally:
            runner.run(_left(opened))


async def _entered(opened: AbstractAsyncContextManager[AsyncCall]) -> AsyncCall:
    return await opened.__aenter__()


async def _left(opened: AbstractAsyncContextManager[AsyncCall]) -> None:
    await opened.__aexit__(None, None, None)


@contextmanager
def seawall(url: str, concurrency: str, transport: str) -> Iterator[Run]:
    """The platform SDK with all that a call has by default, an observer, and no read from the cache."""
    from seawall import transports
    from seawall.runtime import Metrics
    from seawall.sdks.platform import AsyncClient

    options = transports.TransportOptions(max_connections=int(concurrency))

    @asynccontextmanager
    async def opened() -> AsyncIterator[AsyncCall]:
        async with (
            getattr(transports, transport)(options=options) as sending,
            AsyncClient(base_url=url, token="t", transport=sending, observers=[Metrics()]) as client,
        ):
            yield lambda: client.me(nocache=True)

    with _at_once(opened(), concurrency) as run:
        yield run


@contextmanager
def httpx(url: str, concurrency: str, module: str) -> Iterator[Run]:
    """httpx or httpx2 by itself."""
    from importlib import import_module

    library = import_module(module)

    @asynccontextmanager
    async def opened() -> AsyncIterator[AsyncCall]:
        limits = library.Limits(max_connections=int(concurrency), max_keepalive_connections=int(concurrency))
        async with library.AsyncClient(headers=HEADERS, limits=limits, timeout=60) as client:

            async def call() -> object:
                return (await client.get(f"{url}{ME_PATH}")).raise_for_status().json()

            yield call

    with _at_once(opened(), concurrency) as run:
        yield run


@contextmanager
def aiohttp(url: str, concurrency: str) -> Iterator[Run]:
    from aiohttp import ClientSession, TCPConnector

    @asynccontextmanager
    async def opened() -> AsyncIterator[AsyncCall]:
        connector = TCPConnector(limit=int(concurrency))
        async with ClientSession(connector=connector, headers=HEADERS, raise_for_status=True) as session:

            async def call() -> object:
                async with session.get(f"{url}{ME_PATH}") as response:
                    return await response.json()

            yield call

    with _at_once(opened(), concurrency) as run:
        yield run


@contextmanager
def pyreqwest(url: str, concurrency: str) -> Iterator[Run]:
    from pyreqwest.client import ClientBuilder

    @asynccontextmanager
    async def opened() -> AsyncIterator[AsyncCall]:
        builder = ClientBuilder().default_headers(HEADERS).error_for_status(True)
        async with builder.max_connections(int(concurrency)).build() as client:

            async def call() -> object:
                return await (await client.get(f"{url}{ME_PATH}").build().send()).json()

            yield call

    with _at_once(opened(), concurrency) as run:
        yield run


@contextmanager
def stock_client(url: str, concurrency: str) -> Iterator[Run]:
    """What openapi-python-client makes of the same spec with its own templates."""
    from importlib import import_module

    import httpx

    get_me = import_module(f"{STOCK_CLIENT}.api.public.get_me_v1_me_get")
    make = import_module(STOCK_CLIENT).AuthenticatedClient

    @asynccontextmanager
    async def opened() -> AsyncIterator[AsyncCall]:
        limits = httpx.Limits(max_connections=int(concurrency), max_keepalive_connections=int(concurrency))
        more = {"limits": limits}
        timeout = httpx.Timeout(60)
        async with make(base_url=f"{url}/api", token="t", timeout=timeout, httpx_args=more) as client:
            yield lambda: get_me.asyncio(client=client)

    with _at_once(opened(), concurrency) as run:
        yield run


@contextmanager
def openai(url: str, concurrency: str) -> Iterator[Run]:
    import httpx
    from openai import AsyncOpenAI

    @asynccontextmanager
    async def opened() -> AsyncIterator[AsyncCall]:
        limits = httpx.Limits(max_connections=int(concurrency), max_keepalive_connections=int(concurrency))
        async with (
            httpx.AsyncClient(limits=limits, timeout=60) as http,
            AsyncOpenAI(api_key="t", base_url=f"{url}/openai/v1", http_client=http) as client,
        ):

            async def call() -> object:
                return await client.models.list()

            yield call

    with _at_once(opened(), concurrency) as run:
        yield run


@contextmanager
def raw_protocol(url: str, concurrency: str) -> Iterator[Run]:
    """The limit: fixed requests over asyncio protocols, one connection each, and the answers' JSON read."""
    host, _, port = url.removeprefix("http://").partition(":")
    head = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    request = f"GET {ME_PATH} HTTP/1.1\r\nhost: {host}:{port}\r\n{head}\r\n".encode()

    @asynccontextmanager
    async def opened() -> AsyncIterator[AsyncCall]:
        loop, free, all_of_them = asyncio.get_running_loop(), list[_RawConnection](), list[_RawConnection]()
        for _ in range(int(concurrency)):
            _, connection = await loop.create_connection(_RawConnection, host, int(port))
            free.append(connection)
            all_of_them.append(connection)

        async def call() -> object:
            connection = free.pop()
            body = await connection.ask(request)
            free.append(connection)
            return json.loads(body)

        yield call
        for connection in all_of_them:
            connection.transport.close()

    with _at_once(opened(), concurrency) as run:
        yield run


class _RawConnection(asyncio.Protocol):
    transport: asyncio.Transport
    _waiting: "asyncio.Future[bytes]"
    _received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def ask(self, request: bytes) -> "asyncio.Future[bytes]":
        self._waiting = asyncio.get_running_loop().create_future()
        self._received = b""
        self.transport.write(request)
        return self._waiting

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if found and len(body) >= int(head.rpartition(b"content-length: ")[2].partition(b"\r\n")[0]):
            self._waiting.set_result(body)
