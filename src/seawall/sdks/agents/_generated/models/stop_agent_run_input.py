# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class StopAgentRunInput:
    """The run whose pull request is meant."""

    agent_run_id: int
    before_card_order_id: str | None | UnsetType = UNSET
    after_card_order_id: str | None | UnsetType = UNSET
