"""Observers see every request that leaves: those of transfers and of logins too."""

from pathlib import Path

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import ForbiddenError, MaybeProcessedError
from seawall.core.http.message import Request, Response
from seawall.core.observe.events import AttemptEnded, AttemptStarted, CallEnded, CallStarted, Event
from seawall.runtime import (
    AsyncDownloader,
    AsyncObservedTransport,
    AsyncResumableUploader,
    AsyncUploader,
    Metrics,
)
from seawall.testing import AsyncFakeClock, AsyncMemoryTransport, Script, TruncatedResponse
from tests.runtime.client._async.test_connection import connection

URL = "https://user:pass@storage.test:8443/bucket/hunter2?signature=hunter2"
SESSION = "https://storage.test/session/hunter2"


async def locate() -> str:
    return URL


def started(events: list[Event]) -> list[AttemptStarted]:
    return [event for event in events if isinstance(event, AttemptStarted)]


def ended(events: list[Event]) -> list[AttemptEnded]:
    return [event for event in events if isinstance(event, AttemptEnded)]


async def test_a_download_of_a_connection_is_seen_with_host_and_size(tmp_path: Path) -> None:
    events: list[Event] = []
    cut = TruncatedResponse(200, {"etag": '"v1"'}, b"con")
    rest = Response(206, {"etag": '"v1"', "content-range": "bytes 3-6/7"}, b"tent")
    transport = AsyncMemoryTransport(Script(cut, rest))
    made = connection(transport=transport, observers=[events.append], clock=AsyncFakeClock())
    await made.downloader(Policy()).fetch(locate, tmp_path / "file")
    assert [type(event) for event in events] == [CallStarted, AttemptStarted, AttemptEnded, CallEnded] * 2
    assert [event.url for event in started(events)] == ["https://storage.test:8443/"] * len(
        transport.requests
    )
    assert [(event.status, event.response_bytes) for event in ended(events)] == [(200, 3), (206, 4)]
    assert [type(event.error) for event in ended(events)] == [MaybeProcessedError, type(None)]
    assert {event.operation.id for event in events} == {"download"}
    assert "hunter2" not in repr([vars(event) for event in events])


async def test_uploads_are_seen_with_host_and_size() -> None:
    def storage(request: Request) -> Response:
        return Response(200, {"location": SESSION})

    events: list[Event] = []
    transport = AsyncMemoryTransport(storage)
    made = connection(transport=transport, observers=[events.append])
    await made.uploader(Policy()).send(b"content", URL)
    observed = AsyncObservedTransport(transport, "upload", [events.append])
    await AsyncResumableUploader(observed, Policy()).send(b"content", URL)
    seen = [(event.operation.method, event.request_bytes) for event in started(events)]
    assert seen == [("PUT", 7), ("POST", 0), ("PUT", 7)]
    assert len(seen) == len(transport.requests)
    assert "hunter2" not in repr([vars(event) for event in events])


async def test_a_failed_transfer_has_its_status_and_its_error() -> None:
    events: list[Event] = []
    observed = AsyncObservedTransport(
        AsyncMemoryTransport(Script(Response(403))), "upload", [events.append], clock=AsyncFakeClock()
    )
    with pytest.raises(ForbiddenError):
        async with observed.stream(Request("PUT", URL), 1) as stream:
            raise ForbiddenError("no", status=stream.status, method="PUT", path="upload")
    (attempt,) = ended(events)
    assert (attempt.status, attempt.error) == (403, None)
    assert isinstance(events[-1], CallEnded)
    assert isinstance(events[-1].error, ForbiddenError)


async def test_a_request_without_a_stream_is_seen() -> None:
    events: list[Event] = []
    metrics = Metrics()
    transport = AsyncMemoryTransport(lambda request: Response(200, {}, b"token"))
    observed = AsyncObservedTransport(transport, "token", [events.append, metrics])
    response = await observed.send(Request("POST", URL, {}, b"grant"), 1)
    await observed.aclose()
    assert response.body == b"token"
    assert (started(events)[0].request_bytes, ended(events)[0].response_bytes) == (5, 5)
    assert metrics.snapshot()["token"].calls == 1


async def test_headers_of_observers_are_not_sent_to_other_servers(tmp_path: Path) -> None:
    def add_header(event: Event) -> None:
        if isinstance(event, AttemptStarted):
            event.headers["traceparent"] = "x"

    transport = AsyncMemoryTransport(lambda request: Response(200, {}, b"content"))
    observed = AsyncObservedTransport(transport, "download", [add_header])
    await AsyncDownloader(observed, Policy()).fetch(locate, tmp_path / "file")
    await AsyncUploader(observed, Policy()).send(b"x", URL)
    assert [("traceparent" in request.headers) for request in transport.requests] == [False, False]
