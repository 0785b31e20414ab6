"""Calls in the log: through `logging`, as the logger `seawall`, without secrets.

A record names the operation by method and template, never an address with its arguments, a query, a header
or a body. Errors show as the name of their class.
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
)
from seawall.core.redaction.redact import redact

__all__ = ["CallLog", "RedactingFilter", "RetryLog", "is_verbose"]

_log = logging.getLogger("seawall")

_QUIET_S = 10.0
_LONGEST_RECORD = 4000


@define
class _Told:
    at_s: float
    left_out: int = 0


def is_verbose() -> bool:
    """Whether the logger `seawall` is at DEBUG now."""
    return _log.isEnabledFor(logging.DEBUG)


class RetryLog:
    """An observer that logs retries, at WARNING.

    Of the retries of one operation one in `quiet_s` seconds is a warning, which says how many were left out;
    the others are logged at DEBUG. A long outage so costs a terminal six lines a minute.
    """

    events = (RetryPlanned,)

    def __init__(self, *, quiet_s: float = _QUIET_S) -> None:
        self._quiet_s = quiet_s
        self._told: dict[str, _Told] = {}
        self._lock = threading.Lock()

    def __call__(self, event: Event) -> None:
        """Log `event`, where it is a retry and its level is on."""
        if not isinstance(event, RetryPlanned):
            return
        left_out = self._left_out(event)
        level = logging.DEBUG if left_out is None else logging.WARNING
        if _log.isEnabledFor(level):
            more = f"; {left_out} more since the last warning" if left_out else ""
            text = "%s %s [%d]: attempt %d failed (%s); the next one in %.2f s%s"
            failure = type(event.error).__name__
            _log.log(level, text, *_names(event), event.number, failure, event.delay_s, more)

    def _left_out(self, event: RetryPlanned) -> int | None:
        """How many retries were left out since the last warning; None where this one is left out too."""
        name = f"{event.operation.method} {event.operation.path}"
        with self._lock:
            told = self._told.get(name)
            if told is not None and event.at_s - told.at_s < self._quiet_s:
                told.left_out += 1
                return None
            self._told[name] = _Told(event.at_s)
            return told.left_out if told else 0


class CallLog:
    """An observer that logs: calls and attempts at DEBUG, and retries as `retries` does."""

    def __init__(self, *, quiet_s: float = _QUIET_S) -> None:
        self.retries = RetryLog(quiet_s=quiet_s)

    def __call__(self, event: Event) -> None:
        """Log `event`, where its level is on."""
        if isinstance(event, RetryPlanned):
            self.retries(event)
        elif is_verbose():
            _log.debug("%s %s [%d]: %s", *_names(event), _outcome(event))


class RedactingFilter(logging.Filter):
    """For handlers of a program's own: replaces what looks like a secret in any record by `[redacted]`.

    Add it with `handler.addFilter(RedactingFilter())`. Text that was formatted, tracebacks included, is read;
    a secret that looks like any word is not found. Each record's text becomes one line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact `record`, in place: handlers after this one see it redacted too. It is never dropped."""
        try:
            record.msg, record.args = redact(record.getMessage(), most_characters=_LONGEST_RECORD), None
        except Exception:  # noqa: BLE001
            # The handler fails at it too, and says so in logging's way: the program goes on.
            record.msg = redact(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__
            record.args = ("[redacted]",) * len(record.args or ())
        if record.exc_info:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = _by_line(record.exc_text)
        if record.stack_info:
            record.stack_info = _by_line(record.stack_info)
        return True


def _by_line(text: str) -> str:
    return "\n".join(redact(line, most_characters=_LONGEST_RECORD) for line in text.splitlines())


def _names(event: Event) -> tuple[str, str, int]:
    return event.operation.method, event.operation.path, event.call_id


def _outcome(event: CallStarted | AttemptStarted | AttemptEnded | CallEnded) -> str:
    match event:
        case CallStarted():
            return "called"
        case AttemptStarted():
            return f"attempt {event.number} is sent"
        case AttemptEnded(error=None):
            return f"attempt {event.number} was answered with {event.status}"
        case AttemptEnded():
            return f"attempt {event.number} failed ({type(event.error).__name__})"
        case CallEnded(error=None):
            return "answered from the cache" if event.cached else f"done, {event.attempts} sent"
        case CallEnded():
            return f"failed ({type(event.error).__name__}), {event.attempts} sent"
