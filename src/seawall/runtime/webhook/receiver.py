"""Receive webhooks: verify each message, reject replays and call the handler.

`WebhookReceiver` verifies, `WebhookRouter` finds the handler, and `webhook_app` is an ASGI app with both.
"""

import inspect
import json
import math
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import ExitStack, contextmanager
from typing import Any, TypeAlias

from attrs import define, field

from seawall.core.errors import (
    ConfigError,
    WebhookError,
    WebhookReplayError,
    WebhookSignatureError,
)
from seawall.core.process_bound import ProcessBound
from seawall.core.webhook.event_error import WebhookEventError
from seawall.core.webhook.signatures import Webhook, WebhookMessage
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.event_loop import run_in_thread, shielded
from seawall.runtime.loggers import part_logger

__all__ = ["WebhookApp", "WebhookHandler", "WebhookReceiver", "WebhookRouter", "webhook_app"]

WebhookHandler: TypeAlias = Callable[[WebhookMessage], object]
"""The handler of a message: a function or a coroutine function."""

_Scope: TypeAlias = MutableMapping[str, Any]
_Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

WebhookApp: TypeAlias = Callable[[_Scope, _Receive, _Send], Awaitable[None]]
"""An ASGI app."""

_log = part_logger("seawall.webhook")


@define
class WebhookReceiver(ProcessBound):
    """Verifies messages, and rejects those that were handled in the last `remember_s` seconds. Thread-safe.

    It remembers ids for at least twice the `tolerance_s` of the webhook, because a message is valid that
    long. It stores at most `max_ids` ids, in memory: with several processes, route the messages by id, or use
    handlers that may run twice.
    """

    webhook: Webhook
    remember_s: float = field(default=600.0, kw_only=True)
    max_ids: int = field(default=100_000, kw_only=True)
    clock: Clock = field(factory=SystemClock, kw_only=True)
    _handled: OrderedDict[str, float] = field(factory=OrderedDict, init=False, repr=False)
    _running: set[str] = field(factory=set, init=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    @contextmanager
    def handling(self, headers: Mapping[str, str], body: bytes) -> Iterator[WebhookMessage]:
        """Verify a message and handle it in the block. Raises WebhookError if the message is not valid.

        If the block raises, the message does not count as handled and the sender may send it again.
        """
        # Wall time, which is the sender's clock too. Ids are remembered by the monotonic clock.
        message = self.webhook.verify(headers, body, self.clock.wall())
        if message.id is None:
            yield message
            return
        # The claim comes before the handler, so that a second delivery at the same time is rejected.
        self._begin(message.id)
        try:
            yield message
            self._remember(message.id)
        finally:
            with self._lock:
                self._running.discard(message.id)

    def receive(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage:
        """Verify a message and count it as handled. Raises WebhookError."""
        with self.handling(headers, body) as message:
            return message

    def _remembered_s(self) -> float:
        # A message is valid from `tolerance_s` before its time until `tolerance_s` after it.
        return max(self.remember_s, 2 * float(getattr(self.webhook, "tolerance_s", 0.0)))

    def _begin(self, message_id: str) -> None:
        with self._lock:
            if message_id in self._running:
                raise WebhookReplayError("The webhook is being handled. Respond with 409.", is_running=True)
            if self._handled.get(message_id, -math.inf) >= self.clock.monotonic() - self._remembered_s():
                raise WebhookReplayError(
                    "The webhook was handled before. Respond with 200, so that it is not sent again."
                )
            self._running.add(message_id)

    def _remember(self, message_id: str) -> None:
        now, handled = self.clock.monotonic(), self._handled
        with self._lock:
            # The oldest id stays first, so only expired ids are visited.
            handled[message_id] = now
            handled.move_to_end(message_id)
            while len(handled) > self.max_ids or next(iter(handled.values())) < now - self._remembered_s():
                handled.popitem(last=False)


class WebhookRouter(ProcessBound):
    """Handlers by event type, which is the value of `type` in the JSON of a message.

    `type_key` names another key, e.g. `action`.
    """

    def __init__(self, *, type_key: str = "type") -> None:
        self._type_key = type_key
        self._handlers: dict[str, WebhookHandler] = {}

    def on(self, event_type: str) -> Callable[[WebhookHandler], WebhookHandler]:
        """Register the decorated function for `event_type`; `*` stands for all types without a handler.

        Raises ConfigError if the type has a handler already.
        """

        def register(handler: WebhookHandler) -> WebhookHandler:
            if event_type in self._handlers:
                raise ConfigError(f"There are two webhook handlers for {event_type!r}. Remove one.")
            self._handlers[event_type] = handler
            return handler

        return register

    def handler_for(self, message: WebhookMessage) -> WebhookHandler | None:
        """The handler of a message, or None. Raises WebhookError if the body is not a JSON object."""
        event_type = message.event.get(self._type_key)
        handler = self._handlers.get(event_type) if isinstance(event_type, str) else None
        return handler or self._handlers.get("*")


def webhook_app(
    receiver: WebhookReceiver, router: WebhookRouter, *, max_bytes: int = 1_048_576
) -> WebhookApp:
    """Create an ASGI app that receives the webhooks of one URL.

    It responds with 204 if the message is handled, was handled before or has no handler; with 400, 401, 405
    or 413 if it is not valid, or its handler raises WebhookEventError; with 409 while it is being handled;
    and with 500 if its handler failed and the sender may send it again. Plain functions run in a thread.
    """

    async def app(scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] == "lifespan":
            return await _run_lifespan(receive, send)
        if scope["type"] != "http":
            return None
        if scope["method"] != "POST":
            return await _respond(send, 405, "Send webhooks with POST.", (b"allow", b"POST"))
        body = await _body(receive, max_bytes)
        if body is None:
            return await _respond(send, 413, f"A webhook holds at most {max_bytes} bytes.")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        status, text = await _handle(receiver, router, headers, body)
        return await _respond(send, status, text)

    return app


async def _handle(
    receiver: WebhookReceiver, router: WebhookRouter, headers: Mapping[str, str], body: bytes
) -> tuple[int, str]:
    try:
        with ExitStack() as stack:
            message = stack.enter_context(receiver.handling(headers, body))
            handler = router.handler_for(message)
            claim = stack.pop_all()
    except WebhookReplayError as error:
        return (409, str(error)) if error.is_running else (204, "")
    except WebhookError as error:
        return 401 if isinstance(error, WebhookSignatureError) else 400, str(error)
    if handler is None or inspect.iscoroutinefunction(handler):
        return await _run(claim, handler, message)
    # A thread can not be cancelled: its id stays claimed until it ends, even if the sender disconnects.
    return await shielded(_run, claim, handler, message)


async def _run(claim: ExitStack, handler: WebhookHandler | None, message: WebhookMessage) -> tuple[int, str]:
    """Run the handler and return the response. No error of the handler is raised."""
    try:
        with claim:
            if inspect.iscoroutinefunction(handler):
                await handler(message)
            elif handler is not None:
                result = await run_in_thread(handler, message)
                if isinstance(result, Awaitable):
                    await result
    except WebhookEventError as error:
        # Signed, but not what the handler can read: the sender would only repeat it.
        return 400, str(error)
    except Exception:  # noqa: BLE001
        _log.exception("The handler of a webhook failed. The sender may send the webhook again.")
        return 500, "The webhook could not be handled. Send it again."
    return 204, ""


async def _body(receive: _Receive, max_bytes: int) -> bytes | None:
    # Read in chunks, so that a body above the limit is never in memory as a whole.
    body = bytearray()
    while True:
        part = await receive()
        body += part.get("body", b"")
        if len(body) > max_bytes:
            return None
        if not part.get("more_body"):
            return bytes(body)


async def _respond(send: _Send, status: int, text: str, *more: tuple[bytes, bytes]) -> None:
    body = json.dumps({"detail": text}).encode() if text else b""
    length = (b"content-length", str(len(body)).encode())
    fields = [length, (b"content-type", b"application/json")] if body else []
    await send({"type": "http.response.start", "status": status, "headers": [*fields, *more]})
    await send({"type": "http.response.body", "body": body})


async def _run_lifespan(receive: _Receive, send: _Send) -> None:
    while True:
        phase = (await receive())["type"]
        await send({"type": f"{phase}.complete"})
        if phase == "lifespan.shutdown":
            return
