# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class OutputArtifactResultReadResponse:
    """Output file of an item."""

    output_artifact_id: UUID
    name: str
    metadata: dict[str, Any]
    download_url: str | None
    mime_type: str | UnsetType = UNSET
