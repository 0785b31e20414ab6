import copy
import pickle

import pytest

from seawall.core.http.message import Headers, Request, Response, host_and_port


def test_names_are_case_insensitive() -> None:
    headers = Headers({"Content-Type": "text/plain"})
    assert headers["content-TYPE"] == "text/plain"
    assert "CONTENT-type" in headers
    assert headers.get("x-other") is None


def test_a_repeated_name_keeps_both_values() -> None:
    headers = Headers([("Via", "a"), ("Age", "5"), ("via", "b")])
    assert dict(headers) == {"via": "a, b", "age": "5"}
    assert len(headers) == 2


def test_a_key_that_is_not_a_string_is_not_in_headers() -> None:
    name: object = 5
    assert name not in Headers({"5": "x"}).keys()  # noqa: SIM118


def test_headers_with_equal_fields_are_equal() -> None:
    assert Headers({"A": "1"}) == Headers([("a", "1")])


COPIES: list[object] = [copy.copy, copy.deepcopy, lambda h: pickle.loads(pickle.dumps(h))]


def test_headers_can_be_copied_and_pickled(subtests: pytest.Subtests) -> None:
    for copied in COPIES:
        with subtests.test(copied=copied):
            assert callable(copied)
            assert copied(Headers({"A": "1"})) == Headers({"a": "1"})


REPRS: list[str] = [
    repr(Headers({"authorization": "hunter2"})),
    repr(
        Request(
            "POST",
            "https://ann:hunter2@x.test/hunter2?k=hunter2",
            {"authorization": "hunter2"},
            b"hunter2",
        )
    ),
    repr(Response(200, {"set-cookie": "hunter2"}, b"hunter2")),
]


def test_no_repr_shows_a_header_value_or_a_body(subtests: pytest.Subtests) -> None:
    for shown in REPRS:
        with subtests.test(shown=shown):
            assert "hunter2" not in shown


def test_the_repr_of_headers_shows_names_only() -> None:
    assert repr(Headers({"Set-Cookie": "a", "Age": "5"})) == "Headers(set-cookie, age)"


URLS: list[tuple[str, str]] = [
    ("https://api.test/v1?k=hunter2", "api.test"),
    ("https://ann:hunter2@api.test:8443/v1", "api.test:8443"),
    ("http://127.0.0.1:80/", "127.0.0.1:80"),
    ("http://[", "the server"),
    ("http://api.test:99999/", "the server"),
]


def test_host_and_port(subtests: pytest.Subtests) -> None:
    for url, server in URLS:
        with subtests.test(url=url, server=server):
            assert host_and_port(url) == server
