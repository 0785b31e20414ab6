from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.request import request_for
from seawall.core.errors import InputError
from seawall.core.http.message import Request
from seawall.core.http.outgoing import has_dot_segment
from seawall.core.wire.open_enum import OpenEnum
from seawall.core.wire.unset import UNSET, UnsetType

BASE = "https://api.test/base"
FORM = "application/x-www-form-urlencoded"
SECRET = "hunter2"

OPERATION: Operation[object] = Operation(
    id="get_item", method="GET", path="/v1/runs/{run_id}/items/{item_id}", result_types={200: int}
)
ROOT: Operation[object] = Operation(id="list_runs", method="GET", path="/v1/runs", result_types={200: int})


class Color(OpenEnum):
    RED = "red"


@frozen(kw_only=True)
class Body:
    class_: int = field(metadata={"wire": "class"})
    note: str | UnsetType | None = UNSET


def request(call: Call[object]) -> Request:
    return request_for(call, BASE, {"user-agent": "ua"})


def path_of(item_id: object) -> str:
    url = request(Call(OPERATION, path={"run_id": 1, "item_id": item_id})).url
    return url.removeprefix(f"{BASE}/v1/runs/1/items/")


def query_of(value: object) -> str:
    return request(Call(ROOT, query={"q": value})).url.removeprefix(f"{BASE}/v1/runs")


def test_a_path_argument_stays_within_its_segment() -> None:
    for value, encoded in [
        ("plain-1_2.3~", "plain-1_2.3~"),
        ("a/b", "a%2Fb"),
        ("../../admin", "..%2F..%2Fadmin"),
        ("...", "..."),
        ("a?b#c", "a%3Fb%23c"),
        ("a b+c", "a%20b%2Bc"),
        ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"),
        ("é/日本", "%C3%A9%2F%E6%97%A5%E6%9C%AC"),
        ("a\r\nb", "a%0D%0Ab"),
        ("{run_id}", "%7Brun_id%7D"),
        (UUID("6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"), "6f1e3d0e-6b1c-4d3f-9b61-0d7a8a5e8f0b"),
        (42, "42"),
        (Color.RED, "red"),
    ]:
        assert path_of(value) == encoded, (value, encoded)


def test_a_path_argument_that_changes_the_path_is_rejected() -> None:
    for value in ["", ".", ".."]:
        with pytest.raises(InputError, match=r"get_item: item_id .* is not an id"):
            path_of(value)


def test_query_parameters_are_encoded() -> None:
    for value, query in [
        (None, ""),
        ([], ""),
        ("", "?q="),
        ("a b&c=d", "?q=a%20b%26c%3Dd"),
        ("é", "?q=%C3%A9"),
        ("a/b", "?q=a%2Fb"),
        (True, "?q=true"),
        (False, "?q=false"),
        (5, "?q=5"),
        (1.5, "?q=1.5"),
        (Decimal("1.10"), "?q=1.10"),
        (np.int64(3), "?q=3"),
        (np.bool_(True), "?q=true"),  # noqa: FBT003
        ({"b", "a"}, "?q=a&q=b"),
        (Color.RED, "?q=red"),
        (Color("green"), "?q=green"),
        (["a", "b"], "?q=a&q=b"),
        (("a", True, Color.RED), "?q=a&q=true&q=red"),
        ({"a"}, "?q=a"),
        (date(2024, 5, 6), "?q=2024-05-06"),
        (datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC), "?q=2024-05-06T07%3A08%3A09Z"),
        (datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone(timedelta(hours=2))), "?q=2024-05-06T05%3A08%3A09Z"),
        (datetime(2024, 5, 6, 7, 8, 9, 250000, tzinfo=UTC), "?q=2024-05-06T07%3A08%3A09.250000Z"),
    ]:
        assert query_of(value) == query, (value, query)


