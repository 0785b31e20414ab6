"""Logins of the released clients, unchanged: a proxy leads the real host names to the local server."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from seawall.local.sessions import TOKEN_FILE
from tests.local.released_clients import Peer
from tests.local.sessions.peers.real_names import real_names, version_of_1_0, written_certificate

if TYPE_CHECKING:
    from seawall.local.sessions.identity.settings import PollAnswer

# Starts processes of the client, which waits 1 s and more between two polls.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

COMMAND = "import sys; from canfar.cli.main import main; sys.exit(main())"
# The prompt for a password wants a terminal.
COMMAND_WITH_PASSWORD = f"import getpass; getpass.getpass = lambda *_: input(); {COMMAND}"
# Questions want a terminal as well: which server, and which kind of login.
COMMAND_WITH_CHOICES = """
import questionary
class Answer:
    def __init__(self, message, choices, **_):
        values = [getattr(each, "value", each) for each in choices]
        self.value = next(each for each in values if "espsrc" in str(each) or "oidc" in str(each))
    async def ask_async(self):
        return self.value
questionary.select = Answer
"""
COMMAND_AT_CADC = COMMAND_WITH_CHOICES.replace("espsrc", "ivo://cadc").replace("oidc", "x509")
# cadcutils reads the list of services without the proxy, and with the authorities of its own package.
COMMAND_AT_CADC += "import requests; requests.Session.trust_env = property(lambda _: True, lambda *_: None)\n"
COMMAND_AT_CADC += COMMAND_WITH_PASSWORD
COMMAND_WITH_CHOICES += COMMAND
USER = (
    "from canfar.sessions import Session; print(Session().create(name='a', image='skaha/terminal:1.1.2')); "
)
USER += "print({each['userid'] for each in Session().fetch()})"
SKAHA_USER = USER.replace("canfar.sessions", "skaha.session").replace("'skaha/", "'images.canfar.net/skaha/")


def test_login_at_srcnet_by_a_device_code(canfar: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server", ["authorization_pending", "slow_down"]) as server:
        done = server.run(canfar, COMMAND, "login", "srcnet", "-t", "10")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Successfully authenticated as ada" in done.stdout
        assert server.hosts() >= {"ska-iam.stfc.ac.uk", "spsrc27.iaa.csic.es"}
        done = server.run(canfar, USER)
        assert (done.returncode, done.stdout.splitlines()[1:]) == (0, ["{'ada'}"]), done.stderr


@pytest.mark.parametrize("answer", ["access_denied", "expired_token"])
def test_a_login_at_srcnet_that_fails(canfar: Peer, tmp_path: Path, answer: "PollAnswer") -> None:
    with real_names(tmp_path / "server", [answer]) as server:
        done = server.run(canfar, COMMAND, "login", "srcnet", "-t", "10")
    assert done.returncode == 1
    assert {"access_denied": "denied", "expired_token": "timed out"}[answer] in done.stderr


def test_login_at_cadc_with_a_password_for_a_certificate(canfar: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server") as server:
        password = json.loads((server.folder / TOKEN_FILE).read_text())["grace"]
        arguments = ("login", "cadc", "-f", "-t", "10")
        done = server.run(canfar, COMMAND_WITH_PASSWORD, *arguments, answers=f"grace\n{password}\n")
        assert done.returncode == 0, done.stdout + done.stderr
        certificate = canfar.home / ".ssl" / "cadcproxy.pem"
        assert certificate.stat().st_mode & 0o777 == 0o600
        done = server.run(canfar, USER)
        assert (done.returncode, done.stdout.splitlines()[1:]) == (0, ["{'grace'}"]), done.stderr


def test_login_of_canfar_1_0_by_a_device_code(canfar_1_0: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server", ["authorization_pending"]) as server:
        done = server.run(canfar_1_0, COMMAND_WITH_CHOICES, "auth", "login", "--dev", "--force", "-t", "10")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Successfully authenticated as ada" in done.stdout
        done = server.run(canfar_1_0, USER)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "{'ada'}"), done.stderr


def test_login_of_canfar_1_0_with_a_password_for_a_certificate(canfar_1_0: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server") as server:
        password = json.loads((server.folder / TOKEN_FILE).read_text())["grace"]
        arguments = ("auth", "login", "--dev", "--force", "-t", "10")
        done = server.run(canfar_1_0, COMMAND_AT_CADC, *arguments, answers=f"grace\n{password}\n")
        assert done.returncode == 0, done.stdout + done.stderr
        assert (canfar_1_0.home / ".ssl" / "cadcproxy.pem").stat().st_mode & 0o777 == 0o600
        done = server.run(canfar_1_0, USER)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "{'grace'}"), done.stderr


def test_skaha_with_a_certificate(skaha: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server") as server:
        written_certificate(server.folder, skaha.home, "grace")
        done = server.run(skaha, SKAHA_USER)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "{'grace'}"), done.stderr


def test_canfar_1_0_with_a_certificate(canfar_1_0: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server") as server:
        server.configure(canfar_1_0, "grace", version=version_of_1_0)
        done = server.run(canfar_1_0, USER)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "{'grace'}"), done.stderr
