"""The states of runs, items and artifacts, and why they ended. All are open: a newer server may say more."""

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
"""How runs, items and artifacts move; they fall back to PENDING while nothing of them is being processed."""


class RunState(OpenEnum):
    """Where a run is; what TERMINATED means is said by its termination reason."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class RunTerminationReason(OpenEnum):
    """Why a run ended."""

    ALL_ITEMS_PROCESSED = "ALL_ITEMS_PROCESSED"
    CANCELED_BY_SYSTEM = "CANCELED_BY_SYSTEM"
    CANCELED_BY_USER = "CANCELED_BY_USER"


class RunOutput(OpenEnum):
    """How many of a run's items have succeeded so far: none, some, all."""

    NONE = "NONE"
    PARTIAL = "PARTIAL"
    FULL = "FULL"


class ItemState(OpenEnum):
    """Where an item is; what TERMINATED means is said by its termination reason."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ItemTerminationReason(OpenEnum):
    """Why an item ended; USER_ERROR means that its input is at fault."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class ItemOutput(OpenEnum):
    """Whether an item has all of its output artifacts."""

    NONE = "NONE"
    FULL = "FULL"


class ArtifactState(OpenEnum):
    """Where an output artifact is."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ArtifactTerminationReason(OpenEnum):
    """Why an output artifact ended."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class ArtifactOutput(OpenEnum):
    """Whether an output artifact can be downloaded."""

    NONE = "NONE"
    AVAILABLE = "AVAILABLE"
    DELETED_BY_USER = "DELETED_BY_USER"
    DELETED_BY_SYSTEM = "DELETED_BY_SYSTEM"
