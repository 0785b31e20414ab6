# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

import datetime as dt
from uuid import UUID

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class ApplicationVersionReadResponse:
    """Inputs, outputs and changelog of a version."""

    application_version_id: str
    version: str
    application_id: str
    changelog: str
    input_artifacts: list[models.InputArtifactReadResponse]
    output_artifacts: list[models.OutputArtifactReadResponse]
    flow_id: UUID | None | UnsetType = UNSET
    created_at: dt.datetime | UnsetType = UNSET
