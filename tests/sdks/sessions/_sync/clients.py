# DO NOT EDIT. Derived from ../_async/clients.py by "python -m seawall.codegen.derive".
"""Clients of the sessions API: over memory, or of a local server in this process, with a fake clock."""

from collections.abc import Callable, Sequence

from seawall.core.http.message import Request, Response
from seawall.core.observe.events import Observer
from seawall.core.redaction.secret import Secret
from seawall.sdks.sessions import Client, Settings
from seawall.testing import FakeClock
from seawall.transports import MemoryTransport
from tests.local.sessions.client import SessionsHttp
from tests.local.wall_clock import FakeWallClock
from tests.sdks.server_transport import ServerTransport

BASE_URL = "http://localhost"


def client_over(
    answer: Callable[[Request], Response],
    *,
    clock: FakeClock | None = None,
    attempts: int = 6,
    observers: Sequence[Observer] = (),
) -> Client:
    """A client whose requests `answer` answers; it never waits for real."""
    settings = Settings(base_url=BASE_URL, token=Secret("t0ken-of-ada"), attempts=attempts)
    return Client(
        settings=settings,
        transport=MemoryTransport(answer),
        clock=clock or FakeClock(),
        observers=observers,
    )


def client_of_server(
    sessions: SessionsHttp,
    wall: FakeWallClock,
    *,
    clock: FakeClock | None = None,
    answer: Callable[[Callable[[Request], Response], Request], Response] | None = None,
) -> Client:
    """A client of a local server, for the user of `sessions`. `answer` may stand between the two."""
    made = clock or FakeClock()
    server = ServerTransport(sessions.http, made.monotonic, wall)
    token = sessions.headers["Authorization"].removeprefix("Bearer ")
    return Client(
        base_url=BASE_URL,
        token=token,
        transport=MemoryTransport(server if answer is None else lambda request: answer(server, request)),
        clock=made,
    )
