# DO NOT EDIT. Derived from ../_async/test_identity.py by "python -m seawall.codegen.derive".
"""The tokens and the transport of a caller."""

from pathlib import Path

import pytest

from seawall.core.errors import CertificateError, ConfigError, LoginRequiredError
from seawall.core.http.message import Request, Response
from seawall.core.redaction.secret import Secret
from seawall.runtime.concurrency.threads import Workers
from seawall.sdks.sessions._sync.client import Client
from seawall.sdks.sessions._sync.identity import Anonymous, tokens_of, transport_of
from seawall.sdks.sessions.identity.caller import Caller, caller_from
from seawall.sdks.sessions.identity.config_file import ConfigFile
from seawall.sdks.sessions.settings import Settings
from seawall.testing import FakeClock, MemoryTransport, json_response
from tests.rows import row
from tests.runtime.certificates import NOW, person, proxy_of
from tests.sdks.sessions.configurations import NOW_S, VERSION_2, written
from tests.sdks.sessions.identity_server import URL, IdentityServer

LOCAL = VERSION_2.replace("https://iam.test", URL)
REQUEST = Request("GET", "http://127.0.0.1:9/skaha")


def caller_of(folder: Path, text: str = LOCAL, *, base_url: str = "") -> Caller:
    settings = Settings(config_file=written(folder, text).path)
    if base_url:
        settings = Settings(config_file=settings.config_file, base_url=base_url)
    return caller_from(settings)


def test_a_saved_token_is_used_until_it_expires(tmp_path: Path) -> None:
    server = IdentityServer()
    tokens = tokens_of(
        caller_of(tmp_path), "", MemoryTransport(server), FakeClock(wall_s=NOW_S + 569)
    )
    assert tokens is not None
    assert tokens.token(60.0) == "s3cr3t-access"
    assert server.requests == []


def test_32_callers_share_one_renewal_and_another_client_uses_it(tmp_path: Path) -> None:
    server, clock = IdentityServer(), FakeClock(wall_s=NOW_S + 601)
    caller = caller_of(tmp_path)
    first, second = (tokens_of(caller, "", MemoryTransport(server), clock) for _ in range(2))
    assert first is not None
    assert second is not None

    def ask(_: int) -> str:
        return first.token(60.0)

    found = [token for token in Workers(32).each(range(32), ask)]
    assert [*set(found), second.token(60.0)] == ["access-1"] * 2
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
        assert first.token(60.0) == expected


def test_a_renewal_by_another_program_is_used(tmp_path: Path) -> None:
    server, clock = IdentityServer(), FakeClock(wall_s=NOW_S)
    tokens = tokens_of(caller_of(tmp_path), "", MemoryTransport(server), clock)
    assert tokens is not None
    assert tokens.token(60.0) == "s3cr3t-access"
    renewed = LOCAL.replace("access: s3cr3t-access", "access: other").replace(
        str(NOW_S + 600), str(NOW_S + 9999)
    )
    written(tmp_path, renewed)
    clock.advance(700.0)
    assert tokens.token(60.0) == "other"
    assert server.requests == []


def test_a_login_that_can_not_be_renewed_says_how_to_log_in(tmp_path: Path) -> None:
    refused = IdentityServer({"token": json_response(400, {"error": "invalid_grant"})})
    for text, words in [
        (LOCAL, r"can not be renewed \(invalid_grant\)\. Log in: x"),
        (LOCAL.replace("refresh: s3cr3t-refresh, ", ""), r"The login has expired\. Log in: x"),
        (LOCAL.replace("identity: client-1, ", ""), r"The login has expired\. Log in: x"),
        (LOCAL.replace("access: s3cr3t-access, refresh: s3cr3t-refresh, ", ""), r"not logged in\. Log in: x"),
    ]:
        clock = FakeClock(wall_s=NOW_S + 700)
        tokens = tokens_of(caller_of(tmp_path, text), "Log in: x", MemoryTransport(refused), clock)
        assert tokens is not None
        with row(text), pytest.raises(LoginRequiredError, match=words):
            tokens.token(60.0)


def test_a_login_without_an_expiry_is_renewed_first(tmp_path: Path) -> None:
    text = LOCAL.replace(f"    expiry: {{access: {NOW_S + 600}, refresh: {NOW_S + 86400}}}\n", "")
    assert text != LOCAL
    tokens = tokens_of(
        caller_of(tmp_path, text), "", MemoryTransport(IdentityServer()), FakeClock(wall_s=NOW_S)
    )
    assert tokens is not None
    assert tokens.token(60.0) == "access-1"


def test_without_a_login_a_call_says_what_is_missing(tmp_path: Path) -> None:
    caller = caller_of(tmp_path, base_url="https://other.test")
    tokens = tokens_of(caller, "Log in: x", MemoryTransport(IdentityServer()), FakeClock())
    assert tokens is not None
    with pytest.raises(LoginRequiredError, match=r"other\.test is not a saved server, .* Log in: x"):
        tokens.token(60.0)


def test_a_given_identity_needs_no_tokens(tmp_path: Path) -> None:
    for settings in (
        Settings(token=Secret("t0ken"), base_url="https://other.test"),
        Settings(certificate=tmp_path / "x.pem", base_url="https://other.test"),
    ):
        transport = MemoryTransport(IdentityServer())
        assert tokens_of(caller_from(settings), "", transport, FakeClock()) is None


def test_a_certificate_is_checked_before_anything_is_sent(tmp_path: Path) -> None:
    expired = proxy_of(person()).in_one_file(tmp_path / "proxy.pem")
    other = tmp_path / "other.pem"
    other.write_bytes(person().certificate_pem() + person().key_pem())
    clock = FakeClock(wall_s=NOW.timestamp() + 12 * 3600)
    rows: list[tuple[Path, type[Exception], str]] = [
        (expired, CertificateError, "expired at 2026-03-01 23:00 UTC"),
        (other, ConfigError, "belongs to another certificate"),
        (tmp_path / "none.pem", ConfigError, "can not be read"),
    ]
    for path, kind, words in rows:
        caller = caller_from(Settings(certificate=path, base_url="https://other.test"))
        transport = transport_of(caller, clock)
        with row(path.name), pytest.raises(kind, match=words):
            transport.send(REQUEST, 1.0)
        transport.close()


def test_requests_without_an_identity_use_the_given_transport_or_one_of_their_own(
    tmp_path: Path,
) -> None:
    given = MemoryTransport(lambda _: Response(200))
    for transport, is_given in ((given, True), (None, False)):
        anonymous = Anonymous(Settings(), transport, FakeClock())
        with anonymous.transport() as used:
            assert (used is given) is is_given


def test_the_tokens_of_a_client_go_before_a_saved_login(tmp_path: Path) -> None:
    transport = MemoryTransport(lambda _: json_response(200, []))
    settings = Settings(config_file=written(tmp_path).path)
    with Client(tokens=lambda: "t0ken", settings=settings, transport=transport) as client:
        client.request("GET", "/v1/repository")
    [request] = transport.requests
    assert request.url == "https://swe.test/skaha/v1/repository"
    assert request.headers["authorization"] == "Bearer t0ken"
    assert request.headers["x-skaha-authentication-type"] == "RUNTIME-TOKEN"
