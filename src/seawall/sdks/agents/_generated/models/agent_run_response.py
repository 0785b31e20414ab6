# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from typing import Any

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class AgentRunResponse:
    """A run."""

    id: int
    organization_id: int
    status: str | None | UnsetType = UNSET
    created_at: str | None | UnsetType = UNSET
    web_url: str | None | UnsetType = UNSET
    result: str | None | UnsetType = UNSET
    summary: str | None | UnsetType = UNSET
    source_type: models.SourceType | None | UnsetType = UNSET
    github_pull_requests: list[models.GithubPullRequestResponse] | None | UnsetType = UNSET
    metadata: dict[str, Any] | None | UnsetType = UNSET
