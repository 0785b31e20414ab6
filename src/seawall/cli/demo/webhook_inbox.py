"""A receiver of webhooks on this machine, for as long as a `with` block."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from attrs import frozen

from seawall.core.errors import WebhookError
from seawall.sdks.agents import RunEvent, WebhookHandlers

__all__ = ["Inbox", "webhook_inbox"]

_MAX_BYTES = 1 << 20


@frozen(eq=False)
class Inbox:
    """The events that arrived at `url`, each with a valid signature."""

    url: str
    _events: "queue.Queue[RunEvent]"

    def next(self, *, timeout_s: float) -> RunEvent:
        """Return the next event. Raises WebhookError if none arrives within `timeout_s` seconds."""
        try:
            return self._events.get(timeout=timeout_s)
        except queue.Empty as error:
            raise WebhookError(
                f"No webhook with a valid signature arrived within {timeout_s:g} s."
            ) from error


@contextmanager
def webhook_inbox(secret: str) -> Iterator[Inbox]:
    """Receive webhooks that `secret` signs, on a free port of this machine."""
    events: queue.Queue[RunEvent] = queue.Queue()
    handlers = WebhookHandlers(secret)

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = min(int(self.headers.get("content-length", 0)), _MAX_BYTES)
            body = self.rfile.read(length)
            try:
                event = handlers.handle(dict(self.headers.items()), body)
            except WebhookError:
                self.send_response(401)
            else:
                events.put(event)
                self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Inbox(f"http://127.0.0.1:{server.server_port}/agents", events)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
