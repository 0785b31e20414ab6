import pytest

from seawall.core.errors import AuthError, ConfigError, NotSentError
from seawall.core.message import Response
from seawall.runtime.oauth import OAuthEndpoints, endpoints_in, is_loopback, require_secure
from seawall.testing import json_response

ISSUER = "https://login.test"


@pytest.mark.parametrize("device", [None, "https://login.test/device"])
def test_the_endpoints_that_discovery_names(device: str | None) -> None:
    document = {"token_endpoint": "https://login.test/t", "device_authorization_endpoint": device, "x": 1}
    answer = json_response(200, document)
    assert endpoints_in(answer, ISSUER) == OAuthEndpoints("https://login.test/t", device)


def test_a_server_may_offer_no_login_by_device_code() -> None:
    answer = json_response(200, {"token_endpoint": "https://login.test/t"})
    assert endpoints_in(answer, ISSUER).device is None


@pytest.mark.parametrize(
    "answer",
    [
        Response(404),
        Response(200),
        Response(200, {}, b"<html>"),
        Response(200, {}, b"[" * 200_000),
        json_response(200, []),
        json_response(200, {}),
        json_response(200, {"token_endpoint": 5}),
        json_response(200, {"token_endpoint": "https://login.test/t", "device_authorization_endpoint": 5}),
        json_response(404, {"token_endpoint": "https://login.test/t"}),
    ],
)
def test_what_names_no_endpoints(answer: Response) -> None:
    with pytest.raises(AuthError, match=rf"{ISSUER} names no login endpoints \(status {answer.status}\)"):
        endpoints_in(answer, ISSUER)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_server_out_of_order_can_be_asked_again(status: int) -> None:
    with pytest.raises(NotSentError, match=f"the login server answered {status}"):
        endpoints_in(Response(status), ISSUER)


@pytest.mark.parametrize("name", ["token_endpoint", "device_authorization_endpoint"])
def test_every_endpoint_must_be_secure(name: str) -> None:
    document = {"token_endpoint": "https://login.test/t", name: "http://login.test/x"}
    with pytest.raises(ConfigError, match="https"):
        endpoints_in(json_response(200, document), ISSUER)


@pytest.mark.parametrize(
    "url",
    [
        "https://login.test",
        "HTTPS://login.test",
        "http://127.0.0.1:80",
        "http://localhost",
        "http://[::1]:80/x",
    ],
)
def test_a_secret_may_go_there(url: str) -> None:
    require_secure(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://login.test",
        "http://127.0.0.1.evil.test",
        "http://localhost.evil.test",
        "http://127.0.0.1@evil.test",
        "http://evil.test#127.0.0.1",
        "http://10.0.0.1",
        "ftp://localhost",
        "//localhost",
        "localhost",
        "http://[",
        "",
    ],
)
def test_no_secret_goes_there(url: str) -> None:
    with pytest.raises(ConfigError, match="https"):
        require_secure(url)


@pytest.mark.parametrize(
    ("url", "answer"),
    [("http://127.0.0.1:5", True), ("https://localhost", True), ("http://[::1]", True), ("http://[", False)],
)
def test_what_stays_on_this_machine(url: str, answer: bool) -> None:
    assert is_loopback(url) is answer
