"""Runs `seawall agents` in the test process, against an agents server in this process with a fake clock."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from seawall.cli.app import command_line
from seawall.core.http.message import Request, Response
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.sdks.agents import Client
from seawall.terminal.sdk import Connections
from seawall.transports import MemoryTransport
from tests.cli.conftest import Outcome
from tests.cli.parsing import parsed, shown_commands
from tests.local.wall_clock import FakeWallClock

if TYPE_CHECKING:
    import httpx2

URL = "http://localhost"
Agents = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("SEAWALL_"):
            monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    # An example in the help installs a script for the shell.
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SEAWALL_AGENTS_BASE_URL", URL)
    monkeypatch.chdir(tmp_path)


class Server:
    """An agents server in this process. `failures` are those of the requests after the first `fail_after`."""

    def __init__(self, http: "httpx2.Client", clock: FakeWallClock, tokens: dict[str, str]) -> None:
        self._http = http
        self.clock = clock
        self.tokens = tokens
        self.requests: list[Request] = []
        self.failures: list[Exception] = []
        self.fail_after = 0

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        if self.failures and len(self.requests) > self.fail_after:
            raise self.failures.pop(0)
        body = request.body if isinstance(request.body, bytes) else b""
        answer = self._http.request(request.method, request.url, headers=dict(request.headers), content=body)
        return Response(answer.status_code, dict(answer.headers), answer.content)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    # Late: the server takes 900 ms to import; collection does without.
    import json

    from fastapi.testclient import TestClient

    from seawall.local.agents import TOKEN_FILE, AgentsSettings
    from seawall.local.agents.instance.agents_server import AgentsServer
    from seawall.local.agents.server.app import app_for

    clock = FakeWallClock()
    settings = AgentsSettings(data_dir=tmp_path / "data", rate_limits=False, run_duration_s=4.0)
    running = AgentsServer.open(settings, clock)
    try:
        with TestClient(app_for(running), base_url=URL, follow_redirects=False) as http:
            tokens = json.loads((settings.data_dir / TOKEN_FILE).read_text())
            yield Server(http, clock, tokens)
    finally:
        running.close()


@pytest.fixture
def ada(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """The server, with the token of its first user in the environment."""
    monkeypatch.setenv("SEAWALL_AGENTS_TOKEN", server.tokens["ada"])
    return server


@pytest.fixture
def agents(server: Server, capsys: pytest.CaptureFixture[str]) -> Agents:
    """Runs `agents("run", "list")`; a pause of the client moves the clock of the server.

    The commands in its messages are those of the command line.
    """

    def client(given: Mapping[str, Any]) -> Client:
        clock = SystemClock(sleep=server.clock.advance, random=lambda: 0.0, monotonic=lambda: _s(server))
        return Client(**given, transport=MemoryTransport(server), clock=clock)

    def call(*arguments: object) -> Outcome:
        connections = Connections(clients={"agents": client})
        code = command_line(connections).run(["agents", *map(str, arguments)])
        captured = capsys.readouterr()
        for command in shown_commands(captured.err) if code != 2 else ():
            # A command that a message shows can be typed.
            parsed(command)
        return Outcome(code, captured.out, captured.err)

    return call


def _s(server: Server) -> float:
    return server.clock.now.timestamp()
