"""Ids of calls, and the emission of events to observers."""

import itertools
from collections.abc import Callable
from inspect import iscoroutine

from seawall.core.observe.events import Event, Subscribers
from seawall.runtime.loggers import part_logger

__all__ = ["emit", "next_call_id"]

_log = part_logger("seawall.observer")


next_call_id: Callable[[], int] = itertools.count(1).__next__
"""Returns a number that no other call of this process has. One C call, so it is thread-safe."""


def emit(subscribers: Subscribers, event: Event) -> None:
    """Call each observer of `event`. A bug of an observer is logged and does not fail the call."""
    for observer in subscribers[type(event)]:
        call: Callable[[Event], object] = observer
        try:
            result = call(event)
            if result is not None and iscoroutine(result):
                # Only a call shows that e.g. a lambda is async. Without `close`, Python would warn of it.
                result.close()
                _log.error("An observer returned something to await. Give a plain function.")
        except Exception:  # noqa: BLE001
            _log.exception("An observer failed on %s.", type(event).__name__)
