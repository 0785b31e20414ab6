"""The request with which a browser returns from a login; each row names the rule that it tests."""

from http import HTTPStatus

from seawall.core.auth.redirect import redirect_query

HOST = "127.0.0.1:5000"


def test_queries_and_error_statuses_of_requests() -> None:
    for source, head, expected in (
        ("RFC 8252, 7.3", "GET /callback?code=1&state=2 HTTP/1.1|Host: 127.0.0.1:5000", "code=1&state=2"),
        ("RFC 8252, 7.3", "GET /callback HTTP/1.1|Host: 127.0.0.1:5000", ""),
        ("RFC 9110, 5.1: names in any case", "GET /callback?a HTTP/1.1|hOST:127.0.0.1:5000 |X: y", "a"),
        (
            "RFC 6749, 3.1.2.2: everything after the first ?",
            "GET /callback?a?b HTTP/1.1|Host: 127.0.0.1:5000",
            "a?b",
        ),
        ("RFC 9700, 2.1: the exact path", "GET /callback/?a HTTP/1.1|Host: 127.0.0.1:5000", 404),
        ("RFC 9700, 2.1: the exact path", "GET /Callback?a HTTP/1.1|Host: 127.0.0.1:5000", 404),
        ("RFC 9700, 2.1: the exact path", "GET /%63allback?a HTTP/1.1|Host: 127.0.0.1:5000", 404),
        ("RFC 9700, 2.1: the exact path", "GET //callback?a HTTP/1.1|Host: 127.0.0.1:5000", 404),
        ("browsers request it by themselves", "GET /favicon.ico HTTP/1.1|Host: 127.0.0.1:5000", 404),
        ("a request for a proxy", "GET http://127.0.0.1:5000/callback?a HTTP/1.1|Host: 127.0.0.1:5000", 404),
        ("RFC 6749, 4.1.2: a redirect is a GET", "POST /callback?a HTTP/1.1|Host: 127.0.0.1:5000", 405),
        ("RFC 6749, 4.1.2: a redirect is a GET", "HEAD /callback?a HTTP/1.1|Host: 127.0.0.1:5000", 405),
        ("RFC 9110, 7.4: DNS rebinding", "GET /callback?a HTTP/1.1|Host: evil.test:5000", 421),
        ("RFC 9110, 7.4: DNS rebinding", "GET /callback?a HTTP/1.1|Host: localhost:5000", 421),
        ("RFC 9110, 7.4: another port", "GET /callback?a HTTP/1.1|Host: 127.0.0.1", 421),
        ("RFC 9112, 3.2: exactly one Host", "GET /callback?a HTTP/1.1|Host: 127.0.0.1:5000|Host: x", 421),
        ("RFC 9112, 3.2: exactly one Host", "GET /callback?a HTTP/1.1", 421),
        ("RFC 9112, 3: a request line", "GET /callback?a", 400),
        ("RFC 9112, 3: a request line", "GET  /callback?a HTTP/1.1", 400),
        ("RFC 9112, 3: a request line", "GET /callback?a HTTP/2.0|Host: 127.0.0.1:5000", 400),
        ("RFC 9112, 3: a request line", "", 400),
        ("a TLS handshake", "\x16\x03\x01\xe9", 400),
    ):
        lines = head.replace("|", "\r\n").encode("latin-1")
        found = redirect_query(lines, host=HOST, path="/callback")
        assert found == (expected if isinstance(expected, str) else HTTPStatus(expected)), source
