"""What a cassette keeps, and what never reaches its file."""

import json
from pathlib import Path
from typing import Any

import pytest

from seawall.core.errors import ConfigError
from seawall.core.http.message import Request, Response
from seawall.testing import Cassette

CANARY = "kanarienvogel42"
JWT = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.c2ln"
JSON, FORM = {"content-type": "application/json"}, {"content-type": "application/x-www-form-urlencoded"}


def kept(tmp_path: Path, request: Request, response: Response, **options: Any) -> str:
    cassette = Cassette(tmp_path / "c.json", **options)
    cassette.keep(request, response)
    cassette.save()
    # What was kept finds itself again.
    assert Cassette(tmp_path / "c.json", **options).answer(request).status == response.status
    return (tmp_path / "c.json").read_text()


def asking(
    url: str = "https://api.test/x", headers: dict[str, str] | None = None, body: bytes | None = None
) -> Request:
    return Request("POST", url, headers or {}, body)


@pytest.mark.parametrize(
    ("request_", "response"),
    [
        (asking(headers={"Authorization": f"Bearer {CANARY}"}), Response(200)),
        (asking(headers={"X-Api-Key": CANARY, "Cookie": CANARY, "X-Anything": CANARY}), Response(200)),
        (asking(f"https://api.test/x?share_token={CANARY}&X-Amz-Signature={CANARY}"), Response(200)),
        (asking(f"https://me:{CANARY}@api.test/x?code={CANARY}"), Response(200)),
        (asking(body=f"grant_type=x&refresh_token={CANARY}&a=1".encode(), headers=FORM), Response(200)),
        (asking(body=f'{{"deep": [{{"client_secret": "{CANARY}"}}]}}'.encode(), headers=JSON), Response(200)),
        (asking(), Response(200, JSON, f'{{"access_token": "{CANARY}", "expires_in": 1}}'.encode())),
        (asking(), Response(200, {"set-cookie": CANARY, "www-authenticate": CANARY})),
        (asking(), Response(302, {"location": f"https://files.test/f?sig={CANARY}&size=1"})),
        (asking(), Response(200, {}, f"now use Bearer {CANARY} please".encode())),
        (
            asking(),
            Response(200, JSON, f'{{"url": "https://files.test/f?X-Amz-Signature={CANARY}"}}'.encode()),
        ),
        (asking(), Response(200, {}, f'<a href="https://files.test/f?n=1&amp;sig={CANARY}">f</a>'.encode())),
        (asking(), Response(200, {}, f"https://files.test/f?n=1&sig={CANARY}&m=1".encode())),
    ],
)
def test_what_tells_of_a_secret_is_not_kept(tmp_path: Path, request_: Request, response: Response) -> None:
    text = kept(tmp_path, request_, response)
    assert CANARY not in text
    assert "[redacted]" in text or "%5Bredacted%5D" in text


S = CANARY
ODD = "p@ss/wo rd"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        *[
            ("application/json", f'{{"{name}": "{S}"}}')
            for name in (
                *(
                    "key",
                    "access_key",
                    "private_key",
                    "accountKey",
                    "passphrase",
                    "pwd",
                    "pin",
                    "otp",
                    "auth",
                ),
                *("session", "session_id", "sessionId", "sid", "jwt", "device_code", "user_code"),
                *("code_verifier", "code", "APIKey", "X-Auth", "tokens"),
            )
        ],
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
    ],
)
def test_no_body_keeps_a_secret(tmp_path: Path, kind: str, body: str) -> None:
    headers = {"content-type": kind} if kind else {}
    text = kept(tmp_path, asking(headers=headers, body=body.encode()), Response(200, headers, body.encode()))
    assert S not in text
    assert "redacted" in text


@pytest.mark.parametrize(
    "name", ["status_code", "monkey", "keyboard", "author", "error_code", "side", "spin"]
)
def test_a_name_that_only_looks_like_one_tells_of_no_secret(tmp_path: Path, name: str) -> None:
    assert S in kept(tmp_path, asking(), Response(200, JSON, f'{{"{name}": "{S}"}}'.encode()))


def test_numbers_under_a_secret_name_are_not_kept_and_null_is(tmp_path: Path) -> None:
    kept(tmp_path, asking(), Response(200, JSON, b'{"pin": 4711, "token": null, "otp": {"a": [1.5, true]}}'))
    body = Cassette(tmp_path / "c.json").answer(asking()).body
    assert json.loads(body) == {"pin": 0, "token": None, "otp": {"a": [0, True]}}


@pytest.mark.parametrize(
    ("request_", "response"),
    [
        (asking(f"https://h.test/{S};token={S}/x"), Response(200)),
        (asking(), Response(200, {"link": f'<https://u:{S}@h.test/>; rel="next"'})),
        (asking(), Response(200, {"link": f'<https://h.test/;token={S}>; rel="next"'})),
        (asking(), Response(200, JSON, f'{{"{S}": 1}}'.encode())),
        (asking(), Response(200, JSON, b'{"a": "' + "".join(f"\\u{ord(c):04x}" for c in S).encode() + b'"}')),
    ],
)
def test_no_place_keeps_what_is_hidden(tmp_path: Path, request_: Request, response: Response) -> None:
    assert S not in kept(tmp_path, request_, response, hidden=[S])


