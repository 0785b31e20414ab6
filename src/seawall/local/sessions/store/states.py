"""Kinds and states of sessions, as the live system names them."""

from collections.abc import Mapping
from enum import StrEnum

__all__ = ["LIVE", "OLDER_NAMES", "SessionKind", "SessionStatus"]


class SessionKind(StrEnum):
    """Kind of a session."""

    NOTEBOOK = "notebook"
    DESKTOP = "desktop"
    CARTA = "carta"
    FIREFLY = "firefly"
    CONTRIBUTED = "contributed"
    HEADLESS = "headless"
    DESKTOP_APP = "desktop-app"

    @property
    def is_interactive(self) -> bool:
        """Return true for sessions in a browser: they count for the limit of a user."""
        return self not in {SessionKind.HEADLESS, SessionKind.DESKTOP_APP}


class SessionStatus(StrEnum):
    """State of a session. Releases of version v0 say Succeeded for Completed and Error for Failed."""

    PENDING = "Pending"
    RUNNING = "Running"
    TERMINATING = "Terminating"
    COMPLETED = "Completed"
    FAILED = "Failed"
    SUCCEEDED = "Succeeded"
    ERROR = "Error"


LIVE = frozenset({SessionStatus.PENDING, SessionStatus.RUNNING})
"""States of a session that has not ended."""

OLDER_NAMES: Mapping[SessionStatus, SessionStatus] = {
    SessionStatus.COMPLETED: SessionStatus.SUCCEEDED,
    SessionStatus.FAILED: SessionStatus.ERROR,
}
"""The names of states in version v0."""
