from seawall.core.http.message import Headers
from seawall.core.transfer.download import (
    ResumeDecision,
    Validator,
    announced_end,
    announced_size,
    download_headers,
    has_unsupported_encoding,
    is_encoded,
    resume_decision,
    validator_of,
)
from seawall.transports.http_message.decoding import ACCEPT_ENCODING

APPEND, REPLACE, RESTART, ERROR, CONTRADICTION = (
    ResumeDecision.APPEND,
    ResumeDecision.REPLACE,
    ResumeDecision.RESTART,
    ResumeDecision.ERROR,
    ResumeDecision.CONTRADICTION,
)


def test_the_decision_for_a_response() -> None:
    rows: list[tuple[int, str | None, int, ResumeDecision]] = [
        (200, None, 0, REPLACE),
        (200, None, 10, REPLACE),
        (200, "bytes 10-19/20", 10, RESTART),
        (200, "bytes 10-19/20", 0, CONTRADICTION),
        (200, "bytes 0-9/20", 10, RESTART),
        (200, "bytes 0-9/20", 0, CONTRADICTION),
        (200, "bytes 0-19/*", 0, CONTRADICTION),
        (200, "bytes */20", 10, RESTART),
        (200, "items 0-19/20", 10, RESTART),
        (200, "bytes 0-19/20", 0, REPLACE),
        (200, "bytes 0-19/20", 10, REPLACE),
        (200, " ", 10, REPLACE),
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
    ]
    for status, content_range, have, decision in rows:
        headers = Headers({} if content_range is None else {"content-range": content_range})
        assert resume_decision(status, headers, have) is decision, (status, content_range, have, decision)


def test_a_whole_file_must_have_the_lengths_that_its_headers_state() -> None:
    known = Validator("s", '"v1"', 20)
    rows: list[tuple[dict[str, str], Validator | None, ResumeDecision]] = [
        ({"content-length": "20"}, known, REPLACE),
        ({"content-length": "10", "content-range": "bytes 0-19/20"}, None, RESTART),
        ({"content-length": "20", "content-range": "bytes 0-19/20"}, None, REPLACE),
        (
            {"content-length": "10", "content-range": "bytes 0-19/20", "content-encoding": "gzip"},
            None,
            REPLACE,
        ),
        ({"content-length": "10", "etag": '"v1"'}, known, RESTART),
        ({"content-length": "10", "etag": '"v1"', "content-encoding": "gzip"}, known, REPLACE),
        ({"content-length": "10", "etag": '"v2"'}, known, REPLACE),
        ({"content-length": "10"}, known, REPLACE),
        ({"etag": '"v1"'}, known, REPLACE),
        ({"content-length": "10", "etag": '"v1"'}, Validator("s", '"v1"'), REPLACE),
        ({"content-length": "10", "last-modified": NOW}, Validator("s", NOW, 20), RESTART),
        ({"content-type": "multipart/byteranges; boundary=x"}, known, RESTART),
    ]
    for headers, validator, decision in rows:
        assert resume_decision(200, Headers(headers), 10, validator) is decision, (headers, validator)


def test_a_range_must_have_the_lengths_that_its_headers_state() -> None:
    known = Validator("s", '"v1"', 20)
    rows: list[tuple[dict[str, str], Validator | None, ResumeDecision]] = [
        ({"content-length": "10", "content-range": "bytes 10-19/20"}, known, APPEND),
        ({"content-length": "20", "content-range": "bytes 10-19/20"}, known, RESTART),
        ({"content-length": "5", "content-range": "bytes 10-19/20"}, None, RESTART),
        ({"content-range": "bytes 10-39/40", "etag": '"v1"'}, known, RESTART),
        ({"content-range": "bytes 10-39/40"}, known, RESTART),
        ({"content-range": "bytes 10-39/40"}, Validator("s", '"v1"'), APPEND),
    ]
    for headers, validator, decision in rows:
        assert resume_decision(206, Headers(headers), 10, validator) is decision, (headers, validator)


def test_a_range_without_a_total_is_appended_if_a_checksum_is_known() -> None:
    headers = Headers({"content-range": "bytes 10-19/*"})
    assert resume_decision(206, headers, 10, has_checksum=True) is APPEND


def test_several_ranges_are_not_appended() -> None:
    # RFC 9110, section 15.3.7.2.
    headers = {"content-range": "bytes 10-19/20", "content-type": "Multipart/ByteRanges; boundary=x"}
    assert resume_decision(206, Headers(headers), 10) is RESTART


def test_the_announced_end() -> None:
    rows: list[tuple[int, dict[str, str], int | None]] = [
        (200, {"content-length": "10"}, 10),
        (200, {}, None),
        (206, {"content-range": "bytes 5-7/10"}, 8),
        (206, {"content-range": "bytes 5-7/*"}, 8),
    ]
    for status, headers, end in rows:
        assert announced_end(status, Headers(headers)) == end, (status, headers, end)


def test_content_codings() -> None:
    rows: list[tuple[str | None, bool, bool]] = [
        (None, False, False),
        ("", False, False),
        ("Identity", False, False),
        ("gzip", True, False),
        ("X-GZIP , zstd", True, False),
        ("br", True, True),
        ("gzip, br", True, True),
    ]
    for coding, encoded, unsupported in rows:
        headers = Headers({} if coding is None else {"content-encoding": coding})
        assert (is_encoded(headers), has_unsupported_encoding(headers)) == (encoded, unsupported), (
            coding,
            encoded,
            unsupported,
        )


