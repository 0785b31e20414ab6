"""`client.auth`: logins with a code, with a password, with a certificate; and the saved ones."""

import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from seawall.core.errors import (
    AuthError,
    CertificateError,
    ConfigError,
    InputError,
    LoginDeniedError,
    LoginExpiredError,
    NotSentError,
)
from seawall.core.http.message import Response
from seawall.runtime.auth.login import DevicePrompt
from seawall.runtime.identity._async.anonymous import AsyncAnonymous
from seawall.runtime.identity._async.logins import AsyncLogins
from seawall.runtime.identity._async.servers import AsyncServers
from seawall.runtime.identity.config_file import ConfigFile
from seawall.runtime.identity.providers import LoginMode
from seawall.sdks.sessions.settings import Settings
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, json_response
from tests.rows import row
from tests.runtime.certificates import NOW, person, proxy_of
from tests.runtime.identity.configurations import VERSION_2, written
from tests.runtime.identity.identity_server import URL, IdentityServer, no_transport

AT = NOW.timestamp()


def auth_of(folder: Path, server: IdentityServer | None = None) -> AsyncLogins:
    path = folder / ".canfar" / "config.yaml"
    made = Settings(config_file=path, services_url=f"{URL}/registry", issuer=URL)
    transport = AsyncMemoryTransport(server or IdentityServer())
    return AsyncLogins(AsyncAnonymous(made, transport, AsyncFakeClock(wall_s=AT), make=no_transport))


def saved(folder: Path) -> ConfigFile:
    return ConfigFile(folder / ".canfar" / "config.yaml")


async def test_a_login_with_a_code_is_saved_with_its_client_and_server(tmp_path: Path) -> None:
    server, prompts = IdentityServer(), list[DevicePrompt]()
    login = await auth_of(tmp_path, server).login(show=prompts.append)
    assert (login.idp, login.mode, login.is_active, login.is_renewable) == (
        "srcnet",
        LoginMode.OIDC,
        True,
        True,
    )
    assert login.server == "canfar"
    assert login.expires_at == datetime.fromtimestamp(AT + 5.0 + 600.0, UTC)
    assert [prompt.code for prompt in prompts] == ["WDJB"]
    document = saved(tmp_path).read()
    assert dict(document.part("srcnet", "endpoints")) == {
        "discovery": f"{URL}/.well-known/openid-configuration",
        "device": f"{URL}/device",
        "registration": f"{URL}/register",
        "token": f"{URL}/token",
    }
    assert dict(document.part("srcnet", "client")) == {
        "identity": "c-1",
        "secret": "s3cr3t-c",
        "secret_expires_at": 0,
    }
    assert dict(document.part("srcnet", "token")) == {
        "access": "access-1",
        "refresh": "refresh-1",
        "token_type": "Bearer",
    }
    assert document.record("servers", "canfar")["storage"] == {
        "cavern": {"uri": "ivo://cadc.nrc.ca/cavern", "url": f"{URL}/cavern"}
    }
    # The server is chosen before the user is asked to confirm a code.
    assert server.paths[0] == "registry"


async def test_a_login_that_fails_saves_nothing(tmp_path: Path) -> None:
    answers: list[tuple[str, Response | Exception, type[Exception]]] = [
        ("token", json_response(400, {"error": "access_denied"}), LoginDeniedError),
        ("token", json_response(400, {"error": "expired_token"}), LoginExpiredError),
        ("token", json_response(400, {"error": "invalid_client"}), AuthError),
        ("register", json_response(403, {}), AuthError),
        (".well-known/openid-configuration", json_response(200, {"issuer": "https://other.test"}), AuthError),
        (".well-known/openid-configuration", Response(502), NotSentError),
        ("registry", NotSentError("gone."), NotSentError),
        ("skaha/capabilities", Response(503), InputError),
    ]
    for path, answer, kind in answers:
        with row(path, answer), pytest.raises(kind):
            await auth_of(tmp_path, IdentityServer({path: answer})).login(show=print)
        assert not saved(tmp_path).path.exists()


async def test_a_file_that_can_not_be_used_ends_the_login_before_it_starts(tmp_path: Path) -> None:
    server = IdentityServer()
    written(tmp_path, "version: 3\n")
    with pytest.raises(ConfigError, match="has version 3"):
        await auth_of(tmp_path, server).login(show=print)
    assert server.requests == []


