# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class AnalyzeLogsResponse:
    """The run that analyzes the log of a sandbox."""

    agent_run_id: int
    status: str
    message: str
