"""Requests to a fake API without a client: files in part, bodies in pieces, unknown operations."""

from collections.abc import AsyncIterator, Mapping

import pytest

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request, Response
from seawall.testing import platform
from seawall.testing.platform import FakePlatform

TOKEN = {"authorization": "Bearer any"}


def with_file(content: bytes) -> tuple[FakePlatform, str]:
    """Return a fake with one artifact, and the URL that redirects to its file."""
    fake = FakePlatform()
    made = platform.output_artifact()
    run = fake.add(platform.run(), items=[platform.item(output_artifacts=[made])])
    fake.set_file(made.output_artifact_id, content)
    return fake, f"{fake.url}/api/v1/runs/{run.run_id}/artifacts/{made.output_artifact_id}/file"


def get(fake: FakePlatform, url: str, headers: Mapping[str, str] = TOKEN) -> Response:
    return fake.respond(Request("GET", url, headers))


def test_a_file_is_sent_from_the_start_of_a_range() -> None:
    fake, url = with_file(b"0123456789")
    file = get(fake, url).headers["location"]
    whole = get(fake, file, {})
    assert (whole.status, whole.body) == (200, b"0123456789")
    rest = get(fake, file, {"range": "bytes=7-", "if-range": whole.headers["etag"]})
    assert (rest.status, rest.body, rest.headers["content-range"]) == (206, b"789", "bytes 7-9/10")
    assert get(fake, file, {"range": "bytes=10-"}).status == 416
    for headers in ({"range": "bytes=7-", "if-range": '"other"'}, {"range": "lines=7-"}):
        assert get(fake, file, headers).body == b"0123456789"


def test_the_file_of_a_deleted_artifact_is_gone() -> None:
    fake, url = with_file(b"x")
    file = get(fake, url).headers["location"]
    assert fake.respond(Request("DELETE", url.rpartition("/")[0].rpartition("/")[0], TOKEN)).status == 200
    assert get(fake, url).status == 410
    assert get(fake, file, {}).status == 404


def test_a_request_without_an_operation_is_not_found_and_kept() -> None:
    fake = FakePlatform()
    assert get(fake, f"{fake.url}/api/v2/me").status == 404
    assert fake.respond(Request("PATCH", f"{fake.url}/api/v1/me", TOKEN)).status == 404
    assert [request.operation for request in fake.requests] == [None, None]


def test_a_body_in_pieces_is_read_as_a_whole() -> None:
    fake = FakePlatform()
    fake.respond(Request("POST", f"{fake.url}/api/v1/runs", TOKEN, iter([b'{"a"', b": 1}"])))
    assert fake.requests[0].json() == {"a": 1}


def test_an_async_body_is_a_config_error() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b""

    fake = FakePlatform()
    with pytest.raises(ConfigError, match="async iterable"):
        fake.respond(Request("POST", f"{fake.url}/api/v1/runs", TOKEN, pieces()))
