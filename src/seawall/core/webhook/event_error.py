"""The error of a webhook that is valid, but reports nothing that the SDK can read."""

from seawall.core.errors import WebhookError

__all__ = ["WebhookEventError"]


class WebhookEventError(WebhookError):
    """A webhook reports no event that the SDK can read; the sender need not send it again."""
