"""A little server on this machine that says exactly the bytes it is told to, when it is told to."""

import math
import socket
import socketserver
import ssl
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any, Self

__all__ = ["HANG", "LoopbackServer", "closed_port", "message"]

HANG = math.inf
"""A piece that is a wait until the server closes."""


def message(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole HTTP/1.1 answer; the length of the body is told unless `headers` say another."""
    fields = {"content_length": str(len(body)), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status} Said", *lines, "", ""]).encode() + body


class LoopbackServer:
    """Answers each request with `pieces`: bytes are sent, numbers are seconds to wait; then it hangs up.

    `requests` holds what came, head and body; `hung_up_on` is set when a client did not hear it out.
    """

    def __init__(self, *pieces: bytes | float, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self.hung_up_on = Event()
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
        with suppress(OSError):
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            connection.settimeout(5.0)
            self.requests.append(_request_in(connection))
            try:
                self._say(connection)
            except OSError:
                self.hung_up_on.set()
            connection.close()

    def _say(self, connection: socket.socket) -> None:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                connection.sendall(piece)
            else:
                self._closing.wait(min(piece, 5.0))


class _Server(socketserver.ThreadingTCPServer):
    """Gives each connection to `handle`, in a thread of its own; closing it waits for them all."""

    def __init__(self, handle: Callable[[socket.socket], None]) -> None:
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)
        self._handle = handle

    def finish_request(self, request: Any, client_address: Any) -> None:
        self._handle(request)


def _request_in(connection: socket.socket) -> bytes:
    with connection.makefile("rb") as file:
        head = b""
        while not head.endswith(b"\r\n\r\n") and (line := file.readline()):
            head += line
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        return head + (file.read(int(lengths[0].partition(b":")[2])) if lengths else b"")


def closed_port() -> int:
    """A port on this machine at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
