"""Check the observers that an engine or a client receives. Pure."""

from collections.abc import Iterable

from seawall.core.observe.events import Observer
from seawall.core.validation.argument_types import check_kind, has_methods

__all__ = ["checked_observers"]


def checked_observers(observers: Iterable[Observer]) -> tuple[Observer, ...]:
    """The observers, each of which can be called; raises ConfigError."""
    check_kind("observers", observers, fits=isinstance(observers, Iterable), give="a list of observers")
    every = tuple(observers)
    for number, observer in enumerate(every):
        fits = has_methods(observer, "__call__")
        check_kind(f"observers[{number}]", observer, fits=fits, give="a function that takes an event")
    return every
