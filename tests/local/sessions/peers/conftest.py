"""Fixtures: the released clients of the sessions API, each installed when the first test asks for it."""

from pathlib import Path

import pytest

from tests.local.released_clients import Peer, installed


@pytest.fixture(scope="session")
def canfar_packages() -> Path:
    return packages("canfar_1_5.lock")


@pytest.fixture(scope="session")
def canfar_1_0_packages() -> Path:
    return packages("canfar_1_0.lock")


@pytest.fixture(scope="session")
def skaha_packages() -> Path:
    return packages("skaha_1_7.lock")


def packages(lock: str) -> Path:
    return installed(Path(__file__).with_name(lock))


@pytest.fixture
def canfar(canfar_packages: Path, tmp_path: Path) -> Peer:
    """canfar 1.5.2."""
    return Peer(canfar_packages, tmp_path)


@pytest.fixture
def canfar_1_0(canfar_1_0_packages: Path, tmp_path: Path) -> Peer:
    """canfar 1.0.4."""
    return Peer(canfar_1_0_packages, tmp_path)


@pytest.fixture
def skaha(skaha_packages: Path, tmp_path: Path) -> Peer:
    """skaha 1.7.0, the older name of the same client."""
    return Peer(skaha_packages, tmp_path)
