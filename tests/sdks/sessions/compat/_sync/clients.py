# DO NOT EDIT. Derived from ../_async/clients.py by "python -m seawall.codegen.derive".
"""Older clients of a local server in this process, with a fake clock."""

from typing import Any, TypeVar

from seawall.core.http.message import Response
from seawall.sdks.sessions.compat import Session
from seawall.sdks.sessions.compat._sync.http_client import HTTPClient
from seawall.testing import FakeClock, Script
from seawall.transports import MemoryTransport
from tests.local.sessions.client import SessionsHttp
from tests.local.wall_clock import FakeWallClock
from tests.sdks.server_transport import ServerTransport

C = TypeVar("C", bound=HTTPClient)

URL = "http://localhost/skaha/v1"


def older_client(
    kind: type[C],
    sessions: SessionsHttp,
    wall: FakeWallClock,
    *,
    clock: FakeClock | None = None,
    **fields: Any,
) -> C:
    """A client for the user of `sessions`."""
    made = clock or FakeClock()
    server = ServerTransport(sessions.http, made.monotonic, wall)
    token = sessions.headers["Authorization"].removeprefix("Bearer ")
    given = {"token": token, "url": URL, **fields}
    return kind(transport=MemoryTransport(server), clock=made, **given)


def client_over(*responses: Response) -> Session:
    """A client that gets these responses; it fails if it sends more requests."""
    return Session(token="t0ken-of-ada", url=URL, transport=MemoryTransport(Script(*responses)))