def test_the_codings_of_the_transports_are_supported() -> None:
    assert not has_unsupported_encoding(Headers({"content-encoding": ACCEPT_ENCODING}))


def test_a_download_from_the_start_requests_no_range() -> None:
    assert download_headers(0, "ua", Validator("s", '"v"')) == {
        "user-agent": "ua",
        "accept": "*/*",
        "accept-encoding": "identity",
        "want-repr-digest": "sha-256=10",
    }


def test_a_resumed_download_requests_a_range() -> None:
    plain, guarded = download_headers(10, "ua"), download_headers(10, "ua", Validator("s", '"v"'))
    assert (plain["range"], "if-range" in plain) == ("bytes=10-", False)
    assert (guarded["range"], guarded["if-range"]) == ("bytes=10-", '"v"')


def test_an_encoded_range_is_not_appended() -> None:
    headers = Headers({"content-range": "bytes 5-9/10", "content-encoding": "gzip"})
    assert resume_decision(206, headers, 5) is ResumeDecision.RESTART


NOW, BEFORE, JUST_NOW = (
    "Tue, 15 Nov 1994 09:00:00 GMT",
    "Tue, 15 Nov 1994 08:59:00 GMT",
    "Tue, 15 Nov 1994 08:59:01 GMT",
)


def test_the_validator_of_a_response() -> None:
    rows: list[tuple[dict[str, str], str | None]] = [
        # RFC 9110, section 8.8.3: strong, weak, and invalid.
        ({"etag": '"xyzzy"'}, '"xyzzy"'),
        ({"etag": '""'}, '""'),
        ({"etag": 'W/"xyzzy"'}, None),
        ({"etag": "xyzzy"}, None),
        ({"etag": '"a", "b"'}, None),
        ({"etag": '"\xe9"'}, None),
        # Section 8.8.2.2: a date is strong if it was old enough; section 13.1.5: not beside a weak ETag.
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
    ]
    for headers, validator in rows:
        found = validator_of("https://files.test/a?sig=x", Headers(headers))
        assert (found and found.validator) == validator, (headers, validator)


def test_a_validator_is_for_one_url_and_contains_neither_url_nor_query() -> None:
    validator = validator_of("https://files.test/a?sig=hunter2", Headers({"etag": '"x"'}))
    assert validator is not None
    assert validator.is_for("https://files.test/a?sig=other")
    assert not validator.is_for("https://files.test/b?sig=hunter2")
    assert not validator.is_for("https://other.test/a?sig=hunter2")
    assert Validator.from_text(validator.text) == validator
    assert not {"hunter2", "files.test"} & set(validator.text.replace("\n", " ").split())


def test_a_validator_keeps_the_size_of_its_version() -> None:
    sized = validator_of("https://files.test/a", Headers({"etag": '"x"', "content-length": "20"}))
    assert sized is not None
    assert (sized.size, Validator.from_text(sized.text)) == (20, sized)
    # The file of an earlier version of Seawall.
    assert Validator.from_text('s\n"x"\n') == Validator("s", '"x"')


def test_a_torn_validator_is_none() -> None:
    rows: list[str] = ["", "\n", "a\n", "a\nb", "a\nb\n12", "a\nb\n-1\n", "\nb\n", "a\n\n", "a\nb\nc\n"]
    for text in rows:
        assert Validator.from_text(text) is None, text


def test_a_range_of_another_version_is_not_appended() -> None:
    rows: list[tuple[dict[str, str], ResumeDecision]] = [
        ({}, APPEND),
        ({"etag": '"v1"'}, APPEND),
        ({"etag": '"v2"'}, RESTART),
        ({"etag": 'W/"v1"'}, RESTART),
        ({"last-modified": NOW}, APPEND),
    ]
    for headers, decision in rows:
        response = Headers({"content-range": "bytes 5-9/10", **headers})
        assert resume_decision(206, response, 5, Validator("s", '"v1"')) is decision, (headers, decision)


def test_another_last_modified_is_another_version() -> None:
    response = Headers({"content-range": "bytes 5-9/10", "last-modified": NOW})
    assert resume_decision(206, response, 5, Validator("s", NOW)) is APPEND
    assert resume_decision(206, response, 5, Validator("s", BEFORE)) is RESTART


def test_the_announced_size() -> None:
    rows: list[tuple[int, dict[str, str], int | None]] = [
        (200, {"content-length": "10"}, 10),
        (200, {}, None),
        (200, {"content-length": "-1"}, None),
        (200, {"content-length": "10, 10"}, None),
        (200, {"content-length": "10", "content-encoding": "gzip"}, None),
        (206, {"content-range": "bytes 5-9/10", "content-length": "5"}, 10),
        (206, {"content-range": "bytes 5-9/*", "content-length": "5"}, None),
        (206, {"content-length": "5"}, None),
    ]
    for status, headers, size in rows:
        assert announced_size(status, Headers(headers)) == size, (status, headers, size)
