"""What happens around a call and its attempts, as data for observers: logs, metrics, spans.

An observer is any callable that takes an event. It is called in place, in the thread or task of the call, so
it must be quick. Times are monotonic seconds of the engine's clock. No event holds a request's body or
secret, nor an argument but those in the path of `url`; an answer's headers and errors are for programs, and
show in no repr.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeAlias, get_args

from attrs import field, frozen

from seawall.core.engine.call import Operation
from seawall.core.errors import ConfigError, SeawallError
from seawall.core.http.message import Headers

# Without slots: each call makes four of these, and with slots a frozen one takes half as long again to make.

__all__ = [
    "AttemptEnded",
    "AttemptStarted",
    "CallEnded",
    "CallStarted",
    "Event",
    "Observer",
    "RetryPlanned",
    "Subscribers",
    "subscribers_by_event",
]


@frozen(kw_only=True, slots=False)
class CallStarted:
    """A call was handed to the engine. `call_id` is that of all its events, unique in this process."""

    call_id: int
    operation: Operation[Any]
    at_s: float


@frozen(kw_only=True, slots=False)
class AttemptStarted:
    """A request is about to leave: attempt `number`, from 1, to `url` (no user, no query).

    What an observer puts into `headers` is sent along, e.g. a trace's context.
    """

    call_id: int
    operation: Operation[Any]
    number: int
    url: str = field(repr=False)
    at_s: float
    headers: dict[str, str] = field(factory=dict, repr=False)


@frozen(kw_only=True, slots=False)
class AttemptEnded:
    """An answer came, with `status` and `headers`, or `error` in its place."""

    call_id: int
    operation: Operation[Any]
    number: int
    at_s: float
    status: int | None = None
    headers: Headers = field(factory=Headers, repr=False)
    error: BaseException | None = field(default=None, repr=False)


@frozen(kw_only=True, slots=False)
class RetryPlanned:
    """Attempt `number` failed with `error`; the next one begins in `delay_s` seconds."""

    call_id: int
    operation: Operation[Any]
    number: int
    delay_s: float
    error: SeawallError = field(repr=False)
    at_s: float


@frozen(kw_only=True, slots=False)
class CallEnded:
    """The caller has its answer, or `error`. `attempts` were sent; `cached` says that none was needed.

    `took_s` is how long it took, waits and retries included. `error` may be a cancellation or a bug, not only
    an error of Seawall.
    """

    call_id: int
    operation: Operation[Any]
    attempts: int
    at_s: float
    took_s: float = 0.0
    status: int | None = None
    cached: bool = False
    error: BaseException | None = field(default=None, repr=False)


Event: TypeAlias = CallStarted | AttemptStarted | AttemptEnded | RetryPlanned | CallEnded
"""Whatever an observer may be told."""

Observer: TypeAlias = Callable[[Event], None]
"""Who is told: any callable that takes an event, returns at once and raises nothing.

One with an attribute `events`, a tuple of classes of events, is told of those alone.
"""

Subscribers: TypeAlias = Mapping[type[Event], tuple[Observer, ...]]
"""Who is told of which class of events; what nobody is told of is not made."""


def subscribers_by_event(observers: Iterable[Observer]) -> Subscribers:
    """Each class of events with those of `observers` that are told of it, in their order.

    Raises ConfigError for an observer whose `events` is anything else than classes of events.
    """
    kinds = get_args(Event)
    told = [(one, _told_of(one, kinds)) for one in observers]
    return {kind: tuple(one for one, those in told if kind in those) for kind in kinds}


def _told_of(observer: Observer, kinds: tuple[type[Event], ...]) -> Collection[object]:
    those = getattr(observer, "events", kinds)
    if not (isinstance(those, tuple | list | set | frozenset) and all(one in kinds for one in those)):
        raise ConfigError(
            f"events of the observer {type(observer).__name__} is no tuple of classes of events. Name them, "
            "e.g. (CallEnded,), or leave it out to be told of all."
        )
    return those
