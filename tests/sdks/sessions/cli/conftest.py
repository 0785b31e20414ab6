"""Runs `seawall sessions` in the test process, against a server in this process with a fake clock."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from seawall.cli.app import command_line
from seawall.core.http.message import Request, Response
from seawall.sdks.sessions import Client
from seawall.terminal.sdk import Connections
from seawall.testing import FakeClock
from seawall.transports import MemoryTransport
from tests.cli.conftest import Outcome
from tests.cli.parsing import parsed, shown_commands
from tests.local.sessions.client import SessionsHttp
from tests.local.wall_clock import FakeWallClock
from tests.sdks.server_transport import ServerTransport

URL = "http://localhost"
Sessions = Callable[..., Outcome]
Between = Callable[[Callable[[Request], Response], Request], Response]


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("SEAWALL_"):
            monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    # The login and its certificate are in the home folder.
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("SEAWALL_SESSIONS_SERVICES_URL", f"{URL}/reg/resource-caps")
    monkeypatch.setenv("SEAWALL_SESSIONS_ISSUER", f"{URL}/")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def ada(sessions: SessionsHttp, monkeypatch: pytest.MonkeyPatch) -> SessionsHttp:
    """The server, with the token of its first user in the environment."""
    monkeypatch.setenv("SEAWALL_SESSIONS_BASE_URL", URL)
    monkeypatch.setenv("SEAWALL_SESSIONS_TOKEN", sessions.headers["Authorization"].removeprefix("Bearer "))
    return sessions


class Terminal:
    """Runs `terminal("ps", "--all")`. A pause of the client moves the clock of the server.

    `answer` may stand between the client and the server. The commands in messages are those of the command
    line.
    """

    def __init__(self, http: Any, clock: FakeWallClock, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._clock = FakeClock()
        self._server = ServerTransport(http, self._clock.monotonic, clock)
        self.answer: Between = lambda server, request: server(request)

    @property
    def requests(self) -> list[Request]:
        return self._server.requests

    def __call__(self, *arguments: object) -> Outcome:
        code = command_line(Connections(clients={"sessions": self._client})).run(
            ["sessions", *map(str, arguments)]
        )
        captured = self._capsys.readouterr()
        for command in shown_commands(captured.err) if code != 2 else ():
            parsed(command)
        return Outcome(code, captured.out, captured.err)

    def _client(self, given: Mapping[str, Any]) -> Client:
        transport = MemoryTransport(lambda request: self.answer(self._server, request))
        return Client(**given, transport=transport, clock=self._clock)


@pytest.fixture
def terminal(sessions: SessionsHttp, clock: FakeWallClock, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(sessions.http, clock, capsys)
