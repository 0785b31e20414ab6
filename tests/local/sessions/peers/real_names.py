"""A local server behind a proxy, which clients reach under the names of the real systems."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from seawall.local.serving.wall_clock import utc_now
from seawall.local.sessions import CA_FILE, IdentitySettings, SessionsSettings, running
from seawall.local.sessions.identity.authority import Authority
from tests.local.released_clients import Peer
from tests.transports.proxy import LoopbackProxy

if TYPE_CHECKING:
    import subprocess

    from seawall.local.sessions.identity.settings import PollAnswer

__all__ = [
    "RealNames",
    "Version",
    "at_once",
    "configure",
    "real_names",
    "version_2",
    "version_of_1_0",
    "written_certificate",
]

Version = Callable[[str, Path], dict[str, object]]

NAMES = (
    "cadc-west-01.canfar.net",
    "spsrc27.iaa.csic.es",
    "ska-iam.stfc.ac.uk",
    "ws-uv.canfar.net",
    "ws.cadc-ccda.hia-iha.nrc-cnrc.gc.ca",
)
SERVER_URI, SERVER_URL = "ivo://cadc.nrc.ca/skaha", "https://ws-uv.canfar.net/skaha"


@frozen
class RealNames:
    """A local server behind a proxy, as the client sees the real systems; `url` is its own address."""

    folder: Path
    url: str
    proxy: LoopbackProxy

    def run(
        self, client: Peer, code: str, *arguments: str, answers: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program of the client, which reaches this server only."""
        authority = os.fspath(self.folder / CA_FILE)
        settings = {"HTTPS_PROXY": self.proxy.url, "SSL_CERT_FILE": authority, "NO_PROXY": ""}
        # cadcutils, with which canfar 1.0 logs in, is over requests.
        settings["REQUESTS_CA_BUNDLE"] = authority
        return client.run(code, *arguments, answers=answers, **settings)

    def hosts(self) -> set[str]:
        """The hosts that the client asked for."""
        return {head.split()[1].decode().partition(":")[0] for head in self.proxy.requests}

    def configure(self, client: Peer, user: str = "ada", *, version: "Version | None" = None) -> None:
        """Write a certificate, and the configuration file that names it and the server."""
        path = written_certificate(self.folder, client.home, user)
        configure(client, (version or version_2)(SERVER_URL, path))


def written_certificate(folder: Path, home: Path, user: str) -> Path:
    """Write a proxy certificate of the server with that folder to the default path of the clients."""
    path = home / ".ssl" / "cadcproxy.pem"
    path.parent.mkdir()
    path.write_bytes(Authority.open(folder, utc_now()).proxy(user, timedelta(days=1), utc_now()))
    return path


def version_2(url: str, certificate: Path) -> dict[str, object]:
    """A configuration file of version 2, with a login by certificate."""
    server = {"uri": SERVER_URI, "url": url, "version": "v1", "idp": "cadc", "auths": ["x509"]}
    return {
        "version": 2,
        "active": {"authentication": "cadc", "server": "west", "servers": {"cadc": "west"}},
        "authentication": {"cadc": record_of(certificate)},
        "servers": {"west": server},
    }


def version_of_1_0(url: str, certificate: Path) -> dict[str, object]:
    """A configuration file of canfar 1.0, with a login by certificate."""
    server = {"name": "CADC", "uri": SERVER_URI, "url": url, "version": "v1", "auths": ["x509"]}
    return {"active": "local", "contexts": {"local": {**record_of(certificate), "server": server}}}


def record_of(certificate: Path) -> dict[str, object]:
    expiry = (utc_now() + timedelta(hours=12)).timestamp()
    return {"mode": "x509", "path": os.fspath(certificate), "expiry": expiry}


def configure(client: Peer, document: dict[str, object]) -> None:
    """Write the configuration file of a client; JSON is YAML."""
    path = client.home / ".canfar" / "config.yaml"
    path.parent.mkdir()
    path.write_text(json.dumps(document))


def at_once(folder: Path, identity: IdentitySettings) -> SessionsSettings:
    """Nothing waits: a headless session ends when it is made, unless its environment says otherwise."""
    return SessionsSettings(
        data_dir=folder, identity=identity, pending_s=0, headless_duration_s=0, terminating_s=0
    )


@contextmanager
def real_names(folder: Path, polls: "Sequence[PollAnswer]" = ()) -> Iterator[RealNames]:
    """Run a local server under the names of the real systems; ada approves each device login."""
    identity = IdentitySettings(
        tls=True, host_names=NAMES, approved_by="ada", device_polls=tuple(polls), device_interval_s=1
    )
    settings = evolve(at_once(folder, identity), older_statistics=True)
    with running(settings) as url, LoopbackProxy(url.removesuffix("/skaha")) as proxy:
        yield RealNames(folder, url.removesuffix("/skaha"), proxy)
