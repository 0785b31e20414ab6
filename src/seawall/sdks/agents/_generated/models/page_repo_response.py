# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class PageRepoResponse:
    """The wire form of PageRepoResponse."""

    items: list[models.RepoResponse]
    total: int
    page: int
    size: int
    pages: int
