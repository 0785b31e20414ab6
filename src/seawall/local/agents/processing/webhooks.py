"""Signature of the webhooks of an agents server."""

from collections.abc import Mapping

from seawall.core.webhook.signatures import HexWebhook
from seawall.local.agents.settings import AgentsSettings
from seawall.local.webhooks.sender import WebhookPolicy

__all__ = ["webhook_policy"]


def webhook_policy(settings: AgentsSettings) -> WebhookPolicy:
    """Return the policy that sends webhooks by the settings; one without a secret is not signed."""
    prefix = "sha256=" if settings.signature_form == "sha256=" else ""

    def sign(body: bytes, secret: str | None) -> Mapping[str, str]:
        if not secret:
            return {}
        return HexWebhook([secret], header=settings.webhook_header.lower(), prefix=prefix).sign(body)

    return WebhookPolicy(
        server="agents",
        sign=sign,
        attempts=settings.webhook_attempts,
        delay_s=settings.webhook_delay_s,
        senders=settings.webhook_senders,
    )
