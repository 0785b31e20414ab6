"""The login in a browser, over real sockets; each table names where its rules are from."""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from seawall.core.auth.pkce import code_challenge, is_code_verifier
from seawall.core.errors import AuthError, ConfigError, LoginDeniedError, LoginExpiredError, NotSentError
from seawall.core.http.message import Response
from seawall.runtime.auth.login import browser_login
from seawall.runtime.concurrency._sync.clock import SystemClock
from seawall.testing import json_response
from tests.runtime.auth.login.browsing import LoginPage, LoginServer, Shown, visit
from tests.transports.loopback import closed_port


def approves(page: LoginPage) -> Shown:
    return visit(page.back(code="code-secret"))


def test_who_logs_in_in_the_browser_is_logged_in() -> None:
    server = LoginServer()
    pages: list[Shown] = []
    token = server.login(lambda page: pages.append(approves(page)))
    assert (token.access_token, token.refresh_token) == ("AT-secret", "RT-secret")
    assert (pages[0].status, "You are logged in" in pages[0].text) == (200, True)
    assert [prompt.expires_in_s for prompt in server.shown] == [20.0]


def asked_for(**options: str) -> tuple[LoginPage, dict[str, list[str]], LoginServer]:
    """The login page that a login opens, and the form that its answer brings."""
    server = LoginServer()
    pages: list[LoginPage] = []

    def browse(page: LoginPage) -> None:
        pages.append(page)
        approves(page)

    server.login(browse, audience=options.get("audience"), organization=options.get("organization"))
    return pages[0], server.forms[0], server


@pytest.mark.parametrize(
    ("source", "name", "value"),
    [
        ("RFC 6749, 4.1.1; no implicit grant: RFC 9700, 2.1.2", "response_type", "code"),
        ("RFC 6749, 4.1.1", "client_id", "cli-1"),
        ("RFC 6749, 3.3", "scope", "openid profile email offline_access"),
        ("RFC 7636, 4.3; RFC 9700, 2.1.1", "code_challenge_method", "S256"),
        ("the platform's own", "audience", "https://api.test"),
        ("the platform's own", "organization", "org-1"),
    ],
)
def test_what_the_login_page_is_asked_for(source: str, name: str, value: str) -> None:
    page, _, _ = asked_for(audience="https://api.test", organization="org-1")
    assert page.asked[name] == [value], source


def test_nothing_is_asked_for_that_was_not_given() -> None:
    page, _, _ = asked_for()
    assert set(page.asked) == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "code_challenge",
        "code_challenge_method",
    }


def test_the_code_is_redeemed_as_the_rfcs_say() -> None:
    page, form, _ = asked_for()
    # RFC 6749, 4.1.3; RFC 7636, 4.5 and 4.6; no password grant: RFC 9700, 2.4
    assert form == {
        "grant_type": ["authorization_code"],
        "code": ["code-secret"],
        "client_id": ["cli-1"],
        "redirect_uri": [page.redirect_uri],
        "code_verifier": form["code_verifier"],
    }
    assert is_code_verifier(form["code_verifier"][0])
    assert code_challenge(form["code_verifier"][0]) == page.asked["code_challenge"][0]


def test_the_browser_comes_back_to_a_port_of_this_machine_alone() -> None:
    # RFC 8252, 7.3 and 8.3
    page, _, _ = asked_for()
    parts = urlsplit(page.redirect_uri)
    assert (parts.scheme, parts.hostname, parts.path, parts.query) == ("http", "127.0.0.1", "/callback", "")
    assert parts.port is not None
    assert parts.port >= 1024


def test_every_login_has_its_own_state_and_verifier() -> None:
    # RFC 6749, 10.12; RFC 7636, 7.1; RFC 9700, 2.1.1
    (one, one_form, _), (two, two_form, _) = asked_for(), asked_for()
    assert one.asked["state"] != two.asked["state"]
    assert one_form["code_verifier"] != two_form["code_verifier"]
    assert len(one.asked["state"][0]) >= 43


