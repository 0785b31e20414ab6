"""Spans and the metric, by the OpenTelemetry semantic conventions for HTTP clients."""

from collections.abc import Iterator
from typing import Any

import pytest

from seawall.core.engine.policy import Policy
from seawall.core.errors import NotFoundError, NotSentError
from seawall.core.http.message import Response
from seawall.core.observe.events import AttemptStarted, CallEnded, CallStarted
from seawall.runtime.engine._sync.engine import Engine
from seawall.runtime.observe.otel import OpenTelemetry
from seawall.testing import FakeClock, MemoryTransport, Script, json_response
from tests.runtime.calls import BASE_URL, POLICY, SECRET, thing

pytest.importorskip("opentelemetry.sdk")

from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

OK = json_response(200, {})
NAME = "GET /v1/things/{thing_id}"


class Telemetry:
    """An observer whose spans and metrics are kept in memory."""

    def __init__(self) -> None:
        self._exporter, self._reader = InMemorySpanExporter(), InMemoryMetricReader()
        self.tracers, self.meters = TracerProvider(), MeterProvider([self._reader])
        self.tracers.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.observer = OpenTelemetry(tracer_provider=self.tracers, meter_provider=self.meters)

    def spans(self) -> list[ReadableSpan]:
        """The ended spans, in order."""
        return list(self._exporter.get_finished_spans())

    def points(self) -> list[Any]:
        data = self._reader.get_metrics_data()
        assert data is not None
        (metric,) = data.resource_metrics[0].scope_metrics[0].metrics
        assert (metric.name, metric.unit) == ("http.client.request.duration", "s")
        return list(metric.data.data_points)

    def close(self) -> None:
        self.tracers.shutdown()
        self.meters.shutdown()


@pytest.fixture
def telemetry() -> Iterator[Telemetry]:
    telemetry = Telemetry()
    yield telemetry
    telemetry.close()


def engine_on(
    telemetry: Telemetry, *steps: Response | BaseException, base_url: str = BASE_URL
) -> tuple[Engine, MemoryTransport]:
    transport = MemoryTransport(Script(*steps))
    clock = FakeClock()
    return Engine(transport, base_url=base_url, clock=clock, observers=[telemetry.observer]), transport


def test_a_call_and_its_attempt_are_spans(telemetry: Telemetry) -> None:
    engine, _ = engine_on(telemetry, OK)
    engine.send(thing(), POLICY)
    attempt, call = telemetry.spans()
    assert (call.name, call.kind, call.parent) == ("thing", SpanKind.INTERNAL, None)
    assert call.attributes == {"seawall.operation": "thing", "seawall.attempts": 1, "seawall.cached": False}
    assert (attempt.name, attempt.kind) == (NAME, SpanKind.CLIENT)
    assert attempt.parent == call.context
    assert attempt.attributes == {
        "http.request.method": "GET",
        "url.template": "/v1/things/{thing_id}",
        "url.full": "https://api.test/v1/things/hunter2",
        "server.address": "api.test",
        "server.port": 443,
        "http.response.status_code": 200,
        "http.response.body.size": len(OK.body),
    }
    assert attempt.status.status_code is StatusCode.UNSET


def test_each_attempt_is_a_span_with_its_resend_count(telemetry: Telemetry) -> None:
    engine, _ = engine_on(telemetry, Response(503), NotSentError(SECRET), OK)
    engine.send(thing(), POLICY)
    first, second, third, call = telemetry.spans()
    attributes = [dict(span.attributes or {}) for span in (first, second, third)]
    assert [each.get("http.request.resend_count") for each in attributes] == [None, 1, 2]
    assert [each.get("error.type") for each in attributes] == [
        "503",
        "seawall.core.errors.NotSentError",
        None,
    ]
    codes = [span.status.status_code for span in (first, second, third, call)]
    assert codes == [StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET, StatusCode.UNSET]
    assert [event.name for event in call.events] == ["retry", "retry"]
    assert all(span.parent == call.context for span in (first, second, third))


