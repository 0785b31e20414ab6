# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

import datetime as dt
from uuid import UUID

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class RunReadResponse:
    """Current state of a run."""

    application_run_id: UUID
    application_version_id: str
    organization_id: str
    status: models.ApplicationRunStatus
    triggered_at: dt.datetime
    triggered_by: str
