# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class MessageResponse:
    """The outcome of an action."""

    message: str | None | UnsetType = UNSET
    status_code: int | None | UnsetType = UNSET
