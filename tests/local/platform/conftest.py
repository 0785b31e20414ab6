"""Fixtures: platforms in this process. The RSA key is created once per session: it takes about 100 ms."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from seawall.local.platform import PlatformSettings
from tests.local.platform.client import PlatformClient, started
from tests.local.wall_clock import FakeWallClock


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from seawall.local.oauth.access_tokens import AccessTokens

    path = tmp_path_factory.mktemp("keys") / "tokens.pem"
    assert AccessTokens(path, audience="any", lifetime_s=1).key_set  # the first use creates the key
    return path


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Iterator[PlatformClient]:
    """Platform with the real clock, shared by all tests that tolerate the runs of other tests; logged in."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copy(key_file, folder / "tokens.pem")
    settings = PlatformSettings(data_dir=folder, auto_approve=True, workers=2)
    with started(settings) as client:
        yield client.log_in()


@pytest.fixture
def clock() -> FakeWallClock:
    return FakeWallClock()


@pytest.fixture
def data_dir(tmp_path: Path, key_file: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    shutil.copy(key_file, folder / "tokens.pem")
    return folder


@pytest.fixture
def inputs_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "inputs"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(data_dir: Path, inputs_dir: Path) -> PlatformSettings:
    return PlatformSettings(data_dir=data_dir, inputs_dir=inputs_dir, auto_approve=True, workers=2)


StartPlatform = Callable[[PlatformSettings], PlatformClient]


@pytest.fixture
def start(clock: FakeWallClock) -> Iterator[StartPlatform]:
    """Function that starts a platform in this process; all platforms stop at the end of the test."""
    with ExitStack() as platforms:
        yield lambda settings: platforms.enter_context(started(settings, clock))


@pytest.fixture
def anonymous(start: StartPlatform, settings: PlatformSettings) -> PlatformClient:
    """Client without a token."""
    return start(settings)


@pytest.fixture
def platform(anonymous: PlatformClient) -> PlatformClient:
    """Client that is logged in."""
    return anonymous.log_in()
