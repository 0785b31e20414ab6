"""The remedy in the message of an unsuccessful response."""

from seawall.core.engine.result import status_error
from seawall.core.http.message import Response

HTML = {"content-type": "text/html"}
CHECK = "Check the base URL."
PATH = " The server may not have this path: check the base URL, then the ids."
PAGE = f" The answer is HTML, so a proxy or another server sent it. {CHECK}"


def message(status: int, headers: dict[str, str], body: str = "") -> str:
    response = Response(status, headers, body.encode())
    text = str(status_error("GET", "/v1/me", response, name="GET /v1/me"))
    assert text.startswith(f"GET /v1/me answered {status}")
    return text.removeprefix(f"GET /v1/me answered {status}")


def test_a_redirect_says_where_it_leads_without_its_path_and_query() -> None:
    for location, target in [
        ("https://login.example/start?state=hunter2", "https://login.example"),
        ("https://platform.example:8443/hunter2", "https://platform.example:8443"),
        ("//other.example/hunter2", "other.example"),
        ("/login?next=hunter2", "another path of the same server"),
        ("https://user:hunter2@login.example/", "https://login.example"),
        ("https://[::1/hunter2", "an invalid URL"),
        ("https://x.example:hunter2/", "an invalid URL"),
        ("javascript://hunter2/", "an invalid URL"),
        ("https://hunter\x1b[2J/", "an invalid URL"),
    ]:
        assert message(302, {"location": location}) == f". It redirects to {target}. {CHECK}", location
    assert message(302, {}) == "."


def test_an_answer_of_another_server_asks_to_check_the_base_url() -> None:
    assert message(404, HTML, "<html>") == f".{PAGE}"
    assert message(403, {}, "\n<!doctype html>".strip()) == f".{PAGE}"
    assert message(502, HTML, "<html>") == "."
    for body in [
        "",
        "{}",
        '{"detail":"Not Found"}',
        '{"title":"Not Found","status":404}',
        "404 page not found",
    ]:
        assert message(404, {}, body).endswith(PATH), body
    assert message(405, {}, '{"detail":"Method Not Allowed"}').endswith(PATH)
    for body in ['{"detail":"run not found"}', '{"title":"Not Found","detail":"no run 7"}']:
        assert PATH not in message(404, {}, body), body
    assert message(400, {}) == "."


def test_a_missing_resource_names_the_ids_to_check() -> None:
    body = b'{"detail":"run not found"}'
    for path, remedy in [
        ("/v1/me", "."),
        ("/v1/runs/{run_id}", ". Check run_id, and your access to it."),
        (
            "/v1/applications/{application_id}/versions/{version}",
            ". Check application_id and version, and your access to them.",
        ),
        ("/v1/{a}/{b}/{c}", ". Check a, b and c, and your access to them."),
    ]:
        error = status_error("GET", path, Response(404, {}, body), name="GET it")
        assert str(error).removeprefix("GET it answered 404: run not found") == remedy
        assert str(status_error("GET", path, Response(409, {}, body), name="GET it")).endswith(" found.")
    assert str(status_error("GET", "/{a}", Response(404, {}, b"{}"), name="GET it")).endswith(PATH)


def test_a_time_to_wait_is_given_in_words() -> None:
    assert message(429, {"retry-after": "3600"}) == ". The server asks to wait 1 hour."
    assert message(503, {"retry-after": "5"}) == ". The server asks to wait 5 seconds."
    for headers in ({}, {"retry-after": "0"}, {"retry-after": "soon"}):
        assert message(429, headers) == "."
    assert message(409, {"retry-after": "5"}) == "."


def test_some_statuses_have_one_remedy() -> None:
    assert message(407, {}).endswith(" put user and password into the URL of the proxy.")
    assert message(412, {}).endswith(" Read it again before the next change.")
    assert message(413, {}).endswith(" Send less in one request.")


def test_a_transfer_has_no_base_url_to_check() -> None:
    for status, headers in [(404, HTML), (404, {}), (302, {"location": "https://storage.example/"})]:
        assert str(status_error("GET", "download of a", Response(status, headers, b"<html>"))) == (
            f"GET download of a answered {status}."
        )
    late = status_error("GET", "download of a", Response(503, {"retry-after": "60"}, b""))
    assert str(late) == "GET download of a answered 503. The server asks to wait 1 minute."
