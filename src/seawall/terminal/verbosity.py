"""The log of Seawall as messages on stderr, in as much detail as the user asks for.

Without an option: warnings, and at a terminal one line with the retry that a call waits for, in plain words.
With --verbose also a line for each call, and in a pipe for each retry; with --debug each attempt and retry as
programs log them, and the traceback of an error.
"""

import logging
import math
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum

from seawall.core.redaction.redact import redact
from seawall.terminal.failures import failure_sentence

__all__ = ["Verbosity", "console_log", "split_verbosity"]

_DEBUG_VARIABLE = "SEAWALL_DEBUG"
_RETRIES, _CALLS = "seawall.retry", "seawall.http"
_MAX_CHARACTERS = 5000


class Verbosity(IntEnum):
    """Amount of detail on stderr."""

    NORMAL = 0
    VERBOSE = 1
    DEBUG = 2


_BY_OPTION = {"-v": Verbosity.VERBOSE, "--verbose": Verbosity.VERBOSE, "--debug": Verbosity.DEBUG}


def split_verbosity(arguments: Sequence[str]) -> tuple[Verbosity, list[str]]:
    """Take the options of verbosity out of `arguments`: they may stand before and after a subcommand.

    Arguments after `--` are no options. The environment variable SEAWALL_DEBUG=1 is the same as --debug.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    given = [_BY_OPTION[argument] for argument in arguments[:end] if argument in _BY_OPTION]
    rest = [argument for argument in arguments[:end] if argument not in _BY_OPTION]
    if os.environ.get(_DEBUG_VARIABLE) == "1":
        given.append(Verbosity.DEBUG)
    return max(given, default=Verbosity.NORMAL), [*rest, *arguments[end:]]


@contextmanager
def console_log(verbosity: Verbosity) -> Iterator[None]:
    """Show the log of Seawall on stderr during the block."""
    logger, handler = logging.getLogger("seawall"), _NoteHandler(verbosity)
    before = logger.level
    logger.addHandler(handler)
    # A retry without a warning of its own, and calls, are logged at DEBUG. The handler selects.
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        handler.end_retry()
        logger.removeHandler(handler)
        logger.setLevel(before)


class _NoteHandler(logging.Handler):
    """Shows the records that a user needs; of equal warnings the first, e.g. of a file that is read twice."""

    def __init__(self, verbosity: Verbosity) -> None:
        super().__init__()
        self._verbosity = verbosity
        self._shown: set[str] = set()
        self._waits_for_retry = False

    def emit(self, record: logging.LogRecord) -> None:
        """Show `record`; an error of the terminal ends the command, as it does for every other message."""
        if record.name == _RETRIES:
            self._show_retry(record)
            return
        if record.name == _CALLS and hasattr(record, "duration_s"):
            self.end_retry()
        if record.levelno >= logging.WARNING:
            self._show_warning(_message(record))
        elif self._verbosity is Verbosity.DEBUG:
            _note(_message(record), style="dim")
        elif self._verbosity is Verbosity.VERBOSE and record.name == _CALLS and hasattr(record, "duration_s"):
            _note(_call_line(record), style="dim")

    def end_retry(self) -> None:
        """Remove the line with the retry that a call waits for, if there is one."""
        if self._waits_for_retry:
            self._waits_for_retry = False
            from seawall.terminal.screen import clear_status_line  # noqa: PLC0415 - as in `_note`

            clear_status_line()

    def _show_warning(self, text: str) -> None:
        if text not in self._shown:
            self._shown.add(text)
            self.end_retry()
            _note(text, label="Warning:", style="yellow")

    def _show_retry(self, record: logging.LogRecord) -> None:
        if self._verbosity is Verbosity.DEBUG:
            _note(_message(record), style="dim")
        elif sys.stderr.isatty():
            from seawall.terminal.screen import show_status_line  # noqa: PLC0415 - as in `_note`

            self._waits_for_retry = show_status_line(_retry_sentence(record), style="yellow")
        elif self._verbosity is Verbosity.VERBOSE:
            # Logs of programs are searched for methods and paths.
            _note(_message(record))


def _retry_sentence(record: logging.LogRecord) -> str:
    fields = record.__dict__
    failure = failure_sentence(fields.get("status")).removesuffix(".")
    seconds, number, most = math.ceil(fields["delay_s"]), fields["attempt"] + 1, fields["max_attempts"]
    return f"{failure}; trying again in {seconds} s ({number} of {most})."


def _call_line(record: logging.LogRecord) -> str:
    """Describe a call that has ended: operation, status, duration and attempts."""
    fields = record.__dict__
    error, status = fields.get("error"), fields.get("status")
    outcome = f"status {status}" if status else "no response"
    if error:
        outcome = f"{outcome} ({error})"
    attempts = "1 attempt" if fields["attempts"] == 1 else f"{fields['attempts']} attempts"
    sent = "from the cache" if fields["cached"] else attempts
    # Without method and path, which --debug shows: the line fits a narrow terminal.
    return redact(f"{fields['operation']}: {outcome}, {fields['duration_s']:.2f} s, {sent}")


def _message(record: logging.LogRecord) -> str:
    return redact(record.getMessage(), max_characters=_MAX_CHARACTERS)


def _note(text: str, *, label: str = "", style: str = "") -> None:
    # Imported late: rich takes 45 ms, and most commands log nothing.
    from seawall.terminal.screen import note  # noqa: PLC0415

    note(text, label=label, style=style)
