"""Login in a browser; each row names the rule that it tests."""

import logging
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from seawall.core.auth.pkce import code_challenge, is_code_verifier
from seawall.core.errors import AuthError, ConfigError, LoginDeniedError, LoginExpiredError, NotSentError
from seawall.core.http.message import Response
from seawall.runtime.auth.login import browser_login
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.rows import row
from tests.runtime.auth.login.browsing import LoginPage, LoginServer, Shown, visit


def approve(page: LoginPage) -> Shown:
    return visit(page.redirect(code="code-secret"))


def test_an_approved_login_gives_a_token() -> None:
    server = LoginServer()
    pages: list[Shown] = []
    token = server.login(lambda page: pages.append(approve(page)))
    assert (token.access_token, token.refresh_token) == ("AT-secret", "RT-secret")
    assert (pages[0].status, "You are logged in" in pages[0].text) == (200, True)
    assert [prompt.expires_in_s for prompt in server.prompts] == [20.0]


def logged_in_at(server: LoginServer, **options: str) -> LoginPage:
    """Log in; return the login page that was opened."""
    pages: list[LoginPage] = []

    def browse(page: LoginPage) -> None:
        pages.append(page)
        approve(page)

    server.login(browse, audience=options.get("audience"), organization=options.get("organization"))
    return pages[0]


@pytest.mark.parametrize("issuer", ["https://login.test", "http://127.0.0.1:8765"])
def test_the_parameters_of_the_login_page(issuer: str) -> None:
    server = LoginServer(issuer=issuer)
    page = logged_in_at(server, audience="https://api.test", organization="org-1")
    assert page.url.startswith(f"{issuer}/authorize?")
    expected = {
        # RFC 6749, 4.1.1; no implicit grant: RFC 9700, 2.1.2
        "response_type": "code",
        "client_id": "cli-1",
        # RFC 6749, 3.3
        "scope": "openid profile email offline_access",
        # RFC 7636, 4.3; RFC 9700, 2.1.1
        "code_challenge_method": "S256",
        # Of the platform, not of an RFC.
        "audience": "https://api.test",
        "organization": "org-1",
    }
    unpredictable = {name: page.parameters[name][0] for name in ("redirect_uri", "state", "code_challenge")}
    assert page.parameters == {name: [value] for name, value in {**expected, **unpredictable}.items()}


def test_optional_parameters_are_omitted() -> None:
    assert not {"audience", "organization"} & set(logged_in_at(LoginServer()).parameters)


def test_the_form_that_exchanges_the_code() -> None:
    server = LoginServer()
    page = logged_in_at(server)
    form = server.forms[0]
    # RFC 6749, 4.1.3; RFC 7636, 4.5 and 4.6; no password grant: RFC 9700, 2.4
    assert form == {
        "grant_type": ["authorization_code"],
        "code": ["code-secret"],
        "client_id": ["cli-1"],
        "redirect_uri": [page.redirect_uri],
        "code_verifier": form["code_verifier"],
    }
    assert is_code_verifier(form["code_verifier"][0])
    assert code_challenge(form["code_verifier"][0]) == page.parameters["code_challenge"][0]


def test_each_login_has_its_own_state_and_verifier() -> None:
    # RFC 6749, 10.12; RFC 7636, 7.1; RFC 9700, 2.1.1
    server = LoginServer()
    one, two = logged_in_at(server), logged_in_at(server)
    assert one.parameters["state"] != two.parameters["state"]
    assert server.forms[0]["code_verifier"] != server.forms[1]["code_verifier"]
    assert len(one.parameters["state"][0]) >= 43