def test_a_failed_call_has_the_class_of_its_error_and_not_its_text(telemetry: Telemetry) -> None:
    engine, _ = engine_on(telemetry, Response(404, {}, SECRET.encode()))
    with pytest.raises(NotFoundError):
        engine.send(thing(), POLICY)
    attempt, call = telemetry.spans()
    assert (call.attributes or {})["error.type"] == "seawall.core.errors.NotFoundError"
    assert (call.status.status_code, call.status.description) == (StatusCode.ERROR, None)
    assert (attempt.attributes or {})["error.type"] == "404"


def test_the_request_carries_the_trace_context(telemetry: Telemetry) -> None:
    engine, transport = engine_on(telemetry, OK)
    engine.send(thing(), POLICY)
    attempt, _ = telemetry.spans()
    assert attempt.context
    expected = f"00-{attempt.context.trace_id:032x}-{attempt.context.span_id:016x}-"
    assert transport.requests[0].headers["traceparent"].startswith(expected)


def test_the_span_of_the_caller_is_the_parent(telemetry: Telemetry) -> None:
    engine, _ = engine_on(telemetry, OK)
    with telemetry.tracers.get_tracer("test").start_as_current_span("mine") as mine:
        engine.send(thing(), POLICY)
    _, call, _ = telemetry.spans()
    assert call.parent == mine.get_span_context()


@pytest.mark.parametrize(
    ("base_url", "address", "port"),
    [
        ("http://user:hunter2@h.test", "h.test", 80),
        ("http://h.test:8080/base", "h.test", 8080),
        ("https://[::1]:8443", "::1", 8443),
    ],
)
def test_the_attributes_hold_neither_user_nor_query(
    telemetry: Telemetry, base_url: str, address: str, port: int
) -> None:
    telemetry.observer(CallStarted(call_id=1, operation=thing().operation, at_s=0.0))
    event = AttemptStarted(
        call_id=1, operation=thing().operation, number=1, url=f"{base_url}/v1?q={SECRET}", at_s=0.0
    )
    telemetry.observer(event)
    telemetry.observer(CallEnded(call_id=1, operation=thing().operation, attempts=1, at_s=1.0))
    attempt, _ = telemetry.spans()
    attributes = dict(attempt.attributes or {})
    assert (attributes["server.address"], attributes["server.port"]) == (address, port)
    assert SECRET not in str(attributes)


def test_an_interrupted_attempt_ends_with_its_call(telemetry: Telemetry) -> None:
    operation = thing().operation
    telemetry.observer(CallStarted(call_id=1, operation=operation, at_s=0.0))
    telemetry.observer(
        AttemptStarted(call_id=1, operation=operation, number=1, url="https://h.test/v1", at_s=0.0)
    )
    telemetry.observer(
        CallEnded(call_id=1, operation=operation, attempts=1, at_s=1.0, error=KeyboardInterrupt())
    )
    attempt, call = telemetry.spans()
    assert (attempt.status.status_code, call.status.status_code) == (StatusCode.ERROR, StatusCode.ERROR)
    assert (call.attributes or {})["error.type"] == "KeyboardInterrupt"
    # The call is forgotten: a late event of it changes nothing.
    telemetry.observer(CallEnded(call_id=1, operation=operation, attempts=1, at_s=2.0))
    assert len(telemetry.spans()) == 2


def test_the_duration_of_each_attempt_is_measured(telemetry: Telemetry) -> None:
    engine, _ = engine_on(telemetry, Response(503), OK)
    engine.send(thing(), Policy())
    points = telemetry.points()
    assert [point.count for point in points] == [1, 1]
    assert [dict(point.attributes) for point in points] == [
        {
            "http.request.method": "GET",
            "url.template": "/v1/things/{thing_id}",
            "server.address": "api.test",
            "server.port": 443,
            "http.response.status_code": status,
            **error,
        }
        for status, error in ((503, {"error.type": "503"}), (200, {}))
    ]
    assert points[0].explicit_bounds[:3] == (0.005, 0.01, 0.025)


def test_without_a_provider_no_header_is_added() -> None:
    transport = MemoryTransport(Script(OK))
    Engine(transport, base_url=BASE_URL, observers=[OpenTelemetry()]).send(thing(), POLICY)
    assert "traceparent" not in transport.requests[0].headers
