"""Keys that are absent from a JSON body, and values that the API always sends."""

import pickle

import pytest

from seawall.core.errors import DecodeError
from seawall.core.field_errors import MissingValueError
from seawall.core.wire.unset import (
    UNSET,
    UnsetType,
    given,
    given_or_null,
    if_given,
    or_none,
    or_unset,
)


def test_an_absent_key_is_none() -> None:
    rows: list[tuple[str | UnsetType, str | None]] = [(UNSET, None), ("", ""), ("a", "a")]
    for value, expected in rows:
        assert or_none(value) == expected, value


def test_an_argument_that_is_none_is_not_sent() -> None:
    rows: list[tuple[int | None, int | UnsetType]] = [(None, UNSET), (0, 0), (7, 7)]
    for value, expected in rows:
        assert or_unset(value) == expected, value


def test_an_argument_is_converted_if_it_is_given() -> None:
    rows: list[tuple[tuple[str, ...] | None, list[str] | UnsetType]] = [
        (None, UNSET),
        ((), []),
        (("a", "b"), ["a", "b"]),
    ]
    for value, expected in rows:
        assert or_unset(value, list) == expected, value


def test_only_a_given_value_is_converted() -> None:
    rows: list[tuple[str | UnsetType | None, int | None]] = [(UNSET, None), (None, None), ("", 0), ("ab", 2)]
    for value, expected in rows:
        assert if_given(value, len) == expected, value


def test_a_value_that_is_always_sent_has_its_plain_type() -> None:
    value: str | UnsetType | None = "any"
    plain: str = given(value, "title")
    assert plain == "any"
    empty: list[int | str | UnsetType | None] = [0, "", False]
    assert [given(one, "title") for one in empty] == empty
    nullable: str | UnsetType | None = None
    kept: str | None = given_or_null(nullable, "title")
    assert kept is None


def test_a_value_that_is_always_sent_and_is_not_there_is_an_error() -> None:
    rows: list[tuple[UnsetType | None, str]] = [(UNSET, "without"), (None, "with null for")]
    for value, fault in rows:
        text = rf"^A response came {fault} `output\.state`, which the API always sends\. Server"
        with pytest.raises(DecodeError, match=text) as caught:
            given(value, "output.state")
        error = caught.value
        assert isinstance(error, MissingValueError)
        assert (error.name, error.status, error.request_id) == ("output.state", 0, None)
    with pytest.raises(MissingValueError, match="without"):
        given_or_null(UNSET, "state")


def test_the_error_can_be_rebuilt_and_is_plain_json() -> None:
    error = MissingValueError("text", 200, "req-7", "state")
    copy = MissingValueError(*error.args)
    assert (str(copy), copy.name, copy.status, copy.request_id) == ("text", "state", 200, "req-7")
    assert vars(pickle.loads(pickle.dumps(error))) == vars(error)
    assert error.to_dict() == {
        "error": "MissingValueError",
        "message": "text",
        "status": 200,
        "request_id": "req-7",
        "name": "state",
    }
