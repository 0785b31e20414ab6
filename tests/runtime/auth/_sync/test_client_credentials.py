# DO NOT EDIT. Derived from ../_async/test_client_credentials.py by "python -m seawall.codegen.derive".
"""Client credentials: RFC 6749, sections 2.3.1 (authentication), 4.4 (grant) and 5 (responses)."""

from base64 import b64decode
from pathlib import Path
from urllib.parse import parse_qs, unquote_plus

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import AuthError, ConfigError, LoginRequiredError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.runtime.auth._sync.client_credentials import ClientCredentials
from seawall.runtime.auth.client_authentication import ClientAuthentication
from seawall.runtime.auth.token_file import TokenFile
from seawall.runtime.auth.token_store import MemoryTokenStore, TokenStore
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.rows import row
from tests.runtime.auth.login.logins import DISCOVERY, ISSUER, NOW_S, TOKEN_URL

BASIC, POST = ClientAuthentication.BASIC, ClientAuthentication.POST


def token_response(name: str, **more: object) -> Response:
    return json_response(200, {"access_token": name, "token_type": "Bearer", "expires_in": 3600, **more})


def credentials(
    transport: MemoryTransport,
    *,
    issuer: str | None = None,
    token_url: str | None = TOKEN_URL,
    client_id: str = "cli-1",
    client_secret: str = "s3cret",
    scope: str | None = None,
    audience: str | None = None,
    authentication: ClientAuthentication = BASIC,
    store: TokenStore | None = None,
    clock: FakeClock | None = None,
) -> ClientCredentials:
    return ClientCredentials(
        transport,
        client_id=client_id,
        client_secret=client_secret,
        issuer=issuer,
        token_url=token_url,
        scope=scope,
        audience=audience,
        authentication=authentication,
        store=store,
        clock=(clock or FakeClock(wall_s=NOW_S)),
    )


def form_of(request: Request) -> dict[str, list[str]]:
    assert isinstance(request.body, bytes)
    return parse_qs(request.body.decode(), keep_blank_values=True)


# --- The request -----------------------------------------------------------------------------------------


def test_the_request_follows_the_rfc() -> None:
    transport = MemoryTransport(Script(token_response("a")))
    assert credentials(transport).token(60.0) == "a"
    [request] = transport.requests
    assert (request.method, request.url) == ("POST", TOKEN_URL)
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["authorization"] == "Basic Y2xpLTE6czNjcmV0"
    assert form_of(request) == {"grant_type": ["client_credentials"]}


def test_the_secret_can_be_sent_in_the_form() -> None:
    transport = MemoryTransport(Script(token_response("a")))
    credentials(transport, authentication=POST).token(60.0)
    [request] = transport.requests
    assert "authorization" not in request.headers
    assert form_of(request) == {
        "grant_type": ["client_credentials"],
        "client_id": ["cli-1"],
        "client_secret": ["s3cret"],
    }


def test_scope_and_audience_are_sent() -> None:
    for authentication in (
        BASIC,
        POST,
    ):
        transport = MemoryTransport(Script(token_response("a")))
        credentials(
            transport, scope="read write", audience="https://api.test", authentication=authentication
        ).token(60.0)
        form = form_of(transport.requests[0])
        assert (form["scope"], form["audience"]) == (["read write"], ["https://api.test"])


@pytest.mark.parametrize("text", ["a:b", "a b", "a+b%20c", "é&=", '"', "a/b?c"])
@pytest.mark.parametrize("authentication", [BASIC, POST])
def test_id_and_secret_may_contain_any_character(
    text: str, authentication: ClientAuthentication
) -> None:
    transport = MemoryTransport(Script(token_response("a")))
    credentials(transport, client_id=text, client_secret=text, authentication=authentication).token(
        60.0
    )
    [request] = transport.requests
    if authentication is BASIC:
        pair = b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        assert [unquote_plus(part) for part in pair.split(":")] == [text, text]
    else:
        form = form_of(request)
        assert (form["client_id"], form["client_secret"]) == ([text], [text])


def test_discovery_is_requested_once() -> None:
    transport = MemoryTransport(Script(DISCOVERY, token_response("a"), token_response("b")))
    tokens = credentials(transport, issuer=f"{ISSUER}/", token_url=None)
    assert [tokens.token(60.0), tokens.renew("a", 60.0)] == ["a", "b"]
    assert [request.url for request in transport.requests] == [
        f"{ISSUER}/.well-known/openid-configuration",
        TOKEN_URL,
        TOKEN_URL,
    ]


def test_exactly_one_address_is_required() -> None:
    for issuer, token_url in (
        (None, None),
        (ISSUER, TOKEN_URL),
    ):
        with row(issuer, token_url), pytest.raises(ConfigError, match="either issuer or token_url"):
            credentials(MemoryTransport(Script()), issuer=issuer, token_url=token_url)


