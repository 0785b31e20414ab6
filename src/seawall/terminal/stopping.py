"""Ctrl-C: what was done when it came, and how to go on."""

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["when_stopped"]


@contextmanager
def when_stopped(told: str) -> Iterator[None]:
    """A block of which a person who stops it is `told`: what was done by then and how to go on.

    `seawall.terminal.running` tells it behind `Stopped.`; of several blocks the innermost speaks first.
    """
    try:
        yield
    except KeyboardInterrupt as stop:
        stop.add_note(told)
        raise
