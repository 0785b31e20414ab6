"""Cassettes: redaction, recording and replay."""

import json
from collections.abc import Collection
from pathlib import Path

import pytest

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request, Response
from seawall.testing import Cassette

S = "kanarienvogel42"
JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.c2ln"
JSON, FORM = {"content-type": "application/json"}, {"content-type": "application/x-www-form-urlencoded"}
DIGEST = {"content-digest": "sha-256=:AAAA:", "repr-digest": "sha-256=:AAAA:", "etag": '"1"'}


def post(
    url: str = "https://api.test/x", headers: dict[str, str] | None = None, body: bytes | None = None
) -> Request:
    return Request("POST", url, headers or {}, body)


def recorded(
    tmp_path: Path, request: Request, response: Response, *, hidden: Collection[str] = ()
) -> tuple[str, Response]:
    """Record one response; return the text of the file, and the response that a replay returns."""
    path = tmp_path / "c.json"
    cassette = Cassette(path, hidden=hidden, record=True)
    cassette.add(request, response)
    cassette.save()
    return path.read_text(), Cassette(path, hidden=hidden).replay(request)


def test_secrets_are_redacted_in_all_parts_of_a_message(tmp_path: Path) -> None:
    ok = Response(200)
    messages = [
        (post(headers={"Authorization": f"Bearer {S}"}), ok),
        (post(headers={"X-Api-Key": S, "Cookie": S, "X-Anything": S}), ok),
        (post(f"https://api.test/x?share_token={S}&X-Amz-Signature={S}"), ok),
        (post(f"https://me:{S}@api.test/x?code={S}"), ok),
        (post(body=f"grant_type=x&refresh_token={S}&a=1".encode(), headers=FORM), ok),
        (post(body=f'{{"deep": [{{"client_secret": "{S}"}}]}}'.encode(), headers=JSON), ok),
        (post(), Response(200, JSON, f'{{"access_token": "{S}", "expires_in": 1}}'.encode())),
        (post(), Response(200, {"set-cookie": S, "www-authenticate": S})),
        (post(), Response(302, {"location": f"https://files.test/f?sig={S}&size=1"})),
        (post(), Response(200, {}, f"now use Bearer {S} please".encode())),
        (post(), Response(200, JSON, f'{{"url": "https://files.test/f?X-Amz-Signature={S}"}}'.encode())),
        (post(), Response(200, {}, f'<a href="https://files.test/f?n=1&amp;sig={S}">f</a>'.encode())),
        (post(), Response(200, {}, f"https://files.test/f?n=1&sig={S}&m=1".encode())),
    ]
    for request, response in messages:
        text, replayed = recorded(tmp_path, request, response)
        assert S not in text
        assert "[redacted]" in text or "%5Bredacted%5D" in text, text
        assert replayed.status == response.status


SECRET_NAMES = [
    *("key", "access_key", "private_key", "accountKey", "passphrase", "pwd", "pin", "otp", "auth", "session"),
    *("session_id", "sessionId", "sid", "jwt", "device_code", "user_code", "code_verifier", "code", "APIKey"),
    *("X-Auth", "tokens"),
]
SECRET_BODIES = [
    *[("application/json", f'{{"{name}": "{S}"}}') for name in SECRET_NAMES],
    ("application/json", f'{{"tokens": ["{S}"]}}'),
    ("application/json", f'{{"secret": {{"value": ["{S}", null]}}}}'),
    ("application/json", f'\ufeff{{"tokens": ["{S}"]}}'),
    ("application/json", f'{{"text": "{{\\"tokens\\": [\\"{S}\\"]}}"}}'),
    ("application/json", f'{{"a": {{"token": "{S}"}}, "a": 1}}'),
    ("Application/X-WWW-Form-Urlencoded", f"a=1&client_secret={S}"),
    ("", f"a=1&password=x,{S}"),
    ("application/x-ndjson", f'{{"a": 1}}\n{{"tokens": ["{S}"]}}\n'),
    ("text/event-stream", f'event: x\ndata: {{"tokens": ["{S}"]}}\n\n'),
    (
        "multipart/form-data; boundary=b",
        f'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nx {S}\r\n--b--\r\n',
    ),
    ("text/html", f"<a href='https://h.test/#access_token={S}'>"),
    ("text/plain", f"https://h.test/x;token={S}"),
    ("text/plain", f"see https://u:{S}@h.test/"),
    ("text/plain", f"authorization: Basic {S}"),
    ("text/plain", f"""log {{'password': "x {S}"}}"""),
    ("text/plain", f'log {{\\"password\\": \\"{S}\\"}}'),
    ("application/json", f'{{"text": "https://u:{S}@h.test/"}}'),
]


