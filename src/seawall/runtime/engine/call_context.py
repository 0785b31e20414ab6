"""The state of one call in progress, and the events that it emits to observers."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from attrs import evolve

from seawall.core.engine.call import Call
from seawall.core.engine.call_name import call_name
from seawall.core.engine.call_response import CallResponse
from seawall.core.engine.policy import Policy
from seawall.core.engine.result import request_id_in
from seawall.core.errors import (
    DeadlineExceededError,
    ResponseTooLargeError,
    SeawallError,
    StatusError,
    TransportError,
)
from seawall.core.http.message import Headers, Request, Response
from seawall.core.observe.deprecation import DEPRECATION_FIELDS
from seawall.core.observe.events import (
    AttemptEnded,
    AttemptStarted,
    CallEnded,
    CallStarted,
    Observer,
    RetryPlanned,
    SchemaDrift,
    Subscribers,
)
from seawall.core.retry.retry import RepeatProtection, lost_response_class, protection_of
from seawall.core.wire.misfits import Drift
from seawall.runtime.engine.responses import Responses
from seawall.runtime.observe.drifts import DriftMemory
from seawall.runtime.observe.emission import emit, next_call_id
from seawall.runtime.observe.metrics import Metrics

__all__ = ["CallContext"]

T = TypeVar("T")

_NO_HEADERS = Headers()


class CallContext(Generic[T]):
    """A call, its policy and its state.

    The engine sets `request` if the result is not cached. `token` is the token of the last attempt,
    `deadline` is on the monotonic `clock`, `sent` is the number of requests so far. An event is only built if
    it has subscribers; `deprecations` receives the end of an attempt whose response announces a deprecation.
    `is_logged` means that the log is at DEBUG.
    """

    __slots__ = (
        *("began_s", "call", "call_id", "clock", "deadline", "deprecations", "is_logged", "policy"),
        *("request", "sent", "subscribers", "token"),
    )

    request: Request

    # By hand: every call makes one, and attrs takes two functions for it.
    def __init__(
        self,
        call: Call[T],
        policy: Policy,
        subscribers: Subscribers,
        deprecations: Observer,
        clock: Callable[[], float],
        *,
        is_logged: bool,
    ) -> None:
        self.call = call
        self.policy = policy
        self.subscribers = subscribers
        self.deprecations = deprecations
        self.clock = clock
        self.is_logged = is_logged
        self.token: str | None = None
        self.sent: int = 0
        self.call_id: int = next_call_id()
        self.began_s: float = clock()
        self.deadline: float = self.began_s + policy.deadline_s
        if subscribers[CallStarted]:
            emit(subscribers, CallStarted(call_id=self.call_id, operation=call.operation, at_s=self.began_s))

    @property
    def protection(self) -> RepeatProtection:
        """Protection of the request against a second execution."""
        return protection_of(self.request.headers, self.policy.key_header_for(self.call.operation))

    @property
    def name(self) -> str:
        """The name of the call in messages, without its token."""
        return call_name(self.call, self.token)

    def named(self, error: TransportError | ResponseTooLargeError) -> SeawallError:
        """Return `error` with the name of the call: a transport knows neither it nor whether it changes."""
        text = f"{self.name}: {error}"
        if isinstance(error, ResponseTooLargeError):
            return ResponseTooLargeError(text, error.status, error.request_id)
        return lost_response_class(error, self.request.method, self.policy.retry.is_idempotent)(text)

    def remaining_s(self) -> float:
        """Return the seconds until the deadline, negative after it."""
        return self.deadline - self.clock()

    def next_attempt_timeout_s(self) -> float:
        """Return the timeout of the next attempt; raise DeadlineExceededError if the deadline has passed."""
        remaining_s = self.deadline - self.clock()
        if remaining_s <= 0:
            raise DeadlineExceededError(
                f"the deadline of {self.policy.deadline_s:g} s passed before the request was sent."
            )
        timeout_s = self.policy.attempt_timeout_s
        # `min` takes longer.
        return min(timeout_s, remaining_s)

    def on_send(self, request: Request) -> Request:
        """Count `request`, which is about to be sent, and return it with the headers of observers."""
        self.sent += 1
        if not self.subscribers[AttemptStarted]:
            return request
        event = AttemptStarted(
            call_id=self.call_id,
            operation=self.call.operation,
            number=self.sent,
            url=_without_secrets(request.url),
            at_s=self.clock(),
            request_bytes=len(request.body) if isinstance(request.body, bytes) else 0,
        )
        emit(self.subscribers, event)
        if not event.headers:
            return request
        # The names of the request are in lower case; another case would add a second field.
        added = {name.lower(): value for name, value in event.headers.items()}
        return evolve(request, headers={**added, **request.headers})

    def emit_attempt_ended(
        self, *, response: Response | None = None, error: BaseException | None = None
    ) -> None:
        """Emit the end of an attempt: a response of any status, or `error`."""
        is_announced = response is not None and response.headers.has_any(DEPRECATION_FIELDS)
        if not (is_announced or self.subscribers[AttemptEnded]):
            return
        event = AttemptEnded(
            call_id=self.call_id,
            operation=self.call.operation,
            number=self.sent,
            at_s=self.clock(),
            status=None if response is None else response.status,
            headers=_NO_HEADERS if response is None else response.headers,
            error=error,
            response_bytes=0 if response is None else len(response.body),
            request_id=self._request_id(response) if self.is_logged else None,
        )
        if is_announced:
            emit({AttemptEnded: (self.deprecations,)}, event)
        emit(self.subscribers, event)

    def _request_id(self, response: Response | None) -> str | None:
        # Only for the log: redaction takes longer than all the rest of an event.
        if response is None:
            return None
        return request_id_in(response.headers, hidden=[self.token] if self.token else ())

    def emit_retry(self, number: int, error: SeawallError, delay_s: float) -> None:
        """Emit that attempt `number` failed and will be retried."""
        # Always built: retries are rare, and their log subscribes to every engine.
        event = RetryPlanned(
            call_id=self.call_id,
            operation=self.call.operation,
            number=number,
            max_attempts=self.policy.retry.attempts,
            delay_s=delay_s,
            error=error,
            at_s=self.clock(),
        )
        emit(self.subscribers, event)

    def emit_drifts(self, drifts: tuple[Drift, ...], memory: DriftMemory) -> None:
        """Emit the fields of the answer that do not match the spec, those that `memory` does not have."""
        operation = self.call.operation
        for drift in drifts:
            if memory.is_new(operation.id, drift.model, drift.field, drift.kind):
                event = SchemaDrift(
                    call_id=self.call_id,
                    operation=operation,
                    at_s=self.clock(),
                    model=drift.model,
                    field=drift.field,
                    path=drift.path,
                    kind=drift.kind,
                )
                emit(self.subscribers, event)

    def emit_call_ended(
        self,
        *,
        response: Response | None = None,
        cached: bool = False,
        error: BaseException | None = None,
        metrics: tuple[Metrics, ...] | None = None,
    ) -> None:
        """Emit the end of the call: a successful response, or `error`.

        If the log is not at DEBUG, and there are `metrics`, these count a response and no event is made.
        """
        if metrics is not None and response is not None and not (cached or self.is_logged):
            took_s = self.clock() - self.began_s
            for each in metrics:
                each.count_response(self.call.operation.id, response.status, self.sent, took_s)
            return
        if not self.subscribers[CallEnded]:
            return
        now_s = self.clock()
        event = CallEnded(
            call_id=self.call_id,
            operation=self.call.operation,
            attempts=self.sent,
            at_s=now_s,
            took_s=now_s - self.began_s,
            status=None if response is None else response.status,
            cached=cached,
            request_id=self._request_id(response) if self.is_logged else None,
            error=error,
        )
        emit(self.subscribers, event)

    def record(
        self, blocks: Sequence[Responses], owner: object, response: Response, *, cached: bool = False
    ) -> None:
        """Add `response` to those of `blocks` that record the calls of `owner`."""
        operation = self.call.operation
        for block in blocks:
            if block.is_for(owner):
                seen = CallResponse(
                    operation=operation.id,
                    method=operation.method,
                    path=operation.path,
                    status=response.status,
                    headers=response.headers,
                    content=response.body,
                    request_id=request_id_in(response.headers, hidden=[self.token] if self.token else ()),
                    elapsed_s=self.clock() - self.began_s,
                    attempts=self.sent,
                    cached=cached,
                )
                block.add(seen)

    def record_error(self, blocks: Sequence[Responses], owner: object, error: BaseException) -> None:
        """Add the response of `error`, if there is one."""
        if isinstance(error, StatusError):
            self.record(blocks, owner, Response(error.status, error.headers, error.body))


def _without_secrets(url: str) -> str:
    """Return `url` without user, query and fragment."""
    url = url.partition("?")[0].partition("#")[0]
    if "@" not in url:
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
