"""`seawall sessions login`, `logout`, `whoami`, `auth` and `server`."""

import stat
from pathlib import Path

import pytest

from seawall.core.http.message import Request, Response
from seawall.local.sessions import IdentitySettings, SessionsSettings
from tests.local.sessions.client import SessionsHttp
from tests.sdks.sessions.cli.conftest import Terminal

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow


@pytest.fixture
def settings(tmp_path: Path) -> SessionsSettings:
    return SessionsSettings(data_dir=tmp_path / "data", identity=IdentitySettings(approved_by="ada"))


def test_a_login_with_a_code_and_its_end(terminal: Terminal, tmp_path: Path) -> None:
    before = terminal("whoami")
    assert before.code == 3
    assert before.stderr.endswith("log in: seawall sessions login\n")
    made = terminal("login", "srcnet")
    assert made.code == 0
    assert "Code   " in made.stderr
    assert "Logged in." in made.stderr
    file = tmp_path / ".canfar" / "config.yaml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert terminal("whoami").stdout.split()[:4] == ["User", "ada", "Login", "srcnet"]
    assert terminal("ps").code == 0
    assert "servers.canfar.auths" in (shown := terminal("config", "show").stdout)
    assert "x509, oidc" in shown
    listed = terminal("auth", "list", "-o", "json").json
    assert isinstance(listed, list)
    assert [(one["idp"], one["is_active"]) for one in listed] == [("srcnet", True)]
    out = terminal("logout")
    assert (out.code, out.stderr) == (0, "Logged out of srcnet.\n")
    assert terminal("logout").stderr.startswith("You were not logged in")
    assert terminal("whoami").code == 3


def test_a_token_overrides_the_login(ada: SessionsHttp, terminal: Terminal) -> None:
    who = terminal("whoami")
    assert (who.code, who.stdout) == (0, "User  ada\n")
    out = terminal("logout", "srcnet")
    assert "The token in SEAWALL_SESSIONS_TOKEN (environment) is still set; commands use it." in out.stderr


def test_a_login_needs_a_known_provider_and_a_user_name(terminal: Terminal) -> None:
    unknown = terminal("login", "srcent")
    assert unknown.code == 2
    assert "nearest is srcnet" in unknown.stderr
    unnamed = terminal("login", "cadc")
    assert unnamed.code == 2
    assert "Give --username, or --certificate" in unnamed.stderr


def test_servers_are_found_chosen_and_removed(terminal: Terminal) -> None:
    found = terminal("server", "discover", "srcnet")
    assert found.code == 0
    assert "canfar" in found.stdout
    assert terminal("server", "list").stderr == "No server is saved.\n"
    assert terminal("login", "srcnet", "--url", "http://localhost").code == 0
    assert "*  canfar" in terminal("server", "list").stdout
    assert terminal("server", "use", "canfar").code == 0
    assert terminal("auth", "use", "srcnet").code == 0
    missing = terminal("auth", "use", "cadc")
    assert missing.code == 2
    assert "There is no saved login at cadc. Saved: srcnet." in missing.stderr
    assert terminal("auth", "remove", "srcnet").code == 0
    assert terminal("auth", "purge", "--yes").code == 0
    assert terminal("server", "list").stderr == "No server is saved.\n"


def test_a_login_that_is_refused_is_told(terminal: Terminal) -> None:
    def answer(server: object, request: Request) -> Response:
        if request.url.endswith("/token"):
            return Response(400, {"content-type": "application/json"}, b'{"error": "access_denied"}')
        assert callable(server)
        made = server(request)
        assert isinstance(made, Response)
        return made

    terminal.answer = answer
    refused = terminal("login", "srcnet")
    assert refused.code == 3
    assert "denied" in refused.stderr
    assert terminal("auth", "list").stderr == "No login is saved.\n"
