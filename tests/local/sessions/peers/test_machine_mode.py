"""Errors of canfar 1.5 with `-o json`: one object with code, message and hint, and exit code 1."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.local.released_clients import Peer
from tests.local.sessions.peers.real_names import RealNames, real_names
from tests.rows import row

# Starts a server and processes of the client.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

COMMAND = "import sys; from canfar.cli.main import main; sys.exit(main())"
PS = "ps -o json"
CREATE = "create headless elsewhere.org/a/b:1 -n bad -o json"


def without_login(_: RealNames, __: Peer) -> None:
    pass


def with_login(server: RealNames, client: Peer) -> None:
    server.configure(client)


def as_mallory(server: RealNames, client: Peer) -> None:
    server.configure(client, "mallory")


def with_another_version(server: RealNames, client: Peer) -> None:
    server.configure(client)
    (client.home / ".canfar" / "config.yaml").write_text("version: 7\n")


def with_a_broken_certificate(server: RealNames, client: Peer) -> None:
    server.configure(client)
    (client.home / ".ssl" / "cadcproxy.pem").write_text("no PEM\n")


ROWS: list[tuple[Callable[[RealNames, Peer], None], str, str]] = [
    (without_login, PS, "authentication.required"),
    (with_a_broken_certificate, PS, "authentication.credential_invalid"),
    (with_another_version, PS, "config.invalid"),
    (as_mallory, PS, "transport.failure"),
    (with_login, CREATE, "transport.failure"),
]


def test_errors_in_machine_mode(canfar: Peer, tmp_path: Path) -> None:
    with real_names(tmp_path / "server") as server:
        for number, (prepare, command, code) in enumerate(ROWS):
            with row(prepare.__name__, command):
                client = Peer(canfar.packages, tmp_path / f"home-{number}")
                client.home.mkdir()
                prepare(server, client)
                done = server.run(client, COMMAND, *command.split())
                assert done.returncode == 1, done.stdout + done.stderr
                told = json.loads(done.stderr.splitlines()[-1])
                assert (told["code"], sorted(told)) == (code, ["code", "hint", "message"])
