# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class RunWebhook:
    """A webhook for one run, in place of the organization's."""

    url: str
    secret: str | None | UnsetType = UNSET
