"""An error in `from_wire` is a DecodeError that names the operation and the field."""

import pytest

from seawall.core.engine.call import Call, Operation
from seawall.core.engine.conversion import converted
from seawall.core.engine.result import Result
from seawall.core.errors import DecodeError, NotFoundError
from seawall.core.http.message import Response

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
