# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
"""Open enums: an unknown value from the server keeps its text."""

from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class ArtifactOutput(OpenEnum):
    """Whether an artifact's file is there, and who deleted it if not."""

    NONE = "NONE"
    AVAILABLE = "AVAILABLE"
    DELETED_BY_USER = "DELETED_BY_USER"
    DELETED_BY_SYSTEM = "DELETED_BY_SYSTEM"


class ArtifactState(OpenEnum):
    """How far an artifact has come."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ArtifactTerminationReason(OpenEnum):
    """Why an artifact ended."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class ItemOutput(OpenEnum):
    """Whether an item has results."""

    NONE = "NONE"
    FULL = "FULL"


class ItemState(OpenEnum):
    """How far an item has come."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ItemTerminationReason(OpenEnum):
    """Why an item ended."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class OutputArtifactScope(OpenEnum):
    """Whether an output belongs to one item or to the whole run."""

    ITEM = "ITEM"
    GLOBAL = "GLOBAL"


class OutputArtifactVisibility(OpenEnum):
    """Whether an output is shown to callers."""

    INTERNAL = "INTERNAL"
    EXTERNAL = "EXTERNAL"


class RunOutput(OpenEnum):
    """How much of a run can be downloaded: no item, some, or all."""

    NONE = "NONE"
    PARTIAL = "PARTIAL"
    FULL = "FULL"


class RunState(OpenEnum):
    """How far a run has come."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class RunTerminationReason(OpenEnum):
    """Why a run ended."""

    ALL_ITEMS_PROCESSED = "ALL_ITEMS_PROCESSED"
    CANCELED_BY_SYSTEM = "CANCELED_BY_SYSTEM"
    CANCELED_BY_USER = "CANCELED_BY_USER"
