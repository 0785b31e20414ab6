"""Serves a `MockApi` over HTTP on 127.0.0.1."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from seawall.codegen.mock.mock_api import MockApi
from seawall.core.http.message import Request

__all__ = ["running", "serve"]

_MAX_BODY = 64 * 1024 * 1024
_CHUNK = 64 * 1024


def serve(mock: MockApi, *, port: int, ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C; `ready` is called with the base URL. Port 0 selects a free one. Raises OSError."""
    with _server(mock, port) as server:
        ready(_url(server))
        server.serve_forever(poll_interval=0.1)


@contextmanager
def running(mock: MockApi) -> Iterator[str]:
    """Serve during a `with` block, in a thread, on a free port; yields the base URL."""
    with _server(mock, 0) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield _url(server)
        finally:
            server.shutdown()
            thread.join()


def _server(mock: MockApi, port: int) -> ThreadingHTTPServer:
    class Handler(_MockHandler):
        api = mock

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server


def _url(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


class _MockHandler(BaseHTTPRequestHandler):
    api: MockApi
    protocol_version = "HTTP/1.1"
    # The head and the body are two writes; Nagle's algorithm would hold back the second one for 40 ms.
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class says so
        """Write no log: it would hold query strings."""

    def _answer(self) -> None:
        try:
            body = self._body()
        except ValueError:
            self._refuse(HTTPStatus.BAD_REQUEST)
            return
        if body is None:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        url = f"http://127.0.0.1{self.path}"
        answer = self.api.answer(Request(self.command, url, dict(self.headers.items()), body))
        time.sleep(answer.delay_s)
        self.send_response(answer.response.status)
        for name, value in answer.response.headers.items():
            self.send_header(name, value)
        content = answer.response.body
        if answer.response.status not in {204, 304} and self.command != "HEAD":
            self.send_header("content-length", str(len(content)))
        self.end_headers()
        if answer.cut_after is not None:
            content = content[: answer.cut_after]
            self.close_connection = True
        self.wfile.write(content)

    def _refuse(self, status: HTTPStatus) -> None:
        self.close_connection = True
        self.send_error(status)

    def _body(self) -> bytes | None:
        """The body of the request; None if it is too large."""
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            return self._chunked_body()
        length = int(self.headers.get("content-length") or 0)
        return self.rfile.read(length) if length <= _MAX_BODY else None

    def _chunked_body(self) -> bytes | None:
        found = bytearray()
        while (size := int(self.rfile.readline(_CHUNK).partition(b";")[0], 16)) > 0:
            if len(found) + size > _MAX_BODY:
                return None
            found += self.rfile.read(size)
            self.rfile.readline(_CHUNK)
        while self.rfile.readline(_CHUNK) not in {b"\r\n", b"\n", b""}:
            # The trailers.
            continue
        return bytes(found)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_QUERY = _answer  # noqa: N815
