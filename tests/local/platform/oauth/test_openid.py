"""The login server as an OpenID provider: metadata, ID tokens, user information, revocation, limits."""

import base64
import hashlib
from itertools import product
from pathlib import Path
from typing import Any

import httpx2
import pytest
from attrs import evolve
from joserfc import jwt
from joserfc.jwk import KeySet

from seawall.core.auth.pkce import code_challenge
from seawall.local.platform import PlatformSettings
from tests.local.platform.client import JsonDict, PlatformClient
from tests.local.platform.conftest import StartPlatform
from tests.local.wall_clock import FakeWallClock

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
REDIRECT = "http://127.0.0.1:5000/callback"
ISSUER = "http://testserver/"
REQUEST = {
    "response_type": "code",
    "client_id": "seawall",
    "redirect_uri": REDIRECT,
    "scope": "openid profile email offline_access",
    "code_challenge": code_challenge(VERIFIER),
    "code_challenge_method": "S256",
}
METADATA = ("openid-configuration", "oauth-authorization-server")
NEEDED = {
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
    "response_types_supported",
    "subject_types_supported",
    "id_token_signing_alg_values_supported",
    # recommended
    "scopes_supported",
    "claims_supported",
    # optional, with a default that is wrong here
    "response_modes_supported",
    "grant_types_supported",
    "token_endpoint_auth_methods_supported",
    "request_uri_parameter_supported",
    # RFC 8414, 7009, 8628
    "revocation_endpoint",
    "revocation_endpoint_auth_methods_supported",
    "device_authorization_endpoint",
    "code_challenge_methods_supported",
}


def authorize(client: PlatformClient, method: str = "GET", **changed: str) -> Any:
    parameters = {**REQUEST, **changed}
    sent: dict[str, Any] = {"params" if method == "GET" else "data": parameters}
    return client.http.request(method, "/authorize", **sent)


def parameters_of(response: Any) -> dict[str, str]:
    assert response.status_code == 303, response.text
    return dict(httpx2.URL(response.headers["Location"]).params)


def browser_tokens(client: PlatformClient, **changed: str) -> JsonDict:
    """Log in with a code on a platform with auto_approve."""
    form = {
        "grant_type": "authorization_code",
        "client_id": "seawall",
        "code": parameters_of(authorize(client, **changed))["code"],
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
    }
    response = client.http.request("POST", "/oauth/token", data=form)
    assert response.status_code == 200, response.text
    assert response.headers["Cache-Control"] == "no-store"
    return dict(response.json())


def claims_of(client: PlatformClient, token: str) -> JsonDict:
    keys = KeySet.import_key_set(client.http.request("GET", "/.well-known/jwks.json").json())
    return dict(jwt.decode(token, keys, algorithms=["RS256"]).claims)


def user_info(client: PlatformClient, access_token: str) -> Any:
    headers = {"Authorization": f"Bearer {access_token}"}
    return client.http.request("GET", "/userinfo", headers=headers)


def revoke(client: PlatformClient, token: str, **form: str) -> Any:
    return client.http.request("POST", "/oauth/revoke", data={"client_id": "seawall", "token": token, **form})


def test_each_address_of_the_metadata_has_all_that_clients_need(prompting: PlatformClient) -> None:
    # OpenID Connect Discovery, 3 and 4; RFC 8414, 2 and 3
    first = [f"/.well-known/{name}" for name in METADATA]
    second = [
        path for name in METADATA for path in (f"/oauth/.well-known/{name}", f"/.well-known/{name}/oauth")
    ]
    for issuer, paths in ((ISSUER, first), (f"{ISSUER}oauth", second)):
        found = [prompting.http.request("GET", path) for path in paths]
        assert {each.status_code for each in found} == {200}, issuer
        metadata = found[0].json()
        assert all(each.json() == metadata for each in found), issuer
        assert metadata["issuer"] == issuer
        assert NEEDED - metadata.keys() == set(), issuer
        assert metadata["request_uri_parameter_supported"] is False
        for name, url in metadata.items():
            if name.endswith(("_endpoint", "_uri")):
                assert url.startswith(issuer.rstrip("/")), (name, url)
                assert prompting.http.request("GET", url).status_code != 404, (name, url)


