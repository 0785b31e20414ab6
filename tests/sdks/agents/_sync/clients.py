# DO NOT EDIT. Derived from ../_async/clients.py by "python -m seawall.codegen.derive".
"""Clients of the agents API over memory, with a fake clock."""

from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.sdks.agents import Client, Settings
from seawall.testing import FakeClock
from seawall.transports import MemoryTransport
from tests.local.agents.client import AgentsHttp
from tests.local.wall_clock import FakeWallClock
from tests.sdks.agents.wire import Agents
from tests.sdks.routed_server import Routes

TOKEN = "sk-t0ken"


def client_of(
    routes: Agents | Routes,
    *,
    clock: FakeClock | None = None,
    settings: Settings | None = None,
) -> Client:
    """A client of a memory server; it never waits for real."""
    agents = routes if isinstance(routes, Agents) else Agents(routes)
    clock = clock or FakeClock()
    transport = MemoryTransport(agents)
    if settings is not None:
        return Client(settings=settings, transport=transport, clock=clock)
    return Client(
        base_url="http://agents.test", token=TOKEN, organization_id=1, transport=transport, clock=clock
    )


class ServerTransport:
    """Hands requests to a local server in this process, whose clock follows that of the client."""

    def __init__(self, agents: AgentsHttp, clock: FakeClock, wall: FakeWallClock) -> None:
        self._agents, self._clock, self._wall = agents, clock, wall
        self._seen_s = clock.monotonic()
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self._wall.advance(self._clock.monotonic() - self._seen_s)
        self._seen_s = self._clock.monotonic()
        self.requests.append(request)
        http = self._agents.http
        body = request.body if isinstance(request.body, bytes) else b""
        got = http.request(request.method, request.url, content=body, headers=dict(request.headers))
        return Response(got.status_code, dict(got.headers), got.content)


def client_of_server(
    agents: AgentsHttp, wall: FakeWallClock, *, rate_limits: bool = True, attempts: int = 6
) -> Client:
    """A client of a local server, of the user of `agents`."""
    clock = FakeClock()
    made = Settings(
        base_url="http://localhost", token=Secret(agents.token), rate_limits=rate_limits, attempts=attempts
    )
    transport = MemoryTransport(ServerTransport(agents, clock, wall))
    return Client(settings=made, transport=transport, clock=clock)
