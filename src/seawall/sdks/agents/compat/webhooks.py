"""The webhook handler of the older client."""

import json
from collections.abc import Callable, Mapping

from seawall.core.errors import WebhookError as InvalidWebhookError
from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.webhook.signatures import JsonObject
from seawall.sdks.agents._sync.webhook_handlers import WebhookHandlers
from seawall.sdks.agents.compat.error_classes import WebhookError
from seawall.sdks.agents.webhooks import SIGNATURE_HEADER, RunEvent

__all__ = ["WebhookHandler"]


class WebhookHandler(ProcessBound):
    """Verifies webhooks and calls handlers; without `secret_key` it refuses all, unless `verify=False`."""

    def __init__(self, secret_key: str | None = None, *, verify: bool = True) -> None:
        secret_key = hidden(secret_key)
        self._handlers = WebhookHandlers(secret_key, verify=verify)

    def register_handler(self, event_type: str, handler: Callable[[JsonObject], object]) -> None:
        """Call `handler` with the payload of each event of `event_type`."""

        def call(event: RunEvent) -> None:
            handler(dict(event.payload))

        self._handlers.on(event_type)(call)

    def register_middleware(self, middleware: Callable[[JsonObject], JsonObject]) -> None:
        """Pass each payload through `middleware`, before the handlers."""
        self._handlers.middleware(middleware)

    def verify_signature(self, payload: bytes, signature: str) -> bool:
        """Return whether `signature` is that of the raw bytes, as hex digits with or without `sha256=`."""
        try:
            self._handlers.verify({SIGNATURE_HEADER: signature}, payload)
        except InvalidWebhookError:
            return False
        return True

    def handle_webhook(self, payload: bytes | Mapping[str, object], signature: str | None = None) -> None:
        """Verify a webhook and call its handlers; raises WebhookError for an invalid one and their errors.

        Give the raw body: the signature of an object in its place is only right if the sender wrote it as
        `json.dumps` does.
        """
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        headers = {} if signature is None else {SIGNATURE_HEADER: signature}
        try:
            self._handlers.handle(headers, body)
        except InvalidWebhookError as error:
            raise WebhookError(str(error)) from error
        except ExceptionGroup as error:
            raise WebhookError(str(error)) from error
