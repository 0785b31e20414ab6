"""Check the observers that an engine or a client receives. Pure."""

from collections.abc import Iterable

from seawall.core.observe.events import Observer
from seawall.core.validation.arguments import has_methods, require_type

__all__ = ["checked_observers"]


def checked_observers(observers: Iterable[Observer]) -> tuple[Observer, ...]:
    """The observers, each of which can be called; raises ConfigError."""
    require_type(observers, "observers", ok=isinstance(observers, Iterable), expected="a list of observers")
    every = tuple(observers)
    for number, observer in enumerate(every):
        fits = has_methods(observer, "__call__")
        require_type(observer, f"observers[{number}]", ok=fits, expected="a function that takes an event")
    return every
