"""Authorization endpoint: its page, redirects and codes. Each table row names its source."""

import base64
import json
import re
import sqlite3
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import evolve

from seawall.core.auth.pkce import code_challenge
from seawall.local.platform import LocalUser, PlatformSettings
from tests.local.platform.client import JsonDict, PlatformClient
from tests.local.platform.conftest import StartPlatform
from tests.local.wall_clock import FakeWallClock

# A whole platform runs in this process: server, database and workers.
pytestmark = pytest.mark.slow

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
REDIRECT = "http://127.0.0.1:5000/callback"
REQUEST = {
    "response_type": "code",
    "client_id": "seawall",
    "redirect_uri": REDIRECT,
    "scope": "openid offline_access",
    "state": "state-1",
    "code_challenge": code_challenge(VERIFIER),
    "code_challenge_method": "S256",
}


def page(client: PlatformClient, **changed: str | None) -> Any:
    """Send an authorization request; parameters that are None are left out."""
    params = {name: value for name, value in {**REQUEST, **changed}.items() if value is not None}
    return client.http.request("GET", "/authorize", params=params)


def ticket(client: PlatformClient, **changed: str | None) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page(client, **changed).text)
    assert found
    return found[1]


def decide(client: PlatformClient, ticket: str, decision: str, **headers: str) -> Any:
    data = {"ticket": ticket, "decision": decision}
    return client.http.request("POST", "/authorize", data=data, headers=headers)


def redirect_parameters(response: Any) -> dict[str, str]:
    """Return the parameters of a redirect to the client."""
    assert response.status_code == 303
    assert response.headers["Cache-Control"] == "no-store"
    target, _, query = response.headers["Location"].partition("?")
    assert target == REDIRECT
    return {name: value for name, [value] in parse_qs(query, keep_blank_values=True).items()}


def new_code(client: PlatformClient, **changed: str | None) -> str:
    """Approve a login and return its code."""
    return redirect_parameters(decide(client, ticket(client, **changed), "approve"))["code"]


def redeem(client: PlatformClient, code: str, **changed: str | None) -> Any:
    form = {
        "grant_type": "authorization_code",
        "client_id": "seawall",
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
        **changed,
    }
    data = {name: value for name, value in form.items() if value is not None}
    return client.http.request("POST", "/oauth/token", data=data)


def me(client: PlatformClient, tokens: JsonDict) -> int:
    """Status of a request with the access token."""
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    return int(client.http.request("GET", "/api/v1/me", headers=headers).status_code)


def error_of(response: Any) -> str:
    assert response.status_code in {400, 401}
    assert response.headers["Cache-Control"] == "no-store"
    return str(response.json()["error"])


def test_discovery_describes_the_authorization_endpoint(prompting: PlatformClient) -> None:
    # RFC 8414, 2; RFC 9207, 3
    found = prompting.http.request("GET", "/.well-known/openid-configuration").json()
    assert found["authorization_endpoint"] == "http://testserver/authorize"
    assert found["response_types_supported"] == ["code"]
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["authorization_response_iss_parameter_supported"] is False
    assert "authorization_code" in found["grant_types_supported"]


def test_approval_redirects_with_a_code(prompting: PlatformClient) -> None:
    shown = page(prompting)
    assert (shown.status_code, "seawall" in shown.text, "openid offline_access" in shown.text) == (
        200,
        True,
        True,
    )
    response = redirect_parameters(decide(prompting, ticket(prompting), "approve"))
    # RFC 6749, 4.1.2
    assert response == {"code": response["code"], "state": "state-1"}
    tokens = redeem(prompting, response["code"]).json()
    assert (tokens["token_type"], tokens["scope"]) == ("Bearer", "openid offline_access")
    assert me(prompting, tokens) == 200
    assert prompting.refresh(tokens["refresh_token"]).status_code == 200


def test_denial_redirects_with_access_denied(prompting: PlatformClient) -> None:
    response = redirect_parameters(decide(prompting, ticket(prompting), "deny"))
    assert (response["error"], response["state"]) == ("access_denied", "state-1")
    assert "code" not in response