def test_what_is_hidden_is_not_kept_in_another_spelling(tmp_path: Path) -> None:
    quoted = "p%40ss%2fwo%20rd"
    request = asking(f"https://h.test/{quoted}?a=p%40ss%2Fwo+rd&b={quoted}")
    text = kept(tmp_path, request, Response(200, {}, f"{ODD} {quoted}".encode()), hidden=(ODD, ""))
    assert "ss" not in text.replace("headers", "").replace("message", "")
    assert text.count("redacted") == 5


def test_what_is_hidden_is_not_kept_in_a_body_that_is_no_text(tmp_path: Path) -> None:
    kept(
        tmp_path,
        asking(),
        Response(200, {}, b"\xff\x00" + "sch\xf6n".encode() + b"\xfe"),
        hidden=["sch\xf6n"],
    )
    assert Cassette(tmp_path / "c.json").answer(asking()).body == b"\xff\x00[redacted]\xfe"


DIGEST = {"content-digest": "sha-256=:AAAA:", "repr-digest": "sha-256=:AAAA:", "etag": '"1"'}


@pytest.mark.parametrize("body", [b'{"b" :1,\n "a":1.50}', b"a=1&b=%7e", b"\xef\xbb\xbf[ 1 ]"])
def test_a_body_without_secrets_keeps_its_bytes_and_its_digest(tmp_path: Path, body: bytes) -> None:
    kept(tmp_path, asking(), Response(200, {**JSON, **DIGEST}, body))
    response = Cassette(tmp_path / "c.json").answer(asking())
    assert (response.body, dict(response.headers)) == (body, {**JSON, **DIGEST})


def test_a_body_that_was_redacted_has_no_digest(tmp_path: Path) -> None:
    kept(tmp_path, asking(), Response(200, DIGEST, b'{"token": "x"}'))
    assert dict(Cassette(tmp_path / "c.json").answer(asking()).headers) == {"etag": '"1"'}


def test_what_looks_like_a_token_is_not_kept_wherever_it_stands(tmp_path: Path) -> None:
    request = asking(f"https://api.test/{JWT}", JSON, f'{{"note": "see {JWT}"}}'.encode())
    text = kept(tmp_path, request, Response(200, {"etag": JWT}, JWT.encode()))
    assert "eyJ" not in text


def test_what_the_user_hides_is_not_kept(tmp_path: Path) -> None:
    request = asking(f"https://api.test/{CANARY}", JSON, f'{{"name": "{CANARY}"}}'.encode())
    response = Response(200, {"etag": CANARY}, f"<b>{CANARY}</b>".encode())
    assert CANARY not in kept(tmp_path, request, response, hidden=[CANARY])


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (JSON, b'{"id": 1, "name": "\xc3\xa4", "tags": [null, true, 1.5]}'),
        ({"content-type": "text/plain"}, b"plain text"),
        ({"content-type": "image/png"}, bytes(range(256))),
        ({}, b""),
    ],
)
def test_a_body_without_secrets_comes_back_as_it_was(
    tmp_path: Path, headers: dict[str, str], body: bytes
) -> None:
    kept(tmp_path, asking(), Response(201, {**headers, "etag": '"1"'}, body))
    response = Cassette(tmp_path / "c.json").answer(asking())
    assert (response.status, response.headers["etag"]) == (201, '"1"')
    same = json.loads(response.body) == json.loads(body) if headers is JSON else response.body == body
    assert same


def test_the_length_and_encoding_of_what_was_sent_are_not_replayed(tmp_path: Path) -> None:
    kept(tmp_path, asking(), Response(200, {"content-encoding": "gzip", "content-length": "3"}, b"decoded"))
    assert dict(Cassette(tmp_path / "c.json").answer(asking()).headers) == {}


@pytest.mark.parametrize(
    "other",
    [
        Request("GET", "https://api.test/x", {}, b"1"),
        asking("https://api.test/y", body=b"1"),
        asking("https://api.test/x?page=2", body=b"1"),
        asking(body=b"2"),
        asking(),
    ],
)
def test_another_request_has_no_answer(tmp_path: Path, other: Request) -> None:
    kept(tmp_path, asking(body=b"1"), Response(200))
    with pytest.raises(AssertionError):
        Cassette(tmp_path / "c.json").answer(other)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"version": 2, "interactions": []}', '{"version": 1, "interactions": [1]}']
)
def test_a_file_that_is_no_cassette_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match="no cassette of this version"):
        Cassette(path)
    assert path.read_text() == text


def test_a_body_that_is_a_stream_is_refused(tmp_path: Path) -> None:
    cassette = Cassette(tmp_path / "c.json")
    with pytest.raises(ConfigError, match="is a stream"):
        cassette.keep(Request("PUT", "https://api.test/x", {}, iter([b"a"])), Response(200))
