"""Logins in a browser: the authorization endpoint, its page and its codes. Each table names its sources."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient

from seawall.core.auth.pkce import code_challenge
from seawall.local.platform import PlatformSettings, create_app
from tests.local.platform.client import PlatformClient
from tests.local.platform.conftest import FakeClock

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
REDIRECT = "http://127.0.0.1:5000/callback"
ASKED = {
    "response_type": "code",
    "client_id": "seawall",
    "redirect_uri": REDIRECT,
    "scope": "openid offline_access",
    "state": "state-1",
    "code_challenge": code_challenge(VERIFIER),
    "code_challenge_method": "S256",
}


@pytest.fixture(scope="module")
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> Path:
    folder = tmp_path_factory.mktemp("authorize")
    shutil.copy(key_file, folder / "tokens.pem")
    return folder


@pytest.fixture(scope="module")
def asking(folder: Path, clock: FakeClock) -> Iterator[PlatformClient]:
    """A platform that asks before it logs anybody in."""
    app = create_app(PlatformSettings(data_dir=folder), clock=clock)
    with TestClient(app, follow_redirects=False) as http:
        yield PlatformClient(http)


@pytest.fixture(scope="module")
def welcoming(
    tmp_path_factory: pytest.TempPathFactory, key_file: Path, clock: FakeClock
) -> Iterator[PlatformClient]:
    """A platform that logs everybody in."""
    folder = tmp_path_factory.mktemp("welcoming")
    shutil.copy(key_file, folder / "tokens.pem")
    app = create_app(PlatformSettings(data_dir=folder, auto_approve=True), clock=clock)
    with TestClient(app, follow_redirects=False) as http:
        yield PlatformClient(http)


def page(client: PlatformClient, **changed: str | None) -> Any:
    """The answer to an authorization request; a parameter that is None is left out."""
    params = {name: value for name, value in {**ASKED, **changed}.items() if value is not None}
    return client.http.request("GET", "/authorize", params=params)


def ticket(client: PlatformClient, **changed: str | None) -> str:
    found = re.search(r'name="ticket" value="([^"]+)"', page(client, **changed).text)
    assert found
    return found[1]


def decide(client: PlatformClient, ticket: str, decision: str, **headers: str) -> Any:
    data = {"ticket": ticket, "decision": decision}
    return client.http.request("POST", "/authorize", data=data, headers=headers)


def sent_back(answer: Any) -> dict[str, str]:
    """What the browser takes back to the client."""
    assert answer.status_code == 303
    assert answer.headers["Cache-Control"] == "no-store"
    target, _, query = answer.headers["Location"].partition("?")
    assert target == REDIRECT
    return {name: value for name, [value] in parse_qs(query, keep_blank_values=True).items()}


def approved(client: PlatformClient, **changed: str | None) -> str:
    """A fresh code."""
    return sent_back(decide(client, ticket(client, **changed), "approve"))["code"]


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


def error_of(answer: Any) -> str:
    assert answer.status_code in {400, 401}
    assert answer.headers["Cache-Control"] == "no-store"
    return str(answer.json()["error"])


def test_discovery_names_the_endpoint_and_what_it_takes(asking: PlatformClient) -> None:
    # RFC 8414, 2; RFC 9207, 3
    found = asking.http.request("GET", "/.well-known/openid-configuration").json()
    assert found["authorization_endpoint"] == "http://testserver/authorize"
    assert found["response_types_supported"] == ["code"]
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["authorization_response_iss_parameter_supported"] is True
    assert "authorization_code" in found["grant_types_supported"]


def test_who_approves_is_logged_in(asking: PlatformClient) -> None:
    shown = page(asking)
    assert (shown.status_code, "seawall" in shown.text, "openid offline_access" in shown.text) == (
        200,
        True,
        True,
    )
    answer = sent_back(decide(asking, ticket(asking), "approve"))
    # RFC 6749, 4.1.2; RFC 9207, 2
    assert answer == {"code": answer["code"], "state": "state-1", "iss": "http://testserver/"}
    tokens = redeem(asking, answer["code"]).json()
    assert (tokens["token_type"], tokens["scope"]) == ("Bearer", "openid offline_access")
    me = asking.http.request(
        "GET", "/api/v1/me", headers={"Authorization": f"Bearer {tokens['access_token']}"}
    )
    assert me.status_code == 200
    assert asking.refresh(tokens["refresh_token"]).status_code == 200


def test_who_denies_is_not(asking: PlatformClient) -> None:
    answer = sent_back(decide(asking, ticket(asking), "deny"))
    assert (answer["error"], answer["state"], answer["iss"]) == (
        "access_denied",
        "state-1",
        "http://testserver/",
    )
    assert "code" not in answer


def test_without_a_person_the_code_comes_at_once(welcoming: PlatformClient) -> None:
    code = sent_back(page(welcoming))["code"]
    assert redeem(welcoming, code).status_code == 200


@pytest.mark.parametrize(
    ("source", "redirect_uri"),
    [
        ("RFC 8252, 7.3: any port", "http://127.0.0.1:1/callback"),
        ("RFC 8252, 7.3: any port", "http://127.0.0.1:65535/callback"),
        ("RFC 8252, 7.3: any port", "http://127.0.0.1/callback"),
        ("RFC 8252, 7.3: IPv6", "http://[::1]:5000/callback"),
    ],
)
def test_redirect_uris_of_the_client(asking: PlatformClient, source: str, redirect_uri: str) -> None:
    assert page(asking, redirect_uri=redirect_uri).status_code == 200, source


@pytest.mark.parametrize(
    ("source", "redirect_uri"),
    [
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
    ],
)
@pytest.mark.parametrize("platform", ["asking", "welcoming"])
def test_nobody_is_sent_anywhere_else(
    platform: str, source: str, redirect_uri: str | None, request: pytest.FixtureRequest
) -> None:
    answer = page(request.getfixturevalue(platform), redirect_uri=redirect_uri)
    assert (answer.status_code, "Location" in answer.headers) == (400, False), source


@pytest.mark.parametrize("path", ["", "/", "/callback", "/a/b"])
@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_a_stranger_may_come_back_to_this_machine_under_auto_approve(
    welcoming: PlatformClient, host: str, path: str
) -> None:
    answer = page(welcoming, client_id="stranger", redirect_uri=f"http://{host}:5000{path}")
    assert answer.headers["Location"].startswith(f"http://{host}:5000{path}?code=")


@pytest.mark.parametrize(
    "redirect_uri", ["http://evil.test/", "https://localhost/", "http://localhost.evil.test/"]
)
def test_but_nowhere_else(welcoming: PlatformClient, redirect_uri: str) -> None:
    assert page(welcoming, client_id="stranger", redirect_uri=redirect_uri).status_code == 400


@pytest.mark.parametrize(
    ("source", "query"),
    [
        ("RFC 6749, 4.1.2.1: no client", {"client_id": None}),
        ("RFC 6749, 4.1.2.1: an unknown client", {"client_id": "stranger"}),
    ],
)
def test_an_unknown_client_is_told_on_a_page(
    asking: PlatformClient, source: str, query: dict[str, str | None]
) -> None:
    answer = page(asking, **query)
    assert (answer.status_code, "cannot start" in answer.text) == (400, True), source


def test_a_parameter_that_comes_twice_is_told_on_a_page(asking: PlatformClient) -> None:
    # RFC 6749, 3.1
    answer = asking.http.request("GET", "/authorize", params=[*ASKED.items(), ("redirect_uri", REDIRECT)])
    assert (answer.status_code, "is repeated" in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("source", "changed", "error"),
    [
        ("RFC 6749, 3.1.1", {"response_type": None}, "invalid_request"),
        ("RFC 9700, 2.1.2: no implicit grant", {"response_type": "token"}, "unsupported_response_type"),
        ("OpenID Connect's hybrid flow", {"response_type": "code token"}, "unsupported_response_type"),
        ("RFC 7636, 4.4.1; RFC 9700, 2.1.1", {"code_challenge": None}, "invalid_request"),
        ("RFC 7636, 4.3: plain by default", {"code_challenge_method": None}, "invalid_request"),
        ("RFC 7636, 4.4.1", {"code_challenge_method": "plain"}, "invalid_request"),
        ("RFC 7636, 4.2", {"code_challenge": "short"}, "invalid_request"),
        ("RFC 8707, 2", {"audience": "https://api.test"}, "invalid_target"),
        ("the platform's own", {"organization": "org_other"}, "invalid_request"),
    ],
)
def test_other_faults_are_told_to_the_client(
    asking: PlatformClient, source: str, changed: dict[str, str | None], error: str
) -> None:
    answer = sent_back(page(asking, **changed))
    assert (answer["error"], answer["state"], answer["iss"]) == (error, "state-1", "http://testserver/"), (
        source
    )


def test_a_client_without_a_state_gets_none(asking: PlatformClient) -> None:
    assert "state" not in sent_back(decide(asking, ticket(asking, state=None), "approve"))


def test_the_platform_s_own_audience_and_organization_are_taken(asking: PlatformClient) -> None:
    code = approved(asking, audience="seawall-local-platform", organization="org_local")
    assert redeem(asking, code).status_code == 200


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("RFC 7636, 4.6: another verifier", {"code_verifier": "a" * 43}),
        ("RFC 7636, 4.6: no verifier", {"code_verifier": None}),
        ("RFC 7636, 4.6: the challenge itself", {"code_verifier": code_challenge(VERIFIER)}),
        ("RFC 6749, 4.1.3: another redirect URI", {"redirect_uri": "http://127.0.0.1:5001/callback"}),
        ("RFC 6749, 4.1.3: no redirect URI", {"redirect_uri": None}),
    ],
)
def test_a_code_is_good_for_its_own_request_and_one_try(
    asking: PlatformClient, source: str, changed: dict[str, str | None]
) -> None:
    code = approved(asking)
    assert error_of(redeem(asking, code, **changed)) == "invalid_grant", source
    assert error_of(redeem(asking, code)) == "invalid_grant", source


@pytest.mark.parametrize("verifier", ["short", "a" * 129, "a" * 42 + "+"])
def test_a_verifier_is_one_of_the_rfc(asking: PlatformClient, verifier: str) -> None:
    # RFC 7636, 4.1
    code = approved(asking, code_challenge=code_challenge(verifier))
    assert error_of(redeem(asking, code, code_verifier=verifier)) == "invalid_grant"


def test_a_verifier_that_is_no_ascii_is_refused(asking: PlatformClient) -> None:
    assert error_of(redeem(asking, approved(asking), code_verifier="é" * 43)) == "invalid_grant"


def test_a_code_is_good_for_its_own_client(welcoming: PlatformClient) -> None:
    # RFC 6749, 4.1.3
    code = sent_back(page(welcoming))["code"]
    assert error_of(redeem(welcoming, code, client_id="stranger")) == "invalid_grant"
    assert redeem(welcoming, code).status_code == 200


@pytest.mark.parametrize("code", ["", "guessed"])
def test_a_code_that_was_never_given(asking: PlatformClient, code: str) -> None:
    assert error_of(redeem(asking, code)) == ("invalid_grant" if code else "invalid_request")


@pytest.mark.parametrize(("age_s", "status"), [(59, 200), (60, 400)])
def test_a_code_is_good_for_a_minute(
    asking: PlatformClient, clock: FakeClock, age_s: int, status: int
) -> None:
    code = approved(asking)
    clock.advance(age_s)
    assert redeem(asking, code).status_code == status


def test_a_code_that_comes_twice_ends_the_login_that_it_brought(asking: PlatformClient) -> None:
    # RFC 6749, 4.1.2 and 10.5
    code = approved(asking)
    refresh_token = redeem(asking, code).json()["refresh_token"]
    renewed = asking.refresh(refresh_token).json()["refresh_token"]
    assert error_of(redeem(asking, code)) == "invalid_grant"
    assert error_of(asking.refresh(renewed)) == "invalid_grant"


def test_a_decision_is_made_once_and_in_time(asking: PlatformClient, clock: FakeClock) -> None:
    held = ticket(asking)
    sent_back(decide(asking, held, "deny"))
    assert decide(asking, held, "approve").status_code == 404
    late = ticket(asking)
    clock.advance(600)
    assert decide(asking, late, "approve").status_code == 404


def test_a_decision_is_one_of_two_and_leaves_the_ticket(asking: PlatformClient) -> None:
    held = ticket(asking)
    assert decide(asking, held, "maybe").status_code == 400
    assert decide(asking, held, "approve").status_code == 303


@pytest.mark.parametrize("held", ["", "guessed"])
def test_nobody_decides_without_the_ticket(asking: PlatformClient, held: str) -> None:
    assert decide(asking, held, "approve").status_code == 404


@pytest.mark.parametrize(
    ("origin", "status"), [("http://evil.test", 403), ("null", 403), ("http://testserver", 303)]
)
def test_a_decision_from_another_site_is_none(asking: PlatformClient, origin: str, status: int) -> None:
    # RFC 6749, 10.12
    assert decide(asking, ticket(asking), "approve", Origin=origin).status_code == status


def test_the_page_escapes_what_others_wrote(asking: PlatformClient) -> None:
    text = page(asking, scope="<script>alert(1)</script>", state='"><b>').text
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(
    ("redirect_uri", "policy"),
    [
        (REDIRECT, "form-action 'self' http://127.0.0.1:5000;"),
        ("http://[::1]:5000/callback", "form-action 'self' http:;"),
    ],
)
def test_the_page_can_not_be_framed_and_leads_back(
    asking: PlatformClient, redirect_uri: str, policy: str
) -> None:
    answer = page(asking, redirect_uri=redirect_uri)
    assert policy in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    # Under `no-referrer` browsers send `Origin: null` with our own form.
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_no_code_and_no_ticket_is_stored(asking: PlatformClient, folder: Path) -> None:
    held = ticket(asking)
    code = sent_back(decide(asking, held, "approve"))["code"]
    database = sqlite3.connect(folder / "platform.sqlite3")
    dump = "\n".join(database.iterdump())
    database.close()
    assert held not in dump
    assert code not in dump


def test_the_endpoint_is_not_part_of_the_api_s_spec(asking: PlatformClient) -> None:
    paths = asking.http.request("GET", "/openapi.json").json()["paths"]
    assert not any(urlsplit(path).path == "/authorize" for path in paths)
