import copy
import pickle
from collections.abc import Iterator

import pytest

from seawall.core.wire.open_enum import MAX_COUNTED_VALUES, OpenEnum, unknown_values


class State(OpenEnum):
    ACTIVE = "active"
    DONE = "done"


class Other(OpenEnum):
    ACTIVE = "active"


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    unknown_values.clear()
    yield
    unknown_values.clear()


def test_a_known_value_is_its_member() -> None:
    assert State("active") is State.ACTIVE
    assert State.ACTIVE.is_known


def test_an_unknown_value_keeps_its_text() -> None:
    state = State("paused")
    assert isinstance(state, State)
    assert (str(state), state.value, state.name, f"{state}") == ("paused",) * 4
    assert not state.is_known


@pytest.mark.parametrize("text", ["ACTIVE", "Active", "", "name", "active "])
def test_a_value_is_known_by_its_text_and_not_by_its_name(text: str) -> None:
    assert not State(text).is_known


def test_unknown_values_with_the_same_text_are_equal() -> None:
    assert State("paused") == State("paused") == "paused"
    assert State("paused") != State("stopped")
    assert State("paused") != State.ACTIVE


@pytest.mark.parametrize("text", ["active", "paused"])
def test_equal_values_have_equal_hashes(text: str) -> None:
    assert hash(State(text)) == hash(text)
    assert {State(text): 1}[State(text)] == 1


def test_an_unknown_value_is_not_a_member() -> None:
    State("paused")
    assert [state.value for state in State] == ["active", "done"]
    assert "paused" not in State.__members__


@pytest.mark.parametrize("text", ["active", "paused"])
def test_a_value_survives_pickle_and_copy(text: str) -> None:
    state = State(text)
    for again in (pickle.loads(pickle.dumps(state)), copy.copy(state), copy.deepcopy(state)):
        assert type(again) is State
        assert again == state
        assert again.is_known is state.is_known


def test_the_repr_names_class_and_value() -> None:
    assert repr(State("paused")) == "<State.paused: 'paused'>"


@pytest.mark.parametrize("value", [5, None, b"active", ["active"], 1.5])
def test_values_must_be_text(value: object) -> None:
    with pytest.raises(ValueError, match="is not a valid State"):
        State(value)  # type: ignore[arg-type]


def test_unknown_values_are_counted_by_enum_and_text() -> None:
    for enum, text in [(State, "paused"), (State, "paused"), (Other, "paused"), (State, "active")]:
        enum(text)
    assert unknown_values == {("State", "paused"): 2, ("Other", "paused"): 1}


def test_the_number_of_counted_values_is_limited() -> None:
    most = MAX_COUNTED_VALUES
    for number in range(most + 5):
        State(f"s{number}")
    assert len(unknown_values) == most
    State("s0")
    assert unknown_values["State", "s0"] == 2
