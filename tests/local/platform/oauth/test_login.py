"""The OAuth server: device logins, tokens, and what happens to wrong ones."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import KeySet

from seawall.local.platform import PlatformSettings, create_app
from tests.local.platform.client import PlatformClient
from tests.local.platform.conftest import FakeClock, StartPlatform


@pytest.fixture(scope="module")
def clock() -> FakeClock:
    """One for all tests here: it only ever moves on."""
    return FakeClock()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Path:
    folder = tmp_path_factory.mktemp("login")
    shutil.copy(key_file, folder / "tokens.pem")
    return folder


@pytest.fixture(scope="module")
def asking(
    tmp_path_factory: pytest.TempPathFactory, key_file: Path, clock: FakeClock
) -> Iterator[PlatformClient]:
    """A platform that asks before it logs a device in."""
    folder = tmp_path_factory.mktemp("asking")
    shutil.copy(key_file, folder / "tokens.pem")
    with TestClient(create_app(PlatformSettings(data_dir=folder), clock=clock)) as http:
        yield PlatformClient(http)


@pytest.fixture(scope="module")
def welcoming(folder: Path, clock: FakeClock) -> Iterator[PlatformClient]:
    """A platform that logs everybody in."""
    settings = PlatformSettings(data_dir=folder, auto_approve=True)
    with TestClient(create_app(settings, clock=clock)) as http:
        yield PlatformClient(http)


def error_of(answer: Any) -> str:
    assert answer.status_code in {400, 401}
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.json()["error"])


def page(client: PlatformClient, user_code: str) -> Any:
    return client.http.request("GET", "/activate", params={"user_code": user_code})


def decide(client: PlatformClient, user_code: str, decision: str) -> Any:
    return client.http.request("POST", "/activate", data={"user_code": user_code, "decision": decision})


def test_discovery_names_the_endpoints(shared: PlatformClient) -> None:
    found = shared.http.request("GET", "/.well-known/openid-configuration").json()
    assert found["issuer"] == "http://testserver/"
    assert found["device_authorization_endpoint"] == "http://testserver/oauth/device/code"
    assert found["token_endpoint"] == "http://testserver/oauth/token"
    assert found["jwks_uri"] == "http://testserver/.well-known/jwks.json"
    assert "refresh_token" in found["grant_types_supported"]


def test_access_tokens_verify_against_the_key_set(welcoming: PlatformClient, clock: FakeClock) -> None:
    tokens = welcoming.tokens()
    keys = KeySet.import_key_set(welcoming.http.request("GET", "/.well-known/jwks.json").json())
    token = jwt.decode(tokens["access_token"], keys, algorithms=["RS256"])
    assert token.header["kid"] == keys.keys[0].kid
    now = int(clock.now.timestamp())
    assert token.claims == {
        "iss": "http://testserver/",
        "sub": "local|user",
        "aud": "seawall-local-platform",
        "iat": now,
        "exp": now + 86_400,
        "scope": "offline_access",
        "azp": "seawall",
        "org_id": "org_local",
    }
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 86_400


def test_the_key_set_holds_no_private_key(shared: PlatformClient) -> None:
    [key] = shared.http.request("GET", "/.well-known/jwks.json").json()["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}


@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer nonsense", "Basic dTpw", "Bearer a.b.c"])
def test_without_a_valid_token_nothing_is_shown(shared: PlatformClient, authorization: str | None) -> None:
    headers = {"Authorization": authorization or ""}
    answer = shared.http.request("GET", "/api/v1/me", headers=headers)
    assert answer.status_code == 401
    assert "Bearer" in answer.headers["WWW-Authenticate"]
    assert isinstance(answer.json()["detail"], str)


def test_an_access_token_expires(welcoming: PlatformClient, clock: FakeClock) -> None:
    platform = welcoming.log_in()
    clock.advance(86_399)
    assert platform.get("/me").status_code == 200
    clock.advance(1)
    assert platform.get("/me").status_code == 401


def test_token_lifetime_is_a_setting(
    start: StartPlatform, settings: PlatformSettings, clock: FakeClock
) -> None:
    platform = PlatformClient(start(evolve(settings, token_lifetime_s=5))).log_in()
    clock.advance(5)
    assert platform.get("/me").status_code == 401


def test_a_token_of_another_issuer_or_audience_is_refused(
    welcoming: PlatformClient, folder: Path, clock: FakeClock
) -> None:
    from seawall.local.platform.instance.access_tokens import AccessTokens

    client = welcoming
    signer = AccessTokens(folder / "tokens.pem", audience="x", lifetime_s=60)

    def status(issuer: str, audience: str, user_id: str = "local|user") -> int:
        client.http.headers["Authorization"] = "Bearer " + signer.issue(
            issuer=issuer,
            audience=[audience],
            user_id=user_id,
            organization_id="org_local",
            client_id="seawall",
            scope="",
            now=clock(),
        )
        return int(client.get("/me").status_code)

    assert status("http://testserver/", "seawall-local-platform") == 200
    assert status("http://elsewhere/", "seawall-local-platform") == 401
    assert status("http://testserver/", "somebody else") == 401
    assert status("http://testserver/", "seawall-local-platform", "local|nobody") == 401


def test_a_device_waits_until_the_user_approves(asking: PlatformClient, clock: FakeClock) -> None:
    login = asking.start_login()
    assert login["verification_uri_complete"].endswith(f"/activate?user_code={login['user_code']}")
    assert error_of(asking.redeem(login["device_code"])) == "authorization_pending"
    assert "Approve" in page(asking, login["user_code"]).text
    assert "Device logged in" in decide(asking, login["user_code"], "approve").text
    clock.advance(login["interval"])
    assert asking.redeem(login["device_code"]).status_code == 200
    assert error_of(asking.redeem(login["device_code"])) == "invalid_grant"


def test_a_device_that_polls_too_fast_is_slowed_down(asking: PlatformClient, clock: FakeClock) -> None:
    code = asking.start_login()["device_code"]
    assert error_of(asking.redeem(code)) == "authorization_pending"
    assert error_of(asking.redeem(code)) == "slow_down"
    clock.advance(5)
    assert error_of(asking.redeem(code)) == "slow_down"
    clock.advance(11)
    assert error_of(asking.redeem(code)) == "authorization_pending"


def test_the_user_may_deny(asking: PlatformClient) -> None:
    login = asking.start_login()
    assert "denied" in decide(asking, login["user_code"], "deny").text
    assert error_of(asking.redeem(login["device_code"])) == "access_denied"


def test_a_device_code_expires(asking: PlatformClient, clock: FakeClock) -> None:
    login = asking.start_login()
    clock.advance(login["expires_in"])
    assert error_of(asking.redeem(login["device_code"])) == "expired_token"
    assert page(asking, login["user_code"]).status_code == 404


def test_a_device_code_is_bound_to_its_client(welcoming: PlatformClient) -> None:
    client = welcoming
    login = client.start_login("one")
    assert error_of(client.redeem(login["device_code"], "another")) == "invalid_grant"
    assert client.redeem(login["device_code"], "one").status_code == 200


def test_unknown_clients_are_welcome_only_under_auto_approve(
    asking: PlatformClient,
) -> None:
    answer = asking.http.request("POST", "/oauth/device/code", data={"client_id": "stranger"})
    assert (answer.status_code, error_of(answer)) == (401, "invalid_client")
    assert error_of(asking.refresh("x", "stranger")) == "invalid_client"


def test_a_stranger_s_audience_is_added_under_auto_approve(welcoming: PlatformClient) -> None:
    platform = welcoming.log_in("stranger", audience="https://api.example.com")
    assert platform.get("/me").status_code == 200


def test_an_unknown_audience_is_refused_when_asking(asking: PlatformClient) -> None:
    data = {"client_id": "seawall", "audience": "https://api.example.com"}
    assert error_of(asking.http.request("POST", "/oauth/device/code", data=data)) == "invalid_target"


def test_refresh_tokens_rotate_and_reuse_ends_the_family(welcoming: PlatformClient, clock: FakeClock) -> None:
    client = welcoming
    first = client.tokens()["refresh_token"]
    second = client.refresh(first).json()["refresh_token"]
    assert client.refresh(first).status_code == 200  # the answer may have got lost just now
    clock.advance(11)
    assert error_of(client.refresh(first)) == "invalid_grant"
    assert error_of(client.refresh(second)) == "invalid_grant"


def test_a_refreshed_token_works(welcoming: PlatformClient, clock: FakeClock) -> None:
    client = welcoming
    refresh_token = client.tokens()["refresh_token"]
    clock.advance(100_000)
    access_token = client.refresh(refresh_token).json()["access_token"]
    client.http.headers["Authorization"] = f"Bearer {access_token}"
    assert client.get("/me").status_code == 200


def test_a_refresh_token_is_bound_to_its_client_and_expires(
    welcoming: PlatformClient, clock: FakeClock
) -> None:
    client = welcoming
    token = client.tokens("one")["refresh_token"]
    assert error_of(client.refresh(token, "another")) == "invalid_grant"
    clock.advance(30 * 86_400)
    assert error_of(client.refresh(token, "one")) == "invalid_grant"


def test_no_opaque_secret_is_stored(welcoming: PlatformClient, folder: Path) -> None:
    client = welcoming
    login = client.start_login()
    tokens = client.redeem(login["device_code"]).json()
    database = sqlite3.connect(folder / "platform.sqlite3")
    dump = "\n".join(database.iterdump())
    database.close()
    for secret in (login["device_code"], tokens["refresh_token"], tokens["access_token"]):
        assert secret not in dump


def test_keys_are_private_to_their_owner(welcoming: PlatformClient, folder: Path) -> None:
    assert (folder / "links.key").stat().st_mode & 0o777 == 0o600


def test_a_new_signing_key_is_private_and_kept(tmp_path: Path) -> None:
    from seawall.local.platform.instance.access_tokens import AccessTokens

    path = tmp_path / "tokens.pem"
    first = AccessTokens(path, audience="a", lifetime_s=1).key_set
    assert path.stat().st_mode & 0o777 == 0o600
    assert AccessTokens(path, audience="a", lifetime_s=1).key_set == first


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"client_id": "seawall"}, "invalid_request"),
        ({"client_id": "seawall", "grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_request"),
        ({"client_id": "seawall", "grant_type": "refresh_token"}, "invalid_request"),
        ({"client_id": "seawall", "grant_type": "refresh_token", "refresh_token": "x"}, "invalid_grant"),
        ({"client_id": ["seawall", "seawall"], "grant_type": "refresh_token"}, "invalid_request"),
    ],
)
def test_token_requests_that_fail(shared: PlatformClient, data: dict[str, Any], error: str) -> None:
    assert error_of(shared.http.request("POST", "/oauth/token", data=data)) == error


@pytest.mark.parametrize("body", [b"\xff", b"a=" + b"x" * 70_000])
def test_bodies_that_are_no_forms(shared: PlatformClient, body: bytes) -> None:
    assert error_of(shared.http.request("POST", "/oauth/token", content=body)) == "invalid_request"


def test_the_page_escapes_what_others_wrote(asking: PlatformClient) -> None:
    login = asking.start_login(scope="<script>alert(1)</script>")
    text = page(asking, login["user_code"]).text
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_the_page_is_self_contained_and_cannot_be_framed(asking: PlatformClient) -> None:
    answer = page(asking, "")
    assert '<label for="user_code">' in answer.text
    assert '<html lang="en">' in answer.text
    assert "://" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_user_codes_may_be_typed_carelessly(asking: PlatformClient) -> None:
    code = asking.start_login()["user_code"]
    assert "Approve" in page(asking, f" {code.lower().replace('-', ' ')} ").text


@pytest.mark.parametrize("decision", ["approve", "deny"])
def test_nobody_decides_without_the_user_code(asking: PlatformClient, decision: str) -> None:
    login = asking.start_login()
    for user_code in ("", "AAAA-AAAA", '"><b>'):
        answer = decide(asking, user_code, decision)
        assert answer.status_code == 404
        assert "<b>" not in answer.text
    assert error_of(asking.redeem(login["device_code"])) == "authorization_pending"


def test_a_decision_is_one_of_two(asking: PlatformClient) -> None:
    assert decide(asking, asking.start_login()["user_code"], "maybe").status_code == 400


def test_a_form_from_another_site_approves_nothing(anonymous: TestClient) -> None:
    code = anonymous.post("/oauth/device/code", data={"client_id": "seawall"}).json()["user_code"]
    form = {"user_code": code, "decision": "approve"}
    answer = anonymous.post("/activate", data=form, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    answer = anonymous.post("/activate", data=form, headers={"Origin": "http://testserver"})
    assert answer.status_code != 403
