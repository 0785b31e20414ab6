"""One call under way: what the engine knows of it, and what it tells observers."""

import itertools
import logging
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypedDict, TypeVar
from urllib.parse import urlsplit

from attrs import define, evolve, field

from seawall.core.call import Call, Operation
from seawall.core.errors import NotSentError, SeawallError
from seawall.core.events import (
    AttemptEnded,
    AttemptStarted,
    CallEnded,
    CallStarted,
    Event,
    Observer,
    RetryPlanned,
)
from seawall.core.message import Request, Response
from seawall.core.policy import Policy
from seawall.core.retry import Guard, guard_in

__all__ = ["Delivery"]

T = TypeVar("T")

_ids = itertools.count(1)
_log = logging.getLogger("seawall")


class _Facts(TypedDict):
    call_id: int
    operation: Operation[Any]
    at_s: float


@define
class Delivery(Generic[T]):
    """A call and its policy, from the moment that the engine has it until it has ended.

    `request` is set once it is needed. `deadline` is on the monotonic `clock`. `sent` counts the requests
    that have left so far. Each `tell_…` makes an event for the observers; without observers it does nothing.
    """

    call: Call[T] = field(repr=False)
    policy: Policy
    observers: Sequence[Observer] = field(repr=False)
    clock: Callable[[], float] = field(repr=False)
    request: Request = field(init=False, repr=False)
    deadline: float = field(init=False)
    call_id: int = field(init=False)
    sent: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self.call_id = next(_ids)
        self.deadline = self.clock() + self.policy.deadline_s
        if self.observers:
            self._tell(CallStarted(**self._facts()))

    @property
    def guard(self) -> Guard:
        """What keeps the request from doing its work twice."""
        return guard_in(self.request.headers, self.policy.idempotency_header)

    def time_left_s(self) -> float:
        """Seconds that the next attempt may take; raises NotSentError where there are none."""
        left = self.deadline - self.clock()
        if left <= 0:
            raise NotSentError(
                f"the deadline of {self.policy.deadline_s:g} s passed before it could be sent."
            )
        return min(left, self.policy.attempt_timeout_s)

    def leaving(self, request: Request) -> Request:
        """`request`, which is about to leave, with the headers that observers add."""
        self.sent += 1
        if not self.observers:
            return request
        parts = urlsplit(request.url)
        url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
        event = AttemptStarted(number=self.sent, url=url, **self._facts())
        self._tell(event)
        return evolve(request, headers={**event.headers, **request.headers}) if event.headers else request

    def tell_answered(self, response: Response) -> None:
        """A response came, whatever its status."""
        if self.observers:
            self._tell(
                AttemptEnded(
                    number=self.sent, status=response.status, headers=response.headers, **self._facts()
                )
            )

    def tell_broken(self, error: BaseException) -> None:
        """The attempt ended without a response."""
        if self.observers:
            self._tell(AttemptEnded(number=self.sent, error=error, **self._facts()))

    def tell_retry(self, number: int, error: SeawallError, delay_s: float) -> None:
        """Attempt `number` failed and there will be another."""
        if self.observers:
            self._tell(RetryPlanned(number=number, error=error, delay_s=delay_s, **self._facts()))

    def tell_ended(
        self, *, status: int | None = None, cached: bool = False, error: BaseException | None = None
    ) -> None:
        """The caller is about to get its answer, or `error`."""
        if self.observers:
            self._tell(
                CallEnded(attempts=self.sent, status=status, cached=cached, error=error, **self._facts())
            )

    def _facts(self) -> _Facts:
        return {"call_id": self.call_id, "operation": self.call.operation, "at_s": self.clock()}

    def _tell(self, event: Event) -> None:
        for observer in self.observers:
            try:
                observer(event)
            except Exception:  # noqa: BLE001
                # Who only looks on must not stop a call; the bug is theirs, and is told.
                _log.exception("An observer failed on %s.", type(event).__name__)
