# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen

from seawall.core.wire.unset import UNSET, UnsetType


@frozen(kw_only=True)
class WebhookResponse:
    """The webhook of an organization, without its secret."""

    enabled: bool
    has_secret: bool
    url: str | None | UnsetType = UNSET
