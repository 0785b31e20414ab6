"""The device flow (RFC 8628) against a real little server on this machine."""

import json
import logging
import os
from collections.abc import Mapping
from urllib.parse import parse_qs

import pytest

from seawall.core.auth.tokens import Token
from seawall.core.errors import AuthError, ConfigError, LoginDeniedError, LoginExpiredError, NotSentError
from seawall.core.http.message import Request, Response
from seawall.runtime.auth.login import DevicePrompt, device_login
from seawall.testing import FakeClock, json_response
from tests.runtime.answering_server import answering
from tests.runtime.auth.login.logins import NOW_S
from tests.transports.loopback import closed_port

CODE: Mapping[str, object] = {
    "device_code": "device-1",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://login.test/activate",
    "expires_in": 900,
    "interval": 5,
}
TOKEN = {"access_token": "new", "token_type": "Bearer", "refresh_token": "refresh", "expires_in": 3600}


def refusal(name: str) -> Response:
    return json_response(403, {"error": name})


class LoginServer:
    """Offers the device flow: `code` when asked for one, then `polls` one after the other."""

    def __init__(self, *polls: Response, code: Response | None = None) -> None:
        self.clock = FakeClock(wall_s=NOW_S)
        self.forms: list[dict[str, list[str]]] = []
        self.shown: list[DevicePrompt] = []
        self._code = code or json_response(200, CODE)
        self._polls = list(polls)
        self._url = ""

    def login(self, audience: str | None = None) -> Token:
        with answering(self._answer) as self._url:
            return device_login(
                self._url, "cli-1", show=self.shown.append, audience=audience, clock=self.clock
            )

    def _answer(self, request: Request) -> Response:
        if request.method == "GET":
            assert request.url == "/.well-known/openid-configuration"
            document = {"token_endpoint": "/token", "device_authorization_endpoint": "/device"}
            return json_response(200, {name: self._url + path for name, path in document.items()})
        assert isinstance(request.body, bytes)
        self.forms.append(parse_qs(request.body.decode()))
        return self._code if request.url == "/device" else self._polls.pop(0)


def test_who_confirms_the_code_is_logged_in() -> None:
    server = LoginServer(refusal("authorization_pending"), json_response(200, TOKEN))
    token = server.login()
    assert (token.access_token, token.refresh_token, token.lifetime_s) == ("new", "refresh", 3600.0)
    assert token.obtained_at == NOW_S + 10.0
    assert server.shown == [DevicePrompt("https://login.test/activate", "WDJB-MJHT", 900.0)]
    assert server.clock.sleeps_s == [5.0, 5.0]


def test_the_address_that_holds_the_code_is_shown_where_there_is_one() -> None:
    complete = {**CODE, "verification_uri_complete": "https://login.test/activate?code=WDJB-MJHT"}
    server = LoginServer(json_response(200, TOKEN), code=json_response(200, complete))
    server.login()
    assert server.shown[0].uri == "https://login.test/activate?code=WDJB-MJHT"


@pytest.mark.parametrize("audience", [None, "https://api.test"])
def test_the_forms_are_those_of_the_rfc(audience: str | None) -> None:
    server = LoginServer(json_response(200, TOKEN))
    server.login(audience)
    ask, poll = server.forms
    assert ask == {
        "client_id": ["cli-1"],
        "scope": ["openid profile email offline_access"],
        **({"audience": [audience]} if audience else {}),
    }
    assert poll["grant_type"] == ["urn:ietf:params:oauth:grant-type:device_code"]
    assert (poll["device_code"], poll["client_id"]) == (["device-1"], ["cli-1"])


def pending() -> Response:
    return refusal("authorization_pending")


def slow_down() -> Response:
    return refusal("slow_down")