def test_secrets_are_redacted_in_bodies_of_all_kinds(tmp_path: Path) -> None:
    for kind, body in SECRET_BODIES:
        headers = {"content-type": kind} if kind else {}
        request, response = post(headers=headers, body=body.encode()), Response(200, headers, body.encode())
        text, _ = recorded(tmp_path, request, response)
        assert S not in text, body
        assert "redacted" in text, body


def test_a_name_that_only_resembles_a_secret_name_is_not_redacted(tmp_path: Path) -> None:
    for name in ("status_code", "monkey", "keyboard", "author", "error_code", "side", "spin"):
        text, _ = recorded(tmp_path, post(), Response(200, JSON, f'{{"{name}": "{S}"}}'.encode()))
        assert S in text, name


def test_numbers_below_a_secret_name_become_0_and_null_stays(tmp_path: Path) -> None:
    body = b'{"pin": 4711, "token": null, "otp": {"a": [1.5, true]}}'
    _, response = recorded(tmp_path, post(), Response(200, JSON, body))
    assert json.loads(response.body) == {"pin": 0, "token": None, "otp": {"a": [0, True]}}


def test_hidden_texts_are_redacted_in_all_parts_of_a_message(tmp_path: Path) -> None:
    escaped = "".join(f"\\u{ord(character):04x}" for character in S)
    messages = [
        (post(f"https://h.test/{S};token={S}/x"), Response(200)),
        (post(), Response(200, {"link": f'<https://u:{S}@h.test/>; rel="next"'})),
        (post(), Response(200, {"link": f'<https://h.test/;token={S}>; rel="next"'})),
        (post(), Response(200, JSON, f'{{"{S}": 1}}'.encode())),
        (post(), Response(200, JSON, f'{{"a": "{escaped}"}}'.encode())),
        (
            post(f"https://api.test/{S}", JSON, f'{{"name": "{S}"}}'.encode()),
            Response(200, {"etag": S}, f"<b>{S}</b>".encode()),
        ),
    ]
    for request, response in messages:
        text, _ = recorded(tmp_path, request, response, hidden=[S])
        assert S not in text


def test_hidden_texts_are_redacted_in_other_encodings(tmp_path: Path) -> None:
    quoted = "p%40ss%2fwo%20rd"
    request = post(f"https://h.test/{quoted}?a=p%40ss%2Fwo+rd&b={quoted}")
    response = Response(200, {}, f"p@ss/wo rd {quoted}".encode())
    text, _ = recorded(tmp_path, request, response, hidden=("p@ss/wo rd", ""))
    assert "ss" not in text.replace("headers", "").replace("message", "")
    assert text.count("redacted") == 5


def test_hidden_texts_are_redacted_in_binary_bodies(tmp_path: Path) -> None:
    body = b"\xff\x00" + "sch\xf6n".encode() + b"\xfe"
    _, response = recorded(tmp_path, post(), Response(200, {}, body), hidden=["sch\xf6n"])
    assert response.body == b"\xff\x00[redacted]\xfe"


def test_a_body_without_secrets_keeps_its_bytes_and_digest(tmp_path: Path) -> None:
    for body in (b'{"b" :1,\n "a":1.50}', b"a=1&b=%7e", b"\xef\xbb\xbf[ 1 ]"):
        _, response = recorded(tmp_path, post(), Response(200, {**JSON, **DIGEST}, body))
        assert (response.body, dict(response.headers)) == (body, {**JSON, **DIGEST})


def test_a_redacted_body_loses_its_digest(tmp_path: Path) -> None:
    _, response = recorded(tmp_path, post(), Response(200, DIGEST, b'{"token": "x"}'))
    assert dict(response.headers) == {"etag": '"1"'}


def test_tokens_are_redacted_anywhere(tmp_path: Path) -> None:
    request = post(f"https://api.test/{JWT}", JSON, f'{{"note": "see {JWT}"}}'.encode())
    text, _ = recorded(tmp_path, request, Response(200, {"etag": JWT}, JWT.encode()))
    assert "eyJ" not in text


def test_a_body_without_secrets_is_replayed_unchanged(tmp_path: Path) -> None:
    bodies: list[tuple[dict[str, str], bytes]] = [
        (JSON, b'{"id": 1, "name": "\xc3\xa4", "tags": [null, true, 1.5]}'),
        ({"content-type": "text/plain"}, b"plain text"),
        ({"content-type": "image/png"}, bytes(range(256))),
        ({}, b""),
    ]
    for headers, body in bodies:
        _, response = recorded(tmp_path, post(), Response(201, {**headers, "etag": '"1"'}, body))
        assert (response.status, response.headers["etag"], response.body) == (201, '"1"', body)


