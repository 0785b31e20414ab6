# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class SetupCommandsResponse:
    """The run that looks for setup commands."""

    agent_run_id: int
    status: str
    url: str