def test_a_token_names_the_issuer_whose_endpoint_has_issued_it(auto_approving: PlatformClient) -> None:
    metadata = auto_approving.http.request("GET", "/oauth/.well-known/openid-configuration").json()
    code = parameters_of(
        auto_approving.http.request("GET", metadata["authorization_endpoint"], params=REQUEST)
    )
    form = {
        "grant_type": "authorization_code",
        "client_id": "seawall",
        "code": code["code"],
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
    }
    tokens = auto_approving.http.request("POST", metadata["token_endpoint"], data=form).json()
    for name in ("id_token", "access_token"):
        assert claims_of(auto_approving, tokens[name])["iss"] == f"{ISSUER}oauth", name
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    for path in ("/api/v1/me", "/userinfo", "/oauth/userinfo"):
        assert auto_approving.http.request("GET", path, headers=headers).status_code == 200, path


def test_the_issuer_comes_with_the_code_by_a_setting(
    start: StartPlatform, settings: PlatformSettings
) -> None:
    # RFC 9207
    sending = start(evolve(settings, sends_issuer=True))
    metadata = sending.http.request("GET", "/.well-known/openid-configuration").json()
    assert metadata["authorization_response_iss_parameter_supported"] is True
    for changed in ({}, {"scope": "unknown"}):
        assert parameters_of(authorize(sending, **changed))["iss"] == ISSUER, changed


def test_an_id_token_tells_who_logged_in(auto_approving: PlatformClient, clock: FakeWallClock) -> None:
    # OpenID Connect Core, 2 and 3.1.3.6
    tokens = browser_tokens(auto_approving, nonce="n-1")
    claims = claims_of(auto_approving, tokens["id_token"])
    now = int(clock.now.timestamp())
    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    assert (
        claims.items()
        >= {
            "iss": ISSUER,
            "sub": "local|user",
            "aud": "seawall",
            "azp": "seawall",
            "iat": now,
            "exp": now + 86_400,
            "auth_time": now,
            "nonce": "n-1",
            "at_hash": base64.urlsafe_b64encode(half).decode().rstrip("="),
            "name": "Local User",
            "email": "local.user@example.com",
        }.items()
    )


def test_a_refreshed_id_token_keeps_the_time_of_the_login(
    auto_approving: PlatformClient, clock: FakeWallClock
) -> None:
    # OpenID Connect Core, 12.2
    tokens = browser_tokens(auto_approving, nonce="n-1")
    clock.advance(100)
    renewed = auto_approving.refresh(tokens["refresh_token"]).json()
    first, second = (claims_of(auto_approving, each["id_token"]) for each in (tokens, renewed))
    same = ("iss", "sub", "aud", "azp", "auth_time")
    assert [first[name] for name in same] == [second[name] for name in same]
    assert second["iat"] == first["iat"] + 100
    assert "nonce" not in second


def test_an_id_token_comes_with_the_scope_openid_only(auto_approving: PlatformClient) -> None:
    for scope, claims in (
        ("openid", set()),
        ("openid email", {"email", "email_verified"}),
        ("openid profile", {"name", "given_name", "family_name", "nickname", "updated_at"}),
    ):
        about = claims_of(auto_approving, auto_approving.tokens(scope=scope)["id_token"]).keys()
        assert claims <= about, scope
        assert about & {"email", "name"} == claims & {"email", "name"}, scope
    assert "id_token" not in auto_approving.tokens(scope="profile")


def test_an_id_token_is_no_access_token(start: StartPlatform, settings: PlatformSettings) -> None:
    # Even if the client has the id that access tokens have for their audience.
    platform = start(settings)
    tokens = platform.tokens(settings.audience, scope="openid")
    assert claims_of(platform, tokens["id_token"])["aud"] == settings.audience
    for path, name in product(("/api/v1/me", "/userinfo"), ("id_token", "access_token")):
        headers = {"Authorization": f"Bearer {tokens[name]}"}
        status = platform.http.request("GET", path, headers=headers).status_code
        assert status == (200 if name == "access_token" else 401), (path, name)


