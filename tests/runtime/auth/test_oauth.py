import pytest

from seawall.core.errors import AuthError, ConfigError, NotSentError
from seawall.core.http.message import Response
from seawall.runtime.auth.oauth import OAuthEndpoints, is_loopback, parse_discovery, require_secure
from seawall.testing import json_response

ISSUER = "https://login.test"


def test_all_that_discovery_names() -> None:
    # RFC 8414, section 2; RFC 8628, section 4; RFC 9207, section 3
    document = {
        "issuer": f"{ISSUER}/",
        "token_endpoint": f"{ISSUER}/t",
        "authorization_endpoint": f"{ISSUER}/a",
        "device_authorization_endpoint": f"{ISSUER}/d",
        "jwks_uri": f"{ISSUER}/j",
        "authorization_response_iss_parameter_supported": True,
        "code_challenge_methods_supported": ["plain", "S256"],
    }
    assert parse_discovery(json_response(200, document), ISSUER) == OAuthEndpoints(
        issuer=f"{ISSUER}/",
        token=f"{ISSUER}/t",
        authorization=f"{ISSUER}/a",
        device=f"{ISSUER}/d",
        jwks=f"{ISSUER}/j",
        sends_issuer=True,
        challenge_methods=("plain", "S256"),
    )


@pytest.mark.parametrize(
    ("section", "issuer", "is_its_own"),
    [
        ("RFC 8414, 3.3: the same", "https://login.test", True),
        ("but for the slash, on which servers and people disagree", "https://login.test/", True),
        ("RFC 8414, 2: required, and often missing", None, True),
        ("RFC 8414, 3.3: another server", "https://evil.test", False),
        ("RFC 8414, 3.3: another path", "https://login.test/tenant", False),
        ("RFC 8414, 3.3: another scheme", "http://login.test", False),
    ],
)
def test_whose_document_it_is(section: str, issuer: str | None, is_its_own: bool) -> None:
    answer = json_response(200, {"issuer": issuer, "token_endpoint": f"{ISSUER}/t"})
    if is_its_own:
        assert parse_discovery(answer, ISSUER).issuer == (issuer or ISSUER), section
    else:
        with pytest.raises(AuthError, match="is that of another login server"):
            parse_discovery(answer, ISSUER)


@pytest.mark.parametrize("device", [None, "https://login.test/device"])
def test_the_endpoints_that_discovery_names(device: str | None) -> None:
    document = {"token_endpoint": "https://login.test/t", "device_authorization_endpoint": device, "x": 1}
    answer = json_response(200, document)
    assert parse_discovery(answer, ISSUER) == OAuthEndpoints(
        issuer=ISSUER, token="https://login.test/t", device=device
    )


def test_a_server_may_offer_no_login_by_device_code() -> None:
    answer = json_response(200, {"token_endpoint": "https://login.test/t"})
    assert parse_discovery(answer, ISSUER).device is None


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
        parse_discovery(answer, ISSUER)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_server_out_of_order_can_be_asked_again(status: int) -> None:
    with pytest.raises(NotSentError, match=f"the login server answered {status}"):
        parse_discovery(Response(status), ISSUER)


@pytest.mark.parametrize(
    "name", ["token_endpoint", "authorization_endpoint", "device_authorization_endpoint", "jwks_uri"]
)
def test_every_endpoint_must_be_secure(name: str) -> None:
    document = {"token_endpoint": "https://login.test/t", name: "http://login.test/x"}
    with pytest.raises(ConfigError, match="https"):
        parse_discovery(json_response(200, document), ISSUER)


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
