"""A local HTTP server and a response body for the benchmarks."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def server(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run `handler` on a free port; yields the URL."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_port}"
        finally:
            running.shutdown()
            thread.join()