def test_a_parameter_without_an_exact_text_is_rejected(subtests: pytest.Subtests) -> None:
    for value, sentence in [
        (datetime(2024, 5, 6, 7, 8, 9), "q has no time zone. "),  # noqa: DTZ001
        (timedelta(seconds=1), "q is of type timedelta, which has no form in JSON. "),
        (float("nan"), "q is nan, which has no form in JSON. "),
        (Decimal("Infinity"), "q is Infinity, which has no form in JSON. "),
        ([1, object()], "q is of type object, which has no form in JSON. "),
        (iter("ab"), "q is of type str_ascii_iterator, which has no form in JSON. "),
        (Path("a"), "q is of type PosixPath, which has no form in JSON. "),
    ]:
        with subtests.test(row=sentence):
            for ask in (query_of, path_of) if not isinstance(value, list) else (query_of,):
                with pytest.raises(InputError) as caught:
                    ask(value)
                assert str(caught.value).replace("item_id", "q").startswith(sentence)


def test_parameters_keep_their_order_and_none_is_left_out() -> None:
    call = Call(ROOT, query={"b": 1, "none": None, "a": [2, 3]})
    assert request(call).url == f"{BASE}/v1/runs?b=1&a=2&a=3"


def test_arguments_that_can_not_be_encoded_are_rejected() -> None:
    for value in ["\ud800", datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))]:
        with pytest.raises(InputError, match=r"^q can not be encoded: .*\. Give "):
            query_of(value)
        with pytest.raises(InputError, match=r"^item_id can not be encoded: .*\. Give "):
            path_of(value)
        with pytest.raises(InputError, match=r"^x-note can not be encoded: .*\. Give "):
            request(Call(ROOT, headers={"x-note": value}))
    with pytest.raises(InputError, match="the name of a query parameter can not be encoded"):
        request(Call(ROOT, query={"\ud800": 1}))


def test_a_path_argument_without_a_text_form_is_rejected() -> None:
    for value in [None, b"one", bytearray(b"one"), {"a": 1}, ["one"], {"one"}]:
        with pytest.raises(InputError, match=r"^item_id is of type \w+\. Give text or a number\.$"):
            path_of(value)


def test_a_parameter_without_a_text_form_is_rejected() -> None:
    for value in [b"one", {"a": 1}, [b"one"], [None], [["one"]]]:
        with pytest.raises(InputError, match=r"^q is of type \w+\. Give text or a number\.$"):
            query_of(value)


def test_the_headers_of_a_call_override_those_of_the_engine() -> None:
    call = Call(ROOT, headers={"if-match": "abc", "x-none": None, "x-flag": True})
    assert request(call).headers == {
        "user-agent": "ua",
        "accept": "application/json",
        "if-match": "abc",
        "x-flag": "true",
    }


def test_a_header_value_can_not_add_another_header() -> None:
    for value in ["a\r\nx-evil: 1", "a\nb", "a\x00b", "a\tb", "é", "\x7f"]:
        with pytest.raises(InputError, match="header x-note must be printable ASCII"):
            request(Call(ROOT, headers={"x-note": value}))


def test_a_header_name_is_a_token_and_no_framing_field() -> None:
    for name in (
        "x\r\ny",
        "x y",
        "x:",
        "é",
        "",
        "Content-Length",
        "transfer-encoding",
        "Host",
        "Connection",
        "TE",
    ):
        with pytest.raises(InputError, match="can not be sent"):
            request(Call(ROOT, headers={name: "1"}))


def test_the_path_of_an_operation_is_encoded() -> None:
    for path, sent in [
        ("/a b", "/a%20b"),
        ("/a?b#c", "/a%3Fb%23c"),
        ("/a\r\nb", "/a%0D%0Ab"),
        ("/é", "/%C3%A9"),
        ("/50%", "/50%25"),
        ("/a%2Fb", "/a%2Fb"),
        ("/runs:cancel", "/runs:cancel"),
        ("//x", "//x"),
        ("/a\\b", "/a%5Cb"),
    ]:
        operation: Operation[object] = Operation(id="one", method="GET", path=path, result_types={200: int})
        assert request(Call(operation)).url == BASE + sent


