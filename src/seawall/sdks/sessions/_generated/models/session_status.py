# DO NOT EDIT. Generated from sessions.json by "seawall generate sessions".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class SessionStatus(OpenEnum):
    """State of a session."""

    PENDING = "Pending"
    RUNNING = "Running"
    TERMINATING = "Terminating"
    COMPLETED = "Completed"
    FAILED = "Failed"
    SUCCEEDED = "Succeeded"
    ERROR = "Error"
