# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from typing import Any

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class IntegrationStatus:
    """An integration of an organization."""

    integration_type: str
    active: bool
    token_id: int | None | UnsetType = UNSET
    installation_id: int | None | UnsetType = UNSET
    metadata: dict[str, Any] | None | UnsetType = UNSET
