# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from .. import models


@frozen(kw_only=True)
class PageAgentRunResponse:
    """The wire form of PageAgentRunResponse."""

    items: list[models.AgentRunResponse]
    total: int
    page: int
    size: int
    pages: int
