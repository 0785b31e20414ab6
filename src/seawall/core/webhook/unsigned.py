"""Webhooks without a signature: refused, unless the user has asked for them. Pure."""

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from seawall.core.errors import WebhookSignatureError
from seawall.core.redaction.secret import hidden
from seawall.core.webhook.signatures import Webhook, WebhookMessage

__all__ = ["webhook_for"]


def webhook_for(
    secret: str | Sequence[str] | None, scheme: Callable[[str | Sequence[str]], Webhook], *, verify: bool
) -> Webhook:
    """Return the signature scheme that `scheme` makes of the secret.

    Without a secret every message is refused, because anyone could send it. Without `verify` every message is
    taken, e.g. because a gateway has verified it. Raises ConfigError for a secret that can not be one.
    """
    secret = hidden(secret)
    if not verify:
        return _Unsigned()
    return scheme(secret) if secret else _NoSecret()


@frozen
class _Unsigned:
    def verify(self, headers: Mapping[str, str], body: bytes, now_s: float) -> WebhookMessage:  # noqa: ARG002
        return WebhookMessage(id=None, sent_at_s=None, body=bytes(body))


@frozen
class _NoSecret:
    def verify(self, headers: Mapping[str, str], body: bytes, now_s: float) -> WebhookMessage:  # noqa: ARG002
        raise WebhookSignatureError(
            "The webhook can not be verified: no secret is set. Give the secret of the webhook, or "
            "verify=False if something else verifies it."
        )
