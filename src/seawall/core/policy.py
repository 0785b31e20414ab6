"""Policy: the frozen settings of one kind of call."""

import math
from typing import Any

from attrs import Attribute, evolve, field, frozen

from seawall.core.errors import ConfigError

__all__ = ["Policy", "RetryRule"]


def _positive(_: object, attribute: "Attribute[Any]", value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise ConfigError(f"{attribute.name} is {value}: give a finite number above 0.")


@frozen(kw_only=True)
class RetryRule:
    """How often, and how long after, a failed attempt is made again.

    `attempts` counts the first one. The wait before attempt n+1 is drawn evenly from 0 to
    min(`max_delay_s`, `first_delay_s` * 2 ** (n-1)): exponential with full jitter.
    """

    attempts: int = field(default=4, validator=_positive)
    first_delay_s: float = field(default=0.1, validator=_positive)
    max_delay_s: float = field(default=60.0, validator=_positive)


@frozen(kw_only=True)
class Policy:
    """The settings of one kind of call, e.g. of reads.

    `attempt_timeout_s` bounds each step of an attempt (connect, send, each piece of the head) and its body as
    a whole; `deadline_s` bounds all attempts and the waits between them together, on the monotonic clock.
    """

    attempt_timeout_s: float = field(default=30.0, validator=_positive)
    deadline_s: float = field(default=180.0, validator=_positive)
    retry: RetryRule = RetryRule()

    @property
    def once(self) -> "Policy":
        """The same without repetition: for a call inside of something that is itself repeated."""
        return evolve(self, retry=evolve(self.retry, attempts=1))
