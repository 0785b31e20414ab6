"""The header fields that a user adds to calls."""

from typing import Any

import pytest

from seawall.core.auth.auth_scheme import (
    api_key_in_cookie,
    api_key_in_header,
    api_key_in_query,
    bearer,
    headers_set_by,
)
from seawall.core.engine.header_fields import checked_headers
from seawall.core.errors import ConfigError, InputError
from seawall.core.http.message import Request


def test_names_are_in_lower_case_and_values_do_not_show() -> None:
    fields = checked_headers({"X-Tenant": "acme", "Cookie": "a=b"})
    assert dict(fields) == {"x-tenant": "acme", "cookie": "a=b"}
    assert "acme" not in repr(fields)
    assert "acme" not in repr([*fields.values()])


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({"Authorization": "hunter2"}, "can not hold Authorization. It is made of the token"),
        ({"x-key": "hunter2"}, "can not hold x-key. It is made of the token"),
        ({"Proxy-Authorization": "hunter2"}, "TransportOptions"),
        ({"Host": "hunter2"}, "Only the transport sets it"),
        ({"content-length": "7"}, "Only the transport sets it"),
        ({"Accept": "hunter2"}, "Each call sets its own"),
        ({"content-type": "hunter2"}, "Each call sets its own"),
        ({"Idempotency-Key": "hunter2"}, "Give idempotency_key to with_options"),
        ({"x y": "hunter2"}, "a name that can not be sent"),
        ({"": "hunter2"}, "a name that can not be sent"),
        ({7: "hunter2"}, "a name that can not be sent"),
        ({"x-a": "hunter2\r\nx-b: 1"}, "the header x-a must be printable ASCII"),
        ({"x-a": " hunter2"}, "without spaces at its ends"),
        ({"x-a": "Käse"}, "the header x-a must be printable ASCII"),
        ({"x-a": 7}, "the header x-a is of type int. Give a text"),
        ({"x-a": None}, "the header x-a is of type NoneType"),
        ([("x-a", "hunter2")], "headers is of type list. Give a dict of texts"),
        ("hunter2", "headers is of type str"),
    ],
)
def test_a_header_that_would_not_be_sent_is_refused(headers: Any, text: str) -> None:
    with pytest.raises(ConfigError, match=text) as caught:
        checked_headers(headers, auth_names={"x-key"})
    assert "hunter2" not in str(caught.value)


def test_one_call_may_have_its_own_media_types() -> None:
    given = {"accept": "text/csv", "content-type": "application/merge-patch+json"}
    assert checked_headers(given, of_one_call=True) == given
    with pytest.raises(InputError):
        checked_headers({"authorization": "x"}, of_one_call=True, error=InputError)


def failing(request: Request, secret: str) -> Request:
    raise ValueError(secret)


def test_the_headers_of_an_auth_scheme() -> None:
    assert headers_set_by(bearer) == {"authorization"}
    assert headers_set_by(api_key_in_header("X-Key")) == {"x-key"}
    assert headers_set_by(api_key_in_query("key")) == frozenset()
    # A cookie is added to those of a Cookie header.
    assert headers_set_by(api_key_in_cookie("key")) == frozenset()
    assert headers_set_by(failing) == frozenset()
