import copy
import pickle
import traceback

import pytest

from seawall.core.redaction.secret import Secret


def test_a_secret_is_the_text_wherever_text_is_wanted() -> None:
    secret = Secret("hunter2")
    assert secret == "hunter2"
    assert f"Bearer {secret}" == "Bearer hunter2"
    assert secret.encode() == b"hunter2"
    assert hash(secret) == hash("hunter2")


@pytest.mark.parametrize(
    "holder", [Secret("hunter2"), [Secret("hunter2")], {"token": Secret("hunter2")}, (Secret("hunter2"),)]
)
def test_a_secret_shows_in_no_repr(holder: object) -> None:
    assert "hunter2" not in repr(holder)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda secret: pickle.loads(pickle.dumps(secret))])
def test_a_copy_of_a_secret_is_one(copied) -> None:
    assert copied(Secret("hunter2")) == "hunter2"
    assert "hunter2" not in repr(copied(Secret("hunter2")))


def test_a_secret_is_not_seen_among_local_variables() -> None:
    def fails(token: str) -> None:
        raise ValueError(len(token))

    with pytest.raises(ValueError, match="7") as caught:
        fails(Secret("hunter2"))
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "token = Secret(...)" in "".join(shown.format())
