# DO NOT EDIT. Generated from agents.json by "seawall generate agents".
from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class WebhookTestInput:
    """The address that receives a test."""

    url: str
