"""Events that observers receive for calls and attempts. Logs, metrics and spans are made from them. Pure.

An observer is any callable that takes an event. The engine calls it in the thread or task of the call, so it
must be quick. Times are monotonic seconds of the engine's clock. No event holds a request's body or secret,
and of its arguments only those in the path of `url`. Headers of responses and errors are for programs, so no
repr shows them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeAlias, get_args

from attrs import field, frozen

from seawall.core.engine.call import Operation
from seawall.core.errors import ConfigError, SeawallError
from seawall.core.http.message import Headers
from seawall.core.validation.arguments import has_methods, is_async_function, require_type

__all__ = [
    "AttemptEnded",
    "AttemptStarted",
    "CallEnded",
    "CallStarted",
    "Event",
    "Observer",
    "RetryPlanned",
    "SchemaDrift",
    "Subscribers",
    "checked_observers",
    "subscribers_by_event",
]


# The events have no slots: a call creates four of them, and attrs needs 1.5 times as long for a frozen class
# with slots.


@frozen(kw_only=True, slots=False)
class CallStarted:
    """The engine receives a call. All its events have this `call_id`, which is unique in this process."""

    call_id: int
    operation: Operation[Any]
    at_s: float


@frozen(kw_only=True, slots=False)
class AttemptStarted:
    """The engine is about to send attempt `number`, from 1, to `url`, which has neither user nor query.

    An observer may add `headers` to the request, e.g. `traceparent`. `request_bytes` is the size of its body,
    0 if it is not known. Of the URL of a transfer or a login, `url` is the origin only. Not hashable:
    `headers` can be changed.
    """

    call_id: int
    operation: Operation[Any]
    number: int
    url: str = field(repr=False)
    at_s: float
    headers: dict[str, str] = field(factory=dict, repr=False)
    request_bytes: int = 0


@frozen(kw_only=True, slots=False)
class AttemptEnded:
    """An attempt ended with a response (`status` and `headers`) or with `error`; both if the body was cut.

    `response_bytes` is the number of bytes of the body that were read, without its content coding.
    `request_id` is the server's id of the request, if the log is at DEBUG, and else None.
    """

    call_id: int
    operation: Operation[Any]
    number: int
    at_s: float
    status: int | None = None
    headers: Headers = field(factory=Headers, repr=False)
    error: BaseException | None = field(default=None, repr=False)
    response_bytes: int = 0
    request_id: str | None = None


@frozen(kw_only=True, slots=False)
class RetryPlanned:
    """Attempt `number` of `max_attempts` failed with `error`. The next one starts in `delay_s` seconds."""

    call_id: int
    operation: Operation[Any]
    number: int
    max_attempts: int
    delay_s: float
    error: SeawallError = field(repr=False)
    at_s: float


@frozen(kw_only=True, slots=False)
class CallEnded:
    """A call ended with a result or with `error`, after `attempts` requests.

    `cached` means that the result came from the cache. `took_s` is its duration, with waits and retries.
    `error` may also be a cancellation or a bug. `request_id` is the server's id of the last request, if the
    log is at DEBUG, and else None.
    """

    call_id: int
    operation: Operation[Any]
    attempts: int
    at_s: float
    took_s: float = 0.0
    status: int | None = None
    cached: bool = False
    error: BaseException | None = field(default=None, repr=False)
    request_id: str | None = None


@frozen(kw_only=True, slots=False)
class SchemaDrift:
    """A field of an answer does not match the spec; the rest of the answer was decoded.

    `model` is the class that has the `field`, by its name on the wire; it is empty for an item that is no
    object. `path` is its place without indexes, e.g. `$.items[].state`, and `kind` says what does not fit. An
    engine emits it once per operation, model, field and kind.
    """

    call_id: int
    operation: Operation[Any]
    at_s: float
    model: str
    field: str
    path: str
    kind: str


Event: TypeAlias = CallStarted | AttemptStarted | AttemptEnded | RetryPlanned | CallEnded | SchemaDrift
"""Any event."""

Observer: TypeAlias = Callable[[Event], None]
"""A callable that takes an event. It must return at once; an error that it raises is logged.

An observer with an attribute `events`, a tuple of event classes, receives those only.
"""

Subscribers: TypeAlias = Mapping[type[Event], tuple[Observer, ...]]
"""The observers of each event class. The engine does not create events that have no observer."""


def checked_observers(observers: Iterable[Observer]) -> tuple[Observer, ...]:
    """Check that each observer is callable. Raises ConfigError."""
    require_type(observers, "observers", ok=isinstance(observers, Iterable), expected="a list of observers")
    checked = tuple(observers)
    for number, observer in enumerate(checked):
        # A class is callable too, but an observer is an instance or a function.
        ok = has_methods(observer, "__call__")
        require_type(observer, f"observers[{number}]", ok=ok, expected="a function that takes an event")
        if is_async_function(observer):
            raise ConfigError(
                f"observers[{number}] is async, and nothing would await it. Give a plain function; it may "
                "put the event into a queue."
            )
    return checked


def subscribers_by_event(observers: Iterable[Observer]) -> Subscribers:
    """Group observers by the event classes that they receive, in the order of `observers`.

    Raises ConfigError if the `events` of an observer are anything but event classes, or none.
    """
    classes = get_args(Event)
    chosen = [(observer, _events_of(observer, classes)) for observer in observers]
    return {each: tuple(observer for observer, events in chosen if each in events) for each in classes}


def _events_of(observer: Observer, classes: tuple[type[Event], ...]) -> Collection[object]:
    events = getattr(observer, "events", classes)
    is_collection = isinstance(events, tuple | list | set | frozenset)
    # Empty is an error too: an observer that collects events in a list `events` would receive none.
    if not (is_collection and events and all(event in classes for event in events)):
        raise ConfigError(
            f"events of the observer {type(observer).__name__} is not a tuple of event classes. "
            "Give some, e.g. (CallEnded,), or remove the attribute to receive all events."
        )
    return events