def test_requests_that_are_no_redirect_of_this_login_get_an_error_and_change_nothing() -> None:
    seen: list[int] = []

    def browse(page: LoginPage) -> None:
        for status, stray in {
            "404: browsers ask for an icon": visit(page.redirect_uri.replace("callback", "favicon.ico")),
            "404: another path; RFC 9700, 2.1": visit(page.redirect(code="x").replace("call", "fall")),
            "400: another state; RFC 6749, 10.12": visit(page.redirect(code="x", state="guessed")),
            "400: no state; RFC 6749, 10.12": visit(f"{page.redirect_uri}?code=x"),
            "400: an error without a state; RFC 6749, 10.12": visit(f"{page.redirect_uri}?error=x"),
            "405: not a GET; RFC 6749, 4.1.2": visit(page.redirect(code="x"), method="POST"),
            "421: another host; RFC 9110, 7.4": visit(page.redirect(code="x"), host="evil.test"),
        }.items():
            assert status.startswith(str(stray.status)), status
            seen.append(stray.status)
        approve(page)

    server = LoginServer()
    assert server.login(browse).access_token == "AT-secret"
    assert len(seen) == 7
    assert [form["code"] for form in server.forms] == [["code-secret"]]


def refused_by(server: LoginServer, **fields: str) -> tuple[AuthError, Shown]:
    """Redirect with `fields`; return the error of the login and the page in the browser."""
    pages: list[Shown] = []
    with pytest.raises(AuthError) as caught:
        server.login(lambda page: pages.append(visit(page.redirect(**fields))))
    return caught.value, pages[0]


@pytest.mark.parametrize(
    ("source", "fields", "kind", "words", "heading"),
    [
        ("RFC 6749, 4.1.2.1", {"error": "access_denied"}, LoginDeniedError, "was denied", "denied"),
        ("RFC 6749, 4.1.2.1", {"error": "server_error"}, AuthError, "(server_error)", "did not succeed"),
        ("RFC 6749, 4.1.2", {}, AuthError, "no code", "did not succeed"),
        ("RFC 9207, 2.4", {"code": "c", "iss": "http://x"}, AuthError, "another server", "did not succeed"),
    ],
)
def test_a_refusal_is_raised_and_shown_in_the_browser(
    source: str, fields: dict[str, str], kind: type[AuthError], words: str, heading: str
) -> None:
    server = LoginServer()
    error, shown = refused_by(server, **fields)
    assert type(error) is kind, source
    assert words in str(error)
    assert heading in shown.text
    assert server.forms == []


@pytest.mark.parametrize(
    ("source", "response", "words"),
    [
        ("RFC 6749, 5.2", json_response(400, {"error": "invalid_grant"}), "(invalid_grant)"),
        ("RFC 6749, 5.1", json_response(200, {}), "no token"),
        ("RFC 6749, 5.1", Response(200, {}, b"<html>"), "no token"),
        ("RFC 6749, 7.1", json_response(200, {"access_token": "t", "token_type": "mac"}), "no token"),
        ("RFC 9700, 4.12: no redirect", Response(307, {"location": "http://127.0.0.1:1/"}), "no token"),
    ],
)
def test_a_code_without_a_token(source: str, response: Response, words: str) -> None:
    error, shown = refused_by(LoginServer(token=response), code="code-secret")
    assert words in str(error), source
    assert "did not succeed" in shown.text


def test_a_server_may_grant_a_smaller_scope() -> None:
    # RFC 6749, 3.3
    token = {"access_token": "AT-secret", "token_type": "bearer", "scope": "openid"}
    assert LoginServer(token=json_response(200, token)).login(approve).access_token == "AT-secret"


def test_a_server_may_leave_the_token_type_empty() -> None:
    for token_type in (None, ""):
        token = {"access_token": "AT-secret", "token_type": token_type}
        with row(token_type):
            login = LoginServer(token=json_response(200, token)).login(approve)
            assert login.access_token == "AT-secret"


def test_a_server_that_is_unavailable_has_not_refused() -> None:
    pages: list[Shown] = []
    with pytest.raises(NotSentError, match="503"):
        LoginServer(token=Response(503)).login(lambda page: pages.append(approve(page)))
    assert "did not succeed" in pages[0].text


