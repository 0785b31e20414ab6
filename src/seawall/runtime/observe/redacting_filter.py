"""A logging filter that removes secrets from records: their messages, tracebacks and fields."""

import logging
from collections.abc import Mapping

from seawall.core.redaction.redact import redact
from seawall.core.redaction.secret_patterns import HIDDEN, is_secret_name

__all__ = ["RedactingFilter"]

_MAX_RECORD_LENGTH = 4000
# Deeper values are replaced: a value may hold itself.
_MAX_DEPTH = 8
# The attributes that `logging` and its formatters set. Any other one is a field of `extra`.
_OWN_ATTRIBUTES = frozenset(
    {*vars(logging.LogRecord("", 0, "", 0, "", None, None)), "asctime", "message", "taskName"}
)


class RedactingFilter(logging.Filter):
    """A logging filter that replaces secrets in records by `[redacted]`.

    Add it to a handler: `handler.addFilter(RedactingFilter())`. It reads the formatted message, the traceback
    and the fields of `extra`. It finds secrets by their format or by the name before them, so it misses one
    that looks like an ordinary word. The message becomes one line; the message of structlog, a dict of
    fields, stays a dict.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact `record` in place, so that later handlers see it redacted too. Always returns True."""
        _redact_message(record)
        for name, value in [*vars(record).items()]:
            # Names with an underscore are objects of a library, such as the logger of structlog.
            if name not in _OWN_ATTRIBUTES and not name.startswith("_"):
                setattr(record, name, _redacted(name, value))
        if record.exc_info:
            # With exc_info, the formatter of a handler would format the traceback again, with its secrets.
            record.exc_text = logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = _redact_lines(record.exc_text)
        if record.stack_info:
            record.stack_info = _redact_lines(record.stack_info)
        return True

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


def _redact_message(record: logging.LogRecord) -> None:
    message: object = record.msg
    if isinstance(message, dict) and not record.args:
        record.msg = _redacted("", message)
        return
    try:
        record.msg, record.args = redact(record.getMessage(), max_characters=_MAX_RECORD_LENGTH), None
    except Exception:  # noqa: BLE001
        # The arguments do not match the message. The handler fails too and reports it as logging does.
        record.msg = redact(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__
        record.args = ("[redacted]",) * len(record.args or ())


def _redacted(name: str, value: object, depth: int = 0) -> object:
    """The value of a field without secrets; of a mapping and a list, also those inside of it."""
    if value is None or isinstance(value, bool):
        return value
    if is_secret_name(name) or depth > _MAX_DEPTH:
        return HIDDEN
    if isinstance(value, Mapping):
        return {key: _redacted(str(key), one, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted(name, one, depth + 1) for one in value]
    return value if isinstance(value, int | float) else _redacted_text(value)


def _redacted_text(value: object) -> object:
    """The text of a value without secrets, which a formatter writes; `value` itself if it holds none."""
    try:
        texts = [" ".join(text.split()) for text in (str(value), repr(value))]
    except Exception:  # noqa: BLE001 - a class of the user's may raise anything
        return type(value).__name__
    redacted = [redact(text, max_characters=_MAX_RECORD_LENGTH) for text in texts]
    if isinstance(value, str):
        return redacted[0]
    return value if redacted == texts else redacted[0]


def _redact_lines(text: str) -> str:
    return "\n".join(redact(line, max_characters=_MAX_RECORD_LENGTH) for line in text.splitlines())
