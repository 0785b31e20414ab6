"""The options of `seawall local sessions` for identity, in a process of its own."""

import ssl
from pathlib import Path

import httpx2
import pytest

from seawall.cli.demo.server_process import local_server

# Starts a process with a server.
pytestmark = pytest.mark.slow


def test_the_options_reach_the_server(tmp_path: Path) -> None:
    options = ("--tls", "--host-name", "sessions.example", "--auto-approve", "--unavailable")
    with local_server("sessions", tmp_path / "data", *options) as ready:
        context = ssl.create_default_context(cafile=ready["ca"])
        with httpx2.Client(verify=context) as http:
            answer = http.get(f"{ready['url']}/availability", headers={"Host": "sessions.example"})
    assert ready["url"].startswith("https://127.0.0.1:")
    assert "<vosi:available>false</vosi:available>" in answer.text
