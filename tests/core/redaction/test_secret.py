import copy
import pickle
import traceback

import pytest

from seawall.core.redaction.secret import Secret


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
