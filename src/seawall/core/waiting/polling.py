"""How long to wait before asking again whether something has happened. Pure."""

import math
from typing import Any, Generic, TypeVar

from attrs import Attribute, field, frozen

from seawall.core.errors import ConfigError
from seawall.core.waiting.states import UnexpectedState

__all__ = ["PollInterval", "PollResult", "poll_delay_s"]

T = TypeVar("T")


def _at_least(least: float) -> Any:
    def check(_: object, attribute: "Attribute[float]", value: float) -> None:
        if not (math.isfinite(value) and value >= least):
            raise ConfigError(f"{attribute.name} is {value}: give a finite number of at least {least:g}.")

    return check


@frozen(kw_only=True)
class PollInterval:
    """How often to look.

    The wait after the first look is `first_s` seconds, each later one is `growth` times as long, and none is
    longer than `most_s`. What the server asks for with Retry-After comes in place of all that where `follow`
    is set, but for waits below `first_s`.
    """

    first_s: float = field(default=0.25, validator=_at_least(0.001))
    growth: float = field(default=1.5, validator=_at_least(1.0))
    most_s: float = field(default=5.0, validator=_at_least(0.001))
    follow: bool = True


def poll_delay_s(polls: int, poll_interval: PollInterval, asked_s: float | None = None) -> float:
    """Seconds to wait after look number `polls` (from 1); `asked_s` is what its answer asked for."""
    if asked_s is not None and poll_interval.follow:
        return max(asked_s, poll_interval.first_s)
    # The exponent is bounded: a growth to the power of many looks overflows.
    exponent = (
        min(polls - 1, math.ceil(math.log(1e9, poll_interval.growth))) if poll_interval.growth > 1 else 0
    )
    return min(poll_interval.most_s, poll_interval.first_s * poll_interval.growth**exponent)


@frozen(kw_only=True)
class PollResult(Generic[T]):
    """One look at what is waited for: the `number`th, from 1.

    `value` is the thing, `state` its state, `changed` says that it is another than at the look before, and
    `surprise` what is odd about it.
    """

    value: T = field(repr=False)
    state: str
    number: int
    changed: bool
    surprise: UnexpectedState | None = None
