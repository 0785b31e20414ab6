import copy
import pickle
import traceback
from enum import StrEnum

import pytest

from seawall.core.redaction.secret import Secret, hidden
from seawall.core.validation.arguments import describe_type


def test_a_secret_is_an_ordinary_string() -> None:
    secret = Secret("hunter2")
    assert secret == "hunter2"
    assert f"Bearer {secret}" == "Bearer hunter2"
    assert secret.encode() == b"hunter2"
    assert hash(secret) == hash("hunter2")


@pytest.mark.parametrize(
    "holder", [Secret("hunter2"), [Secret("hunter2")], {"token": Secret("hunter2")}, (Secret("hunter2"),)]
)
def test_no_repr_shows_a_secret(holder: object) -> None:
    assert "hunter2" not in repr(holder)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda secret: pickle.loads(pickle.dumps(secret))])
def test_a_copy_of_a_secret_is_a_secret(copied) -> None:
    assert copied(Secret("hunter2")) == "hunter2"
    assert "hunter2" not in repr(copied(Secret("hunter2")))


def test_a_traceback_with_local_variables_does_not_show_a_secret() -> None:
    def fails(token: str) -> None:
        raise ValueError(len(token))

    with pytest.raises(ValueError, match="7") as caught:
        fails(Secret("hunter2"))
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "token = Secret(...)" in "".join(shown.format())


class Word(StrEnum):
    LOW = "low"


def test_a_hidden_value_is_equal_and_shows_nothing() -> None:
    for value in ("s3cret", b"s3cret", {"name": "s3cret"}, ["s3cret"], ("s3cret", {"name": b"s3cret"})):
        assert hidden(value) == value
        assert "s3cret" not in repr(hidden(value))
    assert str(hidden(bytearray(b"s3cret"))) == "SecretBytes(...)"
    assert repr(hidden({"name": "s3cret"})) == "SecretMapping(name)"


def test_other_values_stay_as_they_are() -> None:
    for value in (None, 1, Word.LOW, pickle.loads):
        assert hidden(value) is value


def test_an_error_about_a_hidden_value_names_the_type_that_the_user_gave() -> None:
    for value in ("s3cret", b"s3cret", {"name": "s3cret"}):
        assert describe_type(hidden(value)) == f"of type {type(value).__name__}"
