"""The device flow (RFC 8628); each row names its section."""

import json
import logging

import pytest

from seawall.core.errors import (
    AttemptTimeoutError,
    AuthError,
    ConfigError,
    LoginDeniedError,
    LoginExpiredError,
    MaybeProcessedError,
    NotSentError,
)
from seawall.core.http.message import Headers, Response
from seawall.runtime.auth.login import DevicePrompt, device_login
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.rows import row
from tests.runtime.auth.login.device_server import CODE, DeviceServer
from tests.runtime.auth.login.logins import DISCOVERY, ISSUER, NOW_S

TOKEN = {"access_token": "new", "token_type": "Bearer", "refresh_token": "refresh", "expires_in": 3600}
LOGGED_IN = json_response(200, TOKEN)
PENDING = json_response(403, {"error": "authorization_pending"})
SLOW_DOWN = json_response(403, {"error": "slow_down"})


def test_a_confirmed_code_gives_a_token() -> None:
    server = DeviceServer(PENDING, LOGGED_IN)
    token = server.login()
    assert (token.access_token, token.refresh_token, token.lifetime_s) == ("new", "refresh", 3600.0)
    assert (token.obtained_at, token.issuer) == (NOW_S + 10.0, ISSUER)
    assert server.prompts == [DevicePrompt("https://login.test/activate", "WDJB-MJHT", 900.0)]
    assert server.clock.sleeps_s == [5.0, 5.0]


def test_the_address_that_contains_the_code_is_preferred() -> None:
    complete = {**CODE, "verification_uri_complete": "https://login.test/activate?code=WDJB-MJHT"}
    server = DeviceServer(LOGGED_IN, code=json_response(200, complete))
    server.login()
    assert server.prompts[0].uri == "https://login.test/activate?code=WDJB-MJHT"


@pytest.mark.parametrize("audience", [None, "https://api.test"])
@pytest.mark.parametrize("issuer", [ISSUER, "http://127.0.0.1:8765", "http://[::1]:8765"])
def test_the_forms_are_those_of_the_rfc(audience: str | None, issuer: str) -> None:
    server = DeviceServer(LOGGED_IN, issuer=issuer)
    server.login(audience)
    authorization, poll = server.forms
    assert authorization == {
        "client_id": ["cli-1"],
        "scope": ["openid profile email offline_access"],
        **({"audience": [audience]} if audience else {}),
    }
    assert poll == {
        "grant_type": ["urn:ietf:params:oauth:grant-type:device_code"],
        "device_code": ["device-1"],
        "client_id": ["cli-1"],
    }
    kinds = {Headers(request.headers)["content-type"] for request in server.transport.requests[1:]}
    assert kinds == {"application/x-www-form-urlencoded"}


def _slow_down(retry_after: str) -> Response:
    return json_response(429, {"error": "slow_down"}, headers={"retry-after": retry_after})


