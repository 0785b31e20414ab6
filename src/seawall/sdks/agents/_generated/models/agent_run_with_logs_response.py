# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from typing import Any

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class AgentRunWithLogsResponse:
    """A run with one page of its log."""

    id: int
    organization_id: int
    logs: list[models.AgentRunLogResponse]
    status: str | None | UnsetType = UNSET
    created_at: str | None | UnsetType = UNSET
    web_url: str | None | UnsetType = UNSET
    result: str | None | UnsetType = UNSET
    metadata: dict[str, Any] | None | UnsetType = UNSET
    total_logs: int | None | UnsetType = UNSET
    page: int | None | UnsetType = UNSET
    size: int | None | UnsetType = UNSET
    pages: int | None | UnsetType = UNSET