@pytest.mark.parametrize(
    ("section", "interval", "polls", "sleeps_s"),
    [
        ("3.5: the server's interval", 7, [pending()], [7.0, 7.0]),
        ("3.2: 5 seconds if it names none", None, [pending()], [5.0, 5.0]),
        ("3.5: slow_down adds 5 seconds for good", 5, [slow_down(), pending()], [5.0, 10.0, 10.0]),
        ("3.5: each slow_down", 5, [slow_down(), pending(), slow_down()], [5.0, 10.0, 10.0, 15.0]),
        ("3.5: backs off on a timeout", 5, [Response(503), Response(503)], [5.0, 10.0, 20.0]),
        ("3.5: and never polls faster for it", 25, [Response(503)], [25.0, 25.0]),
        ("3.5: whatever the status", 5, [json_response(400, {"error": "slow_down"})], [5.0, 10.0]),
        ("3.5: whatever the status", 5, [json_response(200, {"error": "authorization_pending"})], [5.0, 5.0]),
        ("no sensible interval", -5, [], [1.0]),
    ],
)
def test_how_often_it_polls(
    section: str, interval: int | None, polls: list[Response], sleeps_s: list[float]
) -> None:
    asked = {name: value for name, value in CODE.items() if name != "interval"}
    code = json_response(200, asked if interval is None else {**asked, "interval": interval})
    server = LoginServer(*polls, json_response(200, TOKEN), code=code)
    server.login()
    assert server.clock.sleeps_s == sleeps_s, section


@pytest.mark.parametrize(
    ("source", "name", "kind", "words"),
    [
        ("RFC 8628, 3.5", "access_denied", LoginDeniedError, "The login was denied in the browser"),
        ("RFC 8628, 3.5", "expired_token", LoginExpiredError, "The code was not confirmed in time"),
        ("RFC 6749, 5.2", "invalid_client", AuthError, r"The server refused the login \(invalid_client\)"),
        ("RFC 6749, 5.2", "invalid_grant", AuthError, r"The server refused the login \(invalid_grant\)"),
    ],
)
def test_a_refusal_ends_the_login(source: str, name: str, kind: type[AuthError], words: str) -> None:
    with pytest.raises(AuthError, match=rf"^{words}\. Start again\.$") as caught:
        LoginServer(refusal(name)).login()
    assert caught.type is kind, source


def test_a_code_that_nobody_confirms_ends_the_login_in_time() -> None:
    server = LoginServer(*[refusal("authorization_pending")] * 180)
    with pytest.raises(LoginExpiredError, match="not confirmed in time"):
        server.login()
    assert sum(server.clock.sleeps_s) == 900.0


@pytest.mark.parametrize(
    "code",
    [
        Response(500),
        refusal("invalid_client"),
        json_response(200, {}),
        json_response(200, []),
        Response(200, {}, b"<html>"),
        json_response(200, {**CODE, "expires_in": "soon"}),
        json_response(200, {**CODE, "interval": None}),
        Response(200, {}, json.dumps({**CODE, "interval": float("inf")}).encode()),
        Response(200, {}, json.dumps({**CODE, "interval": float("nan")}).encode()),
        Response(200, {}, json.dumps({**CODE, "expires_in": float("inf")}).encode()),
        *[
            json_response(200, {**CODE, name: odd})
            for name in ("verification_uri", "verification_uri_complete", "user_code", "device_code")
            for odd in (5, ["a"], "\x1b]0;a")
        ],
        *[json_response(200, {**CODE, name: None}) for name in ("verification_uri", "user_code")],
        *[
            json_response(200, {**CODE, "verification_uri": uri})
            for uri in ("javascript:alert(1)", "http://evil.test", "https:", "https://evil.test/\u202ea")
        ],
    ],
)
def test_without_a_code_there_is_no_login(code: Response) -> None:
    server = LoginServer(code=code)
    with pytest.raises(AuthError, match=rf"no code to log in with \(status {code.status}\)"):
        server.login()
    assert server.shown == []