async def test_a_login_needs_a_clear_choice_of_the_server(tmp_path: Path) -> None:
    both = {"gone/capabilities": IdentityServer().answers["skaha/capabilities"]}
    several = IdentityServer({name: one for name, one in both.items() if isinstance(one, Response)})
    with pytest.raises(InputError, match=r"srcnet has several servers: canfar, gone\.src\.org\. Choose one"):
        await auth_of(tmp_path, several).login(show=print)
    with pytest.raises(InputError, match=r"no server 'canfr' that answers; the nearest is canfar"):
        await auth_of(tmp_path, several).login(show=print, server="canfr")
    chosen = await auth_of(tmp_path, several).login(show=print, server="ivo://gone.src.org/skaha")
    assert chosen.server == "gone.src.org"
    # From now on it is the saved one: nothing is asked.
    again = IdentityServer({"registry": NotSentError("gone.")})
    assert (await auth_of(tmp_path, again).login(show=print)).server == "gone.src.org"
    dev = await auth_of(tmp_path).login(show=print, server="dev.src.org", dev=True)
    assert dev.server == "dev.src.org"


async def test_a_server_that_was_saved_before_the_login_is_its_server(tmp_path: Path) -> None:
    path = tmp_path / ".canfar" / "config.yaml"
    settings = Settings(config_file=path, services_url=f"{URL}/registry", issuer=URL, idp="srcnet")
    transport, clock = AsyncMemoryTransport(IdentityServer()), AsyncFakeClock(wall_s=AT)
    anonymous = AsyncAnonymous(settings, transport, clock, make=no_transport)
    assert not (await AsyncServers(anonymous).use("canfar")).is_active
    offline = IdentityServer({"registry": NotSentError("gone.")})
    assert (await auth_of(tmp_path, offline).login(show=print)).server == "canfar"


async def test_a_login_with_a_password_saves_the_certificate(tmp_path: Path) -> None:
    path = tmp_path / ".ssl" / "proxy.pem"
    login = await auth_of(tmp_path).login_with_password("ada", "s3cr3t", path=path)
    assert (login.idp, login.mode, login.certificate_file) == ("cadc", LoginMode.X509, path)
    assert login.expires_at == NOW.replace(hour=23)
    assert b"PRIVATE KEY" in path.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "s3cr3t" not in saved(tmp_path).path.read_text(encoding="utf-8")


async def test_a_login_with_a_wrong_password_saves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "proxy.pem"
    answers: list[tuple[str, Response, type[Exception]]] = [
        ("cred/generate?daysValid=30", Response(401), LoginDeniedError),
        ("cred/generate?daysValid=30", Response(200, {}, person().certificate_pem()), AuthError),
        ("cred/capabilities", Response(200, {}, b"<capabilities/>"), Exception),
        ("cred/capabilities", Response(200, {}, b"<html>"), Exception),
    ]
    for name, answer, kind in answers:
        auth = auth_of(tmp_path, IdentityServer({name: answer}))
        with row(name, answer), pytest.raises(kind):
            await auth.login_with_password("ada", "s3cr3t", path=path)
        assert not path.exists()
        assert not saved(tmp_path).path.exists()


async def test_a_certificate_of_the_users_own_is_checked_and_saved(tmp_path: Path) -> None:
    path = proxy_of(person()).in_one_file(tmp_path / "proxy.pem")
    login = await auth_of(tmp_path).login_with_certificate(path)
    assert (login.certificate_file, login.server) == (path, "canfar")
    expired = proxy_of(person(), not_after=NOW.replace(hour=11, minute=59)).in_one_file(tmp_path / "old.pem")
    with pytest.raises(CertificateError, match="expired"):
        await auth_of(tmp_path).login_with_certificate(expired)
    path.write_bytes(person().certificate_pem() + person().key_pem())
    with pytest.raises(ConfigError, match="belongs to another certificate"):
        await auth_of(tmp_path).login_with_certificate(path)


async def test_each_provider_has_its_own_way_to_log_in(tmp_path: Path) -> None:
    auth = auth_of(tmp_path)
    with pytest.raises(InputError, match=r"Users of cadc log in with a certificate \(login_with_password\)"):
        await auth.login("cadc", show=print)
    with pytest.raises(InputError, match=r"Users of srcnet log in with a code \(login\)"):
        await auth.login_with_password("ada", "x", idp="srcnet")
    with pytest.raises(InputError, match=r"no identity provider 'srcent'; the nearest is srcnet"):
        await auth.login("srcent", show=print)


async def test_saved_logins_are_listed_chosen_and_removed(tmp_path: Path) -> None:
    auth = auth_of(tmp_path)
    assert (await auth.list(), await auth.show()) == ((), None)
    written(tmp_path, VERSION_2)
    assert [one.idp for one in await auth.list()] == ["cadc", "srcnet"]
    assert (await auth.use("cadc")).is_active
    shown = await auth.show()
    assert shown is not None
    assert (shown.idp, shown.server) == ("cadc", "canfar")
    await auth.remove("cadc")
    assert [(one.idp, one.is_active) for one in await auth.list()] == [("srcnet", True)]
    for call in (auth.use, auth.remove):
        with pytest.raises(InputError, match=r"no saved login at cadc\. Saved: srcnet\."):
            await call("cadc")
    await auth.purge()
    assert [one.idp for one in await auth.list()] == ["cadc"]
