"""Logins of the released clients, unchanged: a proxy leads the real host names to the local server."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attrs import frozen

from seawall.local.serving.wall_clock import utc_now
from seawall.local.sessions import CA_FILE, TOKEN_FILE, IdentitySettings, SessionsSettings, running
from seawall.local.sessions.identity.authority import Authority
from tests.local.sessions.peers.conftest import Peer
from tests.transports.proxy import LoopbackProxy

if TYPE_CHECKING:
    import subprocess

    from seawall.local.sessions.identity.settings import PollAnswer

# Starts processes of the client, which waits 1 s and more between two polls.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

NAMES = ("cadc-west-01.canfar.net", "spsrc27.iaa.csic.es", "ska-iam.stfc.ac.uk", "ws-uv.canfar.net")
COMMAND = "import sys; from canfar.cli.main import main; sys.exit(main())"
# The prompt for a password wants a terminal.
COMMAND_WITH_PASSWORD = f"import getpass; getpass.getpass = lambda prompt: input(); {COMMAND}"
USER = (
    "from canfar.sessions import Session; print(Session().create(name='a', image='skaha/terminal:1.1.2')); "
)
USER += "print({each['userid'] for each in Session().fetch()})"
SKAHA_USER = USER.replace("canfar.sessions", "skaha.session").replace("'skaha/", "'images.canfar.net/skaha/")


@frozen
class RealNames:
    """A local server behind a proxy, as the client sees the real systems."""

    folder: Path
    proxy: LoopbackProxy

    def run(
        self, client: Peer, code: str, *arguments: str, answers: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        authority = os.fspath(self.folder / CA_FILE)
        settings = {"HTTPS_PROXY": self.proxy.url, "SSL_CERT_FILE": authority, "NO_PROXY": ""}
        return client.run(code, *arguments, answers=answers, **settings)

    def hosts(self) -> set[str]:
        """The hosts that the client asked for."""
        return {head.split()[1].decode().partition(":")[0] for head in self.proxy.requests}


@contextmanager
def real_names(folder: Path, polls: "Sequence[PollAnswer]" = ()) -> Iterator[RealNames]:
    identity = IdentitySettings(
        tls=True, host_names=NAMES, approved_by="ada", device_polls=tuple(polls), device_interval_s=1
    )
    with (
        running(SessionsSettings(data_dir=folder, identity=identity)) as url,
        LoopbackProxy(url.removesuffix("/skaha")) as proxy,
    ):
        yield RealNames(folder, proxy)


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


def certificate_of(server: RealNames, user: str, home: Path) -> Path:
    """Write a proxy certificate where the older clients look for one."""
    path = home / ".ssl" / "cadcproxy.pem"
    path.parent.mkdir()
    path.write_bytes(Authority.open(server.folder, utc_now()).proxy(user, timedelta(days=1), utc_now()))
    return path


def test_skaha_with_a_certificate(skaha: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server") as server:
        certificate_of(server, "grace", skaha.home)
        done = server.run(skaha, SKAHA_USER)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "{'grace'}"), done.stderr


def test_canfar_1_0_with_a_certificate(canfar_1_0: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server") as server:
        path = certificate_of(server, "grace", canfar_1_0.home)
        platform = {"name": "CADC", "uri": "ivo://cadc.nrc.ca/skaha", "url": "https://ws-uv.canfar.net/skaha"}
        context = {
            "mode": "x509",
            "path": str(path),
            "expiry": (utc_now() + timedelta(hours=12)).timestamp(),
            "server": {**platform, "version": "v1", "auths": ["x509"]},
        }
        configuration = canfar_1_0.home / ".canfar" / "config.yaml"
        configuration.parent.mkdir()
        configuration.write_text(json.dumps({"active": "local", "contexts": {"local": context}}))
        done = server.run(canfar_1_0, USER)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "{'grace'}"), done.stderr
