"""Fixtures: sessions servers in this process, with a fake clock."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from seawall.local.sessions import SessionsSettings
from tests.local.sessions.client import SessionsHttp, started
from tests.local.wall_clock import FakeWallClock

StartSessions = Callable[[SessionsSettings], SessionsHttp]


@pytest.fixture
def clock() -> FakeWallClock:
    return FakeWallClock()


@pytest.fixture
def settings(tmp_path: Path) -> SessionsSettings:
    return SessionsSettings(data_dir=tmp_path / "data")


@pytest.fixture
def start(clock: FakeWallClock) -> Iterator[StartSessions]:
    """Function that starts a server in this process; all servers stop at the end of the test."""
    with ExitStack() as servers:
        yield lambda settings: servers.enter_context(started(settings, clock))


@pytest.fixture
def sessions(start: StartSessions, settings: SessionsSettings) -> SessionsHttp:
    return start(settings)
