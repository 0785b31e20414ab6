# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class ResumeAgentRunInput:
    """The continuation of a run."""

    agent_run_id: int
    prompt: str
    images: list[str] | None | UnsetType = UNSET
    model: str | None | UnsetType = UNSET
    webhooks: list[models.RunWebhook] | None | UnsetType = UNSET
