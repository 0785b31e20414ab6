import pytest

from seawall.core.errors import AuthError, ConfigError, NotSentError
from seawall.core.http.message import Response
from seawall.runtime.auth.oauth import OAuthEndpoints, is_loopback, parse_discovery, require_secure
from seawall.testing import json_response
from tests.rows import row

ISSUER = "https://login.test"


def test_all_fields_of_a_discovery_document() -> None:
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


def test_a_document_of_another_issuer_is_rejected() -> None:
    for section, issuer, is_its_own in (
        ("RFC 8414, 3.3: the same", "https://login.test", True),
        ("but for the slash, on which servers and people disagree", "https://login.test/", True),
        ("RFC 8414, 2: required, and often missing", None, True),
        ("RFC 8414, 3.3: another server", "https://evil.test", False),
        ("RFC 8414, 3.3: another path", "https://login.test/tenant", False),
        ("RFC 8414, 3.3: another scheme", "http://login.test", False),
    ):
        with row(section, issuer, is_its_own):
            response = json_response(200, {"issuer": issuer, "token_endpoint": f"{ISSUER}/t"})
            if is_its_own:
                assert parse_discovery(response, ISSUER).issuer == (issuer or ISSUER), section
            else:
                with pytest.raises(AuthError, match="is that of another login server"):
                    parse_discovery(response, ISSUER)


def test_the_device_endpoint_is_optional() -> None:
    for device in (
        None,
        "https://login.test/device",
    ):
        document = {"token_endpoint": "https://login.test/t", "device_authorization_endpoint": device, "x": 1}
        response = json_response(200, document)
        assert parse_discovery(response, ISSUER) == OAuthEndpoints(
            issuer=ISSUER, token="https://login.test/t", device=device
        )


def test_a_document_without_a_device_endpoint() -> None:
    response = json_response(200, {"token_endpoint": "https://login.test/t"})
    assert parse_discovery(response, ISSUER).device is None


def test_a_response_without_endpoints_is_rejected() -> None:
    for response in (
        Response(404),
        Response(200),
        Response(200, {}, b"<html>"),
        Response(200, {}, b"[" * 200_000),
        json_response(200, []),
        json_response(200, {}),
        json_response(200, {"token_endpoint": 5}),
        json_response(200, {"token_endpoint": "https://login.test/t", "device_authorization_endpoint": 5}),
        json_response(404, {"token_endpoint": "https://login.test/t"}),
    ):
        with (
            row(response),
            pytest.raises(
                AuthError, match=rf"{ISSUER} names no login endpoints \(status {response.status}\)"
            ),
        ):
            parse_discovery(response, ISSUER)


def test_a_base_url_with_a_path_may_have_to_end_before_it() -> None:
    for path, advice in (("", "Check the base URL."), ("/api/v1", "it may have to end before /api/v1.")):
        with row(path), pytest.raises(AuthError, match=f"{advice}$"):
            parse_discovery(json_response(404, {}), f"https://platform.test{path}")


def test_a_busy_server_raises_not_sent() -> None:
    for status in (
        408,
        429,
        500,
        503,
    ):
        with row(status), pytest.raises(NotSentError, match=f"the login server answered {status}"):
            parse_discovery(Response(status), ISSUER)


def test_every_endpoint_must_be_secure() -> None:
    for name in (
        "token_endpoint",
        "authorization_endpoint",
        "device_authorization_endpoint",
        "jwks_uri",
    ):
        with row(name):
            document = {"token_endpoint": "https://login.test/t", name: "http://login.test/x"}
            with pytest.raises(ConfigError, match="https"):
                parse_discovery(json_response(200, document), ISSUER)


def test_secure_urls_and_loopback_are_accepted() -> None:
    for url in (
        "https://login.test",
        "HTTPS://login.test",
        "http://127.0.0.1:80",
        "http://localhost",
        "http://[::1]:80/x",
    ):
        require_secure(url)


def test_insecure_urls_are_rejected() -> None:
    for url in (
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
        "https://",
        "https:evil.test",
        "https://[::1",
        # RFC 3986 has none of these characters; for browsers and pyreqwest, the host is evil.test.
        r"http://evil.test\@127.0.0.1",
        "http://127.0.0.1\t",
        "https://a b",
    ):
        with row(url), pytest.raises(ConfigError, match="https"):
            require_secure(url)


def test_loopback_urls() -> None:
    for url, expected in (
        ("http://127.0.0.1:5", True),
        ("https://localhost", True),
        ("http://[::1]", True),
        ("http://[", False),
    ):
        assert is_loopback(url) is expected
