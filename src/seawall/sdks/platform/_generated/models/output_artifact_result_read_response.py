# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

from typing import Any
from uuid import UUID

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class OutputArtifactResultReadResponse:
    """Output file of an item."""

    output_artifact_id: UUID
    name: str
    state: models.ArtifactState
    output: models.ArtifactOutput
    metadata: dict[str, Any] | None | UnsetType = UNSET
    termination_reason: models.ArtifactTerminationReason | None | UnsetType = UNSET
    error_code: str | None | UnsetType = UNSET
    error_message: str | None | UnsetType = UNSET
    download_url: str | None | UnsetType = UNSET
