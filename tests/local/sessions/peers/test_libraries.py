"""Every method of the released clients' libraries, sync and async, with a token and with a certificate."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from seawall.local.sessions import CA_FILE, TOKEN_FILE, IdentitySettings, running
from tests.local.released_clients import Peer
from tests.local.sessions.peers.real_names import (
    at_once,
    configure,
    version_2,
    version_of_1_0,
    written_certificate,
)

# Starts processes of the clients, which send a hundred requests each.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

JsonDict = dict[str, Any]
REGISTRY = {"username": "ada", "secret": "any"}
FIXTURES = {"canfar_1_5": "canfar", "canfar_1_0": "canfar_1_0", "skaha": "skaha"}
CREDENTIALS = [(generation, each) for generation in FIXTURES for each in ("token", "certificate")]
# skaha names no certificate in its header.
CREDENTIALS += [("canfar_1_5", "switch"), ("canfar_1_0", "switch")]
REASONS = ["REASON", "Scheduled", "Pulling", "Pulled", "Created", "Started"]
KEYS = ["connectURL", "cpuCoresInUse", "expiryTime", "gpuRAMInUse", "gpuUtilization", "id", "image"]
KEYS += ["isFixedResources", "name", "ramInUse", "requestedGPUCores", "runAsGID", "runAsUID", "startTime"]
KEYS += ["status", "supplementalGroups", "type", "userid"]
OTHERS = {
    "images": [8, ["images.canfar.net/skaha/carta:4.0"]],
    "resources": ["cores", "gpus", "maxInteractiveSessions", "memoryGB"],
    "availability": True,
}


@frozen
class Served:
    """A local server that runs, and the folder of its data."""

    url: str
    folder: Path

    def fields(self, generation: str, credential: str, home: Path) -> JsonDict:
        """The fields of a constructor; skaha refuses each certificate but the one at its default path."""
        skaha: JsonDict = {"server": self.url, "registry": REGISTRY}
        fields: JsonDict = skaha if generation == "skaha" else {"url": f"{self.url}/v1"}
        if credential == "token":
            return {**fields, "token": json.loads((self.folder / TOKEN_FILE).read_text())["ada"]}
        path = written_certificate(self.folder, home, "ada")
        return fields if generation == "skaha" else {**fields, "certificate": os.fspath(path)}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over plain HTTP, which takes a client that says that it has a certificate for ada."""
    folder = tmp_path_factory.mktemp("plain")
    identity = IdentitySettings(certificate_header=True)
    with running(at_once(folder, identity)) as url:
        yield Served(url, folder)


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with TLS, which asks for certificates."""
    folder = tmp_path_factory.mktemp("secured")
    identity = IdentitySettings(tls=True)
    with running(at_once(folder, identity)) as url:
        yield Served(url, folder)


def expected_of_sessions(generation: str, url: str, *, is_async: bool) -> JsonDict:
    """Results of the calls of a class of sessions; the generations differ in few of them."""
    is_skaha = generation == "skaha"
    held, book, ended = ("held-1", "book-1", "Succeeded") if is_skaha else ("held", "book", "Completed")
    page = f"{url.removesuffix('/skaha')}/session/notebook/book/1/lab/tree/HOME/ada?token=book/1"
    fixed = ["requestedCPUCores", "requestedRAM"] if is_skaha else []
    rows = [[book, "notebook", "Running"], [held, "headless", "Pending"]]
    replicas = [["REPLICA_COUNT=2", f"REPLICA_ID={number}"] for number in (1, 2)]
    expected: JsonDict = {
        "create": ["held/1", "job/1", "job/2", "book/1"],
        "create, private image": [{"secret/1": True}, "secret/1"],
        "fetch": [*rows, ["job-1", "headless", ended], ["job-2", "headless", ended]],
        "fetch by kind": [book],
        "fetch by status": [held],
        "info": [["job/1", "job-1"], ["job/2", "job-2"]],
        "info of one": [sorted([*KEYS, *fixed])],
        "logs": {f"job/{number}": ["COLOUR=blue", *replicas[number - 1]] for number in (1, 2)},
        "logs, verbose": None,
        "events": [{"job/1": REASONS}, {"job/2": REASONS}],
        "events, verbose": None,
        "stats": ["cores", "instances", "ram"] if is_skaha else ["cores", "ram"],
        "create, refused": [],
        "destroy": {"held/1": True, "unknown1": True},
        "destroy_with": {"job/1": True, "job/2": True},
        "destroy_with, nothing": {},
        "fetch at the end": [],
    }
    if generation == "canfar_1_0":
        # Its sync class opens what is not ready as well.
        expected["connect"] = [page] if is_async else [page, ""]
    if generation != "canfar_1_5":
        return {**expected, "fetch of all": ["startTime", "status", "type", "userid"]}
    return {
        **expected,
        "connect": [page],
        "renew": {"book/1": True, "unknown1": False},
        "create by a request": ["asked/1"],
        "destroy of it": {"asked/1": True},
        "create, raised": ["create", [], [1, 2]],
        "info, raised": ["info", [], ["unknown1"]],
        "events, raised": ["events", [], ["unknown1"]],
        "renew, raised": ["renew", {"unknown1": False}, ["unknown1"]],
    }


@pytest.mark.parametrize(("generation", "credential"), CREDENTIALS)
def test_every_method(
    generation: str, credential: str, plain: Served, secured: Served, request: pytest.FixtureRequest
) -> None:
    client: Peer = request.getfixturevalue(FIXTURES[generation])
    server = secured if credential == "certificate" else plain
    fields = server.fields(generation, credential, client.home)
    # canfar 1.0 wants a context that has not expired, even with a token.
    version = version_of_1_0 if generation == "canfar_1_0" else version_2
    configure(client, {**version(server.url, client.home / "none.pem"), "registry": REGISTRY})
    program = Path(__file__).with_name("library_program.py").read_text()
    authority = {"SSL_CERT_FILE": os.fspath(server.folder / CA_FILE)} if server is secured else {}
    done = client.run(program, generation, json.dumps(fields), **authority)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    for name, is_async in [("Session", False), ("AsyncSession", True)]:
        assert found[name] == expected_of_sessions(generation, server.url, is_async=is_async)
    details = found["others"].pop("details", None)
    assert found["others"] == OTHERS
    if generation == "canfar_1_5":
        assert ["images.canfar.net/skaha/carta:4.0", ["carta"], 71] in details
