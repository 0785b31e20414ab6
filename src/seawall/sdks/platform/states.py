"""States and termination reasons of runs, items and artifacts. All enums accept values of a newer server."""

from seawall.core.waiting.states import StateMachine
from seawall.core.wire.open_enum import OpenEnum

__all__ = [
    "STATES",
    "ArtifactOutput",
    "ArtifactState",
    "ArtifactTerminationReason",
    "ItemOutput",
    "ItemState",
    "ItemTerminationReason",
    "RunOutput",
    "RunState",
    "RunTerminationReason",
]

STATES = StateMachine(
    transitions={
        "PENDING": ("PROCESSING", "TERMINATED"),
        "PROCESSING": ("PENDING", "TERMINATED"),
        "TERMINATED": (),
    },
    terminal=("TERMINATED",),
)
"""The transitions of runs, items and artifacts; they return to PENDING if their processing pauses."""


class RunState(OpenEnum):
    """The state of a run; the termination reason explains TERMINATED."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class RunTerminationReason(OpenEnum):
    """The reason for the end of a run."""

    ALL_ITEMS_PROCESSED = "ALL_ITEMS_PROCESSED"
    CANCELED_BY_SYSTEM = "CANCELED_BY_SYSTEM"
    CANCELED_BY_USER = "CANCELED_BY_USER"


class RunOutput(OpenEnum):
    """The share of a run's items that have succeeded so far: none, some, all."""

    NONE = "NONE"
    PARTIAL = "PARTIAL"
    FULL = "FULL"


class ItemState(OpenEnum):
    """The state of an item; the termination reason explains TERMINATED."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ItemTerminationReason(OpenEnum):
    """The reason for the end of an item; USER_ERROR means that its input is wrong."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class ItemOutput(OpenEnum):
    """The output of an item: FULL if it has all of its output artifacts."""

    NONE = "NONE"
    FULL = "FULL"


class ArtifactState(OpenEnum):
    """The state of an output artifact."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ArtifactTerminationReason(OpenEnum):
    """The reason for the end of an output artifact."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class ArtifactOutput(OpenEnum):
    """The file of an output artifact: only AVAILABLE ones can be downloaded."""

    NONE = "NONE"
    AVAILABLE = "AVAILABLE"
    DELETED_BY_USER = "DELETED_BY_USER"
    DELETED_BY_SYSTEM = "DELETED_BY_SYSTEM"