def test_auto_approve_redirects_with_a_code_at_once(auto_approving: PlatformClient) -> None:
    code = redirect_parameters(page(auto_approving))["code"]
    assert redeem(auto_approving, code).status_code == 200


def test_allowed_redirect_uris_of_the_registered_client(prompting: PlatformClient) -> None:
    cases: list[tuple[str, str]] = [
        ("RFC 8252, 7.3: any port", "http://127.0.0.1:1/callback"),
        ("RFC 8252, 7.3: any port", "http://127.0.0.1:65535/callback"),
        ("RFC 8252, 7.3: any port", "http://127.0.0.1/callback"),
        ("RFC 8252, 7.3: IPv6", "http://[::1]:5000/callback"),
    ]
    for source, redirect_uri in cases:
        assert page(prompting, redirect_uri=redirect_uri).status_code == 200, (source, redirect_uri)


def test_other_redirect_uris_get_an_error_page(
    prompting: PlatformClient, auto_approving: PlatformClient
) -> None:
    cases: list[tuple[str, str | None]] = [
        ("RFC 6749, 3.1.2.3: none", None),
        ("RFC 8252, 8.3: no name", "http://localhost:5000/callback"),
        ("RFC 8252, 7.3: the address alone", "http://127.0.0.2:5000/callback"),
        ("RFC 8252, 7.3: the address alone", "http://127.1:5000/callback"),
        ("RFC 8252, 7.3: the address alone", "http://0.0.0.0:5000/callback"),
        ("RFC 8252, 7.3: http", "https://127.0.0.1:5000/callback"),
        ("RFC 9700, 2.1: exact", "http://127.0.0.1:5000/callback/"),
        ("RFC 9700, 2.1: exact", "http://127.0.0.1:5000/Callback"),
        ("RFC 9700, 2.1: exact", "http://127.0.0.1:5000/callback?x=1"),
        ("RFC 9700, 2.1: exact", "http://127.0.0.1:5000/callback#x"),
        ("RFC 9700, 2.1: exact", "http://127.0.0.1:5000/callback/../x"),
        ("RFC 9700, 2.1: exact", "http://127.0.0.1:5000/callback\n"),
        ("RFC 9700, 2.1: exact", "http://user@127.0.0.1:5000/callback"),
        ("RFC 9700, 2.1: exact", "http://127.0.0.1:5000@evil.test/callback"),
        ("RFC 9700, 2.1: exact", "http://127.0.0.1.evil.test/callback"),
        ("RFC 9700, 2.1: exact", "http://127.0.0.1:999999/callback"),
        ("RFC 9700, 4.11: no open redirector", "http://evil.test/callback"),
        ("RFC 8252, 7.1: no scheme of its own", "seawall:/callback"),
        ("a script", "javascript:alert(1)"),
    ]
    for (source, redirect_uri), platform in product(cases, (prompting, auto_approving)):
        response = page(platform, redirect_uri=redirect_uri)
        found = (response.status_code, "Location" in response.headers)
        assert found == (400, False), (source, redirect_uri, platform is auto_approving)


def test_auto_approve_allows_loopback_redirects_of_any_client(auto_approving: PlatformClient) -> None:
    for host, path in product(("127.0.0.1", "[::1]", "localhost"), ("", "/", "/callback", "/a/b")):
        redirect_uri = f"http://{host}:5000{path}"
        response = page(auto_approving, client_id="stranger", redirect_uri=redirect_uri)
        assert response.headers["Location"].startswith(f"{redirect_uri}?code="), redirect_uri


def test_auto_approve_allows_no_other_redirects(auto_approving: PlatformClient) -> None:
    for redirect_uri in ("http://evil.test/", "https://localhost/", "http://localhost.evil.test/"):
        response = page(auto_approving, client_id="stranger", redirect_uri=redirect_uri)
        assert response.status_code == 400, redirect_uri


def test_an_unknown_client_gets_an_error_page(prompting: PlatformClient) -> None:
    cases: list[tuple[str, dict[str, str | None]]] = [
        ("RFC 6749, 4.1.2.1: no client", {"client_id": None}),
        ("RFC 6749, 4.1.2.1: an unknown client", {"client_id": "stranger"}),
    ]
    for source, query in cases:
        response = page(prompting, **query)
        assert (response.status_code, "cannot start" in response.text) == (400, True), source


