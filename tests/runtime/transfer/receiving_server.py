"""A local server that receives uploads and responds with given statuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from attrs import define, field

__all__ = ["BREAK", "Received", "Receiver", "receiving"]

BREAK = 0
"""In place of a status: read half of the body and close the connection."""


@define
class Received:
    """One received request; `body` is the part of its body that was read."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@define
class Receiver:
    """The requests received so far, and the statuses of the next responses; 200 after the last one."""

    url: str = ""
    statuses: list[int] = field(factory=list)
    received: list[Received] = field(factory=list)
    _lock: Lock = field(factory=Lock)

    def next_status(self) -> int:
        with self._lock:
            return self.statuses.pop(0) if self.statuses else 200

    def record(self, request: Received) -> None:
        with self._lock:
            self.received.append(request)


@contextmanager
def receiving(*statuses: int) -> Iterator[Receiver]:
    """Run a server until the block ends."""
    receiver = Receiver(statuses=list(statuses))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self) -> None:
            status, length = receiver.next_status(), int(self.headers["content-length"])
            wanted = length // 2 if status == BREAK else length
            body = self.rfile.read(wanted)
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.record(Received(self.command, self.path, headers, body))
            self.close_connection = True
            if status == BREAK or len(body) < wanted:
                return
            self.send_response(status)
            body_text = b'{"detail": "rejected for s3cret"}'
            self.send_header("content-type", "application/json")
            self.send_header("content-length", f"{len(body_text)}")
            self.send_header("connection", "close")
            self.end_headers()
            self.wfile.write(body_text)

        do_POST = do_PUT  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
