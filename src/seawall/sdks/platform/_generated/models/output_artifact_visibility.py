# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from seawall.core.wire.open_enum import OpenEnum


class OutputArtifactVisibility(OpenEnum):
    """Visibility of an output to callers."""

    INTERNAL = "INTERNAL"
    EXTERNAL = "EXTERNAL"
