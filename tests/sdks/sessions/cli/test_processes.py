"""`seawall sessions` as processes: at a terminal, in a shell that completes, and two at a time."""

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from seawall.local.sessions import TOKEN_FILE, IdentitySettings, SessionsSettings, running
from seawall.sdks.sessions import Client, Settings
from tests.cli.commands import completed
from tests.terminal.pseudo_terminal import seawall_at_terminal

# A real server and processes.
pytestmark = pytest.mark.slow

# Waits for a line, so that all begin at the same time.
LIST = """
import sys
from seawall.sdks.sessions import Client
client = Client()
print("ready", flush=True)
sys.stdin.readline()
print([one.name for one in client.sessions.list()])
"""
SHOWN, HIDDEN = "\x1b[?25h", "\x1b[?25l"


@frozen
class Server:
    """A running server; `environment` is that of a user who has no login yet."""

    folder: Path
    url: str
    token: str

    def environment(self, home: Path, *, token: bool = False) -> dict[str, str]:
        root = self.url.removesuffix("/skaha")
        names = {"SERVICES_URL": f"{root}/reg/resource-caps", "ISSUER": f"{root}/"}
        names["CONFIG_FILE"] = str(home / "config.yaml")
        if token:
            names |= {"BASE_URL": self.url, "TOKEN": self.token}
        return {f"SEAWALL_SESSIONS_{name}": value for name, value in names.items()}

    def renewals(self) -> int:
        """The number of refresh tokens that were issued so far."""
        database = sqlite3.connect(self.folder / "sessions.sqlite3")
        try:
            return int(database.execute("SELECT count(*) FROM refresh_tokens").fetchone()[0])
        finally:
            database.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server") / "data"
    identity = IdentitySettings(certificate_header=True, approved_by="ada", device_interval_s=1)
    with running(SessionsSettings(data_dir=folder, pending_s=0, identity=identity)) as url:
        yield Server(folder, url, json.loads((folder / TOKEN_FILE).read_text())["ada"])


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client(base_url=server.url, token=server.token) as client:
        yield client


def test_two_processes_share_one_renewal_of_a_saved_login(server: Server, tmp_path: Path) -> None:
    given = server.environment(tmp_path)
    prefix = "SEAWALL_SESSIONS_"
    settings = Settings(**{name.removeprefix(prefix).lower(): value for name, value in given.items()})  # type: ignore[arg-type]
    with Client(settings=settings) as client:
        client.auth.login("srcnet", show=lambda _: None)
    file = tmp_path / "config.yaml"
    text, count = re.subn(r"(expiry:\s+access: )[\d.]+", r"\g<1>1000000000", file.read_text())
    assert count == 1
    file.write_text(text)
    before = server.renewals()
    started = [
        subprocess.Popen(
            [sys.executable, "-c", LIST], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env={**os.environ, **given},
        )
        for _ in range(2)
    ]  # fmt: skip
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in started:
        output, errors = process.communicate(timeout=60)
        assert (process.returncode, output) == (0, "[]\n"), errors
    assert server.renewals() == before + 1
    assert "access: 1000000000" not in file.read_text()


def test_watch_ends_on_ctrl_c_and_restores_the_terminal(
    server: Server, client: Client, tmp_path: Path
) -> None:
    handle = client.sessions.create("watched", "skaha/base-notebook:latest", kind="notebook")
    environment = server.environment(tmp_path, token=True)
    session = seawall_at_terminal(
        "sessions", "ps", "--watch", after=handle.session_id, typed=b"\x03", **environment
    )
    handle.destroy()
    assert session.code == 128 + signal.SIGINT
    assert "Stopped. Run it again to continue." in session.output
    assert session.output.rindex(SHOWN) > session.output.rindex(HIDDEN)


def test_a_login_with_a_password_and_one_with_a_certificate(server: Server, tmp_path: Path) -> None:
    environment = {**server.environment(tmp_path), "HOME": str(tmp_path)}
    made = seawall_at_terminal(
        "sessions", "login", "cadc", "--username", "ada", "--server", "canfar",
        after="Password: ", typed=f"{server.token}\n".encode(), **environment,
    )  # fmt: skip
    assert made.code == 0, made.output
    assert "Logged in." in made.output
    assert server.token not in made.output
    certificate = tmp_path / ".ssl" / "cadcproxy.pem"
    assert str(certificate) in made.output.replace("\n", "")
    assert certificate.stat().st_mode & 0o777 == 0o600
    who = seawall_at_terminal("sessions", "whoami", **environment)
    assert (who.code, "ada\n" in who.output) == (0, True), who.output
    assert seawall_at_terminal("sessions", "auth", "purge", "--yes", **environment).code == 0
    again = seawall_at_terminal(
        "sessions", "login", "cadc", "--certificate", str(certificate), "--server", "canfar", **environment
    )
    assert (again.code, "Logged in." in again.output) == (0, True), again.output
    refused = seawall_at_terminal(
        "sessions", "login", "cadc", "--username", "ada", after="Password: ", typed=b"wrong\n", **environment
    )
    assert refused.code == 3, refused.output


def test_ids_of_sessions_are_completed(server: Server, client: Client, tmp_path: Path) -> None:
    handle = client.sessions.create("done", "skaha/base-notebook:latest", kind="notebook")
    environment = server.environment(tmp_path, token=True)
    begin = handle.session_id[:3]
    assert completed(f"seawall sessions info {begin}", environment) == [handle.session_id]
    assert completed("seawall sessions info", {**environment, "SEAWALL_SESSIONS_TOKEN": "wrong"}) == ["info"]
    assert completed(f"seawall sessions logs {begin}", server.environment(tmp_path)) == []
    handle.destroy()
