"""Handlers of events: registered by type, behind a real ASGI transport."""

import threading

import httpx2
import pytest
from attrs import frozen

from seawall.core.errors import InputError, WebhookReplayError, WebhookSignatureError
from seawall.core.webhook.event_error import WebhookEventError
from seawall.core.webhook.signatures import HexWebhook, JsonObject
from seawall.core.webhook.unsigned import webhook_for
from seawall.runtime.webhook._async.event_handlers import AsyncEventHandlers
from seawall.runtime.webhook._sync.event_handlers import EventHandlers
from seawall.testing import FakeClock

WEBHOOK = HexWebhook(["the secret"], header="x-signature", body_is_id=True)
ENDED = b'{"kind": "job.ended", "job": 7}'


@frozen
class JobEvent:
    kind: str
    job: int

    @classmethod
    def of(cls, payload: JsonObject) -> "JobEvent":
        if "kind" not in payload:
            raise WebhookEventError("The webhook has no kind. Respond with 400.")
        return cls(payload["kind"], payload["job"])


def async_handlers() -> AsyncEventHandlers[JobEvent]:
    return AsyncEventHandlers(
        WEBHOOK, event=JobEvent.of, event_type=lambda event: event.kind, clock=FakeClock()
    )


async def post(
    handlers: AsyncEventHandlers[JobEvent] | EventHandlers[JobEvent], body: bytes, **headers: str
) -> tuple[int, str]:
    """Send a message as a sender does, to the ASGI app."""
    fields = {**WEBHOOK.sign(body), **{name.replace("_", "-"): value for name, value in headers.items()}}
    transport = httpx2.ASGITransport(app=handlers.asgi_app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://hooks.test") as client:
        answer = await client.post("/", content=body, headers=fields)
    return answer.status_code, answer.text


async def test_handlers_of_the_type_and_of_every_type_are_called_in_order() -> None:
    handlers, seen = async_handlers(), list[str]()

    @handlers.on("job.ended")
    async def ended(event: JobEvent) -> None:
        seen.append(f"ended {event.job}")

    handlers.on("job.begun")(lambda event: seen.append(f"begun {event.job}"))
    handlers.on("*")(lambda event: seen.append(f"any {event.job}"))
    assert await handlers.handle(WEBHOOK.sign(ENDED), ENDED) == JobEvent("job.ended", 7)
    assert seen == ["ended 7", "any 7"]


async def test_the_app_answers_as_the_handlers_end() -> None:
    handlers, seen = async_handlers(), list[JobEvent]()

    @handlers.on("job.broken")
    async def broken(event: JobEvent) -> None:
        raise ZeroDivisionError(event.kind)

    handlers.on("job.ended")(seen.append)
    assert await post(handlers, ENDED) == (204, "")
    # The same message again, which is not handled again.
    assert await post(handlers, ENDED) == (204, "")
    assert seen == [JobEvent("job.ended", 7)]
    assert (await post(handlers, b'{"kind": "job.broken", "job": 8}'))[0] == 500
    assert (await post(handlers, ENDED, x_signature="00"))[0] == 401
    # No event: the handlers are not called, and the sender may correct it.
    assert (await post(handlers, b'{"job": 8}'))[0] == 400


async def test_plain_handlers_run_in_a_thread_behind_the_app() -> None:
    handlers = EventHandlers[JobEvent](WEBHOOK, event=JobEvent.of, event_type=lambda event: event.kind)
    threads: list[str] = []
    handlers.on("*")(lambda _: threads.append(threading.current_thread().name))
    assert (await post(handlers, ENDED))[0] == 204
    assert threads != [threading.current_thread().name]


async def test_middlewares_change_the_payload_in_order() -> None:
    handlers = async_handlers()

    @handlers.middleware
    async def renamed(payload: JsonObject) -> JsonObject:
        return {**payload, "kind": "job.renamed"}

    handlers.middleware(lambda payload: {**payload, "job": len(payload["kind"])})
    assert await handlers.handle(WEBHOOK.sign(ENDED), ENDED) == JobEvent("job.renamed", 11)


async def test_all_handlers_are_called_although_one_fails_and_the_message_may_come_again() -> None:
    handlers, seen = async_handlers(), list[JobEvent]()

    @handlers.on("*")
    def broken(event: JobEvent) -> None:
        raise ZeroDivisionError(event.kind)

    handlers.on("*")(seen.append)
    for _ in range(2):
        with pytest.raises(ExceptionGroup, match=r"job\.ended failed") as caught:
            await handlers.handle(WEBHOOK.sign(ENDED), ENDED)
        assert isinstance(caught.value.exceptions[0], ZeroDivisionError)
    assert len(seen) == 2


async def test_a_duplicate_is_an_error_and_calls_no_handler() -> None:
    handlers, seen = async_handlers(), list[JobEvent]()
    handlers.on("*")(seen.append)
    await handlers.handle(WEBHOOK.sign(ENDED), ENDED)
    with pytest.raises(WebhookReplayError):
        await handlers.handle(WEBHOOK.sign(ENDED), ENDED)
    assert len(seen) == 1


def test_verify_calls_no_handler() -> None:
    handlers = EventHandlers[JobEvent](WEBHOOK, event=JobEvent.of, event_type=lambda event: event.kind)
    handlers.on("*")(lambda _: pytest.fail("called"))
    handlers.verify(WEBHOOK.sign(ENDED), ENDED)
    with pytest.raises(WebhookSignatureError):
        handlers.verify(WEBHOOK.sign(ENDED), ENDED + b" ")


async def asynchronous(event: JobEvent) -> None: ...


def test_a_handler_that_is_no_function_is_an_error() -> None:
    with pytest.raises(InputError, match="handler"):
        async_handlers().on("*")("job")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="handler"):
        EventHandlers[JobEvent](WEBHOOK, event=JobEvent.of, event_type=str).on("*")(asynchronous)  # type: ignore[arg-type]


@pytest.mark.parametrize("secret", [None, "", ()])
def test_without_a_secret_every_message_is_refused_unless_it_is_said(secret: str | None) -> None:
    refusing = webhook_for(secret, lambda secrets: HexWebhook(secrets, header="x-signature"), verify=True)
    with pytest.raises(WebhookSignatureError, match="no secret is set"):
        refusing.verify(WEBHOOK.sign(ENDED), ENDED, 0.0)
    taking = webhook_for(secret, lambda secrets: HexWebhook(secrets, header="x-signature"), verify=False)
    message = taking.verify({}, ENDED, 0.0)
    assert (message.body, message.id) == (ENDED, None)


def test_with_a_secret_messages_are_verified() -> None:
    webhook = webhook_for("the secret", lambda _: WEBHOOK, verify=True)
    assert webhook.verify(WEBHOOK.sign(ENDED), ENDED, 0.0).body == ENDED
    with pytest.raises(WebhookSignatureError):
        webhook.verify({"x-signature": "00"}, ENDED, 0.0)
