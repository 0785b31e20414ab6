"""OAuth server: device logins, access tokens, refresh tokens, errors."""

import base64
import json
import sqlite3
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from attrs import evolve
from joserfc import jwt
from joserfc.jwk import KeySet

from seawall.local.platform import PlatformSettings
from tests.local.platform.client import JsonDict, PlatformClient
from tests.local.platform.conftest import StartPlatform
from tests.local.wall_clock import FakeWallClock

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow


def error_of(response: Any) -> str:
    assert response.status_code in {400, 401}
    assert response.headers["Cache-Control"] == "no-store"
    return str(response.json()["error"])


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


def test_access_tokens_verify_against_the_key_set(
    auto_approving: PlatformClient, clock: FakeWallClock
) -> None:
    tokens = auto_approving.tokens()
    keys = KeySet.import_key_set(auto_approving.http.request("GET", "/.well-known/jwks.json").json())
    token = jwt.decode(tokens["access_token"], keys, algorithms=["RS256"])
    assert token.header["kid"] == keys.keys[0].kid
    now = int(clock.now.timestamp())
    # The id of the token, and of the login, by which both can be revoked.
    assert str(UUID(token.claims.pop("jti"))) != str(UUID(token.claims.pop("sid")))
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


def test_a_missing_or_invalid_token_gets_401(shared: PlatformClient) -> None:
    for authorization in ("", "Bearer", "Bearer nonsense", "Basic dTpw", "Bearer a.b.c"):
        response = shared.http.request("GET", "/api/v1/me", headers={"Authorization": authorization})
        assert response.status_code == 401, authorization
        assert "Bearer" in response.headers["WWW-Authenticate"], authorization
        assert isinstance(response.json()["detail"], str), authorization


def test_an_access_token_expires(auto_approving: PlatformClient, clock: FakeWallClock) -> None:
    platform = auto_approving.log_in()
    clock.advance(86_399)
    assert platform.get("/me").status_code == 200
    clock.advance(1)
    assert platform.get("/me").status_code == 401


def test_token_lifetime_is_a_setting(
    start: StartPlatform, settings: PlatformSettings, clock: FakeWallClock
) -> None:
    platform = start(evolve(settings, token_lifetime_s=5)).log_in()
    clock.advance(5)
    assert platform.get("/me").status_code == 401


def test_a_token_of_another_issuer_or_audience_is_rejected(
    auto_approving: PlatformClient, key_file: Path, clock: FakeWallClock
) -> None:
    from seawall.local.oauth.access_tokens import AccessTokens

    signer = AccessTokens(key_file, audience="x", lifetime_s=60)

    def status(issuer: str, audience: str, user_id: str = "local|user") -> int:
        auto_approving.http.headers["Authorization"] = "Bearer " + signer.issue(
            issuer=issuer,
            audience=[audience],
            user_id=user_id,
            client_id="seawall",
            scope="",
            family=uuid4(),
            now=clock(),
        )
        return int(auto_approving.get("/me").status_code)

    assert status("http://testserver/", "seawall-local-platform") == 200
    assert status("http://elsewhere/", "seawall-local-platform") == 401
    assert status("http://testserver/", "another audience") == 401
    assert status("http://testserver/", "seawall-local-platform", "local|unknown") == 401


def test_only_a_token_with_our_signature_is_accepted(auto_approving: PlatformClient, tmp_path: Path) -> None:
    from joserfc.jwk import OctKey

    from seawall.local.oauth.signing_key import SigningKey

    good = auto_approving.tokens()["access_token"]
    key_set = auto_approving.http.request("GET", "/.well-known/jwks.json").json()
    claims = jwt.decode(good, KeySet.import_key_set(key_set), algorithms=["RS256"]).claims
    head, payload, signature = good.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    changed = base64.urlsafe_b64encode(json.dumps({**claims, "exp": 2**40}).encode()).decode().rstrip("=")
    public_as_secret = OctKey.import_key(json.dumps(key_set["keys"][0]))
    for token, status in (
        (good, 200),
        (SigningKey(tmp_path / "another.pem").sign(claims), 401),
        (jwt.encode({"alg": "HS256"}, claims, public_as_secret), 401),
        (f"{none}.{payload}.", 401),
        (f"{head}.{payload}.", 401),
        (f"{head}.{changed}.{signature}", 401),
    ):
        assert me(auto_approving, {"access_token": token}) == status, token[:40]


def test_a_device_login_is_pending_until_the_user_approves(
    prompting: PlatformClient, clock: FakeWallClock
) -> None:
    login = prompting.start_login()
    assert login["verification_uri_complete"].endswith(f"/activate?user_code={login['user_code']}")
    assert error_of(prompting.redeem(login["device_code"])) == "authorization_pending"
    assert "Approve" in page(prompting, login["user_code"]).text
    assert "Device logged in" in decide(prompting, login["user_code"], "approve").text
    clock.advance(login["interval"])
    assert prompting.redeem(login["device_code"]).status_code == 200
    assert error_of(prompting.redeem(login["device_code"])) == "invalid_grant"


