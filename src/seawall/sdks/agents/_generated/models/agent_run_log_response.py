# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from typing import Any

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class AgentRunLogResponse:
    """An entry in the log of a run."""

    agent_run_id: int
    created_at: str | None | UnsetType = UNSET
    tool_name: str | None | UnsetType = UNSET
    message_type: str | None | UnsetType = UNSET
    thought: str | None | UnsetType = UNSET
    observation: dict[str, Any] | str | None | UnsetType = UNSET
    tool_input: dict[str, Any] | None | UnsetType = UNSET
    tool_output: dict[str, Any] | None | UnsetType = UNSET