TEMPLATES = [
    "/{a}",
    "/.{a}",
    "/{a}.",
    "/..{a}",
    "/{a}{b}",
    "/x/{a}/{b}",
    "/%2{a}",
    "/x%{a}{b}/y",
    "/{a}/.{b}",
]


@given(st.sampled_from(TEMPLATES), *[st.text("e2.%-~/", max_size=3)] * 2)
def test_no_arguments_make_a_segment_of_dots(template: str, a: str, b: str) -> None:
    operation: Operation[None] = Operation(id="get", method="GET", path=template, result_types={200: None})
    try:
        url = request_for(Call(operation, path={"a": a, "b": b}), "https://api.test", {}).url
    except InputError:
        return
    assert not has_dot_segment(url.removeprefix("https://api.test"))


def test_the_path_of_an_operation_stays_below_the_base_url() -> None:
    for path in (
        "@evil.test/a",
        ".evil.test",
        ":80/a",
        "a",
        "",
        "/../a",
        "/a/..",
        "/a/./b",
        "/%2e%2E/a",
        "/.%2e",
    ):
        operation: Operation[object] = Operation(id="one", method="GET", path=path, result_types={200: int})
        with pytest.raises(InputError, match="leads out of the base URL"):
            request(Call(operation))


def test_without_a_media_type_there_is_no_body() -> None:
    sent = request(Call(ROOT, body={"a": 1}))
    assert sent.body is None
    assert "content-type" not in sent.headers


def test_a_body_is_sent_as_json() -> None:
    for body, encoded in [
        ({"a": None}, b'{"a":null}'),
        (Body(class_=1), b'{"class":1}'),
        (None, b"null"),
        ([], b"[]"),
    ]:
        sent = request(Call(ROOT, body=body, media_type="application/json"))
        assert sent.body == encoded, (body, encoded)
        assert sent.headers["content-type"] == "application/json", (body, encoded)


def test_a_form_is_url_encoded() -> None:
    for body, encoded in [
        ({"a": "b c&d", "none": None, "list": [1, True]}, b"a=b+c%26d&list=1&list=true"),
        (Body(class_=1, note="é"), b"class=1&note=%C3%A9"),
        (Body(class_=1), b"class=1"),
        ({}, b""),
    ]:
        sent = request(Call(ROOT, body=body, media_type=FORM))
        assert sent.body == encoded, (body, encoded)
        assert sent.headers["content-type"] == FORM, (body, encoded)


def test_a_body_that_is_not_json_is_rejected_and_not_shown() -> None:
    for media_type in ["application/json", FORM]:
        body = {"a": [{"b": SECRET.encode()}]}
        with pytest.raises(InputError) as caught:
            request(Call(ROOT, body=body, media_type=media_type))
        start = "list_runs: the body can not be sent: body.a[0].b is of type bytes"
        assert str(caught.value).startswith(start), media_type
        assert SECRET not in str(caught.value), media_type


def test_a_form_is_an_object(subtests: pytest.Subtests) -> None:
    for body, message in [
        ([("a", 1)], "body is of type list. Give a dict or a model."),
    ]:
        with subtests.test(row=message), pytest.raises(InputError) as caught:
            request(Call(ROOT, body=body, media_type=FORM))
        assert str(caught.value) == f"list_runs: the body can not be sent: {message}"


def test_a_form_keeps_all_digits() -> None:
    sent = request(Call(ROOT, body={"a": 2**70, "b": 0.1}, media_type=FORM))
    assert sent.body == b"a=1180591620717411303424&b=0.1"


def test_the_repr_of_a_call_shows_no_argument() -> None:
    call = Call(
        OPERATION, path={"run_id": SECRET}, query={"q": SECRET}, headers={"h": SECRET}, body={"b": SECRET}
    )
    assert SECRET not in repr(call)
    assert "get_item" in repr(call)
