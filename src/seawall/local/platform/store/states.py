"""The states, outputs and termination reasons of runs, items and artifacts, as they stand on the wire.

Runs, items and artifacts each go PENDING, PROCESSING, TERMINATED; a run may fall back to PENDING while
none of its items is being processed.
"""

from enum import StrEnum

__all__ = [
    "OPEN_STATES",
    "ArtifactOutput",
    "ArtifactState",
    "ArtifactTerminationReason",
    "ItemOutput",
    "ItemState",
    "ItemTerminationReason",
    "OutputArtifactScope",
    "OutputArtifactVisibility",
    "RunOutput",
    "RunState",
    "RunTerminationReason",
]


class RunState(StrEnum):
    """How far a run has come."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


OPEN_STATES = (RunState.PENDING, RunState.PROCESSING)


class RunOutput(StrEnum):
    """How much of a run can be downloaded: no item, some, or all."""

    NONE = "NONE"
    PARTIAL = "PARTIAL"
    FULL = "FULL"


class RunTerminationReason(StrEnum):
    """Why a run ended."""

    ALL_ITEMS_PROCESSED = "ALL_ITEMS_PROCESSED"
    CANCELED_BY_SYSTEM = "CANCELED_BY_SYSTEM"
    CANCELED_BY_USER = "CANCELED_BY_USER"


class ItemState(StrEnum):
    """How far an item has come."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ItemOutput(StrEnum):
    """Whether an item has results."""

    NONE = "NONE"
    FULL = "FULL"


class ItemTerminationReason(StrEnum):
    """Why an item ended."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class ArtifactState(StrEnum):
    """How far an artifact has come."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ArtifactOutput(StrEnum):
    """Whether an artifact's file is there, and who deleted it if not."""

    NONE = "NONE"
    AVAILABLE = "AVAILABLE"
    DELETED_BY_USER = "DELETED_BY_USER"
    DELETED_BY_SYSTEM = "DELETED_BY_SYSTEM"


class ArtifactTerminationReason(StrEnum):
    """Why an artifact ended."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class OutputArtifactScope(StrEnum):
    """Whether an output belongs to one item or to the whole run."""

    ITEM = "ITEM"
    GLOBAL = "GLOBAL"


class OutputArtifactVisibility(StrEnum):
    """Whether an output is shown to callers."""

    INTERNAL = "INTERNAL"
    EXTERNAL = "EXTERNAL"
