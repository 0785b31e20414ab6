# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class GithubPullRequestResponse:
    """A pull request of a run."""

    id: int
    created_at: str
    title: str | None | UnsetType = UNSET
    url: str | None | UnsetType = UNSET
    head_branch_name: str | None | UnsetType = UNSET
    number: int | None | UnsetType = UNSET
    state: str | None | UnsetType = UNSET
