"""Handlers of the webhooks of the API."""

from collections.abc import Sequence

from seawall.core.redaction.secret import hidden
from seawall.core.webhook.unsigned import webhook_for
from seawall.runtime.concurrency._sync.clock import Clock
from seawall.runtime.webhook._async.event_handlers import AsyncEventHandlers
from seawall.sdks.agents.webhooks import SIGNATURE_HEADER, RunEvent, signature_scheme

__all__ = ["AsyncWebhookHandlers"]


class AsyncWebhookHandlers(AsyncEventHandlers[RunEvent]):
    """Verifies the webhooks of the API and calls your handlers.

    `secret` is that of the webhook, or several during a rotation; `header` is the header of the signature.
    Without a secret every message is refused, unless you say `verify=False`. With `reject_duplicates`, a
    message that was handled in the last ten minutes raises WebhookReplayError. Raises ConfigError.
    """

    def __init__(
        self,
        secret: str | Sequence[str] | None = None,
        *,
        header: str = SIGNATURE_HEADER,
        verify: bool = True,
        reject_duplicates: bool = False,
        clock: Clock | None = None,
    ) -> None:
        secret = hidden(secret)
        super().__init__(
            webhook_for(secret, signature_scheme(header, reject_duplicates=reject_duplicates), verify=verify),
            event=RunEvent.from_payload,
            event_type=lambda event: event.event_type,
            clock=clock,
        )
