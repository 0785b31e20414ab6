import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from seawall.core.process_bound import ProcessBound


class Door(ProcessBound):
    _in_other_process = "Send its number."

    def __init__(self, key: str) -> None:
        self.key = key


class Plain(ProcessBound):
    pass


@pytest.mark.parametrize("send", [pickle.dumps, copy.copy, copy.deepcopy, lambda door: pickle.dumps(door, 0)])
def test_it_can_not_be_pickled_or_copied(send: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError) as caught:
        send([Door("s3cret")][0])
    assert str(caught.value) == (
        "Door belongs to one process and can not be pickled or copied: "
        "it may hold connections, locks and tokens. Send its number."
    )
    with pytest.raises(TypeError, match=r"tokens\. Make another one in the other process\.$"):
        pickle.dumps({"a": Plain()})


def test_its_repr_shows_its_class_and_nothing_else() -> None:
    assert repr(Door("s3cret")) == "Door()"
