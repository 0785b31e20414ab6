"""Checks of the observers that an engine or a client receives."""

from typing import Any

import pytest

from seawall.core.errors import ConfigError
from seawall.core.observe.events import Event, checked_observers


class Observer:
    def __call__(self, event: Event) -> None:
        """Ignore the event."""


class NotCallable:
    pass


def test_an_observer_is_a_callable_instance() -> None:
    seen: list[Event] = []
    observer = Observer()
    assert checked_observers([seen.append, observer]) == (seen.append, observer)
    assert checked_observers(one for one in (observer,)) == (observer,)
    assert checked_observers(()) == ()


WRONG_OBSERVERS: list[tuple[Any, str]] = [
    (print, "observers is of type builtin_function_or_method. Give a list of observers."),
    ([print, NotCallable()], "observers[1] is of type NotCallable. Give a function that takes an event."),
    ([Observer], "observers[0] is the class Observer. Give a function that takes an event."),
]


def test_other_values_raise_a_config_error(subtests: pytest.Subtests) -> None:
    for observers, message in WRONG_OBSERVERS:
        with subtests.test(row=repr(message)[:60]):
            with pytest.raises(ConfigError) as caught:
                checked_observers(observers)
            assert str(caught.value) == message
