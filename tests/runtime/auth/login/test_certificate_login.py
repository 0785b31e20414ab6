"""A certificate for a user name and a password."""

from base64 import b64encode

import pytest

from seawall.core.errors import AuthError, CertificateError, ConfigError, LoginDeniedError, NotSentError
from seawall.core.http.message import Headers, Response
from seawall.runtime.auth.login import fetch_certificate
from seawall.testing import FakeClock, MemoryTransport, Script
from tests.rows import row
from tests.runtime.certificates import NOW, person, proxy_of

URL = "https://cred.test/generate"
PROXY = proxy_of(person())
PEM = PROXY.certificate_pem() + PROXY.key_pem()


def fetched(response: Response | Exception, *, url: str = URL, hours: float = 0.0) -> bytes:
    return fetch_certificate(
        url,
        username="ada",
        password="p:ä",
        transport=MemoryTransport(Script(response)),
        clock=FakeClock(wall_s=NOW.timestamp() + hours * 3600),
    )


def test_the_certificate_and_its_key_are_fetched_with_name_and_password() -> None:
    transport = MemoryTransport(Script(Response(200, {}, PEM)))
    clock = FakeClock(wall_s=NOW.timestamp())
    pem = fetch_certificate(
        f"{URL}?x=1", username="ada", password="p:ä", transport=transport, days=7, clock=clock
    )
    assert pem == PEM
    [request] = transport.requests
    assert (request.method, request.url) == ("GET", f"{URL}?x=1&daysValid=7")
    assert Headers(request.headers)["authorization"] == f"Basic {b64encode('ada:p:ä'.encode()).decode()}"
    assert "PRIVATE" not in repr(pem)


def test_a_wrong_password_is_a_denied_login() -> None:
    for status in (401, 403):
        with row(status), pytest.raises(LoginDeniedError, match="refuses this user name or password"):
            fetched(Response(status, {}, b"no"))


def test_a_response_that_is_no_usable_certificate_is_refused() -> None:
    rows: list[tuple[Response | Exception, type[Exception], str]] = [
        (Response(200, {}, b"<html>"), AuthError, r"sent no certificate \(status 200\)"),
        (Response(404, {}, PEM), AuthError, r"sent no certificate \(status 404\)"),
        (Response(302, {"location": "https://elsewhere.test"}), AuthError, r"\(status 302\)"),
        (Response(200, {}, PROXY.certificate_pem()), AuthError, "contains no private key"),
        (Response(200, {}, PROXY.certificate_pem() + person().key_pem()), AuthError, "another certificate"),
        (Response(503), NotSentError, "answered 503"),
        (NotSentError("gone."), NotSentError, "gone"),
    ]
    for response, kind, words in rows:
        with row(response), pytest.raises(kind, match=words):
            fetched(response)


def test_a_certificate_that_is_not_valid_now_is_refused() -> None:
    with pytest.raises(CertificateError, match="expired"):
        fetched(Response(200, {}, PEM), hours=12)


def test_a_password_is_not_sent_over_plain_http() -> None:
    with pytest.raises(ConfigError, match="https"):
        fetched(Response(200, {}, PEM), url="http://cred.test/generate")
