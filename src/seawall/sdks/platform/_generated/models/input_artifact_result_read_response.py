# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class InputArtifactResultReadResponse:
    """Input file of an item."""

    input_artifact_id: UUID
    name: str
    metadata: dict[str, Any] | None | UnsetType = UNSET
    download_url: str | None | UnsetType = UNSET