@pytest.mark.parametrize(
    ("source", "strays"),
    [
        ("what browsers ask for", lambda page: visit(page.redirect_uri.replace("callback", "favicon.ico"))),
        ("RFC 9700, 2.1: another path", lambda page: visit(page.back(code="x").replace("call", "fall"))),
        ("RFC 6749, 10.12: another state", lambda page: visit(page.back(code="x", state="guessed"))),
        ("RFC 6749, 10.12: no state", lambda page: visit(f"{page.redirect_uri}?code=x")),
        ("RFC 6749, 10.12: denied without a state", lambda page: visit(f"{page.redirect_uri}?error=x")),
        ("RFC 6749, 4.1.2: no GET", lambda page: visit(page.back(code="x"), method="POST")),
        ("RFC 9110, 7.4: a bent name", lambda page: visit(page.back(code="x"), host="evil.test")),
    ],
)
def test_what_is_no_answer_is_answered_and_changes_nothing(
    source: str, strays: Callable[[LoginPage], Shown]
) -> None:
    seen: list[Shown] = []
    server = LoginServer()

    def browse(page: LoginPage) -> None:
        seen.append(strays(page))
        seen.append(approves(page))

    assert server.login(browse).access_token == "AT-secret", source
    assert [400 <= shown.status < 500 for shown in seen] == [True, False]
    assert [form["code"] for form in server.forms] == [["code-secret"]]


def refused_by(server: LoginServer, **fields: str) -> tuple[AuthError, Shown]:
    """How a login ends whose browser comes back with `fields`, and what the browser shows."""
    seen: list[Shown] = []
    with pytest.raises(AuthError) as caught:
        server.login(lambda page: seen.append(visit(page.back(**fields))))
    return caught.value, seen[0]


@pytest.mark.parametrize(
    ("source", "fields", "kind", "words", "heading"),
    [
        ("RFC 6749, 4.1.2.1", {"error": "access_denied"}, LoginDeniedError, "was denied", "denied"),
        ("RFC 6749, 4.1.2.1", {"error": "server_error"}, AuthError, "(server_error)", "did not succeed"),
        ("RFC 6749, 4.1.2", {}, AuthError, "no code", "did not succeed"),
        ("RFC 9207, 2.4", {"code": "c", "iss": "http://x"}, AuthError, "another server", "did not succeed"),
    ],
)
def test_a_refusal_is_told_here_and_in_the_browser(
    source: str, fields: dict[str, str], kind: type[AuthError], words: str, heading: str
) -> None:
    server = LoginServer()
    error, shown = refused_by(server, **fields)
    assert type(error) is kind, source
    assert words in str(error)
    assert heading in shown.text
    assert server.forms == []


@pytest.mark.parametrize(
    ("source", "answer", "words"),
    [
        ("RFC 6749, 5.2", json_response(400, {"error": "invalid_grant"}), "(invalid_grant)"),
        ("RFC 6749, 5.1", json_response(200, {}), "no token"),
        ("RFC 6749, 5.1", Response(200, {}, b"<html>"), "no token"),
        ("RFC 6749, 7.1", json_response(200, {"access_token": "t", "token_type": "mac"}), "no token"),
        ("RFC 9700, 4.12: no redirect", Response(307, {"location": "http://127.0.0.1:1/"}), "no token"),
    ],
)
def test_a_code_that_brings_no_token(source: str, answer: Response, words: str) -> None:
    error, shown = refused_by(LoginServer(token=answer), code="code-secret")
    assert words in str(error), source
    assert "did not succeed" in shown.text


def test_a_server_that_grants_less_is_a_server_that_grants() -> None:
    # RFC 6749, 3.3
    token = {"access_token": "AT-secret", "token_type": "bearer", "scope": "openid"}
    assert LoginServer(token=json_response(200, token)).login(approves).access_token == "AT-secret"


def test_a_server_that_is_out_of_order_is_no_refusal() -> None:
    with pytest.raises(NotSentError, match="can not be reached"):
        LoginServer(token=Response(503)).login(approves)