def test_user_information_is_within_the_scope(auto_approving: PlatformClient) -> None:
    # OpenID Connect Core, 5.3 and 5.4
    for scope, claims in (
        ("openid", {"sub"}),
        ("openid email", {"sub", "email", "email_verified"}),
        ("openid profile", {"sub", "name", "given_name", "family_name", "nickname", "updated_at"}),
    ):
        access_token = auto_approving.tokens(scope=scope)["access_token"]
        response = user_info(auto_approving, access_token)
        assert response.json().keys() == claims, scope
        assert (response.json()["sub"], response.headers["Cache-Control"]) == ("local|user", "no-store")
        auto_approving.http.headers.pop("Authorization", None)
        posted = auto_approving.http.request("POST", "/userinfo", data={"access_token": access_token})
        assert posted.json() == response.json(), scope


def test_user_information_needs_a_valid_token(auto_approving: PlatformClient) -> None:
    # RFC 6750, 3.1
    without_openid = auto_approving.tokens(scope="email")["access_token"]
    cases: tuple[tuple[dict[str, str], int, str], ...] = (
        ({}, 401, "Bearer"),
        ({"Authorization": "Bearer a.b.c"}, 401, 'Bearer error="invalid_token"'),
        (
            {"Authorization": f"Bearer {without_openid}"},
            403,
            'Bearer error="insufficient_scope", scope="openid"',
        ),
    )
    for headers, status, challenge in cases:
        auto_approving.http.headers.pop("Authorization", None)
        response = auto_approving.http.request("GET", "/userinfo", headers=headers)
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (status, challenge)


def test_a_revoked_access_token_is_refused_everywhere_and_its_refresh_token_is_not(
    auto_approving: PlatformClient,
) -> None:
    # RFC 7009, 2.1
    tokens, other = (auto_approving.tokens(scope="openid offline_access") for _ in range(2))
    for hint in ({}, {"token_type_hint": "refresh_token"}, {"token_type_hint": "unknown"}):
        response = revoke(auto_approving, tokens["access_token"], **hint)
        assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store"), hint
    assert user_info(auto_approving, tokens["access_token"]).status_code == 401
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert auto_approving.http.request("GET", "/api/v1/me", headers=headers).status_code == 401
    assert user_info(auto_approving, other["access_token"]).status_code == 200
    assert auto_approving.refresh(tokens["refresh_token"]).status_code == 200


def test_a_revoked_refresh_token_ends_the_login(auto_approving: PlatformClient) -> None:
    tokens = auto_approving.tokens(scope="openid offline_access")
    assert revoke(auto_approving, tokens["refresh_token"]).status_code == 200
    assert auto_approving.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert user_info(auto_approving, tokens["access_token"]).status_code == 401


def test_a_client_can_revoke_its_own_tokens_only(
    auto_approving: PlatformClient, prompting: PlatformClient
) -> None:
    tokens = auto_approving.tokens(scope="openid offline_access")
    for name in ("access_token", "refresh_token"):
        response = revoke(auto_approving, tokens[name], client_id="another")
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant"), name
    assert user_info(auto_approving, tokens["access_token"]).status_code == 200
    # RFC 7009, 2.2: a token that is unknown is no error; a client that is unknown is one.
    assert revoke(prompting, "unknown").status_code == 200
    assert revoke(prompting, "unknown", client_id="stranger").json()["error"] == "invalid_client"
    assert revoke(prompting, "").json()["error"] == "invalid_request"


def test_a_revocation_outlives_the_server(start: StartPlatform, settings: PlatformSettings) -> None:
    first = start(settings)
    tokens = first.tokens(scope="openid")
    revoke(first, tokens["access_token"])
    first.server.close()
    assert user_info(start(settings), tokens["access_token"]).status_code == 401


def test_an_authorization_request_may_be_a_form(auto_approving: PlatformClient) -> None:
    # OpenID Connect Core, 3.1.2.1
    assert "code" in parameters_of(authorize(auto_approving, "POST"))
    assert authorize(auto_approving, "POST", redirect_uri="http://evil.test/").status_code == 400
    assert "code" in parameters_of(authorize(auto_approving, prompt="none"))


