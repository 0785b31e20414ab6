"""Auth schemes, and the origin check (RFC 6454, section 4; RFC 9700, section 4.10)."""

from itertools import product

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
from tests.rows import row

URL = "https://api.test/v1/things"
SCHEMES = [bearer, api_key_in_header("x-api-key"), api_key_in_query("key"), api_key_in_cookie("session")]


def applied(auth_scheme: AuthScheme, secret: str = "s3cret", **given: object) -> Request:
    return auth_scheme(Request("GET", str(given.get("url", URL)), {"accept": "x"}), secret)


def test_a_bearer_token_is_sent_in_the_authorization_header() -> None:
    assert applied(bearer).headers == {"accept": "x", "authorization": "Bearer s3cret"}


def test_an_api_key_in_a_header_has_no_prefix() -> None:
    assert applied(api_key_in_header("x-api-key")).headers == {"accept": "x", "x-api-key": "s3cret"}


@pytest.mark.parametrize(
    ("url", "name", "secret", "expected"),
    [
        (URL, "key", "s3cret", f"{URL}?key=s3cret"),
        (f"{URL}?page=2", "key", "s3cret", f"{URL}?page=2&key=s3cret"),
        (URL, "key", "a&b=c/d+e%f#g", f"{URL}?key=a%26b%3Dc%2Fd%2Be%25f%23g"),
        (URL, "api key", "s", f"{URL}?api%20key=s"),
    ],
)
def test_an_api_key_in_the_query_is_appended_and_encoded(
    url: str, name: str, secret: str, expected: str
) -> None:
    assert applied(api_key_in_query(name), secret, url=url).url == expected


@pytest.mark.parametrize(
    ("there", "expected"), [({}, "session=s3cret"), ({"cookie": "a=1; b=2"}, "a=1; b=2; session=s3cret")]
)
def test_an_api_key_in_a_cookie_keeps_the_other_cookies(there: dict[str, str], expected: str) -> None:
    request = api_key_in_cookie("session")(Request("GET", URL, there), "s3cret")
    assert request.headers["cookie"] == expected


def test_an_api_key_with_a_character_that_no_cookie_can_contain_is_rejected() -> None:
    for secret in ('a"b', "a,b", "a;b", "a\\b"):
        with row(secret):
            with pytest.raises(ConfigError, match="cookie session") as caught:
                applied(api_key_in_cookie("session"), secret)
            assert secret not in str(caught.value)


def test_a_scheme_copies_the_request() -> None:
    for auth_scheme in SCHEMES:
        request = Request("GET", URL, {"accept": "x"}, b"body")
        with_secret = auth_scheme(request, "s3cret")
        assert (request.url, request.headers) == (URL, {"accept": "x"})
        assert (with_secret.method, with_secret.body) == ("GET", b"body")


def test_an_invalid_secret_is_rejected_and_not_shown() -> None:
    for auth_scheme, secret in product(SCHEMES, ("", "a b", "hunter2\r\nx-evil: 1", "hunter2\x00", "é")):
        with row(auth_scheme, secret):
            with pytest.raises(ConfigError, match=r"no valid token: it (is empty|contains spaces)") as caught:
                applied(auth_scheme, secret)
            assert "hunter2" not in str(caught.value)


def test_the_repr_of_a_request_does_not_show_its_secret() -> None:
    for auth_scheme in SCHEMES:
        assert "s3cret" not in repr(applied(auth_scheme))


HOME = "https://api.test/v1"


SAME_ORIGIN = [
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
]


def test_urls_of_the_same_origin() -> None:
    assert [row for row in SAME_ORIGIN if not same_origin(*row)] == []


OTHER_ORIGIN = [
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
]


def test_urls_of_another_origin_and_ambiguous_urls() -> None:
    assert [row for row in OTHER_ORIGIN if same_origin(*row)] == []
