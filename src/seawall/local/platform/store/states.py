"""States, outputs and other enumerations of the API, with their wire values.

Runs, items and artifacts go from PENDING to PROCESSING to TERMINATED. A run returns to PENDING while it has
open items but none is being processed; an item returns to PENDING when a worker releases it.
"""

from enum import StrEnum

__all__ = [
    "OPEN_STATES",
    "ArtifactOutput",
    "ArtifactState",
    "ArtifactTerminationReason",
    "GrantRelation",
    "ItemOutput",
    "ItemState",
    "ItemTerminationReason",
    "OutputArtifactScope",
    "OutputArtifactVisibility",
    "ResourceType",
    "RunOutput",
    "RunState",
    "RunTerminationReason",
    "SubjectType",
    "VersionDocumentVisibility",
]


class RunState(StrEnum):
    """State of a run."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


OPEN_STATES = (RunState.PENDING, RunState.PROCESSING)


class RunOutput(StrEnum):
    """Share of a run's items that have results: none, some or all."""

    NONE = "NONE"
    PARTIAL = "PARTIAL"
    FULL = "FULL"


class RunTerminationReason(StrEnum):
    """Reason for the end of a run."""

    ALL_ITEMS_PROCESSED = "ALL_ITEMS_PROCESSED"
    CANCELED_BY_SYSTEM = "CANCELED_BY_SYSTEM"
    CANCELED_BY_USER = "CANCELED_BY_USER"


class ItemState(StrEnum):
    """State of an item."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ItemOutput(StrEnum):
    """Availability of an item's results."""

    NONE = "NONE"
    FULL = "FULL"


class ItemTerminationReason(StrEnum):
    """Reason for the end of an item."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class ArtifactState(StrEnum):
    """State of an artifact."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"


class ArtifactOutput(StrEnum):
    """Availability of an artifact's file, and the cause of its deletion."""

    NONE = "NONE"
    AVAILABLE = "AVAILABLE"
    DELETED_BY_USER = "DELETED_BY_USER"
    DELETED_BY_SYSTEM = "DELETED_BY_SYSTEM"


class ArtifactTerminationReason(StrEnum):
    """Reason for the end of an artifact."""

    SUCCEEDED = "SUCCEEDED"
    USER_ERROR = "USER_ERROR"
    SYSTEM_ERROR = "SYSTEM_ERROR"
    SKIPPED = "SKIPPED"


class OutputArtifactScope(StrEnum):
    """Owner of an output: one item or the whole run."""

    ITEM = "ITEM"
    GLOBAL = "GLOBAL"


class OutputArtifactVisibility(StrEnum):
    """Visibility of an output to callers."""

    INTERNAL = "INTERNAL"
    EXTERNAL = "EXTERNAL"


class VersionDocumentVisibility(StrEnum):
    """Visibility of a version's document; the API offers public ones only."""

    PUBLIC = "public"
    INTERNAL = "internal"


class ResourceType(StrEnum):
    """Kind of thing that a grant gives access to."""

    RUN = "run"
    ITEM = "item"
    OUTPUT_ARTIFACT = "output_artifact"
    SHARE_TOKEN = "share_token"  # noqa: S105 - a word


class SubjectType(StrEnum):
    """Kind of receiver of a grant: a user, the admins or all users of an organization, a share token."""

    USER = "user"
    ORGANIZATION_ADMIN = "organization_admin"
    ORGANIZATION_USER = "organization_user"
    SHARE_TOKEN = "share_token"  # noqa: S105 - a word


class GrantRelation(StrEnum):
    """Access that a grant gives."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"
