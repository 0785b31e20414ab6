"""HTTP server for an ASGI application, in the foreground or in a thread.

Each response leaves in one write. uvicorn's h11 protocol writes headers and body separately; together with
Nagle's algorithm (RFC 896) and delayed acknowledgements that can cost a keep-alive client 40 ms per call.
"""

import asyncio
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType

import uvicorn
from attrs import frozen
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from seawall.local.serving.client_certificates import with_client_certificate

__all__ = ["CoalescingProtocol", "CoalescingTransport", "OpenApp", "Server", "TlsContext", "running", "serve"]

OpenApp = Callable[[str], AbstractContextManager[ASGIApp]]
"""Opens the data folder of a server at a URL, and returns the application; closes the folder at the end."""

TlsContext = Callable[[], ssl.SSLContext]
"""Creates the TLS context of a server, after its data folder is open."""

GRACE_S = 1  # time for open requests at the end
START_S = 30.0
KEEP_ALIVE_S = 75
BACKLOG = 512
FLUSH_BYTES = 64 * 1024


class CoalescingTransport(asyncio.Transport):
    """Transport that joins all writes of one event loop iteration into one."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._buffer = bytearray()
        self._flush_scheduled = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Buffer the data until the end of this iteration; flush at once from FLUSH_BYTES on."""
        self._buffer += data
        if len(self._buffer) >= FLUSH_BYTES:
            self.flush()
        elif self._buffer and not self._flush_scheduled:
            self._flush_scheduled = True
            self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Write the buffered data."""
        self._flush_scheduled = False
        if self._buffer:
            data, self._buffer = self._buffer, bytearray()
            self._transport.write(bytes(data))

    def close(self) -> None:
        """Flush, then close."""
        self.flush()
        self._transport.close()

    def abort(self) -> None:
        """Discard the buffered data and close at once."""
        self._buffer.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        """Return True if the transport is closing or closed."""
        return self._transport.is_closing()

    def get_extra_info(self, name: str, default: object = None) -> object:
        """Return a property of the connection."""
        return self._transport.get_extra_info(name, default)

    def pause_reading(self) -> None:
        """Pause reading."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Resume reading."""
        self._transport.resume_reading()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Change the protocol of the connection."""
        self._transport.set_protocol(protocol)


class CoalescingProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 protocol on a coalescing transport; hands the client's certificate to the app."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wrap the transport and set TCP_NODELAY, which asyncio does not set on a socket given to it."""
        tls = transport.get_extra_info("ssl_object")
        if tls is not None:
            self.app = with_client_certificate(self.app, tls)
        connection = transport.get_extra_info("socket")
        if connection is not None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(CoalescingTransport(transport, self.loop))


class Server(uvicorn.Server):
    """uvicorn server that calls `ready` after the start and returns normally after a signal."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections, then call `ready`."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        """Stop at SIGINT or SIGTERM; at the second signal, do not wait for open requests."""
        self.force_exit = self.should_exit
        self.should_exit = True


def _create_server(app: ASGIApp, ready: Callable[[], None], tls: ssl.SSLContext | None) -> Server:
    config = uvicorn.Config(
        app,
        http=CoalescingProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,  # its lines would contain share tokens and signatures
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
        ssl_context_factory=None if tls is None else lambda _config, _default: tls,
    )
    return Server(config, ready)


@frozen
class _Opened:
    """A bound socket, the application, its URL, and the TLS context if it speaks TLS."""

    bound: socket.socket
    app: ASGIApp
    url: str
    tls: ssl.SSLContext | None

    def server(self, ready: Callable[[], None]) -> Server:
        """Create the server."""
        return _create_server(self.app, ready, self.tls)


@contextmanager
def _open(open_app: OpenApp, host: str, port: int, tls: TlsContext | None) -> Iterator[_Opened]:
    """Bind the socket and open the application."""
    with socket.create_server((host, port), backlog=BACKLOG) as bound:
        name, number = bound.getsockname()[:2]
        scheme = "http" if tls is None else "https"
        url = f"{scheme}://{'127.0.0.1' if name == '0.0.0.0' else name}:{number}"  # noqa: S104 - compared only
        with open_app(url) as app:
            yield _Opened(bound, app, url, None if tls is None else tls())


def serve(
    open_app: OpenApp,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    ready: Callable[[str], None],
    tls: TlsContext | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM. Calls `ready` with the URL when the server accepts connections.

    Port 0 selects a free port; with `tls` the server speaks https. Raises OSError if the port is in use, and
    the errors of `open_app`.
    """
    with _open(open_app, host, port, tls) as opened:
        opened.server(lambda: ready(opened.url)).run(sockets=[opened.bound])


@contextmanager
def running(
    open_app: OpenApp, name: str, *, host: str = "127.0.0.1", port: int = 0, tls: TlsContext | None = None
) -> Iterator[str]:
    """Serve in a thread while the block runs; yields the URL. For tests and notebooks.

    `name` names the server in the error. Raises the errors of `serve`, and TimeoutError if the server does
    not start within START_S.
    """
    is_ready = threading.Event()
    with _open(open_app, host, port, tls) as opened:
        server = opened.server(is_ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened.bound]}, name=f"local-{name}")
        thread.start()
        try:
            if not is_ready.wait(START_S):
                raise TimeoutError(
                    f"The local {name} server did not start within {START_S:.0f} s. See the log."
                )
            yield opened.url
        finally:
            server.should_exit = True
            thread.join()