def test_polling_intervals() -> None:
    busy = Response(503)
    rows: list[tuple[str, int | None, list[Response | Exception], list[float]]] = [
        ("3.5: the server's interval", 7, [PENDING], [7.0, 7.0]),
        ("3.2: 5 seconds by default", None, [PENDING], [5.0, 5.0]),
        ("3.5: slow_down adds 5 seconds for good", 5, [SLOW_DOWN, PENDING], [5.0, 10.0, 10.0]),
        ("3.5: each slow_down", 5, [SLOW_DOWN, PENDING, SLOW_DOWN], [5.0, 10.0, 10.0, 15.0]),
        ("3.5: backs off if the server fails", 5, [busy, Response(429)], [5.0, 10.0, 20.0]),
        ("3.5: backs off if no connection comes", 5, [NotSentError("gone.")], [5.0, 10.0]),
        ("3.5: backs off on a timeout", 5, [AttemptTimeoutError("late.")], [5.0, 10.0]),
        ("3.5: backs off on a lost connection", 5, [MaybeProcessedError("lost.")], [5.0, 10.0]),
        ("3.5: never polls faster after a failure", 25, [busy], [25.0, 25.0]),
        ("3.5: in any status", 5, [json_response(400, {"error": "slow_down"})], [5.0, 10.0]),
        ("3.5: in any status", 5, [json_response(429, {"error": "slow_down"})], [5.0, 10.0]),
        ("3.5: in any status", 5, [json_response(200, {"error": "authorization_pending"})], [5.0, 5.0]),
        ("3.5: in any status", 5, [json_response(503, {"error": "slow_down"})], [5.0, 10.0]),
        ("RFC 6585, 4: Retry-After", 5, [Response(429, {"retry-after": "30"})], [5.0, 30.0]),
        ("RFC 9110, 10.2.3", 5, [Response(503, {"retry-after": "30"}), PENDING], [5.0, 30.0, 10.0]),
        ("RFC 9110, 10.2.3: a shorter one", 5, [Response(503, {"retry-after": "1"})], [5.0, 10.0]),
        ("slow_down with Retry-After", 5, [_slow_down("20"), PENDING], [5.0, 20.0, 10.0]),
        # The fake clock says Tue, 14 Nov 2023 22:13:25 GMT at the first poll.
        ("Retry-After as a date", 5, [_slow_down("Tue, 14 Nov 2023 22:13:55 GMT")], [5.0, 30.0]),
        ("an interval that makes no sense", -5, [], [1.0]),
    ]
    for section, interval, polls, sleeps_s in rows:
        fields = {name: value for name, value in CODE.items() if name != "interval"}
        code = json_response(200, fields if interval is None else {**fields, "interval": interval})
        server = DeviceServer(*polls, LOGGED_IN, code=code)
        server.login()
        assert server.clock.sleeps_s == sleeps_s, section


PAGE = b"<html><p>an error</p><a href='?x=1&error=access_denied&error=expired_token&'>log in</a></html>"


def test_a_page_or_an_error_that_is_not_of_the_flow_does_not_end_the_login() -> None:
    for answer in [
        *[Response(status, {}, PAGE) for status in (400, 401, 403, 404, 408, 425, 429, 500, 502, 503, 504)],
        Response(429, {}, b"too many requests: error"),
        Response(400, {}, b"x=1&error=access_denied"),
        Response(403, {}, b'"error"'),
        Response(403, {}, b'["error"]'),
        Response(403),
        json_response(429, {"error": "too_many_requests"}),
        json_response(429, {"error": "access_denied "}),
        json_response(429, {"error": ["access_denied"]}),
        json_response(503, {"error": "temporarily_unavailable"}),
        json_response(500, {"error": "server_error"}),
        json_response(503, {"errors": [{"error": "access_denied"}]}),
    ]:
        with row(answer, answer.body):
            assert DeviceServer(answer, PENDING, answer, LOGGED_IN).login().access_token == "new"


def test_an_error_of_the_flow_ends_the_login_in_any_status() -> None:
    for status in (200, 400, 403, 429, 500, 503):
        for name, kind in (("access_denied", LoginDeniedError), ("expired_token", LoginExpiredError)):
            with row(status, name), pytest.raises(kind):
                DeviceServer(json_response(status, {"error": name, "error_description": "x"})).login()


def test_a_page_in_place_of_a_token_is_no_error_of_the_flow() -> None:
    for body in (PAGE, b"x=1&error=access_denied"):
        with pytest.raises(AuthError, match="The server sent no token") as caught:
            DeviceServer(Response(200, {}, body)).login()
        assert caught.type is AuthError


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
        DeviceServer(json_response(403, {"error": name})).login()
    assert caught.type is kind, source


def test_a_code_that_is_not_confirmed_expires() -> None:
    server = DeviceServer(*[PENDING] * 180)
    with pytest.raises(LoginExpiredError, match="not confirmed in time"):
        server.login()
    assert sum(server.clock.sleeps_s) == 900.0


def test_no_wait_exceeds_the_lifetime_of_the_code() -> None:
    code = json_response(200, {**CODE, "interval": 1e6, "expires_in": 10})
    server = DeviceServer(PENDING, code=code)
    with pytest.raises(LoginExpiredError, match="not confirmed in time"):
        server.login()
    assert server.clock.sleeps_s == [10.0]


def test_an_outage_ends_the_login_within_two_minutes() -> None:
    server = DeviceServer(PENDING, *[Response(503)] * 20)
    with pytest.raises(NotSentError, match="503"):
        server.login()
    assert sum(server.clock.sleeps_s) < 120.0