def test_the_right_issuer_is_no_mix_up() -> None:
    server = LoginServer(discovery={"authorization_response_iss_parameter_supported": True})

    def browse(page: LoginPage) -> None:
        visit(page.back(code="code-secret", iss=page.url.partition("/authorize")[0]))

    assert server.login(browse).access_token == "AT-secret"


def test_an_issuer_that_was_promised_must_be_there() -> None:
    server = LoginServer(discovery={"authorization_response_iss_parameter_supported": True})
    error, _ = refused_by(server, code="code-secret")
    assert "another server" in str(error)


@pytest.mark.parametrize(
    ("source", "discovery", "kind", "words"),
    [
        ("RFC 8414, 2", {"authorization_endpoint": None}, AuthError, "no login in a browser"),
        ("RFC 9700, 2.1.1", {"code_challenge_methods_supported": ["plain"]}, AuthError, "no PKCE with S256"),
        ("RFC 8414, 3.3", {"issuer": "http://127.0.0.1:1"}, AuthError, "another login server"),
        ("RFC 6749, 3.1", {"authorization_endpoint": "http://login.test/a"}, ConfigError, "https"),
        ("RFC 6749, 3.2", {"token_endpoint": "http://login.test/t"}, ConfigError, "https"),
    ],
)
def test_a_server_that_no_browser_is_sent_to(
    source: str, discovery: dict[str, object], kind: type[Exception], words: str
) -> None:
    server = LoginServer(discovery=discovery)
    with pytest.raises(kind, match=words):
        server.login(approves)
    assert server.shown == [], source


def test_s256_may_stand_among_others() -> None:
    server = LoginServer(discovery={"code_challenge_methods_supported": ["plain", "S256"]})
    assert server.login(approves).access_token == "AT-secret"


def test_nobody_is_waited_for_longer_than_said() -> None:
    ticks = iter(range(100))
    with pytest.raises(LoginExpiredError, match=r"in time\. Start again\."):
        LoginServer().login(
            lambda _: None, timeout_s=3.0, clock=SystemClock(monotonic=lambda: float(next(ticks)))
        )


def test_nobody_can_answer_a_second_time() -> None:
    pages: list[LoginPage] = []
    refused: list[bool] = []

    def browse(page: LoginPage) -> None:
        pages.append(page)
        approves(page)

    def answers_again() -> None:
        try:
            approves(pages[0])
        except ConnectionRefusedError:
            refused.append(True)

    LoginServer(while_redeeming=answers_again).login(browse)
    assert refused == [True]


@pytest.mark.parametrize("said", [b"", b"GET /callback?code=x HTTP/1.1\r\nHo", b"x" * 20_000])
def test_who_says_nothing_or_too_much_keeps_nobody_waiting(said: bytes) -> None:
    def browse(page: LoginPage) -> None:
        parts = urlsplit(page.redirect_uri)
        with socket.create_connection((parts.hostname or "", parts.port or 0)) as silent:
            silent.sendall(said)
            approves(page)

    assert LoginServer().login(browse).access_token == "AT-secret"


@pytest.mark.parametrize(("said", "leaves"), [(b"", True), (b"GET /call", True), (b"x" * 20_000, False)])
def test_who_leaves_or_says_too_much_is_let_go(said: bytes, leaves: bool) -> None:
    let_go: list[bool] = []

    def browse(page: LoginPage) -> None:
        parts = urlsplit(page.redirect_uri)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as visitor:
            visitor.sendall(said)
            if leaves:
                visitor.shutdown(socket.SHUT_WR)
            try:
                let_go.append(visitor.recv(1) == b"")
            except ConnectionResetError:
                let_go.append(True)
        approves(page)

    assert LoginServer().login(browse).access_token == "AT-secret"
    assert let_go == [True]


