"""Requests that the server refuses, with their texts; and who may use it."""

import base64

import pytest
from attrs import evolve

from seawall.local.sessions import SessionsSettings
from tests.local.sessions.client import IMAGES, SessionsHttp
from tests.local.sessions.conftest import StartSessions

# Servers in this process; the first import takes a second.
pytestmark = pytest.mark.slow

GOOD = {"name": "a", "image": IMAGES["headless"]}


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"name": None}, "Missing parameter 'name'"),
        ({"name": ""}, "Missing parameter 'name'"),
        ({"name": "a_b"}, "name can only contain alpha-numeric chars and '-'"),
        ({"image": None}, "Missing parameter 'image'"),
        (
            {"image": "docker.io/a/b:1"},
            "session image 'docker.io/a/b:1' must come from one of [images.canfar.net]",
        ),
        ({"type": "other"}, "Invalid session type: other"),
        ({"type": "desktop-app"}, "Invalid session type: desktop-app"),
        ({"cores": "17"}, "Invalid value for 'cores': 17"),
        ({"cores": "x"}, "Invalid value for 'cores': x"),
        ({"ram": "3"}, "Invalid value for 'ram': 3"),
        ({"gpus": "29"}, "Invalid value for 'gpus': 29"),
    ],
)
def test_a_bad_parameter_is_refused(sessions: SessionsHttp, params: dict[str, str | None], text: str) -> None:
    sent = {key: value for key, value in {**GOOD, **params}.items() if value is not None}
    response = sessions.send("POST", "/session", sent)
    assert (response.status_code, response.text) == (400, f"{text}\n")
    assert response.headers["content-type"].startswith("text/plain")
    assert sessions.sessions() == []


@pytest.mark.parametrize(
    ("method", "path", "text"),
    [
        ("DELETE", "/session", "Cannot kill all sessions."),
        ("POST", "/session/abc", "Cannot modify an existing session"),
        ("POST", "/session/abc?action=stop", "unrecognized action"),
        ("POST", "/session/abc?action=renew", "No active job for user ada with session abc"),
        ("POST", "/session/abc/app/xyz", "Cannot modify an existing app."),
        ("GET", "/session/abc/app/xyz/more", "unsupported path: too many parts"),
        ("GET", "/image?type=other", "unknown type: other"),
        ("PUT", "/session", "unsupported action"),
    ],
)
def test_a_bad_request_is_refused(sessions: SessionsHttp, method: str, path: str, text: str) -> None:
    response = sessions.send(method, path)
    assert (response.status_code, response.text) == (400, f"{text}\n")


@pytest.mark.parametrize(
    ("login", "status"),
    [
        (None, 400),
        ("not base64!", 400),
        (base64.b64encode(b"user").decode(), 400),
        (base64.b64encode(b"user:").decode(), 400),
        (base64.b64encode(b"user:secret").decode(), 200),
    ],
)
def test_a_private_image_needs_the_login_of_its_registry(
    sessions: SessionsHttp, login: str | None, status: int
) -> None:
    headers = {} if login is None else {"X-Skaha-Registry-Auth": login}
    image = "images.canfar.net/mine/private:1"
    response = sessions.send("POST", "/session", {"name": "a", "image": image}, headers)
    assert response.status_code == status
    if login is None:
        assert response.text.startswith("No authentication provided for unknown or private image.")
    elif status == 400:
        assert response.text.endswith("Must be in form of username:secret\n")


def test_only_interactive_sessions_are_limited(sessions: SessionsHttp) -> None:
    for _ in range(6):
        sessions.create("headless")
    made = [sessions.create("notebook") for _ in range(5)]
    sixth = {"name": "a", "image": IMAGES["carta"], "type": "carta"}
    response = sessions.send("POST", "/session", sixth)
    text = "User ada has reached the maximum of 5 active sessions.\n"
    assert (response.status_code, response.text) == (400, text)
    sessions.of("grace").create("notebook")
    sessions.send("DELETE", f"/session/{made[0]}")
    assert sessions.send("POST", "/session", sixth).status_code == 200


def test_a_kind_can_be_switched_off(start: StartSessions, settings: SessionsSettings) -> None:
    kinds = tuple(kind for kind in settings.kinds if kind != "carta")
    sessions = start(evolve(settings, kinds=kinds))
    response = sessions.send("POST", "/session", {"name": "a", "image": IMAGES["carta"], "type": "carta"})
    assert (response.status_code, response.text) == (400, "Invalid session type: carta\n")


@pytest.mark.parametrize(
    ("user", "status", "text"),
    [
        (None, 401, "unauthorized"),
        ("linus", 403, "No POSIX Principal"),
        ("mallory", 403, "Not authorized to use the skaha system"),
    ],
)
def test_a_caller_is_refused(sessions: SessionsHttp, user: str | None, status: int, text: str) -> None:
    response = sessions.of(user).get("/session")
    assert response.status_code == status
    assert response.text.startswith(text)
    assert ("www-authenticate" in response.headers) == (status == 401)


def test_an_answer_names_the_user_and_the_server(sessions: SessionsHttp) -> None:
    headers = sessions.get("/session").headers
    assert (headers["x-vo-authenticated"], headers["server"]) == ("ada", "OpenCADC/cadc-rest")


def test_a_form_counts_as_a_query(sessions: SessionsHttp) -> None:
    response = sessions.http.post(
        "/skaha/v1/session?cores=2", data={**GOOD, "env": ["A=1", "B=2"]}, headers=sessions.headers
    )
    assert response.status_code == 200, response.text
    assert sessions.session(response.text.strip())["requestedCPUCores"] == "2"
    large = sessions.http.post("/skaha/v1/session", data={"env": "x" * 70_000}, headers=sessions.headers)
    assert large.status_code == 413
