"""The tokens and the transport of a caller."""

from pathlib import Path

import pytest

from seawall.core.errors import CertificateError, ConfigError, LoginRequiredError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.concurrency.tasks import AsyncWorkers
from seawall.runtime.identity._async.anonymous import AsyncAnonymous
from seawall.runtime.identity._async.caller_tokens import async_tokens_of, async_transport_of
from seawall.runtime.identity.caller import Caller, caller_from
from seawall.runtime.identity.config_file import ConfigFile
from seawall.sdks.sessions.settings import Settings
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, json_response
from tests.rows import row
from tests.runtime.certificates import NOW, person, proxy_of
from tests.runtime.identity.configurations import NOW_S, VERSION_2, written
from tests.runtime.identity.identity_server import URL, IdentityServer, no_transport

LOCAL = VERSION_2.replace("https://iam.test", URL)
REQUEST = Request("GET", "http://127.0.0.1:9/skaha")


def caller_of(folder: Path, text: str = LOCAL, *, base_url: str = "") -> Caller[Settings]:
    settings = Settings(config_file=written(folder, text).path)
    if base_url:
        settings = Settings(config_file=settings.config_file, base_url=base_url)
    return caller_from(settings)


async def test_a_saved_token_is_used_until_it_expires(tmp_path: Path) -> None:
    server = IdentityServer()
    tokens = async_tokens_of(
        caller_of(tmp_path), "", AsyncMemoryTransport(server), AsyncFakeClock(wall_s=NOW_S + 569)
    )
    assert tokens is not None
    assert await tokens.token(60.0) == "s3cr3t-access"
    assert server.requests == []


async def test_32_callers_share_one_renewal_and_another_client_uses_it(tmp_path: Path) -> None:
    server, clock = IdentityServer(), AsyncFakeClock(wall_s=NOW_S + 601)
    caller = caller_of(tmp_path)
    first, second = (async_tokens_of(caller, "", AsyncMemoryTransport(server), clock) for _ in range(2))
    assert first is not None
    assert second is not None

    async def ask(_: int) -> str:
        return await first.token(60.0)

    found = [token async for token in AsyncWorkers(32).each(range(32), ask)]
    assert [*set(found), await second.token(60.0)] == ["access-1"] * 2
    assert server.paths == ["token"]
    document = ConfigFile(caller.document.path).read()
    assert dict(document.part("srcnet", "token")) == {
        "access": "access-1",
        "refresh": "refresh-1",
        "token_type": "Bearer",
        "scope": "openid",
    }
    assert dict(document.part("srcnet", "expiry")) == {"access": NOW_S + 1201, "refresh": NOW_S + 86400}
    assert document.record("authentication", "srcnet")["added"] == "by a newer client"
    # The renewed token is due for the next renewal when it expires, and not before.
    for wait_s, expected in ((560.0, "access-1"), (40.0, "access-2")):
        clock.advance(wait_s)
        assert await first.token(60.0) == expected


async def test_a_renewal_by_another_program_is_used(tmp_path: Path) -> None:
    server, clock = IdentityServer(), AsyncFakeClock(wall_s=NOW_S)
    tokens = async_tokens_of(caller_of(tmp_path), "", AsyncMemoryTransport(server), clock)
    assert tokens is not None
    assert await tokens.token(60.0) == "s3cr3t-access"
    renewed = LOCAL.replace("access: s3cr3t-access", "access: other").replace(
        str(NOW_S + 600), str(NOW_S + 9999)
    )
    written(tmp_path, renewed)
    clock.advance(700.0)
    assert await tokens.token(60.0) == "other"
    assert server.requests == []


async def test_a_login_that_can_not_be_renewed_says_how_to_log_in(tmp_path: Path) -> None:
    refused = IdentityServer({"token": json_response(400, {"error": "invalid_grant"})})
    for text, words in [
        (LOCAL, r"can not be renewed \(invalid_grant\)\. Log in: x"),
        (LOCAL.replace("refresh: s3cr3t-refresh, ", ""), r"The login has expired\. Log in: x"),
        (LOCAL.replace("identity: client-1, ", ""), r"The login has expired\. Log in: x"),
        (LOCAL.replace("access: s3cr3t-access, refresh: s3cr3t-refresh, ", ""), r"not logged in\. Log in: x"),
    ]:
        clock = AsyncFakeClock(wall_s=NOW_S + 700)
        tokens = async_tokens_of(caller_of(tmp_path, text), "Log in: x", AsyncMemoryTransport(refused), clock)
        assert tokens is not None
        with row(text), pytest.raises(LoginRequiredError, match=words):
            await tokens.token(60.0)


async def test_a_login_without_an_expiry_is_renewed_first(tmp_path: Path) -> None:
    text = LOCAL.replace(f"    expiry: {{access: {NOW_S + 600}, refresh: {NOW_S + 86400}}}\n", "")
    assert text != LOCAL
    tokens = async_tokens_of(
        caller_of(tmp_path, text), "", AsyncMemoryTransport(IdentityServer()), AsyncFakeClock(wall_s=NOW_S)
    )
    assert tokens is not None
    assert await tokens.token(60.0) == "access-1"


async def test_without_a_login_a_call_says_what_is_missing(tmp_path: Path) -> None:
    caller = caller_of(tmp_path, base_url="https://other.test")
    tokens = async_tokens_of(caller, "Log in: x", AsyncMemoryTransport(IdentityServer()), AsyncFakeClock())
    assert tokens is not None
    with pytest.raises(LoginRequiredError, match=r"other\.test is not a saved server, .* Log in: x"):
        await tokens.token(60.0)


async def test_a_given_identity_needs_no_tokens(tmp_path: Path) -> None:
    for settings in (
        Settings(token=Secret("t0ken"), base_url="https://other.test"),
        Settings(certificate=tmp_path / "x.pem", base_url="https://other.test"),
    ):
        transport = AsyncMemoryTransport(IdentityServer())
        assert async_tokens_of(caller_from(settings), "", transport, AsyncFakeClock()) is None


async def test_a_certificate_is_checked_before_anything_is_sent(tmp_path: Path) -> None:
    expired = proxy_of(person()).in_one_file(tmp_path / "proxy.pem")
    other = tmp_path / "other.pem"
    other.write_bytes(person().certificate_pem() + person().key_pem())
    clock = AsyncFakeClock(wall_s=NOW.timestamp() + 12 * 3600)
    rows: list[tuple[Path, type[Exception], str]] = [
        (expired, CertificateError, "expired at 2026-03-01 23:00 UTC"),
        (other, ConfigError, "belongs to another certificate"),
        (tmp_path / "none.pem", ConfigError, "can not be read"),
    ]
    for path, kind, words in rows:
        caller = caller_from(Settings(certificate=path, base_url="https://other.test"))
        transport = async_transport_of(caller, no_transport, clock)
        with row(path.name), pytest.raises(kind, match=words):
            await transport.send(REQUEST, 1.0)
        await transport.aclose()


async def test_requests_without_an_identity_use_the_given_transport_or_one_of_their_own(
    tmp_path: Path,
) -> None:
    given, made = (AsyncMemoryTransport(lambda _: Response(200)) for _ in range(2))
    for transport, expected in ((given, given), (None, made)):
        anonymous = AsyncAnonymous(Settings(), transport, AsyncFakeClock(), make=lambda: made)
        async with anonymous.transport() as used:
            assert used is expected
