# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class PageUserResponse:
    """The wire form of PageUserResponse."""

    items: list[models.UserResponse]
    total: int
    page: int
    size: int
    pages: int
