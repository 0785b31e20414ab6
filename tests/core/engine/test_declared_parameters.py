"""Arguments of declared parameters, in the style that the spec gives them, and cookies."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import field, frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import Parameter
from seawall.core.engine.request import request_for
from seawall.core.errors import InputError
from seawall.core.http.message import Request
from seawall.core.wire.open_enum import OpenEnum
from seawall.core.wire.unset import UNSET, UnsetType
from tests.rows import row

BASE = "https://api.test"


class Color(OpenEnum):
    RED = "red"


@frozen(kw_only=True)
class Filter:
    min_age: int = field(metadata={"wire": "minAge"})
    born: date | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    note: str | UnsetType | None = UNSET


def operation(path: str, *parameters: Parameter, **facts: Any) -> Operation[object]:
    return Operation(
        id="one", method="GET", path=path, result_types={200: int}, parameters=parameters, **facts
    )


def sent(call: Call[object]) -> Request:
    return request_for(call, BASE, {})


FILTER = Filter(min_age=3, born=date(2024, 5, 6), tags=["a", "b"])

QUERY: list[tuple[Parameter, object, str]] = [
    (Parameter("q", "query"), "a b", "?q=a%20b"),
    (Parameter("q", "query"), None, ""),
    (Parameter("q", "query"), UNSET, ""),
    (Parameter("q", "query"), [], ""),
    (Parameter("q", "query"), True, "?q=true"),
    (Parameter("q", "query"), Color.RED, "?q=red"),
    (Parameter("q", "query"), datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC), "?q=2024-05-06T07%3A08%3A09Z"),
    (Parameter("q", "query"), [1, Color.RED, date(2024, 5, 6)], "?q=1&q=red&q=2024-05-06"),
    (Parameter("q", "query", explode=False), [1, True], "?q=1,true"),
    (Parameter("q", "query", style="pipeDelimited", explode=False), (1, 2), "?q=1%7C2"),
    (Parameter("q", "query", style="deepObject"), FILTER,
     "?q%5BminAge%5D=3&q%5Bborn%5D=2024-05-06&q%5Btags%5D%5B%5D=a&q%5Btags%5D%5B%5D=b"),
    (Parameter("q", "query", style="deepObject"), {"a": {"b": 1}, "n": None}, "?q%5Ba%5D%5Bb%5D=1"),
    (Parameter("q", "query"), Filter(min_age=3, note=None), "?minAge=3"),
    (Parameter("q", "query", allow_reserved=True), "a/b,c", "?q=a/b,c"),
    (Parameter("q", "query", media_type="application/json"), FILTER,
     "?q=%7B%22minAge%22%3A3%2C%22born%22%3A%222024-05-06%22%2C%22tags%22%3A%5B%22a%22%2C%22b%22%5D%7D"),
    (Parameter("q", "query", media_type="application/json"), "é", "?q=%22%5Cu00e9%22"),
    (Parameter("q", "query", media_type="text/plain"), "a", "?q=a"),
    (Parameter("q", "query", media_type="application/json; charset=utf-8"), "a", "?q=%22a%22"),
    (Parameter("page[size]", "query"), 5, "?page%5Bsize%5D=5"),
]  # fmt: skip


def test_query_parameters() -> None:
    for parameter, value, query in QUERY:
        with row(parameter, value):
            call = Call(operation("/a", parameter), query={parameter.name: value})
            assert sent(call).url == f"{BASE}/a{query}"


def test_path_parameters() -> None:
    rows: list[tuple[str, tuple[Parameter, ...], dict[str, object], str]] = [
        ("/a/{x}", (Parameter("x", "path"),), {"x": [1, 2]}, "/a/1,2"),
        ("/a/{x}", (Parameter("x", "path"),), {"x": date(2024, 5, 6)}, "/a/2024-05-06"),
        ("/a/{x}", (Parameter("x", "path", explode=True),), {"x": Filter(min_age=3)}, "/a/minAge=3"),
        ("/a/{x}", (Parameter("x", "path", style="label", explode=True),), {"x": ["b", "c"]}, "/a/.b.c"),
        ("/a{x}", (Parameter("x", "path", style="matrix", explode=True),), {"x": ["b", "c"]}, "/a;x=b;x=c"),
        ("/a/{x}...{y}", (Parameter("x", "path"), Parameter("y", "path")), {"x": 1, "y": "b/c"},
         "/a/1...b%2Fc"),
        ("/a/{x}.{y}", (), {"x": "v1", "y": "zip"}, "/a/v1.zip"),
        ("/a/{x}", (Parameter("x", "path", media_type="application/json"),), {"x": {"a": 1}},
         "/a/%7B%22a%22%3A1%7D"),
    ]  # fmt: skip
    for path, parameters, arguments, expected in rows:
        with row(path, arguments):
            assert sent(Call(operation(path, *parameters), path=arguments)).url == BASE + expected


def test_a_path_argument_can_not_change_the_path() -> None:
    rows: list[tuple[str, tuple[Parameter, ...], dict[str, object]]] = [
        ("/a/{x}", (Parameter("x", "path"),), {"x": ""}),
        ("/a/{x}", (Parameter("x", "path"),), {"x": ".."}),
        ("/a/{x}", (Parameter("x", "path"),), {"x": [".."]}),
        ("/a/{x}", (Parameter("x", "path"),), {"x": []}),
        ("/a/{x}", (Parameter("x", "path"),), {"x": None}),
        ("/a/{x}", (Parameter("x", "path", style="label"),), {"x": ""}),
        ("/a/{x}", (Parameter("x", "path", style="label"),), {"x": "."}),
        ("/a/{x}{y}", (Parameter("x", "path", style="label"), Parameter("y", "path", style="label")),
         {"x": "", "y": ""}),
        ("/a/{x}", (Parameter("x", "path"),), {}),
    ]  # fmt: skip
    for path, parameters, arguments in rows:
        with row(path, arguments), pytest.raises(InputError, match=r"^one: .*\. Give "):
            sent(Call(operation(path, *parameters), path=arguments))


def test_header_parameters() -> None:
    rows: list[tuple[Parameter, object, str]] = [
        (Parameter("X-Ids", "header"), [1, 2], "1,2"),
        (Parameter("X-Ids", "header"), Filter(min_age=3), "minAge,3"),
        (Parameter("X-Ids", "header", explode=True), Filter(min_age=3), "minAge=3"),
        (Parameter("X-Ids", "header"), date(2024, 5, 6), "2024-05-06"),
        (Parameter("x-ids", "header", media_type="application/json"), {"a": "é"}, '{"a":"\\u00e9"}'),
    ]
    for parameter, value, text in rows:
        with row(parameter, value):
            request = sent(Call(operation("/a", parameter), headers={"X-Ids": value}))
            assert request.headers["x-ids"] == text


def test_cookies() -> None:
    rows: list[tuple[tuple[Parameter, ...], dict[str, object], dict[str, object], str | None]] = [
        ((), {"a": 1, "b": "x y"}, {}, "a=1; b=x%20y"),
        ((), {"a": None, "b": UNSET}, {}, None),
        ((Parameter("a", "cookie"),), {"a": [1, 2]}, {}, "a=1; a=2"),
        ((Parameter("a", "cookie", explode=False),), {"a": [1, 2]}, {}, "a=1%2C2"),
        ((), {"a": "x; b=y\r\nset"}, {}, "a=x%3B%20b=y%0D%0Aset"),
        ((), {"b": 1}, {"Cookie": "session=s"}, "session=s; b=1"),
        ((Parameter("a", "cookie", media_type="application/json"),), {"a": [1]}, {}, "a=[1]"),
    ]
    for parameters, cookies, headers, text in rows:
        with row(cookies, headers):
            request = sent(Call(operation("/a", *parameters), cookies=cookies, headers=headers))
            assert request.headers.get("cookie") == text


def test_what_can_not_be_sent_is_an_error_that_names_it() -> None:
    deep = {"a": {"b": 1}}
    rows: list[tuple[Call[object], str]] = [
        (Call(operation("/a"), cookies={"a;b": 1}), "the cookie 'a;b' can not be sent"),
        (Call(operation("/a", Parameter("q", "query", explode=False)), query={"q": deep}),
         "one: q holds a list"),
        (Call(operation("/a", Parameter("q", "query")), query={"q": [b"x"]}), "q[0] is of type bytes"),
        (Call(operation("/a", Parameter("X", "header")), headers={"X": deep}), "one: X holds a list"),
        (Call(operation("/a"), query={"q": deep}), "q is of type dict"),
        (Call(operation("/a", Parameter("q", "query", required=True))), "the query argument q is required"),
        (Call(operation("/a", Parameter("h", "header", required=True)), headers={"h": None}),
         "the header argument h is required"),
        (Call(operation("/a", Parameter("c", "cookie", required=True))), "the cookie argument c is required"),
    ]  # fmt: skip
    for call, message in rows:
        with row(message):
            with pytest.raises(InputError) as caught:
                sent(call)
            assert message in str(caught.value)


def test_a_required_header_may_come_from_the_engine_or_the_token() -> None:
    names = ("Idempotency-Key", "Authorization", "Accept", "Content-Type")
    needy = operation("/a", *(Parameter(name, "header", required=True) for name in names))
    assert request_for(Call(needy), BASE, {"idempotency-key": "k"}).headers["idempotency-key"] == "k"
    assert sent(Call(needy, headers={"IDEMPOTENCY-KEY": "c"})).headers["idempotency-key"] == "c"
    with pytest.raises(InputError, match="the header argument Idempotency-Key is required"):
        sent(Call(needy))


def test_the_accept_header_names_the_media_types_of_the_answers() -> None:
    both = operation("/a", accept=("application/json", "text/csv"))
    assert sent(Call(both)).headers["accept"] == "application/json, text/csv"
    assert sent(Call(both, headers={"Accept": "text/csv"})).headers["accept"] == "text/csv"
