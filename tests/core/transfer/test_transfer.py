import pytest

from seawall.core.errors import DecodeError
from seawall.core.http.message import Headers
from seawall.core.transfer.checksum import Algorithm, checksum_of
from seawall.core.transfer.download import (
    Continuation,
    Uploaded,
    Validator,
    announced_end,
    announced_size,
    continuation,
    download_headers,
    download_url,
    is_encoded,
    is_left_packed,
    origin_of,
    query_values,
    upload_headers,
)
from seawall.transports.http_message.decoding import ACCEPT_ENCODING

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
        (206, "bytes 10-19/*", 10, RESTART),
        (206, "bytes 10-10/11", 10, APPEND),
        (206, "bytes 10-9/20", 10, RESTART),
        (206, "bytes 10-20/20", 10, RESTART),
        (206, "bytes 0-19/20", 0, ERROR),
        (206, None, 0, ERROR),
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


def test_a_total_may_be_open_where_a_checksum_is_known() -> None:
    headers = Headers({"content-range": "bytes 10-19/*"})
    assert continuation(206, headers, 10, is_summed=True) is APPEND


def test_several_ranges_are_no_continuation() -> None:
    # RFC 9110, section 15.3.7.2.
    headers = {"content-range": "bytes 10-19/20", "content-type": "Multipart/ByteRanges; boundary=x"}
    assert continuation(206, Headers(headers), 10) is RESTART


@pytest.mark.parametrize(
    ("status", "headers", "end"),
    [
        (200, {"content-length": "10"}, 10),
        (200, {}, None),
        (206, {"content-range": "bytes 5-7/10"}, 8),
        (206, {"content-range": "bytes 5-7/*"}, 8),
    ],
)
def test_where_a_response_ends(status: int, headers: dict[str, str], end: int | None) -> None:
    assert announced_end(status, Headers(headers)) == end


@pytest.mark.parametrize(
    ("coding", "encoded", "packed"),
    [
        (None, False, False),
        ("", False, False),
        ("Identity", False, False),
        ("gzip", True, False),
        ("X-GZIP , zstd", True, False),
        ("br", True, True),
        ("gzip, br", True, True),
    ],
)
def test_a_content_coding(coding: str | None, encoded: bool, packed: bool) -> None:
    headers = Headers({} if coding is None else {"content-encoding": coding})
    assert (is_encoded(headers), is_left_packed(headers)) == (encoded, packed)


def test_what_the_transports_unpack_is_not_left_packed() -> None:
    assert not is_left_packed(Headers({"content-encoding": ACCEPT_ENCODING}))


def test_a_download_from_the_start_asks_for_no_range() -> None:
    assert download_headers(0, "ua", Validator("s", '"v"')) == {
        "user-agent": "ua",
        "accept": "*/*",
        "accept-encoding": "identity",
        "want-repr-digest": "sha-256=10",
    }


def test_a_download_goes_on_where_it_stopped() -> None:
    plain, guarded = download_headers(10, "ua"), download_headers(10, "ua", Validator("s", '"v"'))
    assert (plain["range"], "if-range" in plain) == ("bytes=10-", False)
    assert (guarded["range"], guarded["if-range"]) == ("bytes=10-", '"v"')


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


NOW, BEFORE, JUST_NOW = (
    "Tue, 15 Nov 1994 09:00:00 GMT",
    "Tue, 15 Nov 1994 08:59:00 GMT",
    "Tue, 15 Nov 1994 08:59:01 GMT",
)


