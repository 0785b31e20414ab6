"""Older clients of a local server in this process, with a fake clock."""

from typing import Any, TypeVar

from seawall.core.http.message import Response
from seawall.sdks.sessions.compat import AsyncSession
from seawall.sdks.sessions.compat._async.http_client import AsyncHTTPClient
from seawall.testing import AsyncFakeClock, Script
from seawall.transports import AsyncMemoryTransport
from tests.local.sessions.client import SessionsHttp
from tests.local.wall_clock import FakeWallClock
from tests.sdks.server_transport import ServerTransport

C = TypeVar("C", bound=AsyncHTTPClient)

URL = "http://localhost/skaha/v1"


def older_client(
    kind: type[C],
    sessions: SessionsHttp,
    wall: FakeWallClock,
    *,
    clock: AsyncFakeClock | None = None,
    **fields: Any,
) -> C:
    """A client for the user of `sessions`."""
    made = clock or AsyncFakeClock()
    server = ServerTransport(sessions.http, made.monotonic, wall)
    token = sessions.headers["Authorization"].removeprefix("Bearer ")
    given = {"token": token, "url": URL, **fields}
    return kind(transport=AsyncMemoryTransport(server), clock=made, **given)


def client_over(*responses: Response) -> AsyncSession:
    """A client that gets these responses; it fails if it sends more requests."""
    return AsyncSession(token="t0ken-of-ada", url=URL, transport=AsyncMemoryTransport(Script(*responses)))
