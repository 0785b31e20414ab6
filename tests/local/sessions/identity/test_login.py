"""The OIDC provider: registration, device logins that a script answers, tokens, refresh, user information."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve, frozen
from joserfc import jwt
from joserfc.jwk import KeySet

from seawall.local.sessions import SessionsSettings
from seawall.local.sessions.identity.settings import IdentitySettings, PollAnswer
from tests.local.sessions.client import JsonDict, SessionsHttp
from tests.local.sessions.conftest import StartSessions
from tests.local.wall_clock import FakeWallClock

DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
METADATA = {
    "client_name": "test",
    "grant_types": [DEVICE_CODE_GRANT, "refresh_token"],
    "response_types": ["token"],
    "token_endpoint_auth_method": "client_secret_basic",
    "scope": "openid profile email offline_access",
}


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


@frozen
class OidcClient:
    """A registered client."""

    server: SessionsHttp
    client_id: str
    headers: dict[str, str]

    @classmethod
    def register(cls, server: SessionsHttp) -> "OidcClient":
        response = server.http.post("/register", json=METADATA)
        assert response.status_code == 201, response.text
        assert response.json()["client_secret_expires_at"] == 0
        client_id = response.json()["client_id"]
        return cls(server, client_id, basic(client_id, response.json()["client_secret"]))

    def start(self) -> JsonDict:
        form = {"client_id": self.client_id, "scope": METADATA["scope"]}
        response = self.server.http.post("/devicecode", data=form, headers=self.headers)
        assert response.status_code == 200, response.text
        return dict(response.json())

    def poll(self, login: JsonDict) -> Any:
        form = {"grant_type": DEVICE_CODE_GRANT, "device_code": login["device_code"]}
        return self.server.http.post("/token", data=form, headers=self.headers)

    def refresh(self, token: str) -> Any:
        form = {"grant_type": "refresh_token", "refresh_token": token}
        return self.server.http.post("/token", data=form, headers=self.headers)

    def decide(self, login: JsonDict, **fields: str) -> Any:
        form = {"user_code": login["user_code"], **fields}
        return self.server.http.post("/activate", data=form)

    def user_of(self, token: str) -> Any:
        return self.server.http.get("/userinfo", headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def client(sessions: SessionsHttp) -> OidcClient:
    return OidcClient.register(sessions)


@pytest.fixture
def approved(start: StartSessions, settings: SessionsSettings) -> OidcClient:
    """Client of a server that approves each login for ada."""
    return OidcClient.register(start(evolve(settings, identity=IdentitySettings(approved_by="ada"))))


def test_discovery_names_the_endpoints_on_the_host_of_the_request(sessions: SessionsHttp) -> None:
    found = sessions.http.get("/.well-known/openid-configuration").json()
    assert found["issuer"] == "http://localhost/"
    assert {name: url for name, url in found.items() if name.endswith("_endpoint")} == {
        "device_authorization_endpoint": "http://localhost/devicecode",
        "registration_endpoint": "http://localhost/register",
        "revocation_endpoint": "http://localhost/revoke",
        "token_endpoint": "http://localhost/token",
        "userinfo_endpoint": "http://localhost/userinfo",
    }


def test_a_user_approves_a_device_login_on_the_page(client: OidcClient, clock: FakeWallClock) -> None:
    login = client.start()
    assert login["verification_uri_complete"].endswith(f"/activate?user_code={login['user_code']}")
    assert client.poll(login).json()["error"] == "authorization_pending"
    page = client.server.http.get(login["verification_uri_complete"])
    assert "<option>grace</option>" in page.text
    assert client.decide(login, decision="approve", user="grace").status_code == 200
    clock.advance(5)
    tokens = client.poll(login).json()
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == (
        "Bearer",
        3600,
        METADATA["scope"],
    )
    assert client.user_of(tokens["access_token"]).json()["preferred_username"] == "grace"


def test_the_page_refuses_an_unknown_user(client: OidcClient) -> None:
    login = client.start()
    assert client.decide(login, decision="approve", user="unknown").status_code == 400
    assert client.poll(login).json()["error"] == "authorization_pending"


def test_a_denied_login_an_expired_one_and_a_fast_poll(client: OidcClient, clock: FakeWallClock) -> None:
    denied, late = client.start(), client.start()
    client.decide(denied, decision="deny")
    assert client.poll(denied).json()["error"] == "access_denied"
    client.poll(late)
    assert client.poll(late).json()["error"] == "slow_down"
    clock.advance(900)
    assert client.poll(late).json()["error"] == "expired_token"


def test_the_settings_script_the_answers_to_the_first_polls(
    start: StartSessions, settings: SessionsSettings
) -> None:
    script: tuple[PollAnswer, ...] = ("authorization_pending", "slow_down", "authorization_pending")
    identity = IdentitySettings(approved_by="ada", device_polls=script)
    client = OidcClient.register(start(evolve(settings, identity=identity)))
    for _ in range(2):  # each login runs through the script
        login = client.start()
        assert tuple(client.poll(login).json()["error"] for _ in script) == script
        assert client.poll(login).status_code == 200


def test_only_a_user_of_the_server_can_approve(start: StartSessions, settings: SessionsSettings) -> None:
    with pytest.raises(
        ValueError, match="approved_by must be one of ada, grace, linus, mallory, but is 'eve'"
    ):
        start(evolve(settings, identity=IdentitySettings(approved_by="eve")))
    start(settings)  # the data folder is not left locked


def test_access_tokens_open_the_api_until_they_expire(approved: OidcClient, clock: FakeWallClock) -> None:
    tokens = approved.poll(approved.start()).json()
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    answer = approved.server.http.get("/skaha/v1/session", headers=headers)
    assert (answer.status_code, answer.headers["X-VO-Authenticated"]) == (200, "ada")
    clock.advance(3601)
    assert approved.server.http.get("/skaha/v1/session", headers=headers).status_code == 401
    assert approved.user_of(tokens["access_token"]).status_code == 401


def test_access_tokens_verify_against_the_key_set(approved: OidcClient) -> None:
    tokens = approved.poll(approved.start()).json()
    keys = KeySet.import_key_set(approved.server.http.get("/jwk").json())
    claims = jwt.decode(tokens["access_token"], keys, algorithms=["RS256"]).claims
    assert (claims["iss"], claims["sub"], claims["aud"]) == ("http://localhost/", "ada", "skaha")


def test_a_refresh_token_is_used_once_and_replaced(approved: OidcClient, clock: FakeWallClock) -> None:
    first = approved.poll(approved.start()).json()
    second = approved.refresh(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert approved.user_of(second["access_token"]).json()["sub"] == "ada"
    clock.advance(11)
    assert approved.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"
    # Its reuse has revoked all tokens of the login.
    assert approved.refresh(second["refresh_token"]).json()["error"] == "invalid_grant"


def test_a_login_brings_an_id_token_and_can_be_revoked(approved: OidcClient) -> None:
    tokens = approved.poll(approved.start()).json()
    keys = KeySet.import_key_set(approved.server.http.get("/jwk").json())
    claims = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    assert (claims["sub"], claims["aud"], claims["name"]) == ("ada", approved.client_id, "Ada")
    form = {"token": tokens["refresh_token"]}
    another = OidcClient.register(approved.server).headers
    assert approved.server.http.post("/revoke", data=form, headers=another).status_code == 400
    assert approved.user_of(tokens["access_token"]).status_code == 200
    assert approved.server.http.post("/revoke", data=form, headers=approved.headers).status_code == 200
    assert approved.user_of(tokens["access_token"]).status_code == 401
    assert approved.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_the_metadata_have_what_clients_of_device_logins_need(sessions: SessionsHttp) -> None:
    found = sessions.http.get("/.well-known/openid-configuration").json()
    assert sessions.http.get("/.well-known/oauth-authorization-server").json() == found
    needed = {
        "subject_types_supported",
        "id_token_signing_alg_values_supported",
        "response_types_supported",
        "revocation_endpoint_auth_methods_supported",
        "claims_supported",
    }
    assert needed - found.keys() == set()
    assert found["token_endpoint_auth_methods_supported"] == ["client_secret_basic"]


def test_a_client_can_read_when_a_refresh_token_expires(
    approved: OidcClient, settings: SessionsSettings, clock: FakeWallClock
) -> None:
    _, claims, signature = approved.poll(approved.start()).json()["refresh_token"].split(".")
    lifetime = timedelta(seconds=settings.identity.refresh_lifetime_s)
    assert json.loads(base64.urlsafe_b64decode(f"{claims}=="))["exp"] == int((clock() + lifetime).timestamp())
    assert signature == ""


def test_an_unknown_client_or_a_wrong_secret_is_refused(client: OidcClient) -> None:
    login = client.start()
    form = {"grant_type": DEVICE_CODE_GRANT, "device_code": login["device_code"]}
    for headers in ({}, basic("unknown", "x"), basic(client.client_id, "x"), {"Authorization": "Basic ="}):
        response = client.server.http.post("/token", data=form, headers=headers)
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
        assert response.headers["WWW-Authenticate"].startswith("Basic")


def test_a_client_can_not_use_the_device_code_of_another(client: OidcClient, sessions: SessionsHttp) -> None:
    login = client.start()
    assert OidcClient.register(sessions).poll(login).json()["error"] == "invalid_grant"
    form = {"client_id": "another", "scope": "openid"}
    response = client.server.http.post("/devicecode", data=form, headers=client.headers)
    assert response.json()["error"] == "invalid_request"


@pytest.mark.parametrize(
    "metadata",
    [
        b"not json",
        b"[]",
        b'{"grant_types": ["authorization_code"]}',
        b'{"token_endpoint_auth_method": "none"}',
        b'{"client_name": 7}',
    ],
)
def test_a_registration_that_can_not_work_is_refused(sessions: SessionsHttp, metadata: bytes) -> None:
    response = sessions.http.post("/register", content=metadata)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_client_metadata")


def test_a_large_registration_is_refused(sessions: SessionsHttp) -> None:
    response = sessions.http.post("/register", content=b" " * 70_000)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
