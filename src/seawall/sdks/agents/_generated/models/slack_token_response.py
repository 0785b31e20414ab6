# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class SlackTokenResponse:
    """A token to send to the Slack app, valid once."""

    token: str
    message: str
    expires_in_minutes: int
