"""What a user handed in is looked at when it is: a slip is told there, and not by the first call. Pure."""

from collections.abc import Iterable
from typing import get_args
from urllib.parse import urlsplit

from seawall.core.arguments import kind_of
from seawall.core.errors import ConfigError
from seawall.core.events import Observer
from seawall.core.invocation import Interface

__all__ = ["check_kind", "checked_base_url", "checked_interface", "checked_observers", "has_methods"]


def has_methods(value: object, *names: str) -> bool:
    """Whether `value` is a thing, and no class, with methods of these `names`."""
    is_thing = not isinstance(value, type)
    return is_thing and all(callable(getattr(value, name, None)) for name in names)


def check_kind(name: str, value: object, *, fits: bool, give: str) -> None:
    """Raise ConfigError where `value`, handed in as `name`, does not fit; `give` says what does."""
    if not fits:
        raise ConfigError(f"{name} is {kind_of(value)}. Give {give}.")


def checked_base_url(base_url: str) -> str:
    """The address that paths are below, without a slash at its end; raises ConfigError."""
    check_kind("base_url", base_url, fits=isinstance(base_url, str), give="text, e.g. https://api.example")
    try:
        parts = urlsplit(base_url)
        is_one = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_one = False
    if not is_one:
        raise ConfigError("base_url is no http or https URL. Give one such as https://api.example.")
    return base_url.rstrip("/")


def checked_observers(observers: Iterable[Observer]) -> tuple[Observer, ...]:
    """The observers, each of which can be called; raises ConfigError."""
    check_kind("observers", observers, fits=isinstance(observers, Iterable), give="a list of observers")
    every = tuple(observers)
    for number, observer in enumerate(every):
        fits = has_methods(observer, "__call__")
        check_kind(f"observers[{number}]", observer, fits=fits, give="a function that takes an event")
    return every


def checked_interface(interface: Interface | None) -> Interface | None:
    """The interface that a program states of itself; raises ConfigError where there is no such."""
    known = get_args(Interface)
    if interface is not None and interface not in known:
        raise ConfigError(f"interface must be one of {', '.join(known)}.")
    return interface
