# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class ArtifactState(OpenEnum):
    """State of an artifact."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    TERMINATED = "TERMINATED"
