"""Clients of the sessions API: over memory, or of a local server in this process, with a fake clock."""

from collections.abc import Callable, Sequence

from seawall.core.http.message import Request, Response
from seawall.core.observe.events import Observer
from seawall.core.redaction.secret import Secret
from seawall.sdks.sessions import AsyncClient, Settings
from seawall.testing import AsyncFakeClock
from seawall.transports import AsyncMemoryTransport
from tests.local.sessions.client import SessionsHttp
from tests.local.wall_clock import FakeWallClock
from tests.sdks.server_transport import ServerTransport

BASE_URL = "http://localhost"


def client_over(
    answer: Callable[[Request], Response],
    *,
    clock: AsyncFakeClock | None = None,
    attempts: int = 6,
    observers: Sequence[Observer] = (),
) -> AsyncClient:
    """A client whose requests `answer` answers; it never waits for real."""
    settings = Settings(base_url=BASE_URL, token=Secret("t0ken-of-ada"), attempts=attempts)
    return AsyncClient(
        settings=settings,
        transport=AsyncMemoryTransport(answer),
        clock=clock or AsyncFakeClock(),
        observers=observers,
    )


def client_of_server(
    sessions: SessionsHttp,
    wall: FakeWallClock,
    *,
    clock: AsyncFakeClock | None = None,
    answer: Callable[[Callable[[Request], Response], Request], Response] | None = None,
) -> AsyncClient:
    """A client of a local server, for the user of `sessions`. `answer` may stand between the two."""
    made = clock or AsyncFakeClock()
    server = ServerTransport(sessions.http, made.monotonic, wall)
    token = sessions.headers["Authorization"].removeprefix("Bearer ")
    return AsyncClient(
        base_url=BASE_URL,
        token=token,
        transport=AsyncMemoryTransport(server if answer is None else lambda request: answer(server, request)),
        clock=made,
    )
