"""Login by device code with a client that registers itself (RFC 7591)."""

import json
from base64 import b64encode
from urllib.parse import parse_qs

import pytest

from seawall.core.errors import AuthError, ConfigError, LoginDeniedError, LoginExpiredError
from seawall.core.http.message import Headers, Request, Response
from seawall.runtime.auth.login import DevicePrompt, registered_login
from seawall.runtime.auth.registered_client import RegisteredClient, RegisteredLogin
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.rows import row
from tests.runtime.auth.login.device_server import CODE
from tests.runtime.auth.login.logins import ISSUER, NOW_S

CLIENT = {"client_id": "c-1", "client_secret": "s:1", "client_secret_expires_at": 0}
TOKEN = {"access_token": "new", "token_type": "Bearer", "refresh_token": "refresh", "expires_in": 3600}
USER = {"preferred_username": "ada", "sub": "1234"}
PATHS = {
    "token_endpoint": "/token",
    "device_authorization_endpoint": "/device",
    "registration_endpoint": "/register",
    "userinfo_endpoint": "/userinfo",
}
BASIC = f"Basic {b64encode(b'c-1:s%3A1').decode()}"


class Issuer:
    """A login server that answers with JSON by path; a test replaces answers."""

    def __init__(self, *polls: Response, **answers: Response) -> None:
        document: dict[str, object] = {name: ISSUER + path for name, path in PATHS.items()}
        self.answers = {
            "discovery": json_response(200, {**document, "issuer": ISSUER}),
            "register": json_response(201, CLIENT),
            "device": json_response(200, CODE),
            "userinfo": json_response(200, USER),
            **answers,
        }
        self.poll = Script(*(polls or (json_response(200, TOKEN),)))
        self.clock = FakeClock(wall_s=NOW_S)
        self.prompts: list[DevicePrompt] = []
        self.transport = MemoryTransport(self.respond)

    def respond(self, request: Request) -> Response:
        path = request.url.removeprefix(ISSUER).strip("/")
        if path == "token":
            return self.poll(request)
        return self.answers["discovery" if path.startswith(".well-known") else path]

    def login(self) -> RegisteredLogin:
        return registered_login(
            ISSUER, "Seawall", transport=self.transport, show=self.prompts.append, clock=self.clock
        )


def test_a_login_has_token_client_endpoints_and_user() -> None:
    issuer = Issuer(json_response(400, {"error": "authorization_pending"}), json_response(200, TOKEN))
    login = issuer.login()
    assert (login.token.access_token, login.token.refresh_token, login.token.issuer) == (
        "new",
        "refresh",
        ISSUER,
    )
    assert login.client == RegisteredClient(client_id="c-1", client_secret="s:1", secret_expires_at=0.0)
    assert login.endpoints.registration == f"{ISSUER}/register"
    assert login.user == "ada"
    assert [prompt.code for prompt in issuer.prompts] == ["WDJB-MJHT"]


def test_the_requests_are_those_of_the_rfcs() -> None:
    issuer = Issuer()
    issuer.login()
    discovery, register, device, token, userinfo = issuer.transport.requests
    assert discovery.url == f"{ISSUER}/.well-known/openid-configuration"
    assert isinstance(register.body, bytes)
    assert json.loads(register.body) == {
        "client_name": "Seawall",
        "grant_types": ["urn:ietf:params:oauth:grant-type:device_code", "refresh_token"],
        "response_types": ["token"],
        "token_endpoint_auth_method": "client_secret_basic",
        "scope": "openid profile email offline_access",
    }
    assert "authorization" not in Headers(register.headers)
    for request in (device, token):
        assert Headers(request.headers)["authorization"] == BASIC
        assert isinstance(request.body, bytes)
        assert parse_qs(request.body.decode())["client_id"] == ["c-1"]
        assert b"s%3A1" not in request.body
    assert (userinfo.method, Headers(userinfo.headers)["authorization"]) == ("GET", "Bearer new")


def test_a_client_without_a_secret_sends_none() -> None:
    issuer = Issuer(register=json_response(201, {"client_id": "c-1"}))
    assert issuer.login().client.client_secret is None
    assert "authorization" not in Headers(issuer.transport.requests[2].headers)


def test_the_name_of_the_user_may_lack() -> None:
    for answer, name in [({"sub": "1234"}, "1234"), ({}, None), ({"preferred_username": ["x"]}, None)]:
        with row(answer):
            assert Issuer(userinfo=json_response(200, answer)).login().user == name
    document = {name: ISSUER + path for name, path in PATHS.items() if name != "userinfo_endpoint"}
    assert Issuer(discovery=json_response(200, document)).login().user is None


def test_a_server_that_registers_no_client_ends_the_login() -> None:
    for response in (
        json_response(403, {"error": "access_denied"}),
        json_response(201, {}),
        json_response(201, []),
        json_response(201, {"client_id": ""}),
        json_response(201, {"client_id": 5}),
        json_response(201, {"client_id": "c-1", "client_secret": 5}),
        Response(201, {}, b"<html>"),
    ):
        issuer = Issuer(register=response)
        words = rf"registers no client for this login \(status {response.status}\)"
        with row(response), pytest.raises(AuthError, match=words):
            issuer.login()
        assert issuer.prompts == []
    document = {"token_endpoint": f"{ISSUER}/token"}
    with pytest.raises(AuthError, match="registers no clients"):
        Issuer(discovery=json_response(200, document)).login()


def test_a_login_that_is_refused_says_how() -> None:
    for error, kind in (("access_denied", LoginDeniedError), ("expired_token", LoginExpiredError)):
        with row(error), pytest.raises(kind):
            Issuer(json_response(400, {"error": error})).login()


def test_slow_down_makes_the_interval_longer() -> None:
    issuer = Issuer(json_response(400, {"error": "slow_down"}), json_response(200, TOKEN))
    issuer.login()
    assert issuer.clock.sleeps_s == [5.0, 10.0]


def test_a_server_that_does_not_say_who_logged_in_ends_the_login() -> None:
    for response in (json_response(401, {}), Response(200, {}, b"ada")):
        with row(response), pytest.raises(AuthError, match="does not say who logged in"):
            Issuer(userinfo=response).login()


def test_the_document_of_another_issuer_is_refused() -> None:
    other = {name: ISSUER + path for name, path in PATHS.items()} | {"issuer": "https://other.test"}
    with pytest.raises(AuthError, match="that of another login server"):
        Issuer(discovery=json_response(200, other)).login()


def test_no_endpoint_is_reached_over_plain_http() -> None:
    for name in ("registration_endpoint", "userinfo_endpoint"):
        document = {name: ISSUER + path for name, path in PATHS.items()} | {name: "http://login.test/x"}
        with row(name), pytest.raises(ConfigError, match="https"):
            Issuer(discovery=json_response(200, document)).login()


def test_no_secret_shows() -> None:
    login = Issuer().login()
    assert "s:1" not in repr(login)
    assert "refresh" not in repr(login.token)
