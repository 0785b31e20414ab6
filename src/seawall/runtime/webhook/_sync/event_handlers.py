# DO NOT EDIT. Derived from ../_async/event_handlers.py by "python -m seawall.codegen.derive".
"""Handlers of the events that webhooks report: verify a message, and call every handler of its event."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeAlias, TypeVar

from seawall.core.process_bound import ProcessBound
from seawall.core.webhook.signatures import JsonObject, Webhook, WebhookMessage
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.threads import Callback, call, checked_callback
from seawall.runtime.webhook.receiver import WebhookApp, WebhookReceiver, WebhookRouter, webhook_app

__all__ = ["EventHandlers"]

E = TypeVar("E")

Middleware: TypeAlias = Callable[[JsonObject], JsonObject | JsonObject]


class EventHandlers(ProcessBound, Generic[E]):
    """Verifies webhooks and calls the handlers of their events. An SDK makes a subclass for its own events.

    `webhook` is the signature scheme. `event` reads an event from the JSON of a message, and raises
    WebhookEventError if it is none; `event_type` returns its type.
    """

    _in_other_process = "Make one there, with the same handlers."

    def __init__(
        self,
        webhook: Webhook,
        *,
        event: Callable[[JsonObject], E],
        event_type: Callable[[E], str],
        clock: Clock | None = None,
    ) -> None:
        self._receiver = WebhookReceiver(webhook, clock=clock or SystemClock())
        self._event = event
        self._event_type = event_type
        self._handlers: list[tuple[str, Callback[E]]] = []
        self._middlewares: list[Middleware] = []

    def on(self, event_type: str) -> Callable[[Callback[E]], Callback[E]]:
        """Register the decorated function for `event_type`; `*` stands for every event.

        An event may have several handlers; they are called in the order in which they were registered.
        """

        def register(handler: Callback[E]) -> Callback[E]:
            self._handlers.append((event_type, checked_callback(handler, "handler")))
            return handler

        return register

    def middleware(self, change: Middleware) -> Middleware:
        """Register a function that receives the payload of each message and returns it, changed or not."""
        self._middlewares.append(checked_callback(change, "middleware"))
        return change

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Verify the raw bytes of a message and call no handler; raises WebhookError."""
        self._receiver.webhook.verify(headers, body, self._receiver.clock.wall())

    def handle(self, headers: Mapping[str, str], body: bytes) -> E:
        """Verify the raw bytes of a message, call its handlers, and return the event.

        Raises WebhookSignatureError, another WebhookError for a message that is not valid, and an
        ExceptionGroup with the errors of handlers, after all have been called; then the sender may send the
        message again.
        """
        with self._receiver.handling(headers, body) as message:
            return self._dispatch(message)

    def asgi_app(self) -> WebhookApp:
        """An ASGI app that receives the webhooks of one URL; see `seawall.runtime.webhook_app`."""
        router = WebhookRouter()
        router.on("*")(self._dispatch)
        return webhook_app(self._receiver, router)

    def _dispatch(self, message: WebhookMessage) -> E:
        payload = message.event
        for change in self._middlewares:
            payload = call("middleware", change, payload)
        event = self._event(payload)
        own_type = self._event_type(event)
        errors: list[Exception] = []
        for event_type, handler in self._handlers:
            if event_type not in {"*", own_type}:
                continue
            try:
                call("handler", handler, event)
            except Exception as error:  # noqa: BLE001 - raised below
                errors.append(error)
        if errors:
            raise ExceptionGroup(f"Handlers of the webhook {own_type} failed.", errors)
        return event
