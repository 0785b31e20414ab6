# DO NOT EDIT. Derived from ../_async/conftest.py by "python -m seawall.codegen.derive".
"""Fixtures for the tests of transfers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from seawall.runtime.http._sync.protocols import Transport
from seawall.transports import Httpx2Transport, HttpxTransport, PyreqwestTransport
from tests.runtime.transfer._sync.uploads import DATA


@pytest.fixture(
    params=[Httpx2Transport, HttpxTransport, PyreqwestTransport],
    ids=["httpx2", "httpx", "pyreqwest"],
)
def transport(request: pytest.FixtureRequest) -> Iterator[Transport]:
    with request.param() as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.bin"
    path.write_bytes(DATA)
    return path
