"""The table of events, as text."""

from datetime import UTC, datetime

from seawall.sdks.sessions import SessionEvent
from seawall.sdks.sessions.events import events_of

TABLE = """\
TYPE      REASON      MESSAGE                    FIRST-TIME             LAST-TIME
Normal    Scheduled   assigned  to a node        2026-01-02T03:04:05Z   2026-01-02T03:04:05Z
Warning   Failed      no image                   <nil>                  soon
no event
"""


def test_lines_are_events_and_a_text_that_is_no_time_is_none() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert events_of(TABLE) == (
        SessionEvent(
            type="Normal", reason="Scheduled", message="assigned  to a node", first_at=at, last_at=at
        ),
        SessionEvent(type="Warning", reason="Failed", message="no image", first_at=None, last_at=None),
    )
    assert events_of("<none>\n") == ()
