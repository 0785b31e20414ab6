"""`login`, `auth`, `server` and `config` of a fictitious SDK with two identity providers."""

import io
import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import pytest
from attrs import evolve

from seawall.core.http.message import Response
from seawall.runtime.identity._sync.anonymous import Anonymous
from seawall.runtime.identity._sync.logins import Logins
from seawall.runtime.identity._sync.servers import Servers
from seawall.runtime.identity.federation import Federation
from seawall.runtime.identity.login_settings import SavedLoginSettings
from seawall.runtime.identity.providers import IdentityProvider, LoginMode
from seawall.terminal.command_line import CommandLine, new_app
from seawall.terminal.login.config_commands import add_config
from seawall.terminal.login.saved_logins import add_saved_logins
from seawall.terminal.sdk import Sdk
from seawall.testing import FakeClock, MemoryTransport, json_response
from tests.rows import row
from tests.runtime.certificates import NOW
from tests.runtime.identity.identity_server import DISCOVERY, URL, IdentityServer, no_transport

Captured = Callable[[], tuple[str, str]]

FEDERATION = Federation(
    providers={
        "alpha": IdentityProvider(
            name="alpha", title="Alpha", mode=LoginMode.X509, registry_url=f"{URL}/registry", storage="arc"
        ),
        "beta": IdentityProvider(
            name="beta",
            title="Beta",
            mode=LoginMode.OIDC,
            registry_url=f"{URL}/registry",
            storage="cavern",
            issuer=URL,
        ),
    },
    default_idp="alpha",
    default_record={
        "name": "one",
        "uri": "ivo://one.test/skaha",
        "url": "https://one.test/skaha",
        "version": "v1",
        "auths": ["x509"],
    },
    config_file="~/.archive.yaml",
    certificate="~/.archive.pem",
    service="skaha",
    standards=("http://www.opencadc.org/std/platform#session-1",),
)


class Settings(SavedLoginSettings):
    section: ClassVar[str] = "archive"
    environment_prefix: ClassVar[str] = "ARCHIVE_"
    federation: ClassVar[Federation] = FEDERATION


class Client:
    """A client whose identity servers are in memory."""

    def __init__(self, server: IdentityServer) -> None:
        clock, transport = FakeClock(wall_s=NOW.timestamp()), MemoryTransport(server)
        self._anonymous = Anonymous(Settings(), transport, clock, make=no_transport)

    @cached_property
    def auth(self) -> Logins:
        return Logins(self._anonymous)

    @cached_property
    def servers(self) -> Servers:
        return Servers(self._anonymous)

    def close(self) -> None: ...


ARCHIVE = Sdk(
    name="archive",
    command="archive",
    server="archive",
    environment_prefix="ARCHIVE_",
    settings=lambda: Settings,
    client=lambda _: Client(IdentityServer()),
    user_group="",
)


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))


def run(*arguments: str, server: IdentityServer | None = None) -> int:
    app = new_app()
    archive = ARCHIVE if server is None else evolve(ARCHIVE, client=lambda _: Client(server))
    add_saved_logins(app, archive, user=lambda _: "ada", examples=["login beta"])
    add_config(app, archive)
    return CommandLine(program="archive", app=app).run([*arguments])


def test_a_login_with_a_code_is_shown_chosen_and_removed(captured: Captured, tmp_path: Path) -> None:
    # Without a provider, the first one whose users log in with a code.
    assert run("login") == 0
    out, err = captured()
    assert out.split()[:5] == ["Login", "beta", "(oidc)", "Server", "cadc.nrc.ca"]
    assert "Code   WDJB" in err
    assert (tmp_path / ".archive.yaml").exists()
    assert run("whoami") == 0
    assert captured()[0].split()[:4] == ["User", "ada", "Login", "beta"]
    assert run("auth", "list") == 0
    assert captured()[0].splitlines()[1].split()[:4] == ["*", "beta", "oidc", "cadc.nrc.ca"]
    assert run("auth", "use", "beta") == 0
    assert run("auth", "remove", "beta") == 0
    captured()
    assert run("logout", "beta") == 0
    assert captured()[1] == "You were not logged in at beta.\n"
    assert run("auth", "purge", "--yes") == 0
    assert run("auth", "list", "-o", "json") == 0
    listed = json.loads(captured()[0])
    assert [one["idp"] for one in listed] == ["alpha"]


def test_each_removal_of_a_login_revokes_it(captured: Captured) -> None:
    revoke = f"{URL}/revoke"
    offered = json_response(200, {**DISCOVERY, "revocation_endpoint": revoke})
    for answer, is_revoked in ((Response(200), True), (Response(503), False)):
        for words in (("logout", "beta"), ("auth", "remove", "beta"), ("auth", "purge", "--yes")):
            with row((words, is_revoked)):
                server = IdentityServer({".well-known/openid-configuration": offered, "revoke": answer})
                assert run("login", "beta", server=server) == 0
                assert run(*words, server=server) == 0
                assert server.paths.count("revoke") == 1
                [form] = [one for one in server.requests if one.url == revoke]
                assert isinstance(form.body, bytes)
                assert b"token=refresh-1" in form.body
                assert ("could not be revoked" in captured()[1]) is not is_revoked
                assert run("auth", "list") == 0
                assert "beta" not in captured()[0]


def test_a_login_with_a_password_saves_a_certificate(
    captured: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("login", "alpha") == 2
    assert "Give --username, or --certificate." in captured()[1]
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cr3t\n"))
    assert run("login", "alpha", "--username", "ada", "--password-stdin") == 0
    assert (tmp_path / ".archive.pem").exists()
    assert "s3cr3t" not in "".join(captured())


def test_servers_are_found_and_chosen(captured: Captured) -> None:
    assert run("server", "discover", "beta") == 0
    assert captured()[0].splitlines()[1].split()[:4] == ["cadc.nrc.ca", "beta", "v1", "x509,"]
    assert run("server", "list") == 0
    assert captured()[1] == "No server is saved.\n"
    assert run("server", "use", "cadc.nrc.ca") == 0
    assert "cadc.nrc.ca" in captured()[0]


def test_values_of_the_file_are_set_and_shown(
    captured: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("config", "path") == 0
    assert captured()[0] == f"{tmp_path / '.archive.yaml'}\n"
    assert run("config", "set", "registry.username", "ada") == 0
    assert run("config", "set", "registry.secret", "s3cr3t") == 2
    assert "Give - and the secret on stdin" in captured()[1]
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cr3t\n"))
    assert run("config", "set", "registry.secret", "-") == 0
    assert run("config", "get", "registry.username") == 0
    assert run("config", "show") == 0
    out, _ = captured()
    assert "registry.username  ada" in out
    assert "s3cr3t" not in out
