"""URLs that a server gives for downloads and upload sessions."""

import pytest

from seawall.core.errors import DecodeError
from seawall.core.transfer.urls import download_url, query_values, session_url


def test_a_location_is_resolved() -> None:
    rows: list[tuple[str, str]] = [
        ("https://files.test/a?sig=x", "https://files.test/a?sig=x"),
        ("/files/a", "https://api.test/files/a"),
        ("a?b=c", "https://api.test/v1/a?b=c"),
        ("//files.test/a", "https://files.test/a"),
        ("HTTPS://files.test/a", "https://files.test/a"),
    ]
    for location, url in rows:
        assert download_url("https://api.test/v1/file", location) == url, (location, url)


def test_an_http_server_may_redirect_to_http_and_https() -> None:
    rows: list[str] = ["http://files.test/a", "https://files.test/a", "/a"]
    for location in rows:
        assert download_url("http://127.0.0.1:80/v1", location).endswith("/a"), location


def test_an_unusable_url_is_refused_and_not_in_the_message(subtests: pytest.Subtests) -> None:
    rows: list[str | None] = [
        None,
        "",
        "http://files.test/a?sig=hunter2",
        "file:///etc/passwd",
        "ftp://files.test/a",
        "data:text/plain,a",
        "javascript:alert(1)",
        "gopher://files.test",
        "https://[hunter2",
    ]
    for location in rows:
        with subtests.test(row=repr(location)[:80]):
            with pytest.raises(DecodeError, match="no usable URL for the download") as caught:
                download_url("https://api.test/v1/file", location)
            assert "hunter2" not in str(caught.value)


def test_an_unusable_session_url_is_refused(subtests: pytest.Subtests) -> None:
    rows: list[str | None] = [None, "", "ftp://storage.test/a", "//[", "http://storage.test/a"]
    for location in rows:
        with (
            subtests.test(row=repr(location)[:80]),
            pytest.raises(DecodeError, match="no usable URL for the upload"),
        ):
            session_url("https://storage.test/bucket", location)


def test_a_session_url_may_be_relative() -> None:
    assert (
        session_url("https://storage.test/bucket/o?x=1", "/s?upload_id=1")
        == "https://storage.test/s?upload_id=1"
    )


def test_query_values_leave_out_short_ones() -> None:
    assert query_values("https://files.test/a?sig=hun%20ter2&v=1&name=file") == ["hun ter2", "file"]
