"""A local server for resumable uploads, with the protocol of Google Cloud Storage.

It can fail on purpose, like the storage testbench: before it reads a request, or after a number of bytes of
an object.
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from subprocess import Popen
from threading import Lock, Thread

from attrs import define, field, frozen

from seawall.core.transfer.checksum import crc32c_base64

__all__ = [
    "HANG",
    "KILL",
    "RESET",
    "SECRET",
    "UNIT",
    "After",
    "Received",
    "SessionServer",
    "serving_sessions",
]

UNIT = 1 << 18
RESET = 0
"""In place of a status: reset the connection."""
KILL = 2
"""In place of a status: kill the client; whole units of a chunk stay stored."""
HANG = 1
"""In place of a status: do not respond until the client closes the connection."""
SECRET = "s3cret-session"
_PIECE = 65536


@frozen
class After:
    """Fail with `status` when the object has `size` bytes; bytes after them are not stored."""

    size: int
    status: int = 503


@frozen
class Received:
    """One request; `size` is the number of bytes that were read of its body."""

    method: str
    path: str
    headers: dict[str, str]
    size: int

    @property
    def range(self) -> str | None:
        return self.headers.get("content-range")


@define
class SessionServer:
    """The server: `faults` happen one after another; `final_headers` are added to the final response."""

    faults: list[int | After] = field(factory=list)
    final_headers: dict[str, str] = field(factory=dict)
    unit: int = UNIT
    url: str = ""
    requests: list[Received] = field(factory=list)
    sessions: dict[str, bytearray] = field(factory=dict)
    objects: list[bytes] = field(factory=list)
    victim: Popen[str] | None = None
    lock: Lock = field(factory=Lock)
    _complete: set[str] = field(factory=set)

    @property
    def ranges(self) -> list[str | None]:
        return [request.range for request in self.requests]

    @property
    def received(self) -> int:
        """The number of received bytes."""
        return sum(request.size for request in self.requests)

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        with self.lock:
            status, fields, size = self._response(handler)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.requests.append(Received(handler.command, handler.path, headers, size))
        handler.close_connection = True
        if status == RESET:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
            return
        if status == HANG:
            handler.rfile.read(1)
            return
        body = b"" if status in {200, 201, 308} else f'{{"detail": "no {self.url}{handler.path}"}}'.encode()
        handler.send_response(status)
        for name, value in {"connection": "close", "content-length": str(len(body)), **fields}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def _response(self, handler: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], int]:
        length = int(handler.headers["content-length"])
        if self.faults and isinstance(self.faults[0], int):
            status = self.faults.pop(0)
            assert isinstance(status, int)
            return status, {}, len(handler.rfile.read(length)) if status else 0
        if handler.command == "POST":
            name = f"/session?upload_id={SECRET}-{len(self.requests)}"
            self.sessions[name] = bytearray()
            return 201, {"location": f"{self.url}{name}"}, 0
        if handler.path not in self.sessions:
            return 404, {}, len(handler.rfile.read(length))
        return self._store(handler, self.sessions[handler.path], length)

    def _store(
        self, handler: BaseHTTPRequestHandler, stored: bytearray, length: int
    ) -> tuple[int, dict[str, str], int]:
        """Return the response to a chunk or a status check, and the number of bytes read of it."""
        span, _, total = handler.headers["content-range"].removeprefix("bytes ").partition("/")
        if span != "*":
            first, last = map(int, span.split("-"))
            is_last = last + 1 == int(total)
            if first != len(stored) or last + 1 - first != length or (length % UNIT and not is_last):
                return 400, {}, len(handler.rfile.read(length))
        size, fault = self._read(handler, stored, length)
        if fault is not None:
            return fault, {}, size
        if len(stored) == int(total):
            if handler.path not in self._complete:
                self._complete.add(handler.path)
                self.objects.append(bytes(stored))
            headers = {"x-goog-hash": f"crc32c={crc32c_base64(bytes(stored))},md5=AAAA", **self.final_headers}
            return 200, headers, size
        return 308, {"range": f"bytes=0-{len(stored) - 1}"} if stored else {}, size

    def _read(
        self, handler: BaseHTTPRequestHandler, stored: bytearray, length: int
    ) -> tuple[int, int | None]:
        """Return the number of bytes read, and the fault; after a break, whole units stay stored."""
        fault = self.faults[0] if self.faults else None
        size, before = 0, len(stored)
        while size < length and (piece := handler.rfile.read(min(length - size, _PIECE))):
            size += len(piece)
            stored += piece
            if isinstance(fault, After) and len(stored) >= fault.size:
                self.faults.pop(0)
                if fault.status == KILL:
                    assert self.victim is not None
                    self.victim.kill()
                    break
                del stored[max(fault.size, before) :]
                if fault.status > HANG:
                    size += len(handler.rfile.read(length - size))
                return size, fault.status
        if size < length:
            del stored[max(len(stored) // self.unit * self.unit, before) :]
        return size, None


@contextmanager
def serving_sessions(
    *faults: int | After, final_headers: dict[str, str] | None = None
) -> Iterator[SessionServer]:
    """Run a server until the block ends."""
    sessions = SessionServer(list(faults), final_headers or {})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            # Some tests kill the client.
            with suppress(ConnectionError):
                sessions.respond(self)

        do_POST = do_PUT  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Listening(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Ignore errors of clients that closed the connection."""

    server = Listening(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    sessions.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield sessions
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
