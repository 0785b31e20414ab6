# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
"""Open enums: an unknown value from the server keeps its text."""

from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class ArtifactOutput(OpenEnum):
    """Availability of an artifact's file, and the cause of its deletion."""

    NONE = "NONE"
    AVAILABLE = "AVAILABLE"
    DELETED_BY_USER = "DELETED_BY_USER"
    DELETED_BY_SYSTEM = "DELETED_BY_SYSTEM"


class ArtifactState(OpenEnum):
    """State of an artifact."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ArtifactTerminationReason(OpenEnum):
    """Reason for the end of an artifact."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class ItemOutput(OpenEnum):
    """Availability of an item's results."""

    NONE = "NONE"
    FULL = "FULL"


class ItemState(OpenEnum):
    """State of an item."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ItemTerminationReason(OpenEnum):
    """Reason for the end of an item."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class OutputArtifactScope(OpenEnum):
    """Owner of an output: one item or the whole run."""

    ITEM = "ITEM"
    GLOBAL = "GLOBAL"


class OutputArtifactVisibility(OpenEnum):
    """Visibility of an output to callers."""

    INTERNAL = "INTERNAL"
    EXTERNAL = "EXTERNAL"


class RunOutput(OpenEnum):
    """Share of a run's items that have results: none, some or all."""

    NONE = "NONE"
    PARTIAL = "PARTIAL"
    FULL = "FULL"


class RunState(OpenEnum):
    """State of a run."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class RunTerminationReason(OpenEnum):
    """Reason for the end of a run."""

    ALL_ITEMS_PROCESSED = "ALL_ITEMS_PROCESSED"
    CANCELED_BY_SYSTEM = "CANCELED_BY_SYSTEM"
    CANCELED_BY_USER = "CANCELED_BY_USER"
