"""Observers that write calls and retries to the log, as the logger `seawall`, and a filter against secrets.

A record names the operation by method and path template. It never holds a URL with arguments, a query, a
header or a body. An error is logged as the name of its class, because its text may hold anything.
"""

import logging
import threading

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
from seawall.core.redaction.redact import redact
from seawall.runtime.concurrency.forks import in_forked_children

__all__ = ["CallLog", "RedactingFilter", "RetryLog", "is_verbose"]

_log = logging.getLogger("seawall")

_QUIET_S = 10.0
_MAX_RECORD_LENGTH = 4000


@define(eq=False, repr=False)
class _LastWarning:
    """The last warning about one operation, and the number of retries since that were not warned about."""

    at_s: float
    suppressed: int = 0


def is_verbose() -> bool:
    """Check whether the logger `seawall` is at DEBUG now."""
    return _log.isEnabledFor(logging.DEBUG)


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
        if _log.isEnabledFor(level):
            more = f"; {suppressed} more retries since the last warning" if suppressed else ""
            text = "%s %s [%d]: attempt %d failed (%s); retrying in %.2f s%s"
            failure = type(event.error).__name__
            _log.log(level, text, *_names(event), event.number, failure, event.delay_s, more)

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
            _log.debug("%s %s [%d]: %s", *_names(event), _outcome(event))


class RedactingFilter(logging.Filter):
    """A logging filter that replaces secrets in records by `[redacted]`.

    Add it to a handler: `handler.addFilter(RedactingFilter())`. It reads the formatted message and the
    traceback. It finds secrets by their format or by the name before them, so it misses one that looks like
    an ordinary word. The message becomes one line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact `record` in place, so that later handlers see it redacted too. Always returns True."""
        try:
            record.msg, record.args = redact(record.getMessage(), max_characters=_MAX_RECORD_LENGTH), None
        except Exception:  # noqa: BLE001
            # The arguments do not match the message. The handler fails too and reports it as logging does.
            record.msg = redact(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__
            record.args = ("[redacted]",) * len(record.args or ())
        if record.exc_info:
            # With exc_info, the formatter of a handler would format the traceback again, with its secrets.
            record.exc_text = logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = _redact_lines(record.exc_text)
        if record.stack_info:
            record.stack_info = _redact_lines(record.stack_info)
        return True


def _redact_lines(text: str) -> str:
    return "\n".join(redact(line, max_characters=_MAX_RECORD_LENGTH) for line in text.splitlines())


def _names(event: Event) -> tuple[str, str, int]:
    return event.operation.method, event.operation.path, event.call_id


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
