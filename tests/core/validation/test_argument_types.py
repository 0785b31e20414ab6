"""What a user handed in, of every wrong kind."""

from typing import Any

import pytest

from seawall.core.errors import ConfigError
from seawall.core.metadata.interface import checked_interface
from seawall.core.observe.events import Event
from seawall.core.observe.observers import checked_observers
from seawall.core.validation.argument_types import check_kind, has_methods


class Watching:
    def __call__(self, event: Event) -> None:
        """Look on."""


class Blind:
    pass


def test_observers_are_anything_that_takes_an_event() -> None:
    seen: list[Event] = []
    watching = Watching()
    assert checked_observers([seen.append, watching]) == (seen.append, watching)
    assert checked_observers(one for one in (watching,)) == (watching,)
    assert checked_observers(()) == ()


@pytest.mark.parametrize(
    ("observers", "words"),
    [
        (print, "observers is of type builtin_function_or_method. Give a list of observers."),
        (Watching(), "observers is of type Watching. Give a list of observers."),
        (None, "observers is of type NoneType. Give a list of observers."),
        ([print, Blind()], "observers[1] is of type Blind. Give a function that takes an event."),
        ([Watching], "observers[0] is the class Watching. Give a function that takes an event."),
        ("log", "observers[0] is of type str. Give a function that takes an event."),
    ],
)
def test_what_is_no_observer_is_told(observers: Any, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        checked_observers(observers)
    assert str(caught.value) == words


def test_the_interface_is_one_of_those_that_there_are() -> None:
    assert (checked_interface(None), checked_interface("cli")) == (None, "cli")
    with pytest.raises(ConfigError, match="interface must be one of script, cli, notebook, launchpad"):
        checked_interface("hunter2")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "names", "has"),
    [("a", ("strip", "split"), True), ("a", ("strip", "send"), False), (str, ("strip",), False)],
)
def test_a_thing_has_methods_and_a_class_is_no_thing(
    value: object, names: tuple[str, ...], has: bool
) -> None:
    assert has_methods(value, *names) is has


def test_what_fits_is_let_through_and_what_does_not_is_not_shown() -> None:
    check_kind("transport", "s3cret", fits=True, give="a transport")
    with pytest.raises(ConfigError, match=r"^transport is of type str\. Give a transport\.$"):
        check_kind("transport", "s3cret", fits=False, give="a transport")
