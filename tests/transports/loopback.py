"""A little server on this machine that says exactly the bytes it is told to, when it is told to."""

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

__all__ = ["HANG", "RESET", "LoopbackServer", "closed_port", "deaf_port", "full_port", "message"]

HANG = math.inf
"""A piece that is a wait until the server closes."""
RESET = -1.0
"""A piece that breaks the connection off, with a TCP reset."""

# How a client begins that takes this server for one with TLS.
_TLS = b"\x16"


def message(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole HTTP/1.1 answer; the length of the body is told unless `headers` say another."""
    fields = {"content_length": str(len(body)), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status} Said", *lines, "", ""]).encode() + body


class LoopbackServer:
    """Answers each request with `pieces`: bytes to send, events and seconds to wait for; then it hangs up.

    `requests` holds what came, head and body, and `connections` counts; `hung_up_on` is set when a client did
    not hear it out. With `keep_alive`, so many requests of one connection are answered before it hangs up.
    With `unread`, the answer comes before a body is read; after `deaf_after` requests, no more are answered.
    `hung_up` counts the connections that it has closed.
    """

    def __init__(
        self,
        *pieces: bytes | float | Event,
        tls: ssl.SSLContext | None = None,
        keep_alive: float = 1,
        unread: bool = False,
        deaf_after: float = math.inf,
    ) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.open_now = 0
        self.hung_up_on = Event()
        self.hung_up = Semaphore(0)
        self._deaf_after = deaf_after
        self._keep_alive = keep_alive
        self._unread = unread
        self._pieces = pieces
        self._tls = tls
        self._closing = Event()
        self._server = _Server(self._handle)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        """The address of the server, without a slash at the end."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handle(self, connection: socket.socket) -> None:
        self.connections += 1
        self.open_now += 1
        with suppress(OSError):
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            connection.settimeout(5.0)
            answered = 0
            while answered < self._keep_alive and (request := self._next_request(connection)):
                self.requests.append(request)
                answered += 1
                if len(self.requests) > self._deaf_after:
                    break
                try:
                    self._say(connection)
                except OSError:
                    self.hung_up_on.set()
                if self._unread:
                    # Hanging up on what was not read would take the answer away with it.
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass
            connection.close()
        self.open_now -= 1
        # By then a client that looks at its connections by and by has seen it too.
        self._closing.wait(0.2)
        self.hung_up.release()

    def everyone_left(self, within_s: float, *, but: int = 0) -> bool:
        """Whether every client closes its connections in the time given, `but` so many."""
        end = time.monotonic() + within_s
        while self.open_now > but and time.monotonic() < end:
            self._closing.wait(0.01)
        return self.open_now <= but

    def _next_request(self, connection: socket.socket) -> bytes:
        """The next request on a connection; nothing where the client, or the server, closes it."""
        while not self._closing.is_set():
            decrypted = isinstance(connection, ssl.SSLSocket) and connection.pending()
            if decrypted or select.select([connection], [], [], 0.02)[0]:
                return _request_in(connection, self._unread)
        return b""

    def _say(self, connection: socket.socket) -> None:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                connection.sendall(piece)
            elif isinstance(piece, Event):
                while not piece.wait(0.01) and not self._closing.is_set():
                    pass
            elif piece == RESET:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()
                return
            elif piece == HANG:
                self._wait_for_the_end(connection)
            else:
                self._closing.wait(piece)

    def _wait_for_the_end(self, connection: socket.socket) -> None:
        """Until the server closes, or the client does."""
        while not self._closing.wait(0.01):
            if isinstance(connection, ssl.SSLSocket) or not select.select([connection], [], [], 0)[0]:
                continue
            # What waits there is more of a request that nobody reads, or the end.
            if not connection.recv(65536):
                raise ConnectionResetError


class _Server(socketserver.ThreadingTCPServer):
    """Gives each connection to `handle`, in a thread of its own; closing it waits for them all."""

    def __init__(self, handle: Callable[[socket.socket], None]) -> None:
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        self._handle = handle

    def finish_request(self, request: Any, client_address: Any) -> None:
        self._handle(request)


def _request_in(connection: socket.socket, unread: bool) -> bytes:
    with connection.makefile("rb") as file:
        if file.peek(1)[:1] == _TLS:
            return file.read1()
        head = b""
        while not head.endswith(b"\r\n\r\n") and (line := file.readline()):
            head += line
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if unread:
            return head
        if lengths:
            return head + file.read(int(lengths[0].partition(b":")[2]))
        if b"\r\ntransfer-encoding: chunked\r\n" in head.lower():
            return head + _chunks_in(file)
        return head


def _chunks_in(file: BufferedReader) -> bytes:
    body = b""
    while size := int(file.readline(), 16):
        body += file.read(size)
        file.readline()
    file.readline()
    return body


def closed_port() -> int:
    """A port on this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def full_port() -> Iterator[int]:
    """A port on this machine at which a connection never comes about: its waiting room is full."""
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
def deaf_port() -> Iterator[int]:
    """A port on this machine that takes connections and never reads from one."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(4)
        port: int = listening.getsockname()[1]
        yield port