def test_a_crowd_of_silent_visitors_keeps_nobody_waiting() -> None:
    gone: list[bool] = []

    def browse(page: LoginPage) -> None:
        parts = urlsplit(page.redirect_uri)
        address = (parts.hostname or "", parts.port or 0)
        crowd = [socket.create_connection(address, timeout=10) for _ in range(80)]
        # Who has been silent the longest had to go.
        gone.append(crowd[0].recv(1) == b"")
        approves(page)
        for visitor in crowd:
            visitor.close()

    assert LoginServer().login(browse).access_token == "AT-secret"
    assert gone == [True]


def test_a_browser_that_speaks_slowly_is_understood() -> None:
    got: list[bytes] = []

    def browse(page: LoginPage) -> None:
        parts = urlsplit(page.back(code="code-secret"))
        request = f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
        with socket.create_connection((parts.hostname or "", parts.port or 0)) as slow:
            slow.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for start in range(0, len(request), 7):
                slow.sendall(request[start : start + 7])
            while piece := slow.recv(65536):
                got.append(piece)

    assert LoginServer().login(browse).access_token == "AT-secret"
    assert b"You are logged in" in b"".join(got)


def test_a_browser_that_has_gone_is_logged_in_all_the_same() -> None:
    def browse(page: LoginPage) -> None:
        parts = urlsplit(page.back(code="code-secret"))
        with socket.create_connection((parts.hostname or "", parts.port or 0)) as gone:
            gone.sendall(f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())

    assert LoginServer().login(browse).access_token == "AT-secret"


@pytest.mark.parametrize("fields", [{"code": "code-secret"}, {"error": "access_denied"}, None])
def test_no_port_and_no_thread_is_left(fields: dict[str, str] | None) -> None:
    before = threading.active_count()
    pages: list[LoginPage] = []

    def browse(page: LoginPage) -> None:
        pages.append(page)
        if fields is not None:
            visit(page.back(**fields))

    ticks = iter(range(1000))
    clock = SystemClock(monotonic=lambda: float(next(ticks)))
    with suppress(AuthError):
        LoginServer().login(browse, clock=clock, timeout_s=900.0 if fields else 1.0)
    parts = urlsplit(pages[0].redirect_uri)
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", parts.port or 0)):
        pass
    assert threading.active_count() == before


def test_no_page_holds_what_came_with_a_request() -> None:
    # RFC 9700, 4.2.4 and 4.3.1
    shown: list[Shown] = []

    def browse(page: LoginPage) -> None:
        shown.append(visit(page.back(code="code-secret", state="<b>state-secret</b>")))
        shown.append(visit(page.back(error="<b>", error_description="<script>") + "&state=x"))
        shown.append(approves(page))

    LoginServer().login(browse)
    for page in shown:
        assert "secret" not in page.text
        assert "<b>" not in page.text
        assert "://" not in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert "replaceState" in page.text


def test_nothing_of_a_login_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(("oauthlib", "requests_oauthlib", "urllib3")):
            caplog.set_level(logging.DEBUG, name)
    caplog.set_level(logging.DEBUG)
    pages: list[LoginPage] = []

    def browse(page: LoginPage) -> None:
        pages.append(page)
        approves(page)

    server = LoginServer()
    token = server.login(browse)
    said = caplog.text + repr(token) + repr(server.shown)
    assert "secret" not in said
    assert pages[0].asked["state"][0] not in said
    assert server.forms[0]["code_verifier"][0] not in said


def test_others_log_as_ever_while_somebody_logs_in(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "requests_oauthlib.oauth2_session")

    def browse(page: LoginPage) -> None:
        logging.getLogger("requests_oauthlib.oauth2_session").debug("said by another thread")
        approves(page)

    LoginServer().login(browse)
    assert "said by another thread" in caplog.text


def test_a_server_that_can_not_be_reached() -> None:
    with pytest.raises(NotSentError, match="the login server can not be reached"):
        browser_login(f"http://127.0.0.1:{closed_port()}", "cli-1", show=print, open_browser=print)


def test_a_login_over_http_to_elsewhere_is_refused() -> None:
    # RFC 9700, 2.6
    with pytest.raises(ConfigError, match="https"):
        browser_login("http://login.test", "cli-1", show=print, open_browser=print)