def test_the_issuer_of_a_redirect() -> None:
    # RFC 9207, 2.4
    server = LoginServer(discovery={"authorization_response_iss_parameter_supported": True})
    token = server.login(lambda page: visit(page.redirect(code="code-secret", iss=server.issuer)))
    assert token.access_token == "AT-secret"
    error, _ = refused_by(server, code="code-secret")
    assert "another server" in str(error)


@pytest.mark.parametrize(
    ("source", "discovery", "kind", "words"),
    [
        ("RFC 8414, 2", {"authorization_endpoint": None}, AuthError, "no login in a browser"),
        ("RFC 9700, 2.1.1", {"code_challenge_methods_supported": ["plain"]}, AuthError, "PKCE with S256"),
        ("RFC 8414, 3.3", {"issuer": "http://127.0.0.1:1"}, AuthError, "another login server"),
        ("RFC 6749, 3.1", {"authorization_endpoint": "http://login.test/a"}, ConfigError, "https"),
        ("RFC 6749, 3.2", {"token_endpoint": "http://login.test/t"}, ConfigError, "https"),
    ],
)
def test_no_browser_opens_for_a_server_that_is_not_secure(
    source: str, discovery: dict[str, object], kind: type[Exception], words: str
) -> None:
    server = LoginServer(discovery=discovery)
    with pytest.raises(kind, match=words):
        server.login(approve)
    assert server.prompts == [], source


def test_s256_may_be_one_of_several_methods() -> None:
    server = LoginServer(discovery={"code_challenge_methods_supported": ["plain", "S256"]})
    assert server.login(approve).access_token == "AT-secret"


def test_http_to_another_machine_is_refused_before_anything_is_sent() -> None:
    # RFC 9700, 2.6
    transport = MemoryTransport(Script())
    with pytest.raises(ConfigError, match="https"):
        browser_login("http://login.test", "cli-1", transport=transport, show=print, open_browser=print)
    assert transport.requests == []


def test_the_user_has_a_limited_time() -> None:
    clock = FakeClock()
    with pytest.raises(LoginExpiredError, match=r"in time\. Start again\."):
        LoginServer().login(lambda _: None, timeout_s=3.0, clock=clock)
    assert sum(clock.sleeps_s) == pytest.approx(3.0, abs=0.1)


def test_no_second_redirect_is_accepted() -> None:
    pages: list[LoginPage] = []
    refused: list[bool] = []

    def browse(page: LoginPage) -> None:
        pages.append(page)
        approve(page)

    def approve_again() -> None:
        with suppress(ConnectionRefusedError):
            approve(pages[0])
            return
        refused.append(True)

    LoginServer(while_exchanging=approve_again).login(browse)
    assert refused == [True]


@pytest.mark.parametrize("fields", [{"code": "code-secret"}, {"error": "access_denied"}, None])
def test_the_port_is_closed_after_each_login(fields: dict[str, str] | None) -> None:
    pages: list[LoginPage] = []

    def browse(page: LoginPage) -> None:
        pages.append(page)
        if fields is not None:
            visit(page.redirect(**fields))

    with suppress(AuthError):
        LoginServer().login(browse, timeout_s=20.0 if fields else 0.01)
    assert urlsplit(pages[0].redirect_uri).port
    with pytest.raises(ConnectionRefusedError):
        approve(pages[0])


def test_nothing_secret_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    # Each logger may have a level of its own.
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(("oauthlib", "requests_oauthlib", "urllib3")):
            caplog.set_level(logging.DEBUG, name)
    pages: list[LoginPage] = []

    def browse(page: LoginPage) -> None:
        pages.append(page)
        approve(page)

    server = LoginServer()
    token = server.login(browse)
    text = caplog.text + repr(token) + repr(server.prompts)
    for secret in ("secret", pages[0].parameters["state"][0], server.forms[0]["code_verifier"][0]):
        assert secret not in text
