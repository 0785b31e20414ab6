"""Poll intervals: the delay between two polls of a resource. Pure."""

import math
from typing import Any, Generic, TypeVar

from attrs import Attribute, field, frozen

from seawall.core.errors import ConfigError, SeawallError
from seawall.core.validation.arguments import checked_seconds
from seawall.core.waiting.states import UnexpectedState

__all__ = ["Outage", "PollInterval", "PollResult", "poll_delay_s"]

T = TypeVar("T")


def _at_least(least: float) -> Any:
    def check(_: object, attribute: "Attribute[float]", value: float) -> None:
        if not (math.isfinite(value) and value >= least):
            raise ConfigError(f"{attribute.name} is {value}: give a finite number of at least {least:g}.")

    return check


@frozen(kw_only=True)
class PollInterval:
    """Delays between polls: exponential, from `first_s` by the factor `growth` up to `max_s` seconds.

    With `use_retry_after`, the Retry-After header of a response replaces the delay; `first_s` is then the
    lower limit.
    """

    first_s: float = field(default=0.25, validator=_at_least(0.001))
    growth: float = field(default=1.5, validator=_at_least(1.0))
    max_s: float = field(default=5.0, validator=_at_least(0.001))
    use_retry_after: bool = True

    @classmethod
    def up_to(cls, longest_s: float, name: str = "poll_interval_s") -> "PollInterval":
        """Delays from half a second up to `longest_s`, the argument `name` of a wait. Raises InputError."""
        longest_s = checked_seconds(longest_s, name)
        return cls(first_s=min(0.5, longest_s), max_s=longest_s)


def poll_delay_s(polls: int, interval: PollInterval, retry_after_s: float | None = None) -> float:
    """Return the seconds to wait after poll number `polls`, from 1.

    `retry_after_s` is the Retry-After of its response, if there was one.
    """
    if retry_after_s is not None and interval.use_retry_after:
        return max(retry_after_s, interval.first_s)
    exponent = 0
    if interval.growth > 1:
        # Bounded, because `growth` to the power of many polls overflows a float. 1e9 s is beyond any `max_s`.
        exponent = min(polls - 1, math.ceil(math.log(1e9, interval.growth)))
    return min(interval.max_s, interval.first_s * interval.growth**exponent)


@frozen(kw_only=True)
class PollResult(Generic[T]):
    """The result of poll number `number`, from 1.

    `value` is the resource and `state` its state; `changed` says that the state differs from the poll before,
    and `unexpected` if it is unknown or can not follow the state before.
    """

    value: T = field(repr=False)
    state: str
    number: int
    changed: bool
    unexpected: UnexpectedState | None = None


@frozen(kw_only=True)
class Outage:
    """Failed polls in a row, after at least one response. The wait goes on and polls again.

    `error` is the error of the latest of `failed_polls`. The last response is `duration_s` seconds old; if
    none comes within the next `remaining_s` seconds, the wait ends with the error.
    """

    error: SeawallError = field(repr=False)
    failed_polls: int
    duration_s: float
    remaining_s: float
