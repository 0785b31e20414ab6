"""Receives webhooks: checks each once, hands it to its handler, and refuses replays.

`WebhookReceiver` checks, `WebhookRouter` knows the handlers, `webhook_app` puts both behind a URL.
"""

import inspect
import json
import logging
import math
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import ExitStack, contextmanager
from typing import Any, TypeAlias

from attrs import define, field

from seawall.core.errors import ConfigError, WebhookError, WebhookReplayError, WebhookSignatureError
from seawall.core.webhook.signatures import Webhook, WebhookMessage
from seawall.runtime.concurrency._sync.clock import Clock, SystemClock
from seawall.runtime.concurrency.event_loop import run_in_thread, shielded

__all__ = ["WebhookHandler", "WebhookReceiver", "WebhookRouter", "webhook_app"]

WebhookHandler: TypeAlias = Callable[[WebhookMessage], object]
"""What is done with a message: a function, or a coroutine function."""

_Scope: TypeAlias = MutableMapping[str, Any]
_Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_log = logging.getLogger("seawall")


@define
class WebhookReceiver:
    """Checks messages, and remembers the ids of those that were handled in the last `remember_s` seconds.

    It remembers for twice the webhook's `tolerance_s` at least: so long the same message may come again. It
    holds at most `most_ids` of them, in memory: with several processes, sort the messages by id among them
    or make handlers that may run twice. Threads may share it.
    """

    webhook: Webhook
    remember_s: float = field(default=600.0, kw_only=True)
    most_ids: int = field(default=100_000, kw_only=True)
    clock: Clock = field(factory=SystemClock, kw_only=True)
    _handled: OrderedDict[str, float] = field(factory=OrderedDict, init=False, repr=False)
    _under_way: set[str] = field(factory=set, init=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    @contextmanager
    def handling(self, headers: Mapping[str, str], body: bytes) -> Iterator[WebhookMessage]:
        """The message, checked, to be handled in the block; raises WebhookError where it is not good.

        It counts as handled once the block has ended well. Where it raises, the sender's next try is no
        replay.
        """
        message = self.webhook.verified(headers, body, self.clock.wall())
        if message.id is None:
            yield message
            return
        self._begin(message.id)
        try:
            yield message
            self._remember(message.id)
        finally:
            with self._lock:
                self._under_way.discard(message.id)

    def receive(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage:
        """The message, checked, which counts as handled from now on; raises WebhookError."""
        with self.handling(headers, body) as message:
            return message

    def _kept_s(self) -> float:
        # From as long before the time of signing as after it, a message is good.
        return max(self.remember_s, 2 * float(getattr(self.webhook, "tolerance_s", 0.0)))

    def _begin(self, message_id: str) -> None:
        with self._lock:
            if message_id in self._under_way:
                raise WebhookReplayError(
                    "The webhook is being handled right now. Result it with 409.", is_under_way=True
                )
            if self._handled.get(message_id, -math.inf) >= self.clock.monotonic() - self._kept_s():
                raise WebhookReplayError(
                    "The webhook was handled before. Result it with 200, so that it does not come again."
                )
            self._under_way.add(message_id)

    def _remember(self, message_id: str) -> None:
        now, handled = self.clock.monotonic(), self._handled
        with self._lock:
            handled[message_id] = now
            handled.move_to_end(message_id)
            while len(handled) > self.most_ids or next(iter(handled.values())) < now - self._kept_s():
                handled.popitem(last=False)


class WebhookRouter:
    """Handlers by event type, which is the text under `type` in a message's JSON.

    `type_key` names another place, e.g. `action`.
    """

    def __init__(self, *, type_key: str = "type") -> None:
        self._type_key = type_key
        self._handlers: dict[str, WebhookHandler] = {}

    def on(self, event_type: str) -> Callable[[WebhookHandler], WebhookHandler]:
        """Decorate the handler of `event_type`; `*` is that of all that have none of their own.

        Raises ConfigError where there is one already.
        """

        def register(handler: WebhookHandler) -> WebhookHandler:
            if event_type in self._handlers:
                raise ConfigError(f"There are two webhook handlers for {event_type!r}. Keep one.")
            self._handlers[event_type] = handler
            return handler

        return register

    def handler_of(self, message: WebhookMessage) -> WebhookHandler | None:
        """The handler that `message` is for, or None; raises WebhookError where it is no JSON object."""
        event_type = message.event.get(self._type_key)
        handler = self._handlers.get(event_type) if isinstance(event_type, str) else None
        return handler or self._handlers.get("*")


def webhook_app(
    receiver: WebhookReceiver, router: WebhookRouter, *, most_bytes: int = 1_048_576
) -> Callable[[_Scope, _Receive, _Send], Awaitable[None]]:
    """An ASGI app for one URL to which a sender posts.

    204 says that the message was handled, now or before, or that nobody handles its type; 400, 401, 405 and
    413 that it is not good; 409 that it is being handled right now; 500 that its handler failed, and that the
    sender may try again. Plain functions run in a thread.
    """

    async def app(scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] == "lifespan":
            return await _live(receive, send)
        if scope["type"] != "http":
            return None
        if scope["method"] != "POST":
            return await _answer(send, 405, "Webhooks are posted.", (b"allow", b"POST"))
        body = await _body(receive, most_bytes)
        if body is None:
            return await _answer(send, 413, f"A webhook holds at most {most_bytes} bytes.")
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        status, text = await _handled(receiver, router, headers, body)
        return await _answer(send, status, text)

    return app


async def _handled(
    receiver: WebhookReceiver, router: WebhookRouter, headers: Mapping[str, str], body: bytes
) -> tuple[int, str]:
    try:
        with ExitStack() as stack:
            message = stack.enter_context(receiver.handling(headers, body))
            handler = router.handler_of(message)
            held = stack.pop_all()
    except WebhookReplayError as error:
        return (409, str(error)) if error.is_under_way else (204, "")
    except WebhookError as error:
        return 401 if isinstance(error, WebhookSignatureError) else 400, str(error)
    if handler is None or inspect.iscoroutinefunction(handler):
        return await _run(held, handler, message)
    # A thread can not be stopped: the id is held until it has ended, also where the sender is gone.
    return await shielded(_run, held, handler, message)


async def _run(held: ExitStack, handler: WebhookHandler | None, message: WebhookMessage) -> tuple[int, str]:
    """What to answer once `handler` has ended; whatever it raises is its own."""
    try:
        with held:
            if inspect.iscoroutinefunction(handler):
                await handler(message)
            elif handler is not None:
                result = await run_in_thread(handler, message)
                if isinstance(result, Awaitable):
                    await result
    except Exception:  # noqa: BLE001
        _log.exception("The handler of a webhook failed; its sender may try again.")
        return 500, "The webhook could not be handled. Try again."
    return 204, ""


async def _body(receive: _Receive, most_bytes: int) -> bytes | None:
    body = bytearray()
    while True:
        part = await receive()
        body += part.get("body", b"")
        if len(body) > most_bytes:
            return None
        if not part.get("more_body"):
            return bytes(body)


async def _answer(send: _Send, status: int, text: str, *more: tuple[bytes, bytes]) -> None:
    body = json.dumps({"detail": text}).encode() if text else b""
    length = (b"content-length", str(len(body)).encode())
    fields = [length, (b"content-type", b"application/json")] if body else []
    await send({"type": "http.response.start", "status": status, "headers": [*fields, *more]})
    await send({"type": "http.response.body", "body": body})


async def _live(receive: _Receive, send: _Send) -> None:
    while True:
        phase = (await receive())["type"]
        await send({"type": f"{phase}.complete"})
        if phase == "lifespan.shutdown":
            return
