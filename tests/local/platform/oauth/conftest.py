"""Two platforms with one clock for all tests of this folder; tests only advance the clock."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from seawall.local.platform import PlatformSettings
from tests.local.platform.client import PlatformClient, started
from tests.local.wall_clock import FakeWallClock


@pytest.fixture(scope="package")
def clock() -> FakeWallClock:
    return FakeWallClock()


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Path:
    """Data folder of `prompting`."""
    folder = tmp_path_factory.mktemp("prompting")
    shutil.copy(key_file, folder / "tokens.pem")
    return folder


@pytest.fixture(scope="package")
def prompting(folder: Path, clock: FakeWallClock) -> Iterator[PlatformClient]:
    """Platform that asks the user to approve a login."""
    with started(PlatformSettings(data_dir=folder), clock) as client:
        yield client


@pytest.fixture(scope="package")
def auto_approving(
    tmp_path_factory: pytest.TempPathFactory, key_file: Path, clock: FakeWallClock
) -> Iterator[PlatformClient]:
    """Platform with auto_approve."""
    folder = tmp_path_factory.mktemp("auto-approve")
    shutil.copy(key_file, folder / "tokens.pem")
    with started(PlatformSettings(data_dir=folder, auto_approve=True), clock) as client:
        yield client