def test_content_length_and_content_encoding_are_not_replayed(tmp_path: Path) -> None:
    sent = Response(200, {"content-encoding": "gzip", "content-length": "3"}, b"decoded")
    _, response = recorded(tmp_path, post(), sent)
    assert dict(response.headers) == {}


def test_a_different_request_has_no_response(tmp_path: Path) -> None:
    recorded(tmp_path, post(body=b"1"), Response(200))
    for other in (
        Request("GET", "https://api.test/x", {}, b"1"),
        post("https://api.test/y", body=b"1"),
        post("https://api.test/x?page=2", body=b"1"),
        post(body=b"2"),
        post(),
    ):
        with pytest.raises(AssertionError, match="has no response left"):
            Cassette(tmp_path / "c.json").replay(other)


TEXT = {"content-type": "text/plain"}


def multipart(boundary: str, content: bytes) -> Request:
    mark = boundary.encode()
    body = b'--%s\r\nContent-Disposition: form-data; name="file"\r\n\r\n%s\r\n--%s--\r\n' % (
        mark,
        content,
        mark,
    )
    return post(body=body, headers={"content-type": f'multipart/form-data; boundary="{boundary}"'})


@pytest.mark.parametrize(
    ("recorded_request", "now"),
    [
        (post("http://127.0.0.1:8000/x"), post("https://other.test:8001/x")),
        (post("https://api.test/x?a=1&b=2&a=3"), post("https://api.test/x?b=2&a=1&a=3")),
        (post("https://api.test"), post("https://api.test/")),
        (post(headers={"Idempotency-Key": "a"}), post(headers={"Idempotency-Key": "b"})),
        (post(body=b'{"idempotency_key": "a"}', headers=JSON), post(body=b'{"idempotency_key": "b"}')),
        (post(body=b'{"a": 1, "b": [2]}', headers=JSON), post(body=b'{"b":[2],"a":1}', headers=JSON)),
        (
            post(body=b'{"custom_metadata": {"sdk": {"time": 1}, "a": 1}}', headers=JSON),
            post(body=b'{"custom_metadata": {"sdk": {"time": 2}, "a": 1}}', headers=JSON),
        ),
        (
            post(body=b'{"items": [{"custom_metadata": {"sdk": {}}}]}', headers=JSON),
            post(body=b'{"items": [{}]}', headers=JSON),
        ),
        (multipart("0f1e2d", b"text"), multipart("a9b8c7", b"text")),
        (multipart("0f1e2d", bytes(range(128, 256))), multipart("a9b8c7", bytes(range(128, 256)))),
    ],
)
def test_a_request_is_replayed_if_only_these_parts_differ(
    tmp_path: Path, recorded_request: Request, now: Request
) -> None:
    recorded(tmp_path, recorded_request, Response(204))
    assert Cassette(tmp_path / "c.json").replay(now).status == 204


@pytest.mark.parametrize(
    ("recorded_request", "now", "differences"),
    [
        (
            post("https://api.test/runs?page=1&n=1"),
            post("https://api.test/runs?page=2"),
            [
                "query n: recorded '1', now nothing",
                "query page: recorded '1', now '2'",
            ],
        ),
        (
            post(),
            Request("GET", "https://api.test/y"),
            ["method: recorded POST, now GET", "path: recorded /x, now /y"],
        ),
        (
            post(body=b'{"items": [{"id": "a"}, 1], "n": 1}'),
            post(body=b'{"items": [{"id": "b"}, 1], "m": null}'),
            [
                'body $.items[0].id: recorded "a", now "b"',
                "body $.m: recorded nothing, now null",
                "body $.n: recorded 1, now nothing",
            ],
        ),
        (post(body=b"[1]"), post(body=b"[1, 2]"), ["body $: recorded [1], now [1, 2]"]),
        (
            post(body=b"a long text that ends here", headers=TEXT),
            post(body=b"a long text that ends there", headers=TEXT),
            ["body: recorded 'that ends here', now 'that ends there'"],
        ),
        (post(body=b"\xff\x00"), post(body=b"{}"), ["body: recorded 'ÿ\\x00', now '{}'"]),
        (post(), post(body=b"x"), ["body: recorded '', now 'x'"]),
        (
            post("https://api.test/x?" + "&".join(f"p{n}=1" for n in range(9))),
            post(),
            ["query p0: recorded '1', now nothing", "and 5 more differences"],
        ),
        (
            post(f"https://api.test/{'x' * 99}"),
            post(f"https://api.test/{'y' * 99}"),
            [f"path: recorded /{'x' * 59}…"],
        ),
    ],
)
def test_the_error_shows_the_differences_to_the_nearest_recorded_request(
    tmp_path: Path, recorded_request: Request, now: Request, differences: list[str]
) -> None:
    cassette = Cassette(tmp_path / "c.json", record=True)
    for request in (Request("DELETE", "https://api.test/quite/another"), recorded_request):
        cassette.add(request, Response(200))
    cassette.save()
    with pytest.raises(AssertionError) as raised:
        Cassette(tmp_path / "c.json").replay(now)
    assert "nearest recorded request is number 2" in str(raised.value)
    for difference in differences:
        assert difference in str(raised.value)


