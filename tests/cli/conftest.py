"""Runs the command line in the test process and captures its exit code, stdout and stderr."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import field, frozen

from seawall.cli.app import command_line
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.sdks.platform import Client
from seawall.terminal.sdk import Connections
from seawall.transports import MemoryTransport
from tests.running_platform import RunningPlatform
from tests.sdks.platform.wire import Platform, Route


@frozen
class Outcome:
    """The exit code and output of a command, and the requests that it sent."""

    code: int
    stdout: str
    stderr: str
    requests: list[str] = field(factory=list)

    @property
    def json(self) -> object:
        return json.loads(self.stdout)


Seawall = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def isolated_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("SEAWALL_"):
            monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def seawall(capsys: pytest.CaptureFixture[str]) -> Seawall:
    """Runs `seawall("platform", "run", "list")` on the network, or on a memory platform with `routes={…}`."""

    def call(*arguments: object, routes: dict[str, Route | list[Route]] | None = None) -> Outcome:
        platform = Platform(routes or {})
        clients = {} if routes is None else {"platform": lambda given: _client(platform, given["base_url"])}
        code = command_line(Connections(clients=clients)).run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Outcome(code, captured.out, captured.err, platform.seen)

    return call


def _client(platform: Platform, url: str | None) -> Client:
    clock = SystemClock(sleep=lambda _: None, random=lambda: 0.0)
    return Client(
        base_url=url or "http://platform.test",
        token="t",
        transport=MemoryTransport(platform),
        clock=clock,
        sdk_metadata=False,
    )


@pytest.fixture
def server(shared_platform: RunningPlatform, monkeypatch: pytest.MonkeyPatch) -> RunningPlatform:
    """A real local platform; the environment variables point to it."""
    for name, value in shared_platform.environment.items():
        monkeypatch.setenv(name, value)
    return shared_platform


@pytest.fixture
def items(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file for `--items`: one item of `test-app` for each keyword argument, its metadata."""

    def write(**metadata: dict[str, object]) -> Path:
        path = tmp_path / "items.json"
        path.write_text(json.dumps([_item(name, given) for name, given in metadata.items()]))
        return path

    return write


def _item(name: str, metadata: dict[str, object]) -> dict[str, object]:
    artifact = {"name": "input", "download_url": f"http://files.test/{name}", "metadata": metadata}
    return {"external_id": name, "input_artifacts": [artifact]}
