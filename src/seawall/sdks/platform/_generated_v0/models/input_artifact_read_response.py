# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from typing import Any

from attrs import frozen


@frozen(kw_only=True)
class InputArtifactReadResponse:
    """Input file that each item must have."""

    name: str
    mime_type: str
    metadata_schema: dict[str, Any]
