"""Logins and servers of canfar 1.5 as a library; the SDK and canfar use the logins that the other saved."""

import json
import os
from pathlib import Path

import pytest

from seawall.local.sessions import CA_FILE, TOKEN_FILE
from seawall.sdks.sessions import Client, Settings
from tests.local.released_clients import Peer
from tests.local.sessions.peers.real_names import RealNames, real_names

# Starts a server and processes of the client, which waits between two polls.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

USER = """
import sys
from canfar.sessions import Session
with Session(authentication_idp=sys.argv[1]) as session:
    print([each["userid"] for each in session.info(session.create("mine", "skaha/terminal:1.1.2"))])
"""
LOGIN = "import sys, canfar; canfar.login(sys.argv[1], force=True); canfar.authentication.use(sys.argv[1])"


def sdk(server: RealNames, client: Peer) -> Client:
    """A client of the SDK with the configuration file of the peer, at the server's own address."""
    return Client(
        settings=Settings(
            config_file=client.home / ".canfar" / "config.yaml",
            services_url=f"{server.url}/reg/resource-caps",
            issuer=server.url,
            ca_file=server.folder / CA_FILE,
        ),
    )


def user_of(server: RealNames, canfar: Peer, idp: str) -> str:
    done = canfar.run(USER, idp, SSL_CERT_FILE=os.fspath(server.folder / CA_FILE))
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def test_logins_and_servers_of_the_library(canfar: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server") as server:
        server.configure(canfar)
        program = Path(__file__).with_name("identity_program.py").read_text()
        done = server.run(canfar, program)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "login": True,
        "again": True,
        "alogin": True,
        "login with a certificate": True,
        "list": [["cadc", "x509", True, "west"], ["srcnet", "oidc", False, None]],
        "discover": ["espSRC"],
        "activate": "single",
        "show": ["srcnet", "oidc", True, "espSRC"],
        "list_servers": [["srcnet", "espSRC"]],
        "user by a token": ["ada"],
        "user by a certificate": ["ada"],
        "remove without force": "authentication.required",
        "purge without force": "authentication.required",
        "after remove": ["cadc"],
        "after purge": [["cadc", "x509", True, "canfar"]],
    }


def test_canfar_uses_the_logins_that_the_sdk_saved(canfar: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server") as server:
        password = json.loads((server.folder / TOKEN_FILE).read_text())["grace"]
        with sdk(server, canfar) as client:
            client.auth.login(show=lambda prompt: None)
            assert user_of(server, canfar, "srcnet") == "['ada']"
            client.auth.login_with_password("grace", password, path=canfar.home / "proxy.pem")
            assert user_of(server, canfar, "cadc") == "['grace']"


@pytest.mark.parametrize("idp", ["srcnet", "cadc"])
def test_the_sdk_uses_the_logins_that_canfar_saved(
    canfar: Peer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, idp: str
) -> None:
    with real_names(tmp_path / "server") as server:
        server.configure(canfar)
        done = server.run(canfar, LOGIN, idp)
        assert done.returncode == 0, done.stderr
        # canfar saved the server under its real name.
        monkeypatch.setenv("HTTPS_PROXY", server.proxy.url)
        with sdk(server, canfar) as client:
            client.sessions.create("mine", "skaha/terminal:1.1.2")
            assert {each.user for each in client.sessions.list()} == {"ada"}
