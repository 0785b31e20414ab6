"""What one call costs above the HTTP library that moves its bytes, on a keep-alive connection."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2

from benchmarks.measure import Figure, paired
from seawall.sdks.platform import Client

CALLS = 200
ME = json.dumps(
    {
        "user": {"id": "u"},
        "organization": {
            "id": "o",
            "aignostics_bucket_hmac_access_key_id": "",
            "aignostics_bucket_hmac_secret_access_key": "",
            "aignostics_bucket_name": "",
            "aignostics_bucket_protocol": "",
            "aignostics_logfire_token": "",
            "aignostics_sentry_dsn": "",
        },
    }
).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(ME)))
        self.end_headers()
        self.wfile.write(ME)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def server(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """The URL of a server on a free port that answers as `handler` does."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}"
        finally:
            running.shutdown()
            thread.join()


def figures() -> Iterator[Figure]:
    with server(Handler) as url, Client(base_url=url, token="t") as client, httpx2.Client() as bare:

        def ours() -> None:
            for _ in range(CALLS):
                client.me()

        def peer() -> None:
            for _ in range(CALLS):
                json.loads(bare.get(f"{url}/api/v1/me", headers={"authorization": "Bearer t"}).content)

        # The server's thread is in both figures alike.
        taken = paired(ours, peer)
        yield Figure(
            "one call, with the server's share",
            taken[0] / CALLS * 1e6,
            taken[1] / CALLS * 1e6,
            "us",
            "httpx2 and json.loads",
        )
