"""The public Python client as a library, unchanged: everything that it offers works on the local platform."""

import json
from pathlib import Path

import pytest

from tests.local.platform.peers.conftest import Server
from tests.local.released_clients import Peer

# Downloads 220 packages, and starts a process that takes 10 s to import half of them.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]


def test_each_call_of_the_library(client: Peer, server: Server, tmp_path: Path) -> None:
    program = Path(__file__).with_name("library_program.py").read_text(encoding="utf-8")
    folder = tmp_path / "downloads"
    folder.mkdir()
    done = client.run(program, server.file, server.checksum, str(folder), **server.settings())
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "me": ["local.user@example.com", "org_local"],
        "applications": ["image-qc", "test-app"],
        "application": "Image Quality Control",
        "latest is the first of the list": True,
        "inputs": ["image"],
        "documents": [True, True],
        "health": "UP",
        "user": "local.user@example.com",
        "run": {
            "state": ["TERMINATED", "FULL", "ALL_ITEMS_PROCESSED"],
            "statistics": 2,
            "scheduling": True,
            "sdk metadata": ["submission", "user"],
            "files": [6, [".csv", ".json", ".tiff"]],
            "results by external id": "two",
            "download url": server.url,
            "listed": [True],
            "listed by metadata": [True],
        },
        "access": {
            "shared": True,
            "tokens of the run": 1,
            "grants of the run": 1,
            "grants of the token": 1,
            "after revoke": 0,
        },
        "changes": {
            "metadata": "low",
            "stale checksum": 412,
            "items": {"folder/slide 1.png": 2, "two": 1},
            "deleted": ["DELETED_BY_USER"],
        },
        "cancelled": "CANCELED_BY_USER",
    }
