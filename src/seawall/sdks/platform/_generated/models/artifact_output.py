# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class ArtifactOutput(OpenEnum):
    """Availability of an artifact's file, and the cause of its deletion."""

    NONE = "NONE"
    AVAILABLE = "AVAILABLE"
    DELETED_BY_USER = "DELETED_BY_USER"
    DELETED_BY_SYSTEM = "DELETED_BY_SYSTEM"