def test_a_repeated_parameter_gets_an_error_page(prompting: PlatformClient) -> None:
    # RFC 6749, 3.1
    response = prompting.http.request(
        "GET", "/authorize", params=[*REQUEST.items(), ("redirect_uri", REDIRECT)]
    )
    assert (response.status_code, "is repeated" in response.text) == (400, True)


def test_other_errors_are_sent_to_the_client(prompting: PlatformClient) -> None:
    cases: list[tuple[str, dict[str, str | None], str]] = [
        ("RFC 6749, 3.1.1", {"response_type": None}, "invalid_request"),
        ("RFC 9700, 2.1.2: no implicit grant", {"response_type": "token"}, "unsupported_response_type"),
        ("OpenID Connect's hybrid flow", {"response_type": "code token"}, "unsupported_response_type"),
        ("RFC 7636, 4.4.1; RFC 9700, 2.1.1", {"code_challenge": None}, "invalid_request"),
        ("RFC 7636, 4.3: plain by default", {"code_challenge_method": None}, "invalid_request"),
        ("RFC 7636, 4.4.1", {"code_challenge_method": "plain"}, "invalid_request"),
        ("RFC 7636, 4.2", {"code_challenge": "short"}, "invalid_request"),
        ("RFC 8707, 2", {"audience": "https://api.test"}, "invalid_target"),
        ("the platform's own", {"organization": "org_other"}, "invalid_request"),
        ("RFC 6749, 4.1.2.1: an unknown scope", {"scope": "openid runs:read"}, "invalid_scope"),
        ("RFC 6749, 4.1.2.1: a script", {"scope": "<script>"}, "invalid_scope"),
        ("OpenID Connect Core, 3.1.2.1", {"prompt": "none"}, "login_required"),
        ("OpenID Connect Core, 3.1.2.1", {"prompt": "none login"}, "invalid_request"),
        ("OpenID Connect Core, 3.1.2.6", {"request": "a.b.c"}, "request_not_supported"),
        ("OpenID Connect Core, 3.1.2.6", {"request_uri": "http://a.test"}, "request_uri_not_supported"),
        ("OpenID Connect Core, 3.1.2.6", {"registration": "{}"}, "registration_not_supported"),
        ("OAuth 2.0 Multiple Response Types, 2.1", {"response_mode": "fragment"}, "invalid_request"),
        ("a nonce without end", {"nonce": "n" * 1001}, "invalid_request"),
    ]
    for source, changed, error in cases:
        response = redirect_parameters(page(prompting, **changed))
        assert (response["error"], response["state"]) == (error, "state-1"), (source, changed)


def test_a_request_without_state_gets_no_state_back(prompting: PlatformClient) -> None:
    assert "state" not in redirect_parameters(decide(prompting, ticket(prompting, state=None), "approve"))


def test_the_platform_accepts_its_own_audience_and_organization(prompting: PlatformClient) -> None:
    code = new_code(prompting, audience="seawall-local-platform", organization="org_local")
    assert redeem(prompting, code).status_code == 200


def test_a_failed_redemption_uses_the_code(prompting: PlatformClient) -> None:
    cases: list[tuple[str, dict[str, str | None]]] = [
        ("RFC 7636, 4.6: another verifier", {"code_verifier": "a" * 43}),
        ("RFC 7636, 4.6: no verifier", {"code_verifier": None}),
        ("RFC 7636, 4.6: the challenge itself", {"code_verifier": code_challenge(VERIFIER)}),
        ("RFC 6749, 4.1.3: another redirect URI", {"redirect_uri": "http://127.0.0.1:5001/callback"}),
        ("RFC 6749, 4.1.3: no redirect URI", {"redirect_uri": None}),
    ]
    for source, changed in cases:
        code = new_code(prompting)
        assert error_of(redeem(prompting, code, **changed)) == "invalid_grant", source
        assert error_of(redeem(prompting, code)) == "invalid_grant", source


