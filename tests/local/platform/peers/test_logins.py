"""Logins of the public Python client, unchanged: by a browser, by a device code, by a fixed refresh token."""

import socket
import sys
from pathlib import Path

import httpx2
import pytest

from tests.local.platform.client import PlatformClient
from tests.local.platform.peers.conftest import AUDIENCE, CLIENT_ID, Server
from tests.local.released_clients import Peer

# Starts processes of the client, each of which takes 10 s to import its packages.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

USER = "from aignostics.platform import Client; print(Client(cache_token=False).me().user.email)"
BROWSER = """#!{python}
import sys, urllib.request
with urllib.request.urlopen(sys.argv[1]) as page:
    open({visited!r}, "wb").write(page.read())
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        return int(bound.getsockname()[1])


def user(client: Peer, settings: dict[str, str]) -> str:
    done = client.run(USER, **settings)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_login_in_a_browser(client: Peer, server: Server, tmp_path: Path) -> None:
    visited, browser = tmp_path / "visited.html", tmp_path / "browser"
    browser.write_text(BROWSER.format(python=sys.executable, visited=str(visited)), encoding="utf-8")
    browser.chmod(0o700)
    more = {
        "BROWSER": f"{browser} %s &",
        "AIGNOSTICS_REDIRECT_URI": f"http://localhost:{free_port()}/",
    }
    assert user(client, server.settings(**more)).splitlines()[-1] == "local.user@example.com"
    assert "Authentication Successful" in visited.read_text(encoding="utf-8")


def test_a_login_by_a_device_code(client: Peer, server: Server) -> None:
    shown = user(client, server.settings(BROWSER=""))
    assert "Your user code is" in shown
    assert shown.splitlines()[-1] == "local.user@example.com"


def test_a_refresh_token_that_is_used_again_and_again(client: Peer, server: Server) -> None:
    with httpx2.Client(base_url=server.url) as http:
        token = PlatformClient(http).tokens(CLIENT_ID, audience=AUDIENCE)["refresh_token"]
    for _ in range(2):
        shown = user(client, server.settings(AIGNOSTICS_REFRESH_TOKEN=token))
        assert shown.splitlines()[-1] == "local.user@example.com"
