# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class CliRulesResponse:
    """Rules for agents, of the organization and of the user."""

    organization_rules: str | None
    user_custom_prompt: str | None
