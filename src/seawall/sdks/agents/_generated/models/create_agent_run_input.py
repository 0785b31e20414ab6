# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from typing import Any

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType

from .. import models


@frozen(kw_only=True)
class CreateAgentRunInput:
    """A new run."""

    prompt: str
    images: list[str] | None | UnsetType = UNSET
    metadata: dict[str, Any] | None | UnsetType = UNSET
    repo_id: int | None | UnsetType = UNSET
    model: str | None | UnsetType = UNSET
    agent_type: str | None | UnsetType = UNSET
    webhooks: list[models.RunWebhook] | None | UnsetType = UNSET
