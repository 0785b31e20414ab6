"""Where a secret goes in a request, and to which address (RFC 6454, section 4; RFC 9700, section 4.10)."""

import pytest

from seawall.core.auth.auth_scheme import (
    AuthScheme,
    api_key_in_cookie,
    api_key_in_header,
    api_key_in_query,
    bearer,
)
from seawall.core.errors import ConfigError
from seawall.core.http.message import Request
from seawall.core.http.origin import same_origin

URL = "https://api.test/v1/things"
PLACEMENTS = [bearer, api_key_in_header("x-api-key"), api_key_in_query("key"), api_key_in_cookie("session")]


def placed(auth_scheme: AuthScheme, secret: str = "s3cret", **given: object) -> Request:
    return auth_scheme(Request("GET", str(given.get("url", URL)), {"accept": "x"}), secret)


def test_a_bearer_token_stands_in_the_authorization_header() -> None:
    assert placed(bearer).headers == {"accept": "x", "authorization": "Bearer s3cret"}


def test_an_api_key_in_a_header_is_the_whole_of_it() -> None:
    assert placed(api_key_in_header("x-api-key")).headers == {"accept": "x", "x-api-key": "s3cret"}


@pytest.mark.parametrize(
    ("url", "name", "secret", "expected"),
    [
        (URL, "key", "s3cret", f"{URL}?key=s3cret"),
        (f"{URL}?page=2", "key", "s3cret", f"{URL}?page=2&key=s3cret"),
        (URL, "key", "a&b=c/d+e%f#g", f"{URL}?key=a%26b%3Dc%2Fd%2Be%25f%23g"),
        (URL, "api key", "s", f"{URL}?api%20key=s"),
    ],
)
def test_an_api_key_in_the_query_is_one_more_parameter(
    url: str, name: str, secret: str, expected: str
) -> None:
    assert placed(api_key_in_query(name), secret, url=url).url == expected


@pytest.mark.parametrize(
    ("there", "expected"), [({}, "session=s3cret"), ({"cookie": "a=1; b=2"}, "a=1; b=2; session=s3cret")]
)
def test_an_api_key_in_a_cookie_stands_beside_the_others(there: dict[str, str], expected: str) -> None:
    request = api_key_in_cookie("session")(Request("GET", URL, there), "s3cret")
    assert request.headers["cookie"] == expected


@pytest.mark.parametrize("secret", ['a"b', "a,b", "a;b", "a\\b"])
def test_what_no_cookie_may_hold_is_refused(secret: str) -> None:
    with pytest.raises(ConfigError, match="cookie session") as caught:
        placed(api_key_in_cookie("session"), secret)
    assert secret not in str(caught.value)


@pytest.mark.parametrize("auth_scheme", PLACEMENTS)
def test_the_request_itself_is_left_as_it_is(auth_scheme: AuthScheme) -> None:
    request = Request("GET", URL, {"accept": "x"}, b"body")
    with_secret = auth_scheme(request, "s3cret")
    assert (request.url, request.headers) == (URL, {"accept": "x"})
    assert (with_secret.method, with_secret.body) == ("GET", b"body")


@pytest.mark.parametrize("auth_scheme", PLACEMENTS)
@pytest.mark.parametrize("secret", ["", "a b", "hunter2\r\nx-evil: 1", "hunter2\x00", "é"])
def test_what_no_secret_can_be_is_refused_and_not_shown(auth_scheme: AuthScheme, secret: str) -> None:
    with pytest.raises(ConfigError, match="contains spaces") as caught:
        placed(auth_scheme, secret)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("auth_scheme", PLACEMENTS)
def test_a_request_with_a_secret_does_not_show_it(auth_scheme: AuthScheme) -> None:
    assert "s3cret" not in repr(placed(auth_scheme))


HOME = "https://api.test/v1"


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://api.test/v1/things", HOME),
        ("https://api.test", HOME),
        ("https://api.test/elsewhere?q=https://evil.test", HOME),
        ("HTTPS://API.TEST/v1", HOME),
        ("https://api.test:443/v1", HOME),
        ("https://api.test/v1", "https://api.test:443"),
        ("http://api.test:80/v1", "http://api.test"),
        ("http://127.0.0.1:8765/v1", "http://127.0.0.1:8765"),
        ("http://[::1]:8765/v1", "http://[::1]:8765"),
        ("https://bücher.test/v1", "https://bücher.test"),
        ("https://api.test/?x=user@evil.test", HOME),
        ("https://api.test/#@evil.test", HOME),
        ("https://user:pw@api.test/v1", "https://user:pw@api.test"),
    ],
)
def test_a_secret_goes_to_its_home(url: str, home: str) -> None:
    assert same_origin(url, home)


@pytest.mark.parametrize(
    ("url", "home"),
    [
        # Another scheme, host or port.
        ("http://api.test/v1", HOME),
        ("https://evil.test/v1", HOME),
        ("https://api.test:8443/v1", HOME),
        ("https://api.test:0/v1", HOME),
        ("https://api.test/v1", "https://api.test:0"),
        ("http://api.test:443/v1", HOME),
        ("wss://api.test/v1", HOME),
        ("ftp://api.test", "ftp://api.test"),
        # Names that only look alike.
        ("https://sub.api.test/v1", HOME),
        ("https://test/v1", HOME),
        ("https://api.test.evil.test/v1", HOME),
        ("https://notapi.test/v1", HOME),
        ("https://api.test./v1", HOME),
        ("https://api.test%2eevil.test/v1", HOME),
        ("https://api%2etest/v1", HOME),
        ("https://аpi.test/v1", HOME),  # noqa: RUF001
        ("https://api。test/v1", HOME),
        ("https://xn--pi-7kc.test/v1", HOME),
        ("http://127.1/v1", "http://127.0.0.1"),
        ("http://localhost/v1", "http://127.0.0.1"),
        # A user name that looks like a host, and what libraries read in two ways.
        ("https://api.test@evil.test/v1", HOME),
        ("https://api.test:443@evil.test/v1", HOME),
        ("https://evil.test@api.test/v1", HOME),
        ("https://user:pw@api.test/v1", HOME),
        ("https://evil.test\\@api.test/v1", HOME),
        ("https://evil.test\\.api.test", "https://evil.test\\.api.test"),
        ("https://api.test\\@evil.test/v1", HOME),
        ("https:\\\\api.test/v1", HOME),
        ("https://api.\ttest/v1", HOME),
        ("https://api.test\n.evil.test/v1", HOME),
        (" https://api.test/v1", HOME),
        ("https://api.test /v1", HOME),
        ("\x00https://api.test/v1", HOME),
        # No address at all.
        ("", HOME),
        ("/v1/things", HOME),
        ("//api.test/v1", HOME),
        ("/v1", "/v1"),
        ("", ""),
        ("https:///v1", "https:///v1"),
        ("https:api.test", HOME),
        ("https://api.test:port/v1", HOME),
        ("https://api.test:99999/v1", HOME),
        ("https://[::1/v1", HOME),
        ("https://@/v1", HOME),
    ],
)
def test_a_secret_goes_nowhere_else(url: str, home: str) -> None:
    assert not same_origin(url, home)
