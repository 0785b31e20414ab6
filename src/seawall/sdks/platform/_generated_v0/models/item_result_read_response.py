# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from uuid import UUID

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class ItemResultReadResponse:
    """Item of a run with its results."""

    item_id: UUID
    application_run_id: UUID
    reference: str
    status: models.ItemStatus
    error: str | None
    output_artifacts: list[models.OutputArtifactResultReadResponse]