@pytest.mark.parametrize(
    "answer",
    [
        Response(200, {}, b"[]"),
        Response(200, {}, b"5"),
        Response(200, {}, b"<html>"),
        json_response(200, {"access_token": None}),
        json_response(200, {"access_token": "a\nb"}),
        json_response(200, {**TOKEN, "token_type": "mac"}),
        Response(400, {}, b'{"error":5}'),
    ],
)
def test_an_answer_without_a_token_ends_the_login(answer: Response) -> None:
    with pytest.raises(AuthError, match="Start again"):
        LoginServer(answer).login()


def test_nobody_waits_longer_than_the_code_is_good() -> None:
    code = json_response(200, {**CODE, "interval": 1e6, "expires_in": 10})
    server = LoginServer(pending(), code=code)
    with pytest.raises(LoginExpiredError, match="not confirmed in time"):
        server.login()
    assert server.clock.sleeps_s == [10.0]


def test_a_server_may_offer_no_device_flow() -> None:
    def answer(_: Request) -> Response:
        return json_response(200, {"token_endpoint": "https://login.test/token"})

    with answering(answer) as url, pytest.raises(AuthError, match="no login by device code"):
        device_login(url, "cli-1", show=print, clock=FakeClock())


def test_a_server_that_can_not_be_reached() -> None:
    with pytest.raises(NotSentError, match="the login server can not be reached"):
        device_login(f"http://127.0.0.1:{closed_port()}", "cli-1", show=print)


def test_a_login_over_http_to_elsewhere_is_refused() -> None:
    with pytest.raises(ConfigError, match="https"):
        device_login("http://login.test", "cli-1", show=print)


def test_the_switch_for_http_is_off_again_after_a_login() -> None:
    LoginServer(json_response(200, TOKEN)).login()
    assert "OAUTHLIB_INSECURE_TRANSPORT" not in os.environ


def test_a_server_of_the_user_s_own_switch_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "yes")
    LoginServer(json_response(200, TOKEN)).login()
    assert os.environ["OAUTHLIB_INSECURE_TRANSPORT"] == "yes"


def test_a_redirect_takes_the_code_nowhere() -> None:
    moved = Response(307, {"location": "/elsewhere"})
    server = LoginServer(moved, json_response(200, TOKEN))
    with pytest.raises(AuthError, match="Start again"):
        server.login()
    assert len(server.forms) == 2


def test_no_code_and_no_token_is_logged_or_shown(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Somebody has turned everything on, each logger by itself.
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(("oauthlib", "requests_oauthlib", "urllib3")):
            caplog.set_level(logging.DEBUG, name)
    caplog.set_level(logging.DEBUG)
    secret = {"access_token": "AT-secret", "refresh_token": "RT-secret", "token_type": "Bearer"}
    code = json_response(200, {**CODE, "device_code": "DC-secret", "user_code": "UC-secret"})
    server = LoginServer(pending(), json_response(200, secret), code=code)
    token = server.login()
    assert token.access_token == "AT-secret"
    said = caplog.text + repr(token) + repr(server.shown)
    assert "-secret" not in said


def test_the_libraries_log_as_before_once_a_login_has_ended(caplog: pytest.LogCaptureFixture) -> None:
    LoginServer(json_response(200, TOKEN)).login()
    with caplog.at_level(logging.DEBUG, "requests_oauthlib.oauth2_session"):
        logging.getLogger("requests_oauthlib.oauth2_session").debug("said by somebody else")
    assert "said by somebody else" in caplog.text


def test_patience_begins_anew_when_the_server_answers() -> None:
    out_of_order = [Response(503)] * 3
    server = LoginServer(*out_of_order, pending(), *out_of_order, json_response(200, TOKEN))
    assert server.login().access_token == "new"
    assert sum(server.clock.sleeps_s) > 120.0


def test_no_proxy_stands_between_this_machine_and_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    assert LoginServer(json_response(200, TOKEN)).login().access_token == "new"


def test_a_server_that_stays_out_of_order_ends_the_login_within_minutes() -> None:
    server = LoginServer(refusal("authorization_pending"), *[Response(503)] * 20)
    with pytest.raises(NotSentError, match="can not be reached"):
        server.login()
    assert sum(server.clock.sleeps_s) < 120.0
