import asyncio
import json
import logging
import threading
from collections.abc import MutableMapping
from typing import Any

import pytest

from seawall.core.errors import ConfigError, WebhookError, WebhookReplayError, WebhookSignatureError
from seawall.core.webhook.signatures import HexWebhook, StandardWebhook, WebhookMessage
from seawall.runtime.webhook.receiver import WebhookReceiver, WebhookRouter, webhook_app
from seawall.testing import FakeClock

WEBHOOK = StandardWebhook(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
BODY = json.dumps({"type": "run.ended", "data": {"id": 7}}).encode()


def headers_of(clock: FakeClock, message_id: str = "m1", body: bytes = BODY) -> dict[str, str]:
    return WEBHOOK.sign(message_id, int(clock.wall_s), body)


# --- The receiver ----------------------------------------------------------------------------------------


def test_a_message_is_received_once() -> None:
    clock = FakeClock()
    receiver = WebhookReceiver(WEBHOOK, clock=clock)
    assert receiver.receive(headers_of(clock), BODY).id == "m1"
    assert receiver.receive(headers_of(clock, "m2"), BODY).id == "m2"
    with pytest.raises(WebhookReplayError, match="handled before") as caught:
        receiver.receive(headers_of(clock), BODY)
    assert not caught.value.is_running


def test_a_message_can_be_sent_again_only_after_its_handler_failed() -> None:
    clock = FakeClock()
    receiver = WebhookReceiver(WEBHOOK, clock=clock)
    with pytest.raises(ZeroDivisionError), receiver.handling(headers_of(clock), BODY):  # noqa: PT012
        with pytest.raises(WebhookReplayError, match="is being handled") as caught:
            receiver.receive(headers_of(clock), BODY)
        assert caught.value.is_running
        raise ZeroDivisionError
    assert receiver.receive(headers_of(clock), BODY).id == "m1"


def test_a_forged_message_does_not_claim_its_id() -> None:
    clock = FakeClock()
    receiver = WebhookReceiver(WEBHOOK, clock=clock)
    with pytest.raises(WebhookSignatureError):
        receiver.receive(headers_of(clock), b"forged")
    assert receiver.receive(headers_of(clock), BODY).id == "m1"


@pytest.mark.parametrize(("later_s", "is_remembered"), [(0, True), (600, True), (601, False)])
def test_an_id_is_remembered_for_ten_minutes(later_s: float, is_remembered: bool) -> None:
    clock = FakeClock()
    receiver = WebhookReceiver(WEBHOOK, clock=clock)
    receiver.receive(headers_of(clock), BODY)
    clock.advance(later_s)
    if is_remembered:
        with pytest.raises(WebhookReplayError):
            receiver.receive(headers_of(clock), BODY)
    else:
        receiver.receive(headers_of(clock), BODY)


def test_an_id_is_remembered_as_long_as_its_message_is_valid() -> None:
    clock = FakeClock()
    webhook = StandardWebhook(WEBHOOK.secrets, tolerance_s=3600)
    receiver = WebhookReceiver(webhook, clock=clock)
    headers = webhook.sign("m1", int(clock.wall_s) + 3600, BODY)
    receiver.receive(headers, BODY)
    for _ in range(2):
        clock.advance(3600)
        with pytest.raises(WebhookReplayError):
            receiver.receive(headers, BODY)


def test_at_most_max_ids_are_remembered() -> None:
    clock = FakeClock()
    receiver = WebhookReceiver(WEBHOOK, clock=clock, max_ids=2)
    for message_id in ("a", "b", "c"):
        receiver.receive(headers_of(clock, message_id), BODY)
    for message_id in ("b", "c"):
        with pytest.raises(WebhookReplayError):
            receiver.receive(headers_of(clock, message_id), BODY)
    receiver.receive(headers_of(clock, "a"), BODY)


def test_a_scheme_without_ids_detects_no_replay() -> None:
    webhook = HexWebhook(["s"], header="x-signature")
    receiver = WebhookReceiver(webhook)
    for _ in range(2):
        assert receiver.receive(webhook.sign(BODY), BODY).body == BODY


# --- The router ------------------------------------------------------------------------------------------


def message(body: bytes = BODY) -> WebhookMessage:
    return WebhookMessage(id="m", sent_at_s=0.0, body=body)


def test_a_message_finds_the_handler_of_its_type() -> None:
    router = WebhookRouter()

    @router.on("run.ended")
    def ended(message: WebhookMessage) -> None: ...

    assert router.handler_for(message()) is ended
    assert router.handler_for(message(b'{"type": "other"}')) is None

    @router.on("*")
    def rest(message: WebhookMessage) -> None: ...

    for body in (b'{"type": "other"}', b"{}", b'{"type": 7}', b'{"type": ["run.ended"]}'):
        assert router.handler_for(message(body)) is rest
    with pytest.raises(WebhookError):
        router.handler_for(message(b"[]"))


def test_another_key_may_hold_the_type() -> None:
    router = WebhookRouter(type_key="action")
    router.on("opened")(print)
    assert router.handler_for(message(b'{"action": "opened", "type": "closed"}')) is print


def test_two_handlers_of_a_type_raise() -> None:
    router = WebhookRouter()
    router.on("a")(print)
    with pytest.raises(ConfigError, match="two webhook handlers for 'a'"):
        router.on("a")(print)


# --- The app ---------------------------------------------------------------------------------------------


class Site:
    """Calls the app as an ASGI server does."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.router = WebhookRouter()
        self.app = webhook_app(WebhookReceiver(WEBHOOK, clock=self.clock), self.router, max_bytes=1000)

    async def request(
        self, headers: dict[str, str], *parts: bytes, method: str = "POST"
    ) -> tuple[int, dict[bytes, bytes], bytes]:
        left = list(parts or [BODY])
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

        async def send(event: MutableMapping[str, Any]) -> None:
            sent.append(event)

        fields = [(name.encode(), value.encode()) for name, value in headers.items()]
        await self.app({"type": "http", "method": method, "headers": fields}, receive, send)
        return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]

    async def post(self, message_id: str = "m1", *parts: bytes) -> int:
        headers = headers_of(self.clock, message_id, b"".join(parts or [BODY]))
        return (await self.request(headers, *parts))[0]


async def test_a_message_reaches_its_plain_or_async_handler() -> None:
    site = Site()
    seen: list[object] = []

    @site.router.on("run.ended")
    def plain(message: WebhookMessage) -> None:
        seen.append(message.event["data"]["id"])

    @site.router.on("*")
    async def rest(message: WebhookMessage) -> None:
        await asyncio.sleep(0)
        seen.append(message.event["type"])

    assert await site.post() == 204
    assert await site.post("m2", b'{"type":', b'"other"}') == 204
    assert seen == [7, "other"]


async def test_a_message_without_a_handler_is_accepted() -> None:
    assert await Site().post() == 204


async def test_a_repeated_message_is_accepted_and_not_handled_again() -> None:
    site = Site()
    seen: list[WebhookMessage] = []
    site.router.on("*")(seen.append)
    assert [await site.post(), await site.post()] == [204, 204]
    assert len(seen) == 1


async def test_a_message_that_is_being_handled_gets_409() -> None:
    site, has_begun, may_end = Site(), asyncio.Event(), asyncio.Event()
    seen: list[WebhookMessage] = []

    @site.router.on("*")
    async def slow(message: WebhookMessage) -> None:
        seen.append(message)
        has_begun.set()
        await may_end.wait()

    first = asyncio.create_task(site.post())
    await has_begun.wait()
    assert await site.post() == 409
    may_end.set()
    assert await first == 204
    assert len(seen) == 1


async def test_a_message_can_be_sent_again_after_its_handler_failed(caplog: pytest.LogCaptureFixture) -> None:
    site, failures = Site(), [ZeroDivisionError("secret detail")]

    @site.router.on("*")
    def handler(message: WebhookMessage) -> None:
        if failures:
            raise failures.pop()

    with caplog.at_level(logging.ERROR, "seawall"):
        status, _, body = await site.request(headers_of(site.clock))
    assert (status, json.loads(body)) == (500, {"detail": "The webhook could not be handled. Send it again."})
    assert "The handler of a webhook failed" in caplog.text
    assert await site.post() == 204


@pytest.mark.parametrize(
    ("changed", "method", "body", "status"),
    [
        ({}, "GET", BODY, 405),
        ({}, "POST", b"x" * 1001, 413),
        ({}, "POST", BODY + b" ", 401),
        ({"webhook-signature": "v1,AAAA"}, "POST", BODY, 401),
        ({"webhook-timestamp": "soon"}, "POST", BODY, 400),
        ({"webhook-id": ""}, "POST", BODY, 400),
    ],
)
async def test_an_invalid_request_is_rejected(
    changed: dict[str, str], method: str, body: bytes, status: int
) -> None:
    site = Site()
    seen: list[WebhookMessage] = []
    site.router.on("*")(seen.append)
    answered, headers, text = await site.request({**headers_of(site.clock), **changed}, body, method=method)
    assert (answered, seen) == (status, [])
    assert headers[b"content-length"] == str(len(text)).encode()
    assert json.loads(text)["detail"].endswith(".")


async def test_a_body_that_is_not_an_object_is_rejected_each_time() -> None:
    site = Site()
    assert [await site.post("m1", b"[]"), await site.post("m1", b"[]")] == [400, 400]


async def test_an_old_message_is_rejected() -> None:
    site = Site()
    headers = headers_of(site.clock)
    site.clock.advance(301)
    assert (await site.request(headers))[0] == 400


async def test_a_message_can_be_sent_again_after_its_handler_was_cancelled() -> None:
    site, has_begun = Site(), asyncio.Event()

    @site.router.on("*")
    async def stuck(message: WebhookMessage) -> None:
        if not has_begun.is_set():
            has_begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(site.post())
    await has_begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await site.post() == 204


async def test_a_thread_keeps_its_claim_after_the_sender_disconnects() -> None:
    site, has_begun, may_end, seen = Site(), threading.Event(), threading.Event(), []

    @site.router.on("*")
    def slow(message: WebhookMessage) -> None:
        seen.append(message)
        has_begun.set()
        may_end.wait()

    task = asyncio.create_task(site.post())
    await asyncio.to_thread(has_begun.wait)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    try:
        assert await site.post() == 409
    finally:
        may_end.set()
    while (status := await site.post()) == 409:  # noqa: ASYNC110
        await asyncio.sleep(0)
    assert (status, len(seen)) == (204, 1)


@pytest.mark.parametrize("error", [WebhookReplayError("own."), WebhookError("own.")])
async def test_a_webhook_error_of_the_handler_is_a_500(error: WebhookError) -> None:
    site = Site()

    @site.router.on("*")
    def handler(message: WebhookMessage) -> None:
        raise error

    assert [await site.post(), await site.post()] == [500, 500]


async def test_the_response_to_another_method_has_an_allow_header() -> None:
    _, headers, _ = await Site().request({}, method="GET")
    assert headers[b"allow"] == b"POST"


async def test_the_app_starts_and_stops_with_its_server() -> None:
    phases = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return dict(phases.pop(0))

    async def send(event: MutableMapping[str, Any]) -> None:
        sent.append(event)

    await Site().app({"type": "lifespan"}, receive, send)
    assert [event["type"] for event in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
