"""Calls whose answer is a stream of items."""

from typing import Any

import pytest
from attrs import evolve, frozen

from seawall.core.engine.call import Operation, StreamCall
from seawall.core.engine.operation import ByMediaType
from seawall.core.errors import (
    BadRequestError,
    ConfigError,
    DecodeError,
    MaybeProcessedError,
    NotSentError,
)
from seawall.core.http.message import Request, Response
from seawall.core.observe.events import CallEnded, Event, SchemaDrift
from seawall.runtime.auth._async.providers import AsyncStaticToken
from seawall.runtime.engine._async.engine import AsyncEngine
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, json_response
from seawall.transports.memory.truncated_response import TruncatedResponse
from tests.runtime.calls import BASE_URL, POLICY


@frozen(kw_only=True)
class Token:
    text: str
    number: int


@frozen(kw_only=True)
class Fault:
    code: str


CHAT: Operation[bytes] = Operation(
    id="chat",
    method="POST",
    path="/chat",
    result_types={200: bytes},
    error_types={400: Fault},
    item_types=lambda: {"text/event-stream": Token},
    accept=("application/json", "text/event-stream"),
)
CALL: StreamCall[bytes, Token] = StreamCall(CHAT, body={"stream": True}, media_type="application/json")
HEADERS = {"content-type": "text/event-stream"}
BODY = b'data: {"text":"a","number":1}\n\ndata: {"text":"b","number":2}\n\ndata: [DONE]\n\n'
OK = Response(200, HEADERS, BODY)


class Sender:
    """An engine over the steps of a script; collects requests and events."""

    def __init__(self, *steps: Response | BaseException, tokens: AsyncStaticToken | None = None) -> None:
        self.events: list[Event] = []
        self.transport = AsyncMemoryTransport(Script(*steps))
        self.engine = AsyncEngine(
            self.transport,
            base_url=BASE_URL,
            clock=AsyncFakeClock(),
            tokens=tokens,
            observers=[self.events.append],
        )

    async def texts(self, policy: Any = POLICY) -> list[str]:
        """The texts of all items."""
        async with self.engine.stream(CALL, policy) as items:
            return [item.text async for item in items]

    @property
    def requests(self) -> list[Request]:
        """The requests so far."""
        return self.transport.requests


async def test_the_items_are_read() -> None:
    sender = Sender(OK)
    assert await sender.texts() == ["a", "b"]
    assert sender.requests[0].headers["accept"] == "text/event-stream"
    assert sender.requests[0].body == b'{"stream":true}'
    ended = sender.events[-1]
    assert isinstance(ended, CallEnded)
    assert (ended.status, ended.error) == (200, None)


async def test_opening_a_stream_is_retried() -> None:
    sender = Sender(NotSentError("no."), Response(503), OK)
    policy = evolve(POLICY, retry=evolve(POLICY.retry, is_idempotent=True))
    assert await sender.texts(policy) == ["a", "b"]
    assert len(sender.requests) == 3


async def test_an_error_has_its_typed_body() -> None:
    sender = Sender(json_response(400, {"code": "bad"}))
    with pytest.raises(BadRequestError) as caught:
        await sender.texts()
    assert caught.value.value == Fault(code="bad")
    ended = sender.events[-1]
    assert isinstance(ended, CallEnded)
    assert ended.error is caught.value


async def test_an_answer_that_is_no_stream_is_an_error() -> None:
    with pytest.raises(DecodeError, match="is no stream of this operation"):
        await Sender(json_response(200, {})).texts()


async def test_a_stream_that_breaks_is_an_error_after_its_items() -> None:
    sender = Sender(TruncatedResponse(200, HEADERS, BODY[:40]))
    async with sender.engine.stream(CALL, POLICY) as items:
        assert (await anext(items)).text == "a"
        with pytest.raises(MaybeProcessedError, match=r"^POST /chat: "):
            await anext(items)


async def test_a_stream_may_be_left_early() -> None:
    sender = Sender(OK)
    async with sender.engine.stream(CALL, POLICY) as items:
        async for item in items:
            assert item.number == 1
            break
    assert isinstance(sender.events[-1], CallEnded)


async def test_an_item_that_does_not_match_is_tolerated_or_an_error() -> None:
    odd = Response(200, HEADERS, b'data: {"text":"a","number":null}\n\n')
    sender = Sender(odd, odd)
    assert await sender.texts() == ["a"]
    assert [event.field for event in sender.events if isinstance(event, SchemaDrift)] == ["number"]
    with pytest.raises(DecodeError, match="item 1 of the stream"):
        await sender.texts(evolve(POLICY, tolerant=False))


async def test_the_whole_answer_can_be_read_by_send() -> None:
    whole = evolve(CHAT, result_types={200: ByMediaType({"text/event-stream": bytes})})
    result = await Sender(OK).engine.send(evolve(CALL, operation=whole), POLICY)
    assert result.value == BODY


async def test_a_stopped_engine_opens_no_stream() -> None:
    sender = Sender(OK)
    sender.engine.stop("The client is closed.")
    with pytest.raises(ConfigError, match="closed"):
        await sender.texts()
