"""A real little server on this machine that takes resumable uploads, as Google Cloud Storage does.

It speaks the protocol of "Perform resumable uploads" and can fail on purpose, as the instructions of the
storage testbench say: before it reads, or once an object has so many bytes.
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

__all__ = ["HANG", "KILL", "RESET", "SECRET", "UNIT", "After", "Asked", "SessionServer", "serving_sessions"]

UNIT = 1 << 18
RESET = 0
"""In place of a status: the connection is reset."""
KILL = 2
"""In place of a status: the victim is killed; what came of a chunk is kept in whole units."""
HANG = 1
"""In place of a status: no answer comes until the client hangs up."""
SECRET = "s3cret-session"
_PIECE = 65536


@frozen
class After:
    """Fail with `status` once the object has `size` bytes; what comes after them is not kept."""

    size: int
    status: int = 503


@frozen
class Asked:
    """One request; `size` is how many bytes of its body were read."""

    method: str
    path: str
    headers: dict[str, str]
    size: int

    @property
    def range(self) -> str | None:
        return self.headers.get("content-range")


@define
class SessionServer:
    """`faults` come true one by one, where each fits; `says` replaces what is told at the end."""

    faults: list[int | After] = field(factory=list)
    says: dict[str, str] = field(factory=dict)
    unit: int = UNIT
    url: str = ""
    asked: list[Asked] = field(factory=list)
    sessions: dict[str, bytearray] = field(factory=dict)
    objects: list[bytes] = field(factory=list)
    victim: Popen[str] | None = None
    lock: Lock = field(factory=Lock)
    _whole: set[str] = field(factory=set)

    @property
    def ranges(self) -> list[str | None]:
        return [asked.range for asked in self.asked]

    @property
    def received(self) -> int:
        """How many bytes came in all."""
        return sum(asked.size for asked in self.asked)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        with self.lock:
            status, fields, size = self._answer(handler)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.asked.append(Asked(handler.command, handler.path, headers, size))
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

    def _answer(self, handler: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], int]:
        length = int(handler.headers["content-length"])
        if self.faults and isinstance(self.faults[0], int):
            status = self.faults.pop(0)
            assert isinstance(status, int)
            return status, {}, len(handler.rfile.read(length)) if status else 0
        if handler.command == "POST":
            name = f"/session?upload_id={SECRET}-{len(self.asked)}"
            self.sessions[name] = bytearray()
            return 201, {"location": f"{self.url}{name}"}, 0
        if handler.path not in self.sessions:
            return 404, {}, len(handler.rfile.read(length))
        return self._take(handler, self.sessions[handler.path], length)

    def _take(
        self, handler: BaseHTTPRequestHandler, kept: bytearray, length: int
    ) -> tuple[int, dict[str, str], int]:
        """The answer to a chunk or a question, and how much was read of it."""
        span, _, total = handler.headers["content-range"].removeprefix("bytes ").partition("/")
        if span != "*":
            first, last = map(int, span.split("-"))
            is_last = last + 1 == int(total)
            if first != len(kept) or last + 1 - first != length or (length % UNIT and not is_last):
                return 400, {}, len(handler.rfile.read(length))
        size, fault = self._read(handler, kept, length)
        if fault is not None:
            return fault, {}, size
        if len(kept) == int(total):
            if handler.path not in self._whole:
                self._whole.add(handler.path)
                self.objects.append(bytes(kept))
            told = {"x-goog-hash": f"crc32c={crc32c_base64(bytes(kept))},md5=AAAA", **self.says}
            return 200, told, size
        return 308, {"range": f"bytes=0-{len(kept) - 1}"} if kept else {}, size

    def _read(self, handler: BaseHTTPRequestHandler, kept: bytearray, length: int) -> tuple[int, int | None]:
        """How much was read, and the fault on the way; what a break leaves is kept in whole units."""
        fault = self.faults[0] if self.faults else None
        size, begun = 0, len(kept)
        while size < length and (piece := handler.rfile.read(min(length - size, _PIECE))):
            size += len(piece)
            kept += piece
            if isinstance(fault, After) and len(kept) >= fault.size:
                self.faults.pop(0)
                if fault.status == KILL:
                    assert self.victim is not None
                    self.victim.kill()
                    break
                del kept[max(fault.size, begun) :]
                if fault.status > HANG:
                    size += len(handler.rfile.read(length - size))
                return size, fault.status
        if size < length:
            del kept[max(len(kept) // self.unit * self.unit, begun) :]
        return size, None


@contextmanager
def serving_sessions(*faults: int | After, says: dict[str, str] | None = None) -> Iterator[SessionServer]:
    """A server that is there until the block ends."""
    sessions = SessionServer(list(faults), says or {})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            # A client that was killed is what some tests are about.
            with suppress(ConnectionError):
                sessions.answer(self)

        do_POST = do_PUT  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Listening(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """So is one that hung up in the middle of a request."""

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
