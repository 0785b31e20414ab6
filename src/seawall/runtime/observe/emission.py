"""Ids of calls, and the emission of events to observers."""

import itertools
import logging
from collections.abc import Callable
from inspect import iscoroutine

from seawall.core.observe.events import Event, Subscribers

__all__ = ["emit", "next_call_id"]

# Thread-safe: `next` of a count is one C call.
_ids = itertools.count(1)
_log = logging.getLogger("seawall")


def next_call_id() -> int:
    """Return a number that no other call of this process has."""
    return next(_ids)


def emit(subscribers: Subscribers, event: Event) -> None:
    """Call each observer of `event`. A bug of an observer is logged and does not fail the call."""
    for observer in subscribers[type(event)]:
        call: Callable[[Event], object] = observer
        try:
            result = call(event)
            if iscoroutine(result):
                # Only a call shows that e.g. a lambda is async. Without `close`, Python would warn of it.
                result.close()
                _log.error("An observer returned something to await. Give a plain function.")
        except Exception:  # noqa: BLE001
            _log.exception("An observer failed on %s.", type(event).__name__)
