# DO NOT EDIT. Generated from platform-2025-07.json by "seawall generate platform_v0".
from __future__ import annotations

from uuid import UUID

from attrs import frozen


@frozen(kw_only=True)
class RunCreationResponse:
    """Id of the new run."""

    application_run_id: UUID