@pytest.mark.parametrize(
    ("headers", "validator"),
    [
        # RFC 9110, section 8.8.3: strong, weak, and what is neither.
        ({"etag": '"xyzzy"'}, '"xyzzy"'),
        ({"etag": '""'}, '""'),
        ({"etag": 'W/"xyzzy"'}, None),
        ({"etag": "xyzzy"}, None),
        ({"etag": '"a", "b"'}, None),
        ({"etag": '"\xe9"'}, None),
        # Section 8.8.2.2: a date vouches where it was old already; section 13.1.5: not beside a weak tag.
        ({"last-modified": BEFORE, "date": NOW}, BEFORE),
        ({"last-modified": JUST_NOW, "date": NOW}, None),
        ({"last-modified": NOW, "date": BEFORE}, None),
        ({"last-modified": BEFORE}, None),
        ({"last-modified": "yesterday", "date": NOW}, None),
        ({"last-modified": BEFORE, "date": NOW, "etag": 'W/"x"'}, None),
        ({"last-modified": BEFORE, "date": NOW, "etag": '"x"'}, '"x"'),
        ({"etag": '"x"', "content-encoding": "gzip"}, None),
        ({"etag": '"x"', "content-encoding": "identity"}, '"x"'),
        ({}, None),
    ],
)
def test_what_a_file_can_be_known_by(headers: dict[str, str], validator: str | None) -> None:
    found = origin_of("https://files.test/a?sig=x", Headers(headers))
    assert (found and found.validator) == validator


def test_an_origin_knows_its_address_but_not_the_query_and_tells_neither() -> None:
    validator = origin_of("https://files.test/a?sig=hunter2", Headers({"etag": '"x"'}))
    assert validator is not None
    assert validator.is_at("https://files.test/a?sig=other")
    assert not validator.is_at("https://files.test/b?sig=hunter2")
    assert not validator.is_at("https://other.test/a?sig=hunter2")
    assert Validator.from_text(validator.text) == validator
    assert not {"hunter2", "files.test"} & set(validator.text.replace("\n", " ").split())


@pytest.mark.parametrize("text", ["", "\n", "a\n", "a\nb", "\nb\n", "a\n\n", "a\nb\nc\n"])
def test_a_torn_origin_is_none(text: str) -> None:
    assert Validator.from_text(text) is None


@pytest.mark.parametrize(
    ("headers", "what"),
    [
        ({}, APPEND),
        ({"etag": '"v1"'}, APPEND),
        ({"etag": '"v2"'}, RESTART),
        ({"etag": 'W/"v1"'}, RESTART),
        ({"last-modified": NOW}, APPEND),
    ],
)
def test_a_range_of_another_version_is_no_continuation(headers: dict[str, str], what: Continuation) -> None:
    response = Headers({"content-range": "bytes 5-9/10", **headers})
    assert continuation(206, response, 5, Validator("s", '"v1"')) is what


def test_a_date_that_differs_is_another_version() -> None:
    response = Headers({"content-range": "bytes 5-9/10", "last-modified": NOW})
    assert continuation(206, response, 5, Validator("s", NOW)) is APPEND
    assert continuation(206, response, 5, Validator("s", BEFORE)) is RESTART


@pytest.mark.parametrize(
    ("status", "headers", "size"),
    [
        (200, {"content-length": "10"}, 10),
        (200, {}, None),
        (200, {"content-length": "-1"}, None),
        (200, {"content-length": "10, 10"}, None),
        (200, {"content-length": "10", "content-encoding": "gzip"}, None),
        (206, {"content-range": "bytes 5-9/10", "content-length": "5"}, 10),
        (206, {"content-range": "bytes 5-9/*", "content-length": "5"}, None),
        (206, {"content-length": "5"}, None),
    ],
)
def test_the_size_of_the_whole_file(status: int, headers: dict[str, str], size: int | None) -> None:
    assert announced_size(status, Headers(headers)) == size


def test_an_upload_tells_its_length_and_its_digest_whatever_is_given() -> None:
    announced = Uploaded(0, checksum_of(b"", Algorithm.SHA256))
    given = {"Content-Type": "text/csv", "Content-Length": "7", "Accept": "text/xml"}
    told = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
    assert upload_headers(announced, "ua", given) == {
        "user-agent": "ua",
        "accept": "text/xml",
        "content-type": "text/csv",
        "content-length": "0",
        "content-digest": told,
        "repr-digest": told,
    }


def test_the_values_of_a_query_are_known_but_for_short_ones() -> None:
    assert query_values("https://files.test/a?sig=hun%20ter2&v=1&name=file") == ["hun ter2", "file"]
