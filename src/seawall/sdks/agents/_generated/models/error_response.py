# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class ErrorResponse:
    """An error, for people and programs."""

    message: str
    status_code: int
    detail: str | None | UnsetType = UNSET
