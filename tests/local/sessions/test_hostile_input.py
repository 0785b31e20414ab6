"""Hostile input: an answer of the API for each of it, and no session that spoils a list afterwards."""

import base64
from collections.abc import Mapping
from urllib.parse import quote

import pytest
from attrs import evolve

from seawall.local.sessions import SessionsSettings
from tests.local.sessions.client import IMAGES, SessionsHttp, started
from tests.local.sessions.conftest import StartSessions
from tests.local.wall_clock import FakeWallClock

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

GOOD = {"name": "a", "image": IMAGES["headless"]}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> object:
    settings = SessionsSettings(data_dir=tmp_path_factory.mktemp("hostile") / "data")
    with started(settings, FakeWallClock()) as client:
        yield client


@pytest.mark.parametrize(
    "value", ["-1", "0", "1.5", "1e9", str(2**70), "9" * 5000, "NaN", "", " ", "\0", "\u0661"]
)
@pytest.mark.parametrize("name", ["cores", "ram"])
def test_an_amount_that_is_no_option_is_refused(shared: SessionsHttp, name: str, value: str) -> None:
    response = shared.send("POST", "/session", {**GOOD, name: value})
    assert response.status_code == 400
    assert response.text.startswith(f"Invalid value for '{name}':")


@pytest.mark.parametrize(
    "params",
    [
        {"name": "\0"},
        {"name": "a\nb"},
        {"name": "ä"},
        {"name": "../x"},
        {"type": "\0"},
        {"type": "HEADLESS"},
        {"image": "images.canfar.net.evil.example/a:1"},
        {"image": "http://images.canfar.net/a:1"},
        {"image": ""},
    ],
)
def test_a_text_that_is_not_allowed_is_refused(shared: SessionsHttp, params: Mapping[str, str]) -> None:
    assert shared.send("POST", "/session", {**GOOD, **params}).status_code == 400


STRANGE_IDS = [
    "..",
    ".",
    "%00",
    "%2e%2e%2f",
    "a%2Fb",
    "x%3Fview=logs",
    "%ff",
    "%F0%9F%92%A9",
    "a" * 5000,
    "'--",
]


@pytest.mark.parametrize("session_id", STRANGE_IDS)
def test_a_strange_id_is_unknown(shared: SessionsHttp, session_id: str) -> None:
    # The client resolves `..`, and the list has no DELETE: 400.
    codes = {
        method: shared.send(method, f"/session/{session_id}{rest}").status_code
        for method, rest in (("GET", ""), ("GET", "?view=events"), ("POST", "?action=renew"))
    }
    assert set(codes.values()) <= {200, 400, 404}
    assert shared.send("GET", f"/session/{session_id}/app/xyz").status_code in {400, 404}


def test_a_percent_encoded_question_mark_is_no_query(shared: SessionsHttp) -> None:
    session_id = shared.create(cmd="env")
    response = shared.send("GET", f"/session/{session_id}%3Fview=logs")
    assert (response.status_code, response.text) == (404, "session ID not found\n")


@pytest.mark.parametrize(
    "query", [b"name=%ff%fe", b"name=a&name=b&image=x", b"%", b"&&&=&", b"env=" + b"A" * 30_000, b"name"]
)
def test_a_malformed_query_is_refused(shared: SessionsHttp, query: bytes) -> None:
    url = f"/skaha/v1/session?{query.decode('latin-1')}"
    assert shared.http.post(url, headers=shared.headers).status_code == 400


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"\xff\xfe\x00=%zz"),
        ("application/x-www-form-urlencoded; charset=x", b"name=%ff&image=%00"),
        ("application/json", b'{"name": "a"}'),
        ("multipart/form-data", b"--x"),
        ("", b"name=a"),
    ],
)
def test_a_strange_body_is_refused(shared: SessionsHttp, content_type: str, body: bytes) -> None:
    headers = {**shared.headers, "Content-Type": content_type}
    assert shared.http.post("/skaha/v1/session", content=body, headers=headers).status_code == 400


@pytest.mark.parametrize(
    "body", [b"", b"[", b"[]", b"null", b'"x"', b'{"busy": "x"}', b"\xff", b'{"a": NaN}']
)
def test_faults_that_are_no_object_are_refused(shared: SessionsHttp, body: bytes) -> None:
    response = shared.http.put("/skaha/local/faults", content=body, headers=shared.headers)
    assert response.status_code == 400


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer ", "Bearer \xff", "Basic eDp5", "bearer x y", "x" * 5000]
)
def test_a_strange_token_is_refused(shared: SessionsHttp, token: str) -> None:
    headers = {b"Authorization": token.encode("latin-1")}
    response = shared.http.get("/skaha/v1/session", headers=headers)
    assert response.status_code == 401


@pytest.mark.parametrize("login", [b"\xff", b"=", b"a", base64.b64encode(b"\xff:\xff"), b"x" * 5000])
def test_a_strange_login_of_a_registry_is_refused(shared: SessionsHttp, login: bytes) -> None:
    token = shared.headers["Authorization"].encode()
    headers = {b"X-Skaha-Registry-Auth": login, b"Authorization": token}
    url = "/skaha/v1/session?name=a&image=images.canfar.net/mine/private:1"
    response = shared.http.post(url, headers=headers)
    assert (response.status_code, response.text.endswith("username:secret\n")) == (400, True)


@pytest.mark.parametrize(
    "script",
    [
        "duration_s:inf",
        "duration_s:nan",
        "pending_s:1e400",
        "trouble:other",
        ":::",
        ",",
        "duration_s:9e99",
        "\0",
    ],
)
def test_a_strange_script_spoils_no_list(
    start: StartSessions, settings: SessionsSettings, clock: FakeWallClock, script: str
) -> None:
    sessions = start(evolve(settings, headless_kept_s=10))
    sessions.create(env=[f"SEAWALL_LOCAL={script}", f"A={quote(script)}"], cmd="sleep", args="9" * 400)
    sessions.create(env=[f"SEAWALL_LOCAL={script}"], cmd="env")
    for seconds in (1.5, 5, 5, 2_592_000, 20):
        clock.advance(seconds)
        for each in sessions.sessions():
            sessions.logs(each["id"])
            sessions.get(f"/session/{each['id']}", view="events")
    assert sessions.sessions() == []


def test_paths_outside_of_the_api_are_unknown(shared: SessionsHttp) -> None:
    paths = [
        "/",
        "/v1/session",
        "/skaha/v2/session",
        "/skaha/session",
        "/skaha/v1",
        "/skahav1/session",
    ]
    codes = {path: shared.http.get(path, headers=shared.headers).status_code for path in paths}
    assert codes == dict.fromkeys(paths, 404)
