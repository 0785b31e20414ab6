"""Runs the application on a socket, in the foreground or beside the caller's own code.

Headers and body of a response leave in one write: uvicorn's h11 writes them separately, and with Nagle's
algorithm or a delayed acknowledgement in between that can cost a keep-alive client 40 ms a call.
"""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from attrs import evolve
from uvicorn.protocols.http.h11_impl import H11Protocol

from seawall.local.platform.instance.platform import Platform
from seawall.local.platform.server.app import app_on
from seawall.local.platform.settings import PlatformSettings
from seawall.local.platform.store.clock import Clock, utc_now

__all__ = ["GatheringTransport", "OneWriteProtocol", "Server", "running", "serve"]

GRACE_S = 1
START_S = 30.0
KEEP_ALIVE_S = 75
BACKLOG = 512
FLUSH_BYTES = 64 * 1024


class GatheringTransport(asyncio.Transport):
    """A transport that gathers what is written in one turn of the event loop and writes it at once."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._gathered = bytearray()
        self._flush_is_due = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Gather the data; it leaves at the end of this turn, or now if it has become much."""
        self._gathered += data
        if len(self._gathered) >= FLUSH_BYTES:
            self.flush()
        elif self._gathered and not self._flush_is_due:
            self._flush_is_due = True
            self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Write what was gathered."""
        self._flush_is_due = False
        if self._gathered:
            gathered, self._gathered = self._gathered, bytearray()
            self._transport.write(bytes(gathered))

    def close(self) -> None:
        """Write what was gathered, then close."""
        self.flush()
        self._transport.close()

    def abort(self) -> None:
        """Close at once."""
        self._gathered.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Whether it is closed or about to be."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: object = None) -> object:
        """Facts about the connection."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Stop taking data in."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Take data in again."""
        self._transport.resume_reading()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Hand the connection to another protocol."""
        self._transport.set_protocol(protocol)


class OneWriteProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 over a gathering transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection; asyncio leaves TCP_NODELAY alone on the sockets that it is handed."""
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(GatheringTransport(transport, self.loop))


class Server(uvicorn.Server):
    """A server that says when it is ready and, after a signal, returns instead of dying of it."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        """Stop at SIGINT or SIGTERM; do not wait for open requests when told twice."""
        self.force_exit = self.should_exit
        self.should_exit = True


def _server(platform: Platform, ready: Callable[[], None]) -> Server:
    config = uvicorn.Config(
        app_on(platform),
        http=OneWriteProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,  # its lines would hold share tokens and signatures
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
    return Server(config, ready)


@contextmanager
def _opened(
    settings: PlatformSettings, host: str, port: int, clock: Clock
) -> Iterator[tuple[Platform, socket.socket, str]]:
    """The platform, the socket it will serve on, and the URL of that."""
    with socket.create_server((host, port), backlog=BACKLOG) as bound:
        name, number = bound.getsockname()[:2]
        url = f"http://{'127.0.0.1' if name == '0.0.0.0' else name}:{number}"  # noqa: S104 - compared only
        platform = Platform.open(evolve(settings, public_url=settings.public_url or url), clock)
        try:
            yield platform, bound, url
        finally:
            platform.close()


def serve(
    settings: PlatformSettings, *, host: str = "127.0.0.1", port: int = 0, ready: Callable[[str], None]
) -> None:
    """Serve until SIGINT or SIGTERM; port 0 takes a free one. Calls `ready` with the URL once it answers.

    Raises OSError when the port is taken, DataFolderInUseError when the data folder is.
    """
    with _opened(settings, host, port, utc_now) as (platform, bound, url):
        _server(platform, lambda: ready(url)).run(sockets=[bound])


@contextmanager
def running(
    settings: PlatformSettings, *, host: str = "127.0.0.1", port: int = 0, clock: Clock = utc_now
) -> Iterator[str]:
    """Serve in a thread while the block runs; gives the URL. For tests and notebooks."""
    is_ready = threading.Event()
    with _opened(settings, host, port, clock) as (platform, bound, url):
        server = _server(platform, is_ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, name="local-platform")
        thread.start()
        try:
            if not is_ready.wait(START_S):
                raise TimeoutError("The local platform did not start; the log says why.")
            yield url
        finally:
            server.should_exit = True
            thread.join()
