"""A server on this machine that sends exactly the given bytes at the given times."""

import math
import select
import socket
import socketserver
import ssl
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import BufferedReader
from threading import Event, Semaphore, Thread
from typing import Any, Self

__all__ = [
    "HANG",
    "RESET",
    "LoopbackServer",
    "closed_port",
    "echo",
    "message",
    "unaccepting_port",
    "unread_port",
]

HANG = math.inf
"""A piece: wait until the server or the client closes the connection."""
RESET = -1.0
"""A piece: end the connection with a TCP reset."""

# The first byte of a TLS handshake (RFC 8446, section 5.1).
_TLS = b"\x16"


def message(status: int, body: bytes = b"", **headers: str) -> bytes:
    """Return an HTTP/1.1 response with a content-length, unless `headers` have another one."""
    fields = {"content_length": str(len(body)), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status} Said", *lines, "", ""]).encode() + body


def echo(request: bytes) -> bytes:
    """A piece: respond to `GET /text` with `text`."""
    return message(200, request.split()[1][1:])


class LoopbackServer:
    """Responds to each request with `pieces`: bytes to send, and events and seconds to wait for.

    A piece may also be a function that returns the bytes for a request.

    It closes a connection after `keep_alive` requests. With `respond_early`, it responds before it reads the
    body. After `drop_after` requests, it closes connections without a response. `requests` holds the raw
    requests, `connections` is their number so far, and `closed_connections` is released once for each one
    that the server closed. `client_disconnected` is set if a client closes before it has the whole response.
    """

    def __init__(
        self,
        *pieces: bytes | float | Event | Callable[[bytes], bytes],
        tls: ssl.SSLContext | None = None,
        keep_alive: float = 1,
        respond_early: bool = False,
        drop_after: float = math.inf,
    ) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.open_connections = 0
        self.client_disconnected = Event()
        self.closed_connections = Semaphore(0)
        self._deaf_after = drop_after
        self._keep_alive = keep_alive
        self._respond_early = respond_early
        self._pieces = pieces
        self._tls = tls
        self._closing = Event()
        # `_closed` can be read once `_open` is closed: it ends each wait for a socket at once.
        self._closed, self._open = socket.socketpair()
        self._server = _Server(self._handle)
        self._thread = Thread(target=self._accept)

    @property
    def url(self) -> str:
        """The URL of the server, without a slash at the end."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._open.close()
        self._thread.join()
        self._server.server_close()
        self._closed.close()

    def _accept(self) -> None:
        while self._can_read(self._server.socket):
            self._server.handle_request()

    def _can_read(self, connection: socket.socket) -> bool:
        """Wait until the socket can be read; return false if the server closes before."""
        ready, _, _ = select.select([connection, self._closed], [], [])
        return self._closed not in ready

    def _handle(self, connection: socket.socket) -> None:
        self.connections += 1
        self.open_connections += 1
        with suppress(OSError):
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            connection.settimeout(5.0)
            responses = 0
            while responses < self._keep_alive and (request := self._next_request(connection)):
                self.requests.append(request)
                responses += 1
                if len(self.requests) > self._deaf_after:
                    break
                try:
                    self._send_pieces(connection, request)
                except OSError:
                    self.client_disconnected.set()
                if self._respond_early:
                    # Closing with unread data sends a reset, which would drop the response at the client.
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass
            connection.close()
        self.open_connections -= 1
        # Time for the client to notice that the connection is closed.
        self._closing.wait(0.2)
        self.closed_connections.release()

    def all_disconnected(self, within_s: float, *, but: int = 0) -> bool:
        """Return whether all but `but` connections are closed within `within_s` seconds."""
        end = time.monotonic() + within_s
        while self.open_connections > but and time.monotonic() < end:
            self._closing.wait(0.01)
        return self.open_connections <= but

    def _next_request(self, connection: socket.socket) -> bytes:
        """Return the next request; no bytes if the client or the server closes the connection."""
        decrypted = isinstance(connection, ssl.SSLSocket) and connection.pending()
        if decrypted or self._can_read(connection):
            return _read_request(connection, self._respond_early)
        return b""

    def _send_pieces(self, connection: socket.socket, request: bytes) -> None:
        for piece in self._pieces:
            if callable(piece):
                connection.sendall(piece(request))
            elif isinstance(piece, bytes):
                connection.sendall(piece)
            elif isinstance(piece, Event):
                while not piece.wait(0.01) and not self._closing.is_set():
                    pass
            elif piece == RESET:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()
                return
            elif piece == HANG:
                self._wait_until_closed(connection)
            else:
                self._closing.wait(piece)

    def _wait_until_closed(self, connection: socket.socket) -> None:
        """Wait until the server or the client closes the connection."""
        if isinstance(connection, ssl.SSLSocket):
            self._closing.wait()
        while self._can_read(connection):
            # The rest of a request, or the end of the connection.
            if not connection.recv(65536):
                raise ConnectionResetError


class _Server(socketserver.ThreadingTCPServer):
    """Calls `handle` for each connection, in a thread of its own; `server_close` waits for the threads."""

    request_queue_size = 64

    def __init__(self, handle: Callable[[socket.socket], None]) -> None:
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        self._handle = handle

    def finish_request(self, request: Any, client_address: Any) -> None:
        self._handle(request)


def _read_request(connection: socket.socket, respond_early: bool) -> bytes:
    with connection.makefile("rb") as file:
        if file.peek(1)[:1] == _TLS:
            return file.read1()
        head = b""
        while not head.endswith(b"\r\n\r\n") and (line := file.readline()):
            head += line
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if respond_early:
            return head
        if lengths:
            return head + file.read(int(lengths[0].partition(b":")[2]))
        if b"\r\ntransfer-encoding: chunked\r\n" in head.lower():
            return head + _read_chunks(file)
        return head


def _read_chunks(file: BufferedReader) -> bytes:
    body = b""
    while size := int(file.readline(), 16):
        body += file.read(size)
        file.readline()
    file.readline()
    return body


def closed_port() -> int:
    """Return a port of this machine without a listener."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def unaccepting_port() -> Iterator[int]:
    """Return a port of this machine where a connect never ends: the backlog is full."""
    with socket.socket() as listening, ExitStack() as waiting:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(3):
            one = waiting.enter_context(socket.socket())
            one.settimeout(0)
            with suppress(BlockingIOError):
                one.connect(listening.getsockname())
        port: int = listening.getsockname()[1]
        yield port


@contextmanager
def unread_port() -> Iterator[int]:
    """Return a port of this machine that accepts connections and never reads."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(4)
        port: int = listening.getsockname()[1]
        yield port
