"""Interrupts at any moment of a call cost no connection of the pool."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from tests.transports.interrupted_calls import CONNECTIONS

pytestmark = pytest.mark.slow


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # All calls to `/slow` are in progress at the same time, or none returns.
    together = threading.Barrier(CONNECTIONS, timeout=4.0)

    def do_GET(self) -> None:
        if self.path.endswith("/slow"):
            self.together.wait()
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that are interrupted close their connections."""


@pytest.fixture
def url() -> Iterator[str]:
    _Handler.together.reset()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize("kind", ["Httpx2Transport", "HttpxTransport", "PyreqwestTransport"])
def test_interrupted_calls_leak_no_connection(kind: str, url: str) -> None:
    program = [sys.executable, "-m", "tests.transports.interrupted_calls", kind, url, "300"]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == ["True", str(CONNECTIONS)], done.stderr