def test_a_verifier_with_wrong_syntax_is_rejected(prompting: PlatformClient) -> None:
    # RFC 7636, 4.1
    for verifier in ("short", "a" * 129, "a" * 42 + "+"):
        code = new_code(prompting, code_challenge=code_challenge(verifier))
        assert error_of(redeem(prompting, code, code_verifier=verifier)) == "invalid_grant", verifier


def test_a_verifier_that_is_not_ascii_is_rejected(prompting: PlatformClient) -> None:
    assert error_of(redeem(prompting, new_code(prompting), code_verifier="é" * 43)) == "invalid_grant"


def test_a_code_is_bound_to_its_client(auto_approving: PlatformClient) -> None:
    # RFC 6749, 4.1.3
    code = redirect_parameters(page(auto_approving))["code"]
    assert error_of(redeem(auto_approving, code, client_id="stranger")) == "invalid_grant"
    assert redeem(auto_approving, code).status_code == 200


def test_an_unknown_code_is_rejected(prompting: PlatformClient) -> None:
    for code in ("", "guessed"):
        assert error_of(redeem(prompting, code)) == ("invalid_grant" if code else "invalid_request"), code


def test_a_code_expires_after_a_minute(prompting: PlatformClient, clock: FakeWallClock) -> None:
    for age_s, status in ((59, 200), (60, 400)):
        code = new_code(prompting)
        clock.advance(age_s)
        assert redeem(prompting, code).status_code == status, age_s


def test_reuse_of_a_code_revokes_all_its_tokens(prompting: PlatformClient) -> None:
    # RFC 6749, 4.1.2 and 10.5
    code = new_code(prompting)
    first = redeem(prompting, code).json()
    second = prompting.refresh(first["refresh_token"]).json()
    assert (me(prompting, first), me(prompting, second)) == (200, 200)
    assert error_of(redeem(prompting, code)) == "invalid_grant"
    assert error_of(prompting.refresh(second["refresh_token"])) == "invalid_grant"
    assert (me(prompting, first), me(prompting, second)) == (401, 401)


def test_a_ticket_is_valid_once_and_expires(prompting: PlatformClient, clock: FakeWallClock) -> None:
    unused_ticket = ticket(prompting)
    redirect_parameters(decide(prompting, unused_ticket, "deny"))
    assert decide(prompting, unused_ticket, "approve").status_code == 404
    late = ticket(prompting)
    clock.advance(600)
    assert decide(prompting, late, "approve").status_code == 404


def test_an_invalid_decision_does_not_use_the_ticket(prompting: PlatformClient) -> None:
    unused_ticket = ticket(prompting)
    assert decide(prompting, unused_ticket, "maybe").status_code == 400
    assert decide(prompting, unused_ticket, "approve").status_code == 303


def test_a_decision_needs_a_valid_ticket(prompting: PlatformClient) -> None:
    for unused_ticket in ("", "guessed"):
        assert decide(prompting, unused_ticket, "approve").status_code == 404, unused_ticket


def test_a_decision_from_another_origin_is_rejected(prompting: PlatformClient) -> None:
    # RFC 6749, 10.12
    for origin, status in (("http://evil.test", 403), ("null", 403), ("http://testserver", 303)):
        response = decide(prompting, ticket(prompting), "approve", Origin=origin)
        assert response.status_code == status, origin
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 303), ("none", 303)):
        response = decide(prompting, ticket(prompting), "approve", **{"Sec-Fetch-Site": site})
        assert response.status_code == status, site


def test_the_page_escapes_request_values(prompting: PlatformClient) -> None:
    text = page(prompting, redirect_uri="<script>alert(1)</script>", state='"><b>').text
    assert "<script" not in text
    assert "<b>" not in text


