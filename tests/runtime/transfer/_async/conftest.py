"""Fixtures for the tests of transfers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from seawall.runtime.http._async.protocols import AsyncTransport
from seawall.transports import AsyncHttpx2Transport, AsyncHttpxTransport, AsyncPyreqwestTransport
from tests.runtime.transfer._async.uploads import DATA


@pytest.fixture(
    params=[AsyncHttpx2Transport, AsyncHttpxTransport, AsyncPyreqwestTransport],
    ids=["httpx2", "httpx", "pyreqwest"],
)
async def transport(request: pytest.FixtureRequest) -> AsyncIterator[AsyncTransport]:
    async with request.param() as made:
        yield made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.bin"
    path.write_bytes(DATA)
    return path
