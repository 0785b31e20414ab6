# DO NOT EDIT. Derived from ../_async/test_client_credentials.py by "python -m seawall.codegen.derive".
"""Client credentials: RFC 6749, sections 2.3.1 (who asks), 4.4 (the grant) and 5 (the answers)."""

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
from tests.runtime.auth.login.logins import DISCOVERY, ISSUER, NOW_S, TOKEN_URL

BASIC, POST = ClientAuthentication.BASIC, ClientAuthentication.POST


def answer(name: str, **more: object) -> Response:
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


# --- What is asked ---------------------------------------------------------------------------------------


def test_the_form_and_the_header_are_those_of_the_rfc() -> None:
    transport = MemoryTransport(Script(answer("a")))
    assert credentials(transport).token(60.0) == "a"
    [request] = transport.requests
    assert (request.method, request.url) == ("POST", TOKEN_URL)
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["authorization"] == "Basic Y2xpLTE6czNjcmV0"
    assert form_of(request) == {"grant_type": ["client_credentials"]}


def test_the_secret_may_go_in_the_form() -> None:
    transport = MemoryTransport(Script(answer("a")))
    credentials(transport, authentication=POST).token(60.0)
    [request] = transport.requests
    assert "authorization" not in request.headers
    assert form_of(request) == {
        "grant_type": ["client_credentials"],
        "client_id": ["cli-1"],
        "client_secret": ["s3cret"],
    }


@pytest.mark.parametrize("authentication", [BASIC, POST])
def test_scope_and_audience_are_asked_for(authentication: ClientAuthentication) -> None:
    transport = MemoryTransport(Script(answer("a")))
    credentials(
        transport, scope="read write", audience="https://api.test", authentication=authentication
    ).token(60.0)
    form = form_of(transport.requests[0])
    assert (form["scope"], form["audience"]) == (["read write"], ["https://api.test"])


@pytest.mark.parametrize("text", ["a:b", "a b", "a+b%20c", "é&=", '"', "a/b?c"])
@pytest.mark.parametrize("authentication", [BASIC, POST])
def test_any_text_can_be_an_id_and_a_secret(text: str, authentication: ClientAuthentication) -> None:
    transport = MemoryTransport(Script(answer("a")))
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


def test_the_issuer_names_the_endpoint_and_is_asked_once() -> None:
    transport = MemoryTransport(Script(DISCOVERY, answer("a"), answer("b")))
    tokens = credentials(transport, issuer=f"{ISSUER}/", token_url=None)
    assert [tokens.token(60.0), tokens.renew("a", 60.0)] == ["a", "b"]
    assert [request.url for request in transport.requests] == [
        f"{ISSUER}/.well-known/openid-configuration",
        TOKEN_URL,
        TOKEN_URL,
    ]


@pytest.mark.parametrize(("issuer", "token_url"), [(None, None), (ISSUER, TOKEN_URL)])
def test_one_address_is_wanted(issuer: str | None, token_url: str | None) -> None:
    with pytest.raises(ConfigError, match="either issuer or token_url"):
        credentials(MemoryTransport(Script()), issuer=issuer, token_url=token_url)


@pytest.mark.parametrize("token_url", ["http://login.test/token", "ftp://login.test", "login.test"])
def test_the_secret_never_goes_to_an_insecure_address(token_url: str) -> None:
    transport = MemoryTransport(Script())
    with pytest.raises(ConfigError, match="https"):
        credentials(transport, token_url=token_url).token(60.0)
    assert transport.requests == []


# --- How long a token is used ----------------------------------------------------------------------------


def test_a_token_is_used_until_it_is_due() -> None:
    clock, transport = FakeClock(wall_s=NOW_S), MemoryTransport(Script(answer("a"), answer("b")))
    tokens = credentials(transport, clock=clock)
    assert tokens.token(60.0) == "a"
    clock.advance(3299)
    assert tokens.token(60.0) == "a"
    clock.advance(1)
    assert tokens.token(60.0) == "b"


