import os
from collections.abc import Mapping
from urllib.parse import parse_qs

import pytest

from seawall.core.errors import AuthError, ConfigError, NotSentError
from seawall.core.message import Request, Response
from seawall.core.tokens import Token
from seawall.runtime.login import DevicePrompt, device_login
from seawall.testing import FakeClock, json_response
from tests.runtime.answering_server import answering
from tests.runtime.logins import NOW_S
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
                self._url, "cli-1", show=self.shown.append, audience=audience, timing=self.clock.timing
            )

    def _answer(self, request: Request) -> Response:
        if request.method == "GET":
            assert request.url == "/.well-known/openid-configuration"
            document = {"token_endpoint": "/token", "device_authorization_endpoint": "/device"}
            return json_response(200, {name: self._url + path for name, path in document.items()})
        self.forms.append(parse_qs((request.body or b"").decode()))
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


def test_a_server_that_is_asked_too_often_is_asked_less_often() -> None:
    server = LoginServer(refusal("slow_down"), refusal("authorization_pending"), json_response(200, TOKEN))
    server.login()
    assert server.clock.sleeps_s == [5.0, 10.0, 10.0]


def test_a_server_that_asks_for_no_sensible_wait_is_asked_on() -> None:
    code = json_response(200, {**CODE, "interval": -5})
    server = LoginServer(json_response(200, TOKEN), code=code)
    server.login()
    assert server.clock.sleeps_s == [1.0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("access_denied", "The login was denied in the browser"),
        ("expired_token", "The code was not confirmed in time"),
        ("invalid_client", r"The server refused the login \(invalid_client\)"),
    ],
)
def test_a_refusal_ends_the_login(name: str, words: str) -> None:
    with pytest.raises(AuthError, match=rf"^{words}\. Start again\.$"):
        LoginServer(refusal(name)).login()


def test_a_code_that_nobody_confirms_ends_the_login_in_time() -> None:
    server = LoginServer(*[refusal("authorization_pending")] * 180)
    with pytest.raises(AuthError, match="not confirmed in time"):
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
        Response(400, {}, b'{"error":5}'),
    ],
)
def test_an_answer_without_a_token_ends_the_login(answer: Response) -> None:
    with pytest.raises(AuthError, match="Start again"):
        LoginServer(answer).login()


def test_a_server_may_offer_no_device_flow() -> None:
    def answer(_: Request) -> Response:
        return json_response(200, {"token_endpoint": "https://login.test/token"})

    with answering(answer) as url, pytest.raises(AuthError, match="no login by device code"):
        device_login(url, "cli-1", show=print, timing=FakeClock().timing)


def test_a_server_that_can_not_be_reached() -> None:
    with pytest.raises(NotSentError, match="the login server can not be reached"):
        device_login(f"http://127.0.0.1:{closed_port()}", "cli-1", show=print)


def test_a_login_over_http_to_elsewhere_is_refused() -> None:
    with pytest.raises(ConfigError, match="https"):
        device_login("http://login.test", "cli-1", show=print)


def test_the_switch_for_http_is_off_again_after_a_login() -> None:
    LoginServer(json_response(200, TOKEN)).login()
    assert "OAUTHLIB_INSECURE_TRANSPORT" not in os.environ


def test_a_server_that_is_out_of_order_for_a_moment_does_not_end_the_login() -> None:
    server = LoginServer(Response(503), Response(502, {}, b"<html>"), json_response(200, TOKEN))
    assert server.login().access_token == "new"
    assert server.clock.sleeps_s == [5.0, 10.0, 20.0]


def test_a_server_that_stays_out_of_order_ends_the_login_within_minutes() -> None:
    server = LoginServer(refusal("authorization_pending"), *[Response(503)] * 20)
    with pytest.raises(NotSentError, match="can not be reached"):
        server.login()
    assert sum(server.clock.sleeps_s) < 120.0
