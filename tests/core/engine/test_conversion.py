"""An error in `from_wire` is a DecodeError that names the operation and the field."""

from typing import Any

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.conversion import converted, run_for_each
from seawall.core.engine.result import Result
from seawall.core.errors import DecodeError, InputError, NotFoundError
from seawall.core.field_errors import MissingValueError
from seawall.core.http.message import Response
from seawall.core.wire.unset import UNSET, given

CALL: Call[dict[str, str]] = Call(
    Operation(id="get", method="GET", path="/things/{id}", result_types={200: dict})
)
RESULT = Result({"name": "s3cret"}, Response(200, {"x-request-id": "req-7"}, b'{"name": "s3cret"}'))


def test_a_value_is_converted() -> None:
    assert converted(CALL, RESULT, lambda value: value["name"]) == "s3cret"


def test_an_error_names_operation_and_field_and_not_the_value() -> None:
    rows = [
        (lambda value: value["no_field"], "KeyError at field 'no_field'"),
        (lambda value: value.no_field, "AttributeError at field 'no_field'"),
        (lambda value: int(value["name"]), "ValueError."),
        (lambda value: {}[value["name"] + "!"], "KeyError."),
    ]
    for from_wire, reason in rows:
        with pytest.raises(DecodeError) as caught:
            converted(CALL, RESULT, from_wire)
        assert str(caught.value).startswith(f"GET /things/{{id}}: `from_wire` failed: {reason}")
        assert "s3cret" not in str(caught.value)
        assert (caught.value.status, caught.value.request_id, caught.value.body) == (
            200,
            "req-7",
            RESULT.response.body,
        )


def test_an_error_of_seawall_stays_as_it_is() -> None:
    def refuse(_: object) -> None:
        raise NotFoundError("gone.")

    with pytest.raises(NotFoundError):
        converted(CALL, RESULT, refuse)


def test_a_missing_value_names_operation_field_status_and_request() -> None:
    rows: list[tuple[object, str]] = [
        (UNSET, "GET /things/{id} answered 200 (request req-7) without `owner`, which the API always sends."),
        (None, "GET /things/{id} answered 200 (request req-7) with null for `owner`, which the API"),
    ]
    for value, text in rows:
        with pytest.raises(MissingValueError) as caught:
            converted(CALL, RESULT, lambda _, value=value: given(value, "owner"))  # type: ignore[misc]
        error = caught.value
        assert str(error).startswith(text)
        assert (error.name, error.status, error.request_id) == ("owner", 200, "req-7")
        assert error.body == RESULT.response.body


def test_a_missing_value_of_an_item_names_the_item_and_needs_no_request_id() -> None:
    with pytest.raises(MissingValueError, match=r"answered 200 for item 3 of a page without `owner`, which"):
        run_for_each(
            "from_wire",
            lambda value: given(value, "owner"),
            [1, 2, UNSET],
            call=CALL,
            response=Response(200, {}, b""),
        )


async def _later(item: int) -> int:
    return item


def test_an_async_function_for_one_item_of_many_is_refused() -> None:
    def function(item: int) -> Any:
        return _later(item) if item == 2 else item

    with pytest.raises(InputError, match=r"^from_wire returned something to await"):
        run_for_each("from_wire", function, [1, 2, 3], call=CALL, response=RESULT.response)


def test_a_missing_value_that_is_complete_stays_as_it_is() -> None:
    def refuse(_: object) -> None:
        converted("run 7", RESULT, lambda _: given(UNSET, "owner"))

    with pytest.raises(MissingValueError, match=r"^run 7 answered 200 \(request req-7\) without `owner`,"):
        converted(CALL, RESULT, refuse)
