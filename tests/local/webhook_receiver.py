"""Receiver of webhooks for the tests of local servers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


class Receiver:
    """The webhooks that were received; the first `refusals` of them are answered with 500.

    Nothing is answered before `released` is set.
    """

    def __init__(self, url: str, refusals: int) -> None:
        self.url = url
        self.refusals = refusals
        self.released = Event()
        self.received: list[tuple[dict[str, str], bytes]] = []

    @property
    def events(self) -> list[Any]:
        return [json.loads(body) for _, body in self.received]


@contextmanager
def receiver(
    refusals: int = 0, *, redirects_to: str | None = None, is_held: bool = False
) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.received.append(({k.lower(): v for k, v in self.headers.items()}, body))
            number = len(found.received)
            found.released.wait()
            if redirects_to is not None:
                self.send_response(307)
                self.send_header("location", redirects_to)
            else:
                self.send_response(500 if number <= found.refusals else 204)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Receiver(f"http://127.0.0.1:{server.server_port}/hook", refusals)
        if not is_held:
            found.released.set()
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield found
        finally:
            found.released.set()
            server.shutdown()
            thread.join()
