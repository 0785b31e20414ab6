"""One call under way: what the engine knows of it, and what it tells observers."""

import itertools
import logging
from collections.abc import Callable
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from attrs import define, evolve, field

from seawall.core.engine.call import Call
from seawall.core.engine.policy import Policy
from seawall.core.errors import DeadlineExceededError, SeawallError
from seawall.core.http.message import Headers, Request, Response
from seawall.core.observe.events import (
    AttemptEnded,
    AttemptStarted,
    CallEnded,
    CallStarted,
    Event,
    RetryPlanned,
    Subscribers,
)
from seawall.core.retry.retry import RepeatProtection, protection_of

__all__ = ["CallContext"]

T = TypeVar("T")

_ids = itertools.count(1)
_log = logging.getLogger("seawall")
_NO_HEADERS = Headers()


@define
class CallContext(Generic[T]):
    """A call and its policy, from the moment that the engine has it until it has ended.

    `request` is set once it is needed, `token` is that of the last attempt. `deadline` is on the monotonic
    `clock`. `sent` counts the requests that have left so far. Each `tell_…` makes an event where somebody in
    the `subscribers` is told of it.
    """

    call: Call[T] = field(repr=False)
    policy: Policy
    subscribers: Subscribers = field(repr=False)
    clock: Callable[[], float] = field(repr=False)
    request: Request = field(init=False, repr=False)
    token: str | None = field(default=None, init=False, repr=False)
    began_s: float = field(init=False)
    deadline: float = field(init=False)
    call_id: int = field(init=False)
    sent: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self.call_id, self.began_s = next(_ids), self.clock()
        self.deadline = self.began_s + self.policy.deadline_s
        if self.subscribers[CallStarted]:
            self._tell(CallStarted(call_id=self.call_id, operation=self.call.operation, at_s=self.began_s))

    @property
    def protection(self) -> RepeatProtection:
        """What keeps the request from doing its work twice."""
        return protection_of(self.request.headers, self.policy.idempotency_header)

    def remaining_s(self) -> float:
        """Seconds until the deadline; below 0 after it."""
        return self.deadline - self.clock()

    def next_attempt_timeout_s(self) -> float:
        """Seconds that the next attempt may take; raises DeadlineExceededError where there are none."""
        left = self.remaining_s()
        if left <= 0:
            raise DeadlineExceededError(
                f"the deadline of {self.policy.deadline_s:g} s passed before it could be sent."
            )
        return min(left, self.policy.attempt_timeout_s)

    def on_send(self, request: Request) -> Request:
        """`request`, which is about to leave, with the headers that observers add."""
        self.sent += 1
        if not self.subscribers[AttemptStarted]:
            return request
        event = AttemptStarted(
            call_id=self.call_id,
            operation=self.call.operation,
            number=self.sent,
            url=_bare(request.url),
            at_s=self.clock(),
        )
        self._tell(event)
        if not event.headers:
            return request
        # The request's names are in lower case: another case of one would stand beside it.
        added = {name.lower(): value for name, value in event.headers.items()}
        return evolve(request, headers={**added, **request.headers})

    def emit_attempt_ended(
        self, *, response: Response | None = None, error: BaseException | None = None
    ) -> None:
        """A response came, whatever its status, or `error` in its place."""
        if not self.subscribers[AttemptEnded]:
            return
        event = AttemptEnded(
            call_id=self.call_id,
            operation=self.call.operation,
            number=self.sent,
            at_s=self.clock(),
            status=None if response is None else response.status,
            headers=_NO_HEADERS if response is None else response.headers,
            error=error,
        )
        self._tell(event)

    def emit_retry(self, number: int, error: SeawallError, delay_s: float) -> None:
        """Attempt `number` failed and there will be another."""
        event = RetryPlanned(
            call_id=self.call_id,
            operation=self.call.operation,
            number=number,
            delay_s=delay_s,
            error=error,
            at_s=self.clock(),
        )
        self._tell(event)

    def emit_call_ended(
        self, *, status: int | None = None, cached: bool = False, error: BaseException | None = None
    ) -> None:
        """The caller is about to get its answer, or `error`."""
        if not self.subscribers[CallEnded]:
            return
        now_s = self.clock()
        event = CallEnded(
            call_id=self.call_id,
            operation=self.call.operation,
            attempts=self.sent,
            at_s=now_s,
            took_s=now_s - self.began_s,
            status=status,
            cached=cached,
            error=error,
        )
        self._tell(event)

    def _tell(self, event: Event) -> None:
        for observer in self.subscribers[type(event)]:
            try:
                observer(event)
            except Exception:  # noqa: BLE001
                # Who only looks on must not stop a call; the bug is theirs, and is told.
                _log.exception("An observer failed on %s.", type(event).__name__)


def _bare(url: str) -> str:
    """`url` without user, query and fragment."""
    url = url.partition("?")[0].partition("#")[0]
    if "@" not in url:
        return url
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
