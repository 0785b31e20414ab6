"""The benchmark of many sessions does the same work with the SDK and without."""

import asyncio
import json

import pytest

from benchmarks.more.sessions import ours, peer
from seawall.local.sessions import TOKEN_FILE, SessionsSettings, running

# A real server.
pytestmark = pytest.mark.slow


def test_the_sdk_and_its_peer_do_the_same(settings: SessionsSettings) -> None:
    names = [f"job-{number}" for number in range(1, 6)]
    with running(settings) as url:
        token = json.loads((settings.data_dir / TOKEN_FILE).read_text())["ada"]
        assert asyncio.run(ours(url, token, 5)) == names
        assert asyncio.run(peer(url, token, 5)) == names