def test_a_response_between_two_outages_resets_their_limit() -> None:
    outage = [Response(503)] * 3
    server = DeviceServer(*outage, PENDING, *outage, LOGGED_IN)
    assert server.login().access_token == "new"
    assert sum(server.clock.sleeps_s) > 120.0


def test_a_response_without_usable_codes_ends_the_login() -> None:
    odd_texts: list[dict[str, object]] = [
        {name: odd}
        for name in ("verification_uri", "verification_uri_complete", "user_code", "device_code")
        for odd in (5, ["a"], "\x1b]0;a")
    ]
    missing: list[dict[str, object]] = [{"verification_uri": None}, {"user_code": None}]
    bad_uris = ["javascript:alert(1)", "http://evil.test", "https:", "https://evil.test/\u202ea"]
    numbers: list[dict[str, object]] = [{"expires_in": "soon"}, {"interval": None}]
    infinite = [{"interval": float("inf")}, {"interval": float("nan")}, {"expires_in": float("inf")}]
    for response in [
        Response(500),
        json_response(403, {"error": "invalid_client"}),
        json_response(200, {}),
        json_response(200, []),
        Response(200, {}, b"<html>"),
        *[json_response(200, {**CODE, **change}) for change in [*odd_texts, *missing, *numbers]],
        *[json_response(200, {**CODE, "verification_uri": uri}) for uri in bad_uris],
        *[Response(200, {}, json.dumps({**CODE, **change}).encode()) for change in infinite],
    ]:
        server = DeviceServer(code=response)
        with pytest.raises(AuthError, match=rf"no code to log in with \(status {response.status}\)"):
            server.login()
        assert server.prompts == [], response.body


def test_a_response_without_a_usable_token_ends_the_login() -> None:
    for response in (
        Response(200, {}, b"[]"),
        Response(200, {}, b"5"),
        Response(200, {}, b"<html>"),
        json_response(200, {"access_token": None}),
        json_response(200, {"access_token": "a\nb"}),
        json_response(200, {**TOKEN, "token_type": "mac"}),
        Response(400, {}, b'{"error":5}'),
        # RFC 9700, 4.12: a redirect could take the code to another server.
        Response(307, {"location": "/elsewhere"}),
    ):
        server = DeviceServer(response)
        with pytest.raises(AuthError, match="Start again"):
            server.login()
        assert len(server.forms) == 2, response.body


def test_a_server_without_the_device_flow() -> None:
    transport = MemoryTransport(Script(DISCOVERY))
    with pytest.raises(AuthError, match="no login by device code"):
        device_login(ISSUER, "cli-1", transport=transport, show=print, clock=FakeClock())


def test_http_to_another_machine_is_refused_before_anything_is_sent() -> None:
    transport = MemoryTransport(Script())
    with pytest.raises(ConfigError, match="https"):
        device_login("http://login.test", "cli-1", transport=transport, show=print)
    assert transport.requests == []


def test_each_request_has_the_time_that_was_given() -> None:
    server = DeviceServer(LOGGED_IN)
    device_login(
        ISSUER, "cli-1", transport=server.transport, show=print, server_timeout_s=2.5, clock=server.clock
    )
    assert server.transport.timeouts_s == [2.5, 2.5, 2.5]


def test_a_response_is_limited_to_1_mib() -> None:
    for size, words in ((2**20, "no login endpoints"), (2**20 + 1, "larger than 1 MiB")):
        transport = MemoryTransport(Script(Response(200, {}, bytes(size))))
        with pytest.raises(AuthError, match=words):
            device_login(ISSUER, "cli-1", transport=transport, show=print)


def test_no_code_and_no_token_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    # Each logger may have a level of its own.
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(("oauthlib", "requests_oauthlib", "urllib3")):
            caplog.set_level(logging.DEBUG, name)
    secret = {"access_token": "AT-secret", "refresh_token": "RT-secret", "token_type": "Bearer"}
    code = json_response(200, {**CODE, "device_code": "DC-secret", "user_code": "UC-secret"})
    server = DeviceServer(PENDING, json_response(200, secret), code=code)
    token = server.login()
    assert token.access_token == "AT-secret"
    assert "-secret" not in caplog.text + repr(token) + repr(server.prompts)