def test_the_security_headers_of_the_page(prompting: PlatformClient) -> None:
    cases: list[tuple[str, str]] = [
        (REDIRECT, "form-action 'self' http://127.0.0.1:5000;"),
        ("http://[::1]:5000/callback", "form-action 'self' http:;"),
    ]
    for redirect_uri, policy in cases:
        response = page(prompting, redirect_uri=redirect_uri)
        for directive in (policy, "frame-ancestors 'none'", "default-src 'none'"):
            assert directive in response.headers["Content-Security-Policy"], (redirect_uri, directive)
        assert response.headers["X-Frame-Options"] == "DENY", redirect_uri
        assert response.headers["Cache-Control"] == "no-store", redirect_uri
        # Under `no-referrer` browsers send `Origin: null` with our own form.
        assert response.headers["Referrer-Policy"] == "same-origin", redirect_uri


def test_no_code_and_no_ticket_is_stored(prompting: PlatformClient, folder: Path) -> None:
    unused_ticket = ticket(prompting)
    code = redirect_parameters(decide(prompting, unused_ticket, "approve"))["code"]
    database = sqlite3.connect(folder / "platform.sqlite3")
    dump = "\n".join(database.iterdump())
    database.close()
    assert unused_ticket not in dump
    assert code not in dump


def test_the_endpoint_is_not_in_the_spec(prompting: PlatformClient) -> None:
    paths = prompting.http.request("GET", "/openapi.json").json()["paths"]
    assert not any(urlsplit(path).path == "/authorize" for path in paths)


def test_the_user_is_chosen_among_those_of_the_organization(
    start: StartPlatform, settings: PlatformSettings
) -> None:
    users = tuple(LocalUser.parse(each) for each in ("ada:lab", "grace:lab"))
    asking = start(evolve(settings, auto_approve=False, users=users))

    def claims(**form: str) -> JsonDict:
        code = redirect_parameters(asking.http.request("POST", "/authorize", data=form))["code"]
        payload = redeem(asking, code).json()["access_token"].split(".")[1]
        return dict(json.loads(base64.urlsafe_b64decode(f"{payload}==")))

    shown = page(asking, organization="org_lab", login_hint="grace").text
    assert re.findall("<option( selected)?>([^<]+)", shown) == [
        ("", "local|ada"),
        (" selected", "local|grace"),
    ]
    unused = ticket(asking, organization="org_lab")
    for user in ("local|user", "local|unknown"):
        data = {"ticket": unused, "decision": "approve", "user": user}
        assert asking.http.request("POST", "/authorize", data=data).status_code == 400, user
    found = claims(ticket=unused, decision="approve", user="local|grace")
    assert (found["sub"], found["org_id"]) == ("local|grace", "org_lab")
    assert redirect_parameters(page(asking, organization="org_other"))["error"] == "invalid_request"


def test_with_auto_approve_the_hint_or_the_organization_selects_the_user(
    start: StartPlatform, settings: PlatformSettings
) -> None:
    users = tuple(LocalUser.parse(each) for each in ("ada:lab", "grace:lab"))
    platform = start(evolve(settings, users=users))
    cases: tuple[tuple[dict[str, str | None], str], ...] = (
        ({}, "local|user"),
        ({"login_hint": "grace"}, "local|grace"),
        ({"login_hint": "local|ada"}, "local|ada"),
        ({"login_hint": "grace@example.com"}, "local|grace"),
        ({"login_hint": "unknown"}, "local|user"),
        ({"organization": "org_lab"}, "local|ada"),
        ({"organization": "org_lab", "login_hint": "user"}, "local|ada"),
        ({"organization": "org_of_the_real_platform"}, "local|user"),
    )
    for changed, user_id in cases:
        tokens = redeem(platform, redirect_parameters(page(platform, **changed))["code"]).json()
        headers = {"Authorization": f"Bearer {tokens['access_token']}"}
        found = platform.http.request("GET", "/api/v1/me", headers=headers).json()
        assert found["user"]["id"] == user_id, changed


def test_a_user_who_was_removed_is_logged_out(start: StartPlatform, settings: PlatformSettings) -> None:
    first = start(evolve(settings, users=(LocalUser.parse("ada:lab"),)))
    code = redirect_parameters(page(first, login_hint="ada"))["code"]
    tokens = redeem(first, code).json()
    assert me(first, tokens) == 200
    first.server.close()
    second = start(settings)
    assert me(second, tokens) == 401
    assert error_of(second.refresh(tokens["refresh_token"])) == "invalid_grant"
