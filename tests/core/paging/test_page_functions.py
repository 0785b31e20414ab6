"""The functions of a paged list: their errors name operation and field, their parameter must exist."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import pytest
from attrs import evolve, field, frozen

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.result import Result
from seawall.core.errors import ConfigError, DecodeError, NotFoundError
from seawall.core.http.message import Headers, Response
from seawall.core.paging.page_reader import page_reader
from seawall.core.paging.strategies import (
    CursorPaging,
    LinkPaging,
    OffsetPaging,
    PageNumberPaging,
    Paging,
    after_last_id,
    cursor_in,
    items_of_list,
)
from seawall.core.wire.unset import UNSET
from tests.core.paging.lists import API, Body, Server, Stuck, items_of

LIST: Operation[Any] = Operation(
    id="list_things",
    method="GET",
    path="/things",
    result_types={200: dict},
    query_parameters={"limit", "cursor"},
)


@frozen
class Functions:
    """The functions of a list, which work."""

    items: Callable[[Any], Any] = lambda body: body["things"]
    from_wire: Callable[[Any], Any] = lambda thing: thing
    key: Callable[[Any], Any] = lambda thing: thing
    next_cursor: Callable[[Any], Any] = lambda result: result.value["next"]
    total: Callable[[Any], Any] = lambda _: None

    def read(self) -> list[Any]:
        paging: Paging[Any] = CursorPaging(next_cursor=self.next_cursor, total=self.total)
        call: Call[Any] = Call(LIST)
        reader = page_reader(call, paging, items=self.items, from_wire=self.from_wire, key=self.key)
        response = Response(200, {"x-request-id": "req-7"}, b'{"things": "s3cret"}')
        reader.next_call()
        page = reader.accept(Result({"things": [1, 2], "next": None}, response))
        if not reader.is_done:
            reader.next_call()
        return list(page.items) if page else []


def fail_at_field(value: Any) -> Any:
    return value.no_such_field


def fail_at_key(value: Any) -> Any:
    return {"a": value}["no_such_key"]


def fail_with_text(_: Any) -> Any:
    raise ValueError("s3cret is not a number")


def stop(_: Any) -> Any:
    return next(iter(()))


def test_an_error_in_a_function_is_a_decode_error_with_operation_and_field() -> None:
    for name in ("items", "from_wire", "key", "next_cursor", "total"):
        for function, reason in [
            (fail_at_field, "AttributeError at field 'no_such_field'"),
            (fail_at_key, "KeyError at field 'no_such_key'"),
            (fail_with_text, "ValueError"),
            (stop, "StopIteration"),
        ]:
            functions = Functions(**{name: function})
            with pytest.raises(DecodeError) as caught:
                functions.read()
            text = str(caught.value)
            assert text.startswith(f"GET /things: `{name}` failed"), (name, text)
            assert reason in text, (name, text)
            assert "s3cret" not in text
            assert (caught.value.status, caught.value.request_id) == (200, "req-7")
            assert isinstance(caught.value.__cause__, Exception)


def test_an_error_of_an_item_names_its_number() -> None:
    with pytest.raises(DecodeError, match="`from_wire` failed for item 2 of a page: ZeroDivisionError"):
        Functions(from_wire=lambda thing: 1 // (2 - thing)).read()
    with pytest.raises(DecodeError, match="`key` failed for item 2 of a page: ZeroDivisionError"):
        Functions(key=lambda thing: 1 // (2 - thing)).read()


def test_an_error_of_seawall_in_a_function_stays_as_it_is() -> None:
    def refuse(_: Any) -> Any:
        raise NotFoundError("gone.", status=404)

    with pytest.raises(NotFoundError):
        Functions(from_wire=refuse).read()


def test_a_cursor_is_sent_as_it_was_given(subtests: pytest.Subtests) -> None:
    for cursor, sent in [
        ("a/b", "a/b"),
        (7, "7"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00Z"),
    ]:
        with subtests.test(row=sent):
            paging: CursorPaging[Any] = CursorPaging(next_cursor=lambda _, cursor=cursor: cursor)  # type: ignore[misc]
            assert paging.next_query(Call(LIST), Result({}, Response(200))) == {"cursor": [sent]}
    for other in ({"a": 1}, b"a", datetime(2026, 1, 2), float("nan"), object()):  # noqa: DTZ001
        with (
            subtests.test(row=type(other).__name__),
            pytest.raises(DecodeError, match="`next_cursor` failed: TypeError"),
        ):
            Functions(next_cursor=lambda _, other=other: other).read()  # type: ignore[misc]


def test_items_without_a_key_are_not_dropped_in_silence() -> None:
    for key in (None, UNSET):
        functions = Functions(from_wire=lambda _, key=key: key, key=lambda thing: thing)  # type: ignore[misc]
        with pytest.raises(DecodeError, match="`key` returns no value for item 1"):
            functions.read()


def test_items_that_are_no_sequence_are_an_error_that_names_the_function() -> None:
    with pytest.raises(DecodeError, match="`items` failed: TypeError"):
        Functions(items=lambda _: None).read()


def test_the_key_receives_the_item_of_the_user() -> None:
    @frozen
    class Thing:
        name: str = field(converter=str)

    assert [thing.name for thing in Functions(from_wire=Thing, key=lambda thing: thing.name).read()] == [
        "1",
        "2",
    ]


def test_a_parameter_that_the_operation_does_not_have_is_refused() -> None:
    rows: list[tuple[str, Paging[Any]]] = [
        ("page", PageNumberPaging(page_size=2)),
        ("offset", OffsetPaging(page_size=2)),
        ("curser", CursorPaging(next_cursor=lambda _: None, parameter="curser")),
        ("after", LinkPaging(base_url=API, parameters=("cursor", "after"))),
    ]
    for name, paging in rows:
        with pytest.raises(ConfigError, match=f"no query parameter '{name}'.*cursor, limit"):
            page_reader(Call(LIST), paging, items=list, from_wire=lambda item: item)
    page_reader(Call(LIST), cursor_in(lambda _: None), items=list, from_wire=lambda item: item)


@pytest.mark.parametrize("has_key", [False, True])
def test_a_page_that_repeats_names_the_parameter(has_key: bool) -> None:
    rows: list[tuple[str, Paging[Body]]] = [
        ("seite", PageNumberPaging(page_size=2, parameter="seite")),
        ("skip", OffsetPaging(page_size=2, parameter="skip")),
        ("after", cursor_in(lambda body: body.cursor, parameter="after")),
        ("marker", LinkPaging(base_url=API, parameters=("marker",))),
    ]
    for name, paging in rows:
        server = Stuck(Body([1, 2], None, "here"), f'<{API}/things?page=2>; rel="next"')
        with pytest.raises(DecodeError, match=f"may not know the query parameter '{name}'"):
            items_of(cast("Server", server), paging, key=str if has_key else None)


def test_ready_made_readings() -> None:
    @frozen
    class Listing:
        data: list[int]
        has_more: bool
        next_page: int | None

    class Numbers:
        requests: list[dict[str, object]]

        def __init__(self) -> None:
            self.requests = []

        def send(self, call: Call[Any]) -> Result[Any]:
            query: dict[str, object] = {
                name: cast("list[str]", value)[0] for name, value in call.query.items() if name != "q"
            }
            self.requests.append(query)
            after = int(str(query.get("starting_after", query.get("page", -1))))
            data = [number for number in range(5) if number > after][:2]
            return Result(Listing(data, data[-1] < 4, data[-1] if data[-1] < 4 else None), Response(200))

    rows: list[tuple[str, Paging[Listing]]] = [
        (
            "starting_after",
            after_last_id(
                items=lambda body: body.data,
                item_id=lambda item: item,
                has_more=lambda body: body.has_more,
                parameter="starting_after",
            ),
        ),
        ("page", cursor_in(lambda body: body.next_page, parameter="page")),
    ]
    for name, paging in rows:
        server = Numbers()
        call: Call[Listing] = Call(Operation(id="x", method="GET", path="/x", result_types={200: Listing}))
        reader = page_reader(call, paging, items=lambda body: body.data, from_wire=str)
        found: list[str] = []
        while not reader.is_done:
            page = reader.accept(server.send(reader.next_call()))
            found += page.items if page else ()
        assert found == ["0", "1", "2", "3", "4"], name
        assert server.requests == [{}, {name: "1"}, {name: "3"}]


def test_an_empty_page_with_more_to_come_is_an_error_and_not_the_end() -> None:
    paging: Paging[Body] = after_last_id(
        items=lambda body: body.items,
        item_id=lambda item: item,
        has_more=lambda _body: True,
        parameter="after",
    )
    server = Stuck(Body([]))
    with pytest.raises(DecodeError, match="no items although"):
        items_of(cast("Server", server), paging)


def test_items_that_are_no_list_are_an_error() -> None:
    for found in ("letters", b"bytes", {"name": 1}, Headers({"name": "1"})):
        with pytest.raises(DecodeError, match=rf"`items` returns {type(found).__name__}, not a list"):
            Functions(items=lambda _, found=found: found).read()  # type: ignore[misc]


def test_a_cursor_that_json_may_have_changed_is_an_error() -> None:
    for cursor in (True, False, 5.0):
        with pytest.raises(DecodeError, match="`next_cursor` failed: TypeError"):
            Functions(next_cursor=lambda _, cursor=cursor: cursor).read()  # type: ignore[misc]


def test_a_total_beyond_any_list_is_no_total() -> None:
    for total in (10**400, -(10**400), 2**64):
        assert Functions(total=lambda _, total=total: total).read() == [1, 2]  # type: ignore[misc]


def test_a_field_that_is_missing_is_no_cursor_and_no_total() -> None:
    assert Functions(next_cursor=lambda _: UNSET, total=lambda _: UNSET).read() == [1, 2]
    paging: CursorPaging[Any] = cursor_in(lambda _: UNSET)
    assert paging.next_query(Call(LIST), Result({}, Response(200))) is None


class Declared:
    """Stands for a declared conversion: bodies can be decoded straight into its models."""

    def direct_type(self, type_: object) -> object:
        return type_

    def __call__(self, item: object) -> object:
        return item


def test_a_body_is_decoded_straight_into_models_unless_the_strategy_reads_its_items() -> None:
    from_wire = Declared()
    strategies: list[tuple[Paging[Any], bool]] = [
        (PageNumberPaging(page_size=2), True),
        (PageNumberPaging(page_size=2, total=lambda result: len(result.value)), False),
        (CursorPaging(next_cursor=lambda result: str(result.value[-1])), False),
    ]
    for paging, is_direct in strategies:
        call: Call[Any] = Call(evolve(LIST, query_parameters={"cursor", "page"}))
        reader = page_reader(call, paging, items=items_of_list, from_wire=from_wire)
        assert (reader.next_call().from_wire is from_wire) == is_direct, paging
