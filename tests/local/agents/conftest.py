"""Fixtures: agents servers in this process, with a fake clock."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from seawall.local.agents import AgentsSettings
from tests.local.agents.client import AgentsHttp, started
from tests.local.wall_clock import FakeWallClock

StartAgents = Callable[[AgentsSettings], AgentsHttp]


@pytest.fixture
def clock() -> FakeWallClock:
    return FakeWallClock()


@pytest.fixture
def settings(tmp_path: Path) -> AgentsSettings:
    return AgentsSettings(data_dir=tmp_path / "data", rate_limits=False)


@pytest.fixture
def start(clock: FakeWallClock) -> Iterator[StartAgents]:
    """Function that starts a server in this process; all servers stop at the end of the test."""
    with ExitStack() as servers:
        yield lambda settings: servers.enter_context(started(settings, clock))


@pytest.fixture
def agents(start: StartAgents, settings: AgentsSettings) -> AgentsHttp:
    return start(settings)
