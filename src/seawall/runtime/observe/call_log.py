"""Observers that write calls to the log, as the logger `seawall.http`, and retries, as `seawall.retry`.

A record names the operation by method and path template. It never holds a URL with arguments, a query, a
header or a body. An error is logged as the name of its class, because its text may hold anything. The same
facts are fields of the record, for formatters that write JSON: `operation`, `method`, `path`, `call_id`, and
those of `attempt`, `max_attempts`, `attempts`, `status`, `request_id`, `duration_s`, `cached`, `delay_s` and
`error` that the event has.
"""

import logging
import threading
from collections.abc import Callable
from functools import partial

from attrs import define

from seawall.core.observe.events import (
    AttemptEnded,
    AttemptStarted,
    CallEnded,
    CallStarted,
    Event,
    RetryPlanned,
    SchemaDrift,
)
from seawall.runtime.concurrency.forks import in_forked_children
from seawall.runtime.loggers import part_logger

__all__ = ["CallLog", "RetryLog", "is_verbose"]

_log = part_logger("seawall.http")
_retry_log = part_logger("seawall.retry")

is_verbose: Callable[[], bool] = partial(_log.isEnabledFor, logging.DEBUG)
"""Checks whether the logger `seawall.http` is at DEBUG now."""

_QUIET_S = 10.0


@define(eq=False, repr=False)
class _LastWarning:
    """The last warning about one operation, and the number of retries since that were not warned about."""

    at_s: float
    suppressed: int = 0


class RetryLog:
    """An observer that logs retries at WARNING, at most one per operation in `quiet_s` seconds.

    The others are logged at DEBUG, and the next warning gives their number. So a long outage writes six lines
    per minute.
    """

    events: tuple[type[Event], ...] = (RetryPlanned,)

    def __init__(self, *, quiet_s: float = _QUIET_S) -> None:
        self._quiet_s = quiet_s
        self._last: dict[str, _LastWarning] = {}
        self._lock = threading.Lock()
        in_forked_children(self._start_anew)

    def __call__(self, event: Event) -> None:
        """Log `event` if it is a retry."""
        if not isinstance(event, RetryPlanned):
            return
        suppressed = self._count_suppressed(event)
        level = logging.DEBUG if suppressed is None else logging.WARNING
        if _retry_log.isEnabledFor(level):
            more = f"; {suppressed} more retries since the last warning" if suppressed else ""
            text = "%s %s [%d]: attempt %d of %d failed (%s); retrying in %.2f s%s"
            values = *_names(event), event.number, event.max_attempts, _failure(event), event.delay_s, more
            _retry_log.log(level, text, *values, extra=_fields(event))

    def _count_suppressed(self, event: RetryPlanned) -> int | None:
        """Return the number of retries since the last warning; None if this one gets no warning either."""
        # By operation and not by call: in an outage, many calls of one operation are retried at once.
        name = f"{event.operation.method} {event.operation.path}"
        with self._lock:
            last = self._last.get(name)
            if last is not None and event.at_s - last.at_s < self._quiet_s:
                last.suppressed += 1
                return None
            self._last[name] = _LastWarning(event.at_s)
            return last.suppressed if last else 0

    def _start_anew(self) -> None:
        # A thread of the parent may hold the lock.
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class CallLog:
    """An observer that logs calls and attempts at DEBUG, and retries through the RetryLog `retries`."""

    def __init__(self, *, quiet_s: float = _QUIET_S) -> None:
        self.retries: RetryLog = RetryLog(quiet_s=quiet_s)

    def __call__(self, event: Event) -> None:
        """Log `event` if its level is enabled."""
        if isinstance(event, RetryPlanned):
            self.retries(event)
        # Checked first, because most programs do not log at DEBUG and formatting costs more than the check.
        # Drifts have a log of their own.
        elif is_verbose() and not isinstance(event, SchemaDrift):
            _log.debug("%s %s [%d]: %s", *_names(event), _outcome(event), extra=_fields(event))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def _names(event: Event) -> tuple[str, str, int]:
    return event.operation.method, event.operation.path, event.call_id


def _failure(event: RetryPlanned) -> str:
    """Name the error of an attempt, and its status if it has one."""
    status = getattr(event.error, "status", None)
    name = type(event.error).__name__
    return f"{name} {status}" if status else name


def _fields(event: Event) -> dict[str, object]:
    """The fields of the record of `event`. No name is an attribute of a LogRecord."""
    operation = event.operation
    fields: dict[str, object] = {
        "operation": operation.id,
        "method": operation.method,
        "path": operation.path,
        "call_id": event.call_id,
    }
    if isinstance(event, AttemptStarted | AttemptEnded | RetryPlanned):
        fields["attempt"] = event.number
    if isinstance(event, RetryPlanned):
        fields |= {"delay_s": round(event.delay_s, 3), "max_attempts": event.max_attempts}
    if isinstance(event, CallEnded):
        fields |= {
            "attempts": event.attempts,
            "duration_s": round(event.took_s, 6),
            "cached": event.cached,
        }
    if not isinstance(event, CallStarted | AttemptStarted | SchemaDrift):
        fields |= _outcome_fields(event)
    return fields


def _outcome_fields(event: AttemptEnded | RetryPlanned | CallEnded) -> dict[str, object]:
    found = {
        "status": getattr(event, "status", None) or getattr(event.error, "status", None),
        "request_id": getattr(event, "request_id", None) or getattr(event.error, "request_id", None),
        "error": None if event.error is None else type(event.error).__name__,
    }
    return {name: value for name, value in found.items() if value is not None}


def _outcome(event: CallStarted | AttemptStarted | AttemptEnded | CallEnded) -> str:
    match event:
        case CallStarted():
            return "started"
        case AttemptStarted():
            return f"attempt {event.number} is being sent"
        case AttemptEnded(error=None):
            return f"attempt {event.number} received status {event.status}"
        case AttemptEnded():
            return f"attempt {event.number} failed ({type(event.error).__name__})"
        case CallEnded(error=None):
            return "served from the cache" if event.cached else f"succeeded after {_attempts(event)}"
        case CallEnded():
            return f"failed ({type(event.error).__name__}) after {_attempts(event)}"


def _attempts(event: CallEnded) -> str:
    return "1 attempt" if event.attempts == 1 else f"{event.attempts} attempts"
