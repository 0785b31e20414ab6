"""Checks of the observers that an engine or a client receives."""

from typing import Any

import pytest

from seawall.core.errors import ConfigError
from seawall.core.observe.events import (
    AttemptEnded,
    AttemptStarted,
    CallEnded,
    CallStarted,
    Event,
    RetryPlanned,
    SchemaDrift,
    checked_observers,
    subscribers_by_event,
)


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


class CountsCalls:
    events = (CallStarted, CallEnded)

    def __call__(self, event: Event) -> None:
        """Ignore the event."""


def test_each_event_class_has_the_observers_that_want_it_in_their_order() -> None:
    everything, calls = Observer(), CountsCalls()
    subscribers = subscribers_by_event([calls, everything])
    assert subscribers == {
        CallStarted: (calls, everything),
        AttemptStarted: (everything,),
        AttemptEnded: (everything,),
        RetryPlanned: (everything,),
        CallEnded: (calls, everything),
        SchemaDrift: (everything,),
    }
    assert set(subscribers_by_event([]).values()) == {()}


def test_events_that_are_no_event_classes_raise_a_config_error() -> None:
    for events in [CallStarted, "CallStarted", (CallStarted, int), None, {"CallStarted"}, (), []]:
        observer: Any = type("Wrong", (Observer,), {"events": events})()
        with pytest.raises(ConfigError, match=r"events of the observer Wrong is not a tuple of event"):
            subscribers_by_event([observer])
