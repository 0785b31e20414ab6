# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class ApplicationRunStatus(OpenEnum):
    """Status of an application run."""

    CANCELED_SYSTEM = "CANCELED_SYSTEM"
    CANCELED_USER = "CANCELED_USER"
    COMPLETED = "COMPLETED"
    COMPLETED_WITH_ERROR = "COMPLETED_WITH_ERROR"
    RECEIVED = "RECEIVED"
    REJECTED = "REJECTED"
    RUNNING = "RUNNING"
    SCHEDULED = "SCHEDULED"
