import pytest

from seawall.core.errors import DecodeError
from seawall.core.message import Headers
from seawall.core.transfer import Continuation, continuation, download_headers, download_url

APPEND, REPLACE, RESTART, ERROR = (
    Continuation.APPEND,
    Continuation.REPLACE,
    Continuation.RESTART,
    Continuation.ERROR,
)


@pytest.mark.parametrize(
    ("status", "content_range", "have", "what"),
    [
        (200, None, 0, REPLACE),
        (200, None, 10, REPLACE),
        (200, "bytes 10-19/20", 10, REPLACE),
        (206, "bytes 10-19/20", 10, APPEND),
        (206, "bytes 10-19/*", 10, APPEND),
        (206, "bytes 0-19/20", 0, APPEND),
        (206, "bytes 0-19/20", 10, RESTART),
        (206, "bytes 11-19/20", 10, RESTART),
        (206, "bytes 10", 10, RESTART),
        (206, "items 10-19/20", 10, RESTART),
        (206, "bytes */20", 10, RESTART),
        (206, "", 10, RESTART),
        (206, None, 10, RESTART),
        (206, f"bytes {'9' * 400}-", 10, RESTART),
        (416, None, 10, RESTART),
        (416, "bytes */5", 10, RESTART),
        (416, None, 0, ERROR),
        (201, None, 0, ERROR),
        (204, None, 10, ERROR),
        (302, None, 0, ERROR),
        (304, None, 10, ERROR),
        (403, None, 10, ERROR),
        (404, None, 0, ERROR),
        (503, None, 10, ERROR),
    ],
)
def test_what_a_response_means(status: int, content_range: str | None, have: int, what: Continuation) -> None:
    headers = Headers({} if content_range is None else {"content-range": content_range})
    assert continuation(status, headers, have) is what


def test_a_download_from_the_start_asks_for_no_range() -> None:
    assert download_headers(0, "ua") == {"user-agent": "ua", "accept": "*/*", "accept-encoding": "identity"}


def test_a_download_goes_on_where_it_stopped() -> None:
    assert download_headers(10, "ua")["range"] == "bytes=10-"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("https://files.test/a?sig=x", "https://files.test/a?sig=x"),
        ("/files/a", "https://api.test/files/a"),
        ("a?b=c", "https://api.test/v1/a?b=c"),
        ("//files.test/a", "https://files.test/a"),
        ("HTTPS://files.test/a", "https://files.test/a"),
    ],
)
def test_where_a_redirect_leads(location: str, url: str) -> None:
    assert download_url("https://api.test/v1/file", location) == url


@pytest.mark.parametrize("location", ["http://files.test/a", "https://files.test/a", "/a"])
def test_a_local_server_may_send_anywhere_on_the_web(location: str) -> None:
    assert download_url("http://127.0.0.1:80/v1", location).endswith("/a")


@pytest.mark.parametrize(
    "location",
    [
        None,
        "",
        "http://files.test/a?sig=hunter2",
        "file:///etc/passwd",
        "ftp://files.test/a",
        "data:text/plain,a",
        "javascript:alert(1)",
        "gopher://files.test",
        "https://[hunter2",
    ],
)
def test_an_address_that_can_not_be_used_is_refused_and_not_told(location: str | None) -> None:
    with pytest.raises(DecodeError, match="no address that can be used") as caught:
        download_url("https://api.test/v1/file", location)
    assert "hunter2" not in str(caught.value)


def test_a_range_of_encoded_bytes_is_no_continuation_of_decoded_ones() -> None:
    headers = Headers({"content-range": "bytes 5-9/10", "content-encoding": "gzip"})
    assert continuation(206, headers, 5) is Continuation.RESTART
