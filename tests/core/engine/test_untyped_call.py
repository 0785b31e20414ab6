"""Calls made of a method and a path."""

from typing import Any

import pytest

from seawall.core.engine.request import request_for
from seawall.core.engine.untyped_call import keyed_operation, untyped_call
from seawall.core.errors import InputError
from seawall.core.http.message import Request

URL = "https://api.test/v9"


def request(method: str = "GET", path: str = "/v1/things", **given: Any) -> Request:
    return request_for(untyped_call(method, path, **given), URL, {})


def test_the_path_is_below_the_base_url() -> None:
    assert request(path="/").url == f"{URL}/"
    assert request(path="/v1/things/7").url == f"{URL}/v1/things/7"


def test_path_arguments_and_params_are_encoded() -> None:
    sent = request(
        path="/v1/things/{id}", path_arguments={"id": "a/../b"}, params={"q": ["x y", 2], "none": None}
    )
    assert sent.url == f"{URL}/v1/things/a%2F..%2Fb?q=x%20y&q=2"


def test_json_is_the_body() -> None:
    assert request().body is None
    sent = request("post", json={"a": [1, None]})
    assert (sent.method, sent.body, sent.headers["content-type"]) == (
        "POST",
        b'{"a":[1,null]}',
        "application/json",
    )
    merge = request(
        "PATCH", json={}, headers={"content-type": "application/merge-patch+json", "accept": "a/b"}
    )
    assert merge.headers == {"accept": "a/b", "content-type": "application/merge-patch+json"}


def test_the_same_endpoint_is_the_same_operation() -> None:
    one, two = untyped_call("GET", "/v1/things"), untyped_call("get", "/v1/things", params={"a": 1})
    assert one.operation is two.operation
    assert one.operation.id == "GET /v1/things"
    assert one.operation.idempotency_header is None
    keyed = keyed_operation("POST", "/v1/things")
    assert (keyed.id, keyed.idempotency_header) == ("POST /v1/things", "Idempotency-Key")
    assert keyed.accept == one.operation.accept


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.test/v1",
        "//evil.test/v1",
        "@evil.test",
        "v1/things",
        "",
        "/v1/../admin",
        "/v1/%2E%2e/admin",
        "/v1/./things",
        "/v1\\..\\admin",
        "/v1/things?token=hunter2",
        "/v1/things#hunter2",
        "/v1/things hunter2",
        "/v1/\nhunter2",
        "/v1/Käse",
        b"/v1/things",
        None,
    ],
)
def test_a_path_that_is_none_of_the_api_is_refused(path: Any) -> None:
    with pytest.raises(InputError, match=r"^path (is|holds) ") as caught:
        untyped_call("GET", path)
    assert "hunter2" not in str(caught.value)
    assert "evil" not in str(caught.value)


@pytest.mark.parametrize("method", ["", "GE T", "CONNECT", "trace", None, 7])
def test_a_method_that_can_not_be_sent_is_refused(method: Any) -> None:
    with pytest.raises(InputError, match="the method can not be sent"):
        untyped_call(method, "/v1")


@pytest.mark.parametrize("name", ["path_arguments", "params"])
def test_arguments_have_names(name: str) -> None:
    with pytest.raises(InputError, match=f"{name} is of type list. Give a dict"):
        untyped_call("GET", "/v1", **{name: ["a"]})  # type: ignore[arg-type]


def test_a_placeholder_needs_its_argument() -> None:
    with pytest.raises(InputError, match="the path argument id is missing"):
        request(path="/v1/things/{id}")
