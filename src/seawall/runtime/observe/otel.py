"""OpenTelemetry spans and a metric for calls, by the semantic conventions for HTTP clients (1.23 and later).

A call is an INTERNAL span with the name of its operation; its parent is the current span of the caller. Each
attempt is a CLIENT span below it, named by method and path template. The global propagator adds the context
of that span to the request, e.g. as `traceparent`. Needs the extra `otel`; the program chooses the exporter.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from attrs import define, field

from seawall.core.extras import needs_extra
from seawall.core.observe.events import (
    AttemptEnded,
    AttemptStarted,
    CallEnded,
    CallStarted,
    Event,
    RetryPlanned,
)
from seawall.core.process_bound import ProcessBound
from seawall.core.whole_import import import_whole

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, TracerProvider

__all__ = ["OpenTelemetry"]

_SCOPE = "seawall"
# The conventions count 4xx as errors in client spans, unlike in server spans.
_FIRST_ERROR = 400
# The bounds and the methods are those of the conventions, "http.client.request.duration".
_BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0)
_METHODS = frozenset({"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"})

_Attributes = dict[str, str | int | bool]


@define
class _Trace:
    """The spans of one call, and the attributes that the metric of its attempt repeats."""

    call: "Span"
    context: "Context"
    attempt: "Span | None" = None
    attempt_at_s: float = 0.0
    attributes: _Attributes = field(factory=dict)


class OpenTelemetry(ProcessBound):
    """An observer that records spans and the histogram `http.client.request.duration`.

    It uses the global providers by default. No attribute holds a query, a header, a body or the text of an
    error; `url.full` holds the arguments in the path. Raises MissingExtraError without the extra `otel`.
    """

    def __init__(
        self,
        *,
        tracer_provider: "TracerProvider | None" = None,
        meter_provider: "MeterProvider | None" = None,
    ) -> None:
        # The imports are late because the extra is optional; once loaded, they cost less than 1 us.
        with needs_extra("otel", "OpenTelemetry"):
            import_whole("opentelemetry.metrics", "opentelemetry.propagate", "opentelemetry.trace")
            from opentelemetry import metrics, propagate, trace  # noqa: PLC0415
        self._api, self._inject = trace, propagate.inject
        self._tracer = trace.get_tracer(_SCOPE, tracer_provider=tracer_provider)
        self._duration = metrics.get_meter(_SCOPE, meter_provider=meter_provider).create_histogram(
            "http.client.request.duration",
            unit="s",
            description="Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_BOUNDS_S,
        )
        # By call id: one observer sees the events of many concurrent calls. Without a lock, because each call
        # touches its own key only, and single dict operations are atomic.
        self._traces: dict[int, _Trace] = {}

    def __call__(self, event: Event) -> None:
        """Start, annotate or end a span."""
        if isinstance(event, CallStarted):
            self._start_call(event)
            return
        trace = self._traces.get(event.call_id)
        if trace is None:
            # The call has already ended, or this observer did not see its start.
            return
        match event:
            case AttemptStarted():
                self._start_attempt(trace, event)
            case AttemptEnded():
                self._end_attempt(trace, event)
            case RetryPlanned():
                trace.call.add_event(
                    "retry", {"seawall.retry.delay": event.delay_s, "error.type": _error_type(event.error)}
                )
            case CallEnded():
                self._end_call(trace, event)

    def _start_call(self, event: CallStarted) -> None:
        span = self._tracer.start_span(
            event.operation.id, attributes={"seawall.operation": event.operation.id}
        )
        self._traces[event.call_id] = _Trace(span, self._api.set_span_in_context(span))

    def _start_attempt(self, trace: _Trace, event: AttemptStarted) -> None:
        self._abandon_attempt(trace)
        trace.attributes, trace.attempt_at_s = _request_attributes(event), event.at_s
        more: _Attributes = {"url.full": _without_user_and_query(event.url)}
        if event.request_bytes:
            more["http.request.body.size"] = event.request_bytes
        if event.number > 1:
            more["http.request.resend_count"] = event.number - 1
        trace.attempt = self._tracer.start_span(
            f"{event.operation.method} {event.operation.path}",
            context=trace.context,
            kind=self._api.SpanKind.CLIENT,
            attributes={**trace.attributes, **more},
        )
        context = self._api.set_span_in_context(trace.attempt, trace.context)
        self._inject(event.headers, context=context)

    def _end_attempt(self, trace: _Trace, event: AttemptEnded) -> None:
        span, trace.attempt = trace.attempt, None
        if span is None:
            return
        span.set_attribute("http.response.body.size", event.response_bytes)
        outcome: _Attributes = {} if event.status is None else {"http.response.status_code": event.status}
        if event.error is not None:
            outcome["error.type"] = _error_type(event.error)
        elif event.status is not None and event.status >= _FIRST_ERROR:
            outcome["error.type"] = str(event.status)
        span.set_attributes(outcome)
        self._end(span, failed="error.type" in outcome)
        self._duration.record(event.at_s - trace.attempt_at_s, {**trace.attributes, **outcome})

    def _end_call(self, trace: _Trace, event: CallEnded) -> None:
        del self._traces[event.call_id]
        self._abandon_attempt(trace)
        trace.call.set_attributes({"seawall.attempts": event.attempts, "seawall.cached": event.cached})
        if event.error is not None:
            trace.call.set_attribute("error.type", _error_type(event.error))
        self._end(trace.call, failed=event.error is not None)

    def _abandon_attempt(self, trace: _Trace) -> None:
        """End the span of an attempt without AttemptEnded, e.g. after KeyboardInterrupt."""
        if trace.attempt is not None:
            self._end(trace.attempt, failed=True)
            trace.attempt = None

    def _end(self, span: "Span", *, failed: bool) -> None:
        if failed:
            # No description: the text of an error may hold anything, secrets too.
            span.set_status(self._api.StatusCode.ERROR)
        span.end()


def _request_attributes(event: AttemptStarted) -> _Attributes:
    parts, method = urlsplit(event.url), event.operation.method
    attributes: _Attributes = {
        "http.request.method": method if method in _METHODS else "_OTHER",
        "url.template": event.operation.path,
        "server.address": parts.hostname or "",
    }
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    if port is not None:
        attributes["server.port"] = port
    return attributes


def _without_user_and_query(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _error_type(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
