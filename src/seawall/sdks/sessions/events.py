"""The table of events that the server sends as text."""

import re

from seawall.core.http.time_texts import time_or_none
from seawall.sdks.sessions.models import SessionEvent

__all__ = ["events_of"]

_COLUMNS = 5
# Columns are padded with blanks, two or more between them.
_BETWEEN = re.compile(r" {2,}|\t+")


def events_of(text: str) -> tuple[SessionEvent, ...]:
    """Read the events in a table with the columns TYPE REASON MESSAGE FIRST-TIME LAST-TIME.

    A line that is none is left out, e.g. the header and `<none>`.
    """
    rows = (_BETWEEN.split(line.strip()) for line in text.splitlines())
    return tuple(_event(row) for row in rows if len(row) >= _COLUMNS and row[0] != "TYPE")


def _event(row: list[str]) -> SessionEvent:
    kind, reason, *message, first, last = row
    times = time_or_none(first), time_or_none(last)
    return SessionEvent(
        type=kind, reason=reason, message="  ".join(message), first_at=times[0], last_at=times[1]
    )
