# DO NOT EDIT. Generated from openapi.json by "seawall generate platform".
from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class RunReadResponse:
    """Current state of a run."""

    run_id: UUID
    application_id: str
    version_number: str
    state: models.RunState
    output: models.RunOutput
    termination_reason: models.RunTerminationReason | None
    error_code: str | None
    error_message: str | None
    statistics: models.RunItemStatistics
    submitted_at: dt.datetime
    submitted_by: str
    custom_metadata: dict[str, Any] | None | UnsetType = UNSET
    custom_metadata_checksum: str | None | UnsetType = UNSET
    organization_id: str | None | UnsetType = UNSET
    terminated_at: dt.datetime | None | UnsetType = UNSET
    num_preceding_items_org: int | None | UnsetType = UNSET
    num_preceding_items_platform: int | None | UnsetType = UNSET
    scheduling: models.SchedulingResponse | None | UnsetType = UNSET
