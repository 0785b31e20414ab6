# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class RepoResponse:
    """A repository."""

    id: int
    name: str
    full_name: str
    github_id: str
    organization_id: int
    setup_status: str
    description: str | None | UnsetType = UNSET
    visibility: str | None | UnsetType = UNSET
    archived: bool | None | UnsetType = UNSET
    language: str | None | UnsetType = UNSET