def basic(user: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def test_a_client_may_send_its_id_in_the_basic_header(
    prompting: PlatformClient, auto_approving: PlatformClient
) -> None:
    # RFC 6749, 2.3.1; requests-oauthlib sends an empty secret for a public client.
    cases: list[tuple[PlatformClient, dict[str, str], dict[str, str], str]] = [
        (prompting, basic("seawall", ""), {}, "invalid_grant"),
        (prompting, basic("seawall", "secret"), {}, "invalid_client"),
        (prompting, basic("stranger", ""), {}, "invalid_client"),
        (prompting, {"Authorization": "Basic ="}, {}, "invalid_client"),
        (prompting, {}, {"client_id": "seawall", "client_secret": "s"}, "invalid_client"),
        (prompting, basic("seawall", ""), {"client_id": "seawall"}, "invalid_grant"),
        (prompting, basic("seawall", ""), {"client_id": "stranger"}, "invalid_request"),
        (auto_approving, basic("any%20one", "secret"), {}, "invalid_grant"),
        (auto_approving, basic("any", "secret"), {"client_secret": "secret"}, "invalid_request"),
        (auto_approving, {}, {"client_id": "any", "client_secret": "secret"}, "invalid_grant"),
    ]
    for number, (client, headers, form, error) in enumerate(cases):
        data = {"grant_type": "refresh_token", "refresh_token": "unknown", **form}
        response = client.http.request("POST", "/oauth/token", data=data, headers=headers)
        status = 401 if error == "invalid_client" else 400
        assert (response.status_code, response.json()["error"]) == (status, error), number
        assert ("WWW-Authenticate" in response.headers) is (status == 401), number


def test_user_codes_can_not_be_guessed(prompting: PlatformClient, clock: FakeWallClock) -> None:
    # RFC 8628, 5.1
    code = prompting.start_login()["user_code"]
    clock.advance(60)  # failures of other tests no longer count

    def enter(method: str, code: str) -> Any:
        form = {"user_code": code, "decision": "approve"}
        sent: dict[str, Any] = {"params" if method == "GET" else "data": form}
        return prompting.http.request(method, "/activate", **sent)

    assert {enter(method, "BBBB-BBBB").status_code for method in ("GET", "POST") for _ in range(5)} == {404}
    for method in ("GET", "POST"):
        refused = enter(method, code)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60"), method
    assert prompting.http.request("GET", "/activate").status_code == 200
    clock.advance(60)
    assert enter("GET", code).status_code == 200
    assert enter("POST", code).status_code == 200


def test_device_logins_are_limited_until_they_end(
    start: StartPlatform, settings: PlatformSettings, clock: FakeWallClock
) -> None:
    platform = start(settings)

    def begin(client_id: str) -> Any:
        return platform.http.request("POST", "/oauth/device/code", data={"client_id": client_id})

    first = platform.start_login("greedy")
    for _ in range(99):
        platform.start_login("greedy")
    clock.advance(10)
    refused = begin("greedy")
    assert (refused.status_code, refused.json()["error"]) == (429, "temporarily_unavailable")
    assert refused.headers["Retry-After"] == "890"
    assert begin("another").status_code == 200
    assert platform.redeem(first["device_code"], "greedy").status_code == 200
    assert [begin("greedy").status_code for _ in range(2)] == [200, 429]
    clock.advance(890)
    assert begin("greedy").status_code == 200


def test_all_open_logins_are_limited(
    start: StartPlatform, settings: PlatformSettings, clock: FakeWallClock
) -> None:
    platform = start(evolve(settings, most_open_logins=3))
    devices = [
        platform.http.request("POST", "/oauth/device/code", data={"client_id": str(number)}).status_code
        for number in range(4)
    ]
    assert devices == [200, 200, 200, 429]
    browsers = [parameters_of(authorize(platform)) for _ in range(4)]
    assert [each.get("error") for each in browsers] == [None, None, None, "temporarily_unavailable"]
    clock.advance(60)  # the codes have expired
    assert "code" in parameters_of(authorize(platform))


def test_a_data_folder_of_an_earlier_version_can_be_used(
    start: StartPlatform, settings: PlatformSettings, data_dir: Path
) -> None:
    import sqlite3

    start(settings).server.close()
    database = sqlite3.connect(data_dir / "platform.sqlite3")
    for table in ("device_grants", "refresh_tokens", "authorization_grants"):
        database.execute(f"ALTER TABLE {table} DROP COLUMN authenticated_at")
    database.close()
    assert "id_token" in browser_tokens(start(settings))
