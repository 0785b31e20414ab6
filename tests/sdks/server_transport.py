"""Hands the requests of a client with a fake clock to a local server in this process."""

from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

from seawall.core.http.message import Request, Response
from tests.local.wall_clock import FakeWallClock

__all__ = ["ServerTransport"]


class ServerTransport:
    """Answers requests with a local server, whose clock follows that of the client. `http` is its client."""

    def __init__(self, http: Any, monotonic: Callable[[], float], wall: FakeWallClock) -> None:
        self._http, self._monotonic, self._wall = http, monotonic, wall
        self._seen_s = monotonic()
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self._wall.advance(self._monotonic() - self._seen_s)
        self._seen_s = self._monotonic()
        self.requests.append(request)
        body = request.body if isinstance(request.body, bytes) else b""
        got = self._http.request(request.method, request.url, content=body, headers=dict(request.headers))
        # As a real server says it; one in this process does not.
        headers = {"date": format_datetime(self._wall(), usegmt=True), **got.headers}
        return Response(got.status_code, headers, got.content)
