# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from typing import Any

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class OutputArtifactReadResponse:
    """Output file that each item produces."""

    name: str
    mime_type: str
    metadata_schema: dict[str, Any]
    scope: models.OutputArtifactScope