def test_a_device_that_polls_too_fast_is_slowed_down(prompting: PlatformClient, clock: FakeWallClock) -> None:
    code = prompting.start_login()["device_code"]
    assert error_of(prompting.redeem(code)) == "authorization_pending"
    assert error_of(prompting.redeem(code)) == "slow_down"
    clock.advance(5)
    assert error_of(prompting.redeem(code)) == "slow_down"
    clock.advance(11)
    assert error_of(prompting.redeem(code)) == "authorization_pending"


def test_a_denied_device_login_fails(prompting: PlatformClient) -> None:
    login = prompting.start_login()
    assert "denied" in decide(prompting, login["user_code"], "deny").text
    assert error_of(prompting.redeem(login["device_code"])) == "access_denied"


def test_a_device_code_expires(prompting: PlatformClient, clock: FakeWallClock) -> None:
    login = prompting.start_login()
    clock.advance(login["expires_in"])
    assert error_of(prompting.redeem(login["device_code"])) == "expired_token"
    assert page(prompting, login["user_code"]).status_code == 404


def test_a_device_code_is_bound_to_its_client(auto_approving: PlatformClient) -> None:
    login = auto_approving.start_login("one")
    assert error_of(auto_approving.redeem(login["device_code"], "another")) == "invalid_grant"
    assert auto_approving.redeem(login["device_code"], "one").status_code == 200


def test_an_unknown_client_is_rejected_without_auto_approve(
    prompting: PlatformClient,
) -> None:
    response = prompting.http.request("POST", "/oauth/device/code", data={"client_id": "stranger"})
    assert (response.status_code, error_of(response)) == (401, "invalid_client")
    assert error_of(prompting.refresh("x", "stranger")) == "invalid_client"


def test_auto_approve_adds_the_requested_audience(auto_approving: PlatformClient) -> None:
    platform = auto_approving.log_in("stranger", audience="https://api.example.com")
    assert platform.get("/me").status_code == 200


def test_an_unknown_audience_is_rejected_without_auto_approve(prompting: PlatformClient) -> None:
    data = {"client_id": "seawall", "audience": "https://api.example.com"}
    assert error_of(prompting.http.request("POST", "/oauth/device/code", data=data)) == "invalid_target"


def approved_tokens(client: PlatformClient, **parameters: str) -> JsonDict:
    """Log in a device that the user approves."""
    login = client.start_login(**parameters)
    decide(client, login["user_code"], "approve")
    response = client.redeem(login["device_code"])
    assert response.status_code == 200, response.text
    return dict(response.json())


def me(client: PlatformClient, tokens: JsonDict) -> int:
    """Status of a request with the access token."""
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    return int(client.http.request("GET", "/api/v1/me", headers=headers).status_code)


def test_reuse_of_a_refresh_token_ends_the_login(prompting: PlatformClient, clock: FakeWallClock) -> None:
    first, other = approved_tokens(prompting), approved_tokens(prompting)
    second = prompting.refresh(first["refresh_token"]).json()
    clock.advance(10)
    assert prompting.refresh(first["refresh_token"]).status_code == 200  # within REUSE_LEEWAY_S
    assert me(prompting, second) == 200
    clock.advance(1)
    assert error_of(prompting.refresh(first["refresh_token"])) == "invalid_grant"
    assert error_of(prompting.refresh(second["refresh_token"])) == "invalid_grant"
    assert (me(prompting, first), me(prompting, second), me(prompting, other)) == (401, 401, 200)


def test_with_auto_approve_a_refresh_token_can_be_used_again_and_again(
    auto_approving: PlatformClient, clock: FakeWallClock
) -> None:
    refresh_token = auto_approving.tokens()["refresh_token"]
    for _ in range(3):
        clock.advance(100)
        renewed = auto_approving.refresh(refresh_token).json()
        assert renewed["refresh_token"] == refresh_token
        assert me(auto_approving, renewed) == 200


def test_a_refresh_token_comes_with_offline_access_only(auto_approving: PlatformClient) -> None:
    for scope, has_refresh_token in (
        ("openid", False),
        ("", False),
        ("openid offline_access", True),
    ):
        tokens = auto_approving.tokens(scope=scope)
        assert ("refresh_token" in tokens) is has_refresh_token, scope


def test_a_refreshed_token_may_have_less_scope_and_not_more(auto_approving: PlatformClient) -> None:
    # RFC 6749, 6
    refresh_token = auto_approving.tokens(scope="openid email offline_access")["refresh_token"]
    for scope, granted in (("openid", "openid"), ("", "openid email offline_access")):
        form = {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": "seawall",
            "scope": scope,
        }
        assert auto_approving.http.request("POST", "/oauth/token", data=form).json()["scope"] == granted
    form["scope"] = "openid profile"
    assert error_of(auto_approving.http.request("POST", "/oauth/token", data=form)) == "invalid_scope"


def test_an_unknown_scope_is_refused(prompting: PlatformClient, auto_approving: PlatformClient) -> None:
    for platform, scope in product((prompting, auto_approving), ("admin", "openid admin", "<script>")):
        data = {"client_id": "seawall", "scope": scope}
        response = platform.http.request("POST", "/oauth/device/code", data=data)
        assert error_of(response) == "invalid_scope", scope


