"""Hostile requests to the identity services: never an error of the server."""

from itertools import product

import pytest

from tests.local.sessions.client import SessionsHttp

# A server in this process with hundreds of requests.
pytestmark = pytest.mark.slow

BODIES = (
    b"",
    b"\x00\xff\xfe",
    b"grant_type=%ff&device_code=%00",
    b"grant_type=a&grant_type=b",
    b"user_code=%F0%9F%98%80&decision=approve&user=%00",
    b"&&&=&=",
    b'{"client_name": "\\ud800"}',
    b"[" * 5000,
    b"x" * 70_000,
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": "Basic"},
    {"Authorization": "Basic \xff\xfe"},
    {"Authorization": "Basic OjpcMDA="},
    {"Authorization": "Basic JTAwOiVmZg=="},  # %00:%ff
    {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."},
    {"Authorization": "Bearer " + "a" * 8000},
    {"Cookie": "CADC_SSO; CADC_SSO=\xff; ;="},
    {"X-Auth-Token-Skaha": ""},
)
POSTS = ("/register", "/devicecode", "/token", "/activate")
GETS = (
    "/userinfo",
    "/activate?user_code=%00%ff",
    f"/activate?user_code={'A' * 65}",
    "/cred/proxy?daysValid=99999999999999999999",
    "/cred/proxy?daysValid=%00",
    "/skaha/availability?detail=%ff",
    "/skaha/v1/session",
    "/%00/capabilities",
    "/reg/resource-caps?x=%ff",
)


def test_no_post_makes_the_server_fail(sessions: SessionsHttp) -> None:
    for path, body, headers in product(POSTS, BODIES, HEADERS):
        response = sessions.http.post(path, content=body, headers=encoded(headers))
        assert response.status_code < 500, (path, body[:40], headers)
        assert response.status_code >= 400 or path == "/register", (path, body[:40], headers)


def test_no_get_makes_the_server_fail(sessions: SessionsHttp) -> None:
    for path, headers in product(GETS, HEADERS):
        assert sessions.http.get(path, headers=encoded(headers)).status_code < 500, (path, headers)


def encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