def test_a_refresh_token_is_not_used() -> None:
    transport = MemoryTransport(Script(answer("a", refresh_token="r"), answer("b")))
    store = MemoryTokenStore()
    tokens = credentials(transport, store=store)
    tokens.token(60.0)
    kept = store.load()
    assert kept is not None
    assert kept.refresh_token is None
    assert tokens.renew("a", 60.0) == "b"
    assert form_of(transport.requests[1]) == {"grant_type": ["client_credentials"]}


def test_a_token_that_is_due_and_still_good_is_used_where_there_is_no_other() -> None:
    clock = FakeClock(wall_s=NOW_S)
    transport = MemoryTransport(Script(answer("a"), Response(503), json_response(401, {"error": "x"})))
    tokens = credentials(transport, clock=clock)
    tokens.token(60.0)
    clock.advance(3500)
    assert tokens.token(60.0) == "a"
    clock.advance(101)
    with pytest.raises(AuthError):
        tokens.token(60.0)


# --- What a store keeps ----------------------------------------------------------------------------------


def test_a_token_that_a_store_keeps_is_used(tmp_path: Path) -> None:
    store = TokenFile(tmp_path / "client.json")
    credentials(MemoryTransport(Script(answer("a"))), store=store).token(60.0)
    transport = MemoryTransport(Script())
    assert credentials(transport, store=store).token(60.0) == "a"


@pytest.mark.parametrize(
    "other", [{"client_id": "cli-2"}, {"scope": "more"}, {"audience": "b"}, {"token_url": f"{ISSUER}/other"}]
)
def test_a_token_that_was_got_for_something_else_is_not(other: dict[str, str]) -> None:
    store = MemoryTokenStore()
    credentials(MemoryTransport(Script(answer("a"))), store=store).token(60.0)
    transport = MemoryTransport(Script(answer("b")))
    assert credentials(transport, store=store, **other).token(60.0) == "b"  # type: ignore[arg-type]


def test_the_login_of_a_person_is_not_replaced() -> None:
    login = Token(access_token="theirs", refresh_token="r", obtained_at=NOW_S, lifetime_s=60.0)
    store = MemoryTokenStore(login)
    with pytest.raises(ConfigError, match="login of a user"):
        credentials(MemoryTransport(Script()), store=store).token(60.0)
    assert store.load() == login


# --- What can go wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusal", "reason"),
    [
        (json_response(401, {"error": "invalid_client"}), "invalid_client"),
        (json_response(400, {"error": "invalid_scope", "error_description": "hunter2"}), "invalid_scope"),
        (json_response(400, {"error": "unauthorized_client"}), "unauthorized_client"),
        (json_response(200, {"access_token": "hunter2 x"}), "no token in its response"),
        (json_response(200, {"access_token": "hunter2", "token_type": "mac"}), "no token in its response"),
        (json_response(200, {"token_type": "bearer"}), ""),
        (Response(200, {}, b"<html>hunter2"), ""),
        (Response(302, {"location": "https://evil.test"}, b""), ""),
        (Response(404), ""),
    ],
)
def test_a_refusal_says_why_and_shows_nothing(refusal: Response, reason: str) -> None:
    with pytest.raises(AuthError, match=rf"rejects this client \(.*{reason}") as caught:
        credentials(MemoryTransport(Script(refusal))).token(60.0)
    assert not isinstance(caught.value, LoginRequiredError)
    assert "hunter2" not in str(caught.value)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "trouble", [Response(500), Response(429), NotSentError("gone.")], ids=["500", "429", "gone"]
)
def test_trouble_with_the_login_server_means_that_nothing_was_sent(
    trouble: Response | Exception,
) -> None:
    with pytest.raises(NotSentError, match="no token could be obtained for this client"):
        credentials(MemoryTransport(Script(trouble))).token(60.0)


def test_the_type_of_a_token_is_read_without_regard_to_case() -> None:
    transport = MemoryTransport(Script(answer("a", token_type="bEARER")))
    assert credentials(transport).token(60.0) == "a"
