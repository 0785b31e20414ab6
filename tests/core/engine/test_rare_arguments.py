"""Arguments that few calls have: sets, nested values in flat places, dots, and a named idempotency header."""

from functools import partial
from typing import Any

import pytest

from seawall.core.engine.argument_values import text_value
from seawall.core.engine.call import Call, Operation
from seawall.core.engine.operation import Parameter, PartEncoding
from seawall.core.engine.parameter_text import parameter_text, parameter_texts
from seawall.core.engine.policy import Policy
from seawall.core.engine.request import request_for
from seawall.core.errors import InputError

FORM = "application/x-www-form-urlencoded"
NESTED = {"a": {"b": {"c": "d"}}}


def operation(path: str = "/x", *parameters: Parameter, **facts: Any) -> Operation[object]:
    return Operation(
        id="do", method="POST", path=path, result_types={200: None}, parameters=parameters, **facts
    )


def test_the_values_of_a_set_are_sent_in_order() -> None:
    assert text_value({"b", "a"}, "x") == ["a", "b"]
    assert parameter_texts(frozenset({2, 1}), "x") == ("1", "2")
    assert parameter_texts(None, "x") == ()


def test_an_object_is_no_single_value() -> None:
    for value in (None, Policy()):
        with pytest.raises(InputError, match=f"x is of type {type(value).__name__}"):
            parameter_text(value, "x")


FLAT: list[tuple[Call[object], str]] = [
    (Call(operation("/x/{a}", Parameter("a", "path", required=True)), path={"a": NESTED}), "a "),
    (Call(operation("/x", Parameter("a", "cookie", explode=False)), cookies={"a": NESTED}), "a "),
    (
        Call(
            operation("/x", body_encodings={FORM: {"a": PartEncoding(style="form", explode=False)}}),
            body={"a": NESTED},
            media_type=FORM,
        ),
        "body.a ",
    ),
]


def test_a_nested_value_in_a_flat_place_is_an_error_that_names_it() -> None:
    wrong = []
    for call, name in FLAT:
        send = partial(request_for, call, "https://h", {})
        with pytest.raises(InputError) as caught:
            send()
        if name not in str(caught.value) or "Give flat values" not in str(caught.value):
            wrong.append(str(caught.value))
    assert wrong == []


def test_an_operation_names_its_idempotency_header() -> None:
    named = operation("/x", idempotency_header="X-Key")
    assert Policy().key_header_for(named) == "x-key"


def test_a_path_argument_in_a_media_type_makes_no_dots() -> None:
    dots = Parameter("a", "path", required=True, media_type="text/plain")
    with pytest.raises(InputError, match="make a segment"):
        request_for(Call(operation("/x/{a}", dots), path={"a": ".."}), "https://h", {})