def test_the_difference_of_a_request_shows_no_secret(tmp_path: Path) -> None:
    request = post(f"https://api.test/x?share_token={S}", body=f'{{"password": "{S}", "a": 1}}'.encode())
    recorded(tmp_path, post(), Response(200))
    with pytest.raises(AssertionError) as raised:
        Cassette(tmp_path / "c.json").replay(request)
    assert "share_token" in str(raised.value)
    assert S not in str(raised.value)


def test_the_error_says_that_all_equal_requests_were_replayed(tmp_path: Path) -> None:
    recorded(tmp_path, post(), Response(200))
    cassette = Cassette(tmp_path / "c.json")
    cassette.replay(post())
    with pytest.raises(AssertionError, match="recorded 1 time, and replayed as often"):
        cassette.replay(post())


def test_an_empty_cassette_has_no_nearest_request(tmp_path: Path) -> None:
    Cassette(tmp_path / "c.json", record=True).save()
    with pytest.raises(AssertionError, match="no recorded request at all"):
        Cassette(tmp_path / "c.json").replay(post())


def test_the_origin_matters_if_the_cassette_says_so(tmp_path: Path) -> None:
    recorded(tmp_path, post("http://127.0.0.1:8000/x"), Response(200))
    cassette = Cassette(tmp_path / "c.json", match_origin=True)
    with pytest.raises(
        AssertionError, match=r"origin: recorded http://127\.0\.0\.1:8000, now http://127\.0\.0\.1:8001"
    ):
        cassette.replay(post("http://127.0.0.1:8001/x"))
    assert cassette.replay(post("http://127.0.0.1:8000/x")).status == 200


def test_unused_responses_are_an_error_if_asked_for(tmp_path: Path) -> None:
    recording = Cassette(tmp_path / "c.json", record=True)
    for number in range(7):
        recording.add(post(f"https://api.test/{number}"), Response(200))
    recording.save()
    recording.assert_used_up()
    cassette = Cassette(tmp_path / "c.json")
    cassette.replay(post("https://api.test/0"))
    with pytest.raises(AssertionError, match=r"6 of 7 .* not replayed: POST /1, .*POST /5, …\."):
        cassette.assert_used_up()
    for number in range(1, 7):
        cassette.replay(post(f"https://api.test/{number}"))
    cassette.assert_used_up()


def test_a_cassette_of_an_earlier_release_is_replayed(tmp_path: Path) -> None:
    """It has whole URLs, and JSON bodies of responses as JSON."""
    request = {
        "method": "POST",
        "url": "http://127.0.0.1:8000/x?b=1&a=2",
        "headers": {},
        "body": {"json": {"a": 1}},
    }
    response = {"status": 201, "headers": {}, "body": {"json": {"id": 1}}}
    document = {"version": 1, "interactions": [{"request": request, "response": response}]}
    (tmp_path / "c.json").write_text(json.dumps(document))
    replayed = Cassette(tmp_path / "c.json").replay(post("http://127.0.0.1:9000/x?a=2&b=1", body=b'{"a":1}'))
    assert (replayed.status, replayed.body) == (201, b'{"id": 1}')


def test_an_invalid_file_is_a_config_error_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    other_version, no_object = '{"version": 2, "interactions": []}', '{"version": 1, "interactions": [1]}'
    no_request = '{"version": 1, "interactions": [{"request": {}, "response": {}}]}'
    for text in ("", "{", "[]", "{}", other_version, no_object, no_request):
        path.write_text(text)
        with pytest.raises(ConfigError, match="not a cassette of this version"):
            Cassette(path)
        assert path.read_text() == text


def test_a_streamed_request_body_can_not_be_recorded(tmp_path: Path) -> None:
    cassette = Cassette(tmp_path / "c.json")
    with pytest.raises(ConfigError, match="is a stream"):
        cassette.add(Request("PUT", "https://api.test/x", {}, iter([b"a"])), Response(200))
