# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class EditPrResponse:
    """The outcome of a change of a pull request."""

    success: bool
    url: str | None | UnsetType = UNSET
    number: int | None | UnsetType = UNSET
    title: str | None | UnsetType = UNSET
    state: str | None | UnsetType = UNSET
    error: str | None | UnsetType = UNSET