def test_the_secret_is_not_sent_to_an_insecure_url() -> None:
    for token_url in (
        "http://login.test/token",
        "ftp://login.test",
        "login.test",
    ):
        with row(token_url):
            transport = MemoryTransport(Script())
            with pytest.raises(ConfigError, match="https"):
                credentials(transport, token_url=token_url).token(60.0)
            assert transport.requests == []


# --- Lifetime of a token ----------------------------------------------------------------------------------


def test_a_token_is_used_until_it_is_due() -> None:
    clock, transport = (
        FakeClock(wall_s=NOW_S),
        MemoryTransport(Script(token_response("a"), token_response("b"))),
    )
    tokens = credentials(transport, clock=clock)
    assert tokens.token(60.0) == "a"
    clock.advance(3299)
    assert tokens.token(60.0) == "a"
    clock.advance(1)
    assert tokens.token(60.0) == "b"


def test_a_refresh_token_is_not_used() -> None:
    transport = MemoryTransport(Script(token_response("a", refresh_token="r"), token_response("b")))
    store = MemoryTokenStore()
    tokens = credentials(transport, store=store)
    tokens.token(60.0)
    stored = store.load()
    assert stored is not None
    assert stored.refresh_token is None
    assert tokens.renew("a", 60.0) == "b"
    assert form_of(transport.requests[1]) == {"grant_type": ["client_credentials"]}


def test_a_due_token_is_used_if_its_renewal_fails() -> None:
    clock = FakeClock(wall_s=NOW_S)
    transport = MemoryTransport(
        Script(token_response("a"), Response(503), json_response(401, {"error": "x"}))
    )
    tokens = credentials(transport, clock=clock)
    tokens.token(60.0)
    clock.advance(3500)
    assert tokens.token(60.0) == "a"
    clock.advance(101)
    with pytest.raises(AuthError):
        tokens.token(60.0)


# --- The store -------------------------------------------------------------------------------------------


def test_a_stored_token_is_used(tmp_path: Path) -> None:
    store = TokenFile(tmp_path / "client.json")
    credentials(MemoryTransport(Script(token_response("a"))), store=store).token(60.0)
    transport = MemoryTransport(Script())
    assert credentials(transport, store=store).token(60.0) == "a"


def test_a_stored_token_of_another_grant_is_not_used() -> None:
    for other in (
        {"client_id": "cli-2"},
        {"scope": "more"},
        {"audience": "b"},
        {"token_url": f"{ISSUER}/other"},
    ):
        store = MemoryTokenStore()
        credentials(MemoryTransport(Script(token_response("a"))), store=store).token(60.0)
        transport = MemoryTransport(Script(token_response("b")))
        assert credentials(transport, store=store, **other).token(60.0) == "b"  # type: ignore[arg-type]


def test_the_login_of_a_user_is_not_replaced() -> None:
    login = Token(access_token="theirs", refresh_token="r", obtained_at=NOW_S, lifetime_s=60.0)
    store = MemoryTokenStore(login)
    with pytest.raises(ConfigError, match="login of a user"):
        credentials(MemoryTransport(Script()), store=store).token(60.0)
    assert store.load() == login


# --- Errors ----------------------------------------------------------------------------------------------


def test_a_rejection_names_its_reason_and_no_secret() -> None:
    for rejection, reason in (
        (json_response(401, {"error": "invalid_client"}), "invalid_client"),
        (json_response(400, {"error": "invalid_scope", "error_description": "hunter2"}), "invalid_scope"),
        (json_response(400, {"error": "unauthorized_client"}), "unauthorized_client"),
        (json_response(200, {"access_token": "hunter2 x"}), "no token in its response"),
        (json_response(200, {"access_token": "hunter2", "token_type": "mac"}), "no token in its response"),
        (json_response(200, {"token_type": "bearer"}), ""),
        (Response(200, {}, b"<html>hunter2"), ""),
        (Response(302, {"location": "https://evil.test"}, b""), ""),
        (Response(404), ""),
    ):
        with row(rejection, reason):
            with pytest.raises(AuthError, match=rf"rejects this client \(.*{reason}") as caught:
                credentials(MemoryTransport(Script(rejection))).token(60.0)
            assert not isinstance(caught.value, LoginRequiredError)
            assert "hunter2" not in str(caught.value)
            assert "s3cret" not in str(caught.value)


def test_errors_of_the_login_server_raise_not_sent() -> None:
    for trouble in (
        Response(500),
        Response(429),
        NotSentError("gone."),
    ):
        with row(trouble), pytest.raises(NotSentError, match="no token could be obtained for this client"):
            credentials(MemoryTransport(Script(trouble))).token(60.0)


def test_the_token_type_is_case_insensitive() -> None:
    transport = MemoryTransport(Script(token_response("a", token_type="bEARER")))
    assert credentials(transport).token(60.0) == "a"
