"""Handlers of webhooks: verify a message, and call every handler of its event."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from typing import Any, TypeAlias

from seawall.core.process_bound import ProcessBound
from seawall.core.redaction.secret import hidden
from seawall.core.webhook.signatures import WebhookMessage
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.tasks import AsyncCallback, async_call, async_checked_callback
from seawall.runtime.webhook.receiver import WebhookReceiver, WebhookRouter, webhook_app
from seawall.sdks.agents.webhooks import SIGNATURE_HEADER, RunEvent, signature_scheme

__all__ = ["AsyncWebhookHandlers"]

AsyncMiddleware: TypeAlias = Callable[[dict[str, Any]], Awaitable[dict[str, Any]] | dict[str, Any]]
_AsgiApp: TypeAlias = Callable[[MutableMapping[str, Any], Callable[..., Any], Callable[..., Any]], Any]


class AsyncWebhookHandlers(ProcessBound):
    """Verifies the webhooks of the API and calls your handlers.

    `secret` is that of the webhook, or several during a rotation; `header` is the header of the signature.
    Without a secret every message is refused, unless you say `verify=False`. With `reject_duplicates`, a
    message that was handled in the last ten minutes raises WebhookReplayError. Raises ConfigError.
    """

    _in_other_process = "Make one there, with the same handlers."

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
        scheme = signature_scheme(secret, header=header, verify=verify, reject_duplicates=reject_duplicates)
        self._receiver = WebhookReceiver(scheme, clock=clock or SystemClock())
        self._handlers: list[tuple[str, AsyncCallback[RunEvent]]] = []
        self._middlewares: list[AsyncMiddleware] = []

    def on(self, event_type: str) -> Callable[[AsyncCallback[RunEvent]], AsyncCallback[RunEvent]]:
        """Register the decorated function for `event_type`; `*` stands for every event.

        An event may have several handlers; they are called in the order in which they were registered.
        """

        def register(handler: AsyncCallback[RunEvent]) -> AsyncCallback[RunEvent]:
            self._handlers.append((event_type, async_checked_callback(handler, "handler")))
            return handler

        return register

    def middleware(self, change: AsyncMiddleware) -> AsyncMiddleware:
        """Register a function that receives the payload of each message and returns it, changed or not."""
        self._middlewares.append(async_checked_callback(change, "middleware"))
        return change

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Verify the raw bytes of a message and call no handler; raises WebhookError."""
        self._receiver.webhook.verify(headers, body, self._receiver.clock.wall())

    async def handle(self, headers: Mapping[str, str], body: bytes) -> RunEvent:
        """Verify the raw bytes of a message, call its handlers, and return the event.

        Raises WebhookSignatureError, another WebhookError for a message that is not valid, and an
        ExceptionGroup with the errors of handlers, after all have been called; then the sender may send the
        message again.
        """
        with self._receiver.handling(headers, body) as message:
            return await self._dispatch(message)

    def asgi_app(self) -> _AsgiApp:
        """An ASGI app that receives the webhooks of one URL; see `seawall.runtime.webhook_app`."""
        router = WebhookRouter(type_key="event_type")
        router.on("*")(self._dispatch)
        return webhook_app(self._receiver, router)

    async def _dispatch(self, message: WebhookMessage) -> RunEvent:
        payload = message.event
        for change in self._middlewares:
            payload = await async_call("middleware", change, payload)
        event = RunEvent.from_payload(payload)
        errors: list[Exception] = []
        for event_type, handler in self._handlers:
            if event_type not in {"*", event.event_type}:
                continue
            try:
                await async_call("handler", handler, event)
            except Exception as error:  # noqa: BLE001 - raised below
                errors.append(error)
        if errors:
            raise ExceptionGroup(f"Handlers of the webhook {event.event_type} failed.", errors)
        return event
