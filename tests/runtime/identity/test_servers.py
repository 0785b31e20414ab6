"""`client.servers`: saved servers, and those in a list of services."""

from pathlib import Path

import pytest

from seawall.core.errors import DecodeError, InputError, NotSentError, ServerStatusError
from seawall.core.http.message import Response
from seawall.runtime.identity._async.anonymous import AsyncAnonymous
from seawall.runtime.identity._async.servers import AsyncServers
from seawall.sdks.sessions.settings import Settings
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport
from tests.rows import row
from tests.runtime.identity.configurations import VERSION_2, written
from tests.runtime.identity.identity_server import URL, IdentityServer, no_transport


def servers_of(
    folder: Path, server: IdentityServer | None = None
) -> tuple[AsyncServers, AsyncMemoryTransport]:
    settings = Settings(config_file=folder / ".canfar" / "config.yaml", services_url=f"{URL}/registry")
    transport = AsyncMemoryTransport(server or IdentityServer())
    return AsyncServers(AsyncAnonymous(settings, transport, AsyncFakeClock(), make=no_transport)), transport


async def test_servers_that_answer_are_found_and_not_saved(tmp_path: Path) -> None:
    servers, transport = servers_of(tmp_path)
    [found] = await servers.discover()
    assert (found.name, found.idp, found.uri, found.url) == (
        "canfar",
        "cadc",
        "ivo://cadc.nrc.ca/skaha",
        f"{URL}/skaha",
    )
    assert (found.version, found.auths, found.is_active) == ("v1", ("x509", "oidc"), False)
    assert await servers.list() == ()
    heads = [request.url for request in transport.requests if request.method == "HEAD"]
    assert sorted(heads) == [f"{URL}/gone/capabilities", f"{URL}/skaha/capabilities"]
    assert transport.timeouts_s.count(2.0) == 2
    # No login and no cookie goes to servers that are not known yet.
    assert all(not request.headers for request in transport.requests)


async def test_servers_for_development_are_found_if_they_are_wanted(tmp_path: Path) -> None:
    servers, _ = servers_of(tmp_path)
    assert [one.name for one in await servers.discover("srcnet", dev=True)] == ["canfar", "dev.src.org"]


async def test_a_server_that_is_no_platform_is_left_out(tmp_path: Path) -> None:
    for answer in (
        Response(200, {}, b"<html>"),
        Response(200, {}, b"<capabilities/>"),
        Response(401),
        NotSentError("gone."),
    ):
        servers, _ = servers_of(tmp_path, IdentityServer({"skaha/capabilities": answer}))
        with row(answer):
            assert await servers.discover() == ()


async def test_a_list_that_can_not_be_read_is_an_error(tmp_path: Path) -> None:
    answers: list[tuple[Response | Exception, type[Exception], str]] = [
        (Response(200, {}, b"<html>"), DecodeError, "registry is no list of services"),
        (Response(500), ServerStatusError, "GET http://127.0.0.1:8800/registry answered 500"),
        (NotSentError("gone."), NotSentError, "gone"),
    ]
    for answer, kind, words in answers:
        servers, _ = servers_of(tmp_path, IdentityServer({"registry": answer}))
        with row(answer), pytest.raises(kind, match=words):
            await servers.discover()


async def test_a_saved_server_becomes_active_without_a_request(tmp_path: Path) -> None:
    written(tmp_path, VERSION_2)
    servers, transport = servers_of(tmp_path)
    assert [(one.name, one.is_active) for one in await servers.list()] == [("canfar", False), ("swe", True)]
    assert (await servers.use("ivo://cadc.nrc.ca/skaha")).is_active
    assert [(one.name, one.is_active) for one in await servers.list()] == [("canfar", True), ("swe", False)]
    assert transport.requests == []


async def test_another_server_is_looked_for_and_saved(tmp_path: Path) -> None:
    servers, _ = servers_of(tmp_path)
    used = await servers.use("canfar")
    assert (used.url, used.is_active) == (f"{URL}/skaha", True)
    assert await servers.list() == (used,)
    with pytest.raises(InputError, match=r"cadc has no server 'canfr' that answers; the nearest is canfar"):
        await servers.use("canfr")
    empty, _ = servers_of(tmp_path, IdentityServer({"skaha/capabilities": Response(503)}))
    with pytest.raises(InputError, match=r"No server of cadc answers"):
        await empty.use("other")


async def test_a_server_that_is_saved_for_another_provider_gets_a_name_of_its_own(tmp_path: Path) -> None:
    written(tmp_path, VERSION_2)
    servers, _ = servers_of(tmp_path)
    assert [one.name for one in await servers.discover("cadc")] == ["canfar"]
    assert [one.name for one in await servers.discover("srcnet")] == ["canfar-srcnet"]
    assert (await servers.use("canfar-srcnet")).idp == "srcnet"
    assert [(one.name, one.idp) for one in await servers.list()] == [
        ("canfar", "cadc"),
        ("canfar-srcnet", "srcnet"),
        ("swe", "srcnet"),
    ]