def test_a_refreshed_token_works(auto_approving: PlatformClient, clock: FakeWallClock) -> None:
    refresh_token = auto_approving.tokens()["refresh_token"]
    clock.advance(100_000)
    access_token = auto_approving.refresh(refresh_token).json()["access_token"]
    auto_approving.http.headers["Authorization"] = f"Bearer {access_token}"
    assert auto_approving.get("/me").status_code == 200


def test_a_refresh_token_is_bound_to_its_client_and_expires(
    auto_approving: PlatformClient, clock: FakeWallClock
) -> None:
    token = auto_approving.tokens("one")["refresh_token"]
    assert error_of(auto_approving.refresh(token, "another")) == "invalid_grant"
    clock.advance(30 * 86_400)
    assert error_of(auto_approving.refresh(token, "one")) == "invalid_grant"


def test_no_opaque_secret_is_stored(prompting: PlatformClient, folder: Path) -> None:
    login = prompting.start_login()
    decide(prompting, login["user_code"], "approve")
    tokens = prompting.redeem(login["device_code"]).json()
    database = sqlite3.connect(folder / "platform.sqlite3")
    dump = "\n".join(database.iterdump())
    database.close()
    for secret in (login["device_code"], tokens["refresh_token"], tokens["access_token"]):
        assert secret not in dump


def test_key_files_are_readable_only_by_their_owner(prompting: PlatformClient, folder: Path) -> None:
    assert prompting.get("/me").status_code == 401
    assert (folder / "links.key").stat().st_mode & 0o777 == 0o600


def test_a_signing_key_is_created_once_with_mode_0600(tmp_path: Path) -> None:
    from seawall.local.oauth.access_tokens import AccessTokens

    path = tmp_path / "tokens.pem"
    first = AccessTokens(path, audience="a", lifetime_s=1).key_set
    assert path.stat().st_mode & 0o777 == 0o600
    assert AccessTokens(path, audience="a", lifetime_s=1).key_set == first


def test_errors_of_token_requests(shared: PlatformClient) -> None:
    cases: list[tuple[JsonDict, str]] = [
        ({"client_id": "seawall"}, "invalid_request"),
        ({"client_id": "seawall", "grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_request"),
        ({"client_id": "seawall", "grant_type": "refresh_token"}, "invalid_request"),
        ({"client_id": "seawall", "grant_type": "refresh_token", "refresh_token": "x"}, "invalid_grant"),
        ({"client_id": ["seawall", "seawall"], "grant_type": "refresh_token"}, "invalid_request"),
    ]
    for data, error in cases:
        assert error_of(shared.http.request("POST", "/oauth/token", data=data)) == error, data


def test_a_body_that_is_not_a_form_is_rejected(shared: PlatformClient) -> None:
    cases = (
        (b"\xff", "application/x-www-form-urlencoded"),
        (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded; charset=utf-8"),
        (b'{"client_id": "seawall"}', "application/json"),
    )
    for body, content_type in cases:
        response = shared.http.request(
            "POST", "/oauth/token", content=body, headers={"Content-Type": content_type}
        )
        assert error_of(response) == "invalid_request", body[:9]


def test_the_page_escapes_request_values(prompting: PlatformClient) -> None:
    text = page(prompting, "<script>alert(1)</script>").text
    assert "<script" not in text


def test_the_page_is_self_contained_and_cannot_be_framed(prompting: PlatformClient) -> None:
    response = page(prompting, "")
    assert '<label for="user_code">' in response.text
    assert '<html lang="en">' in response.text
    assert "://" not in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_case_and_blanks_of_a_user_code_do_not_matter(prompting: PlatformClient) -> None:
    code = prompting.start_login()["user_code"]
    assert "Approve" in page(prompting, f" {code.lower().replace('-', ' ')} ").text


def test_a_decision_needs_a_valid_user_code(prompting: PlatformClient) -> None:
    login = prompting.start_login()
    for user_code, decision in product(("", "AAAA-AAAA", '"><b>'), ("approve", "deny")):
        response = decide(prompting, user_code, decision)
        assert response.status_code == 404, (user_code, decision)
        assert "<b>" not in response.text
    assert error_of(prompting.redeem(login["device_code"])) == "authorization_pending"


def test_a_decision_is_approve_or_deny(prompting: PlatformClient) -> None:
    assert decide(prompting, prompting.start_login()["user_code"], "maybe").status_code == 400


def test_a_form_from_another_site_is_rejected(anonymous: PlatformClient) -> None:
    code = anonymous.start_login()["user_code"]
    form = {"user_code": code, "decision": "approve"}
    response = anonymous.http.request(
        "POST", "/activate", data=form, headers={"Origin": "http://evil.example"}
    )
    assert response.status_code == 403
    response = anonymous.http.request("POST", "/activate", data=form, headers={"Origin": "http://testserver"})
    assert response.status_code != 403
