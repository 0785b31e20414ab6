"""Policy: the frozen settings of one kind of call."""

import math
from enum import Enum
from typing import Any

from attrs import Attribute, evolve, field, frozen
from attrs.validators import optional

from seawall.core.errors import ConfigError

__all__ = ["LimitKind", "Policy", "RateLimit", "RetryRule"]


def _positive(_: object, attribute: "Attribute[Any]", value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise ConfigError(f"{attribute.name} is {value}: give a finite number above 0.")


@frozen(kw_only=True)
class RetryRule:
    """How often, and how long after, a failed attempt is made again.

    `attempts` counts the first one. The wait before attempt n+1 is drawn evenly from 0 to
    min(`max_delay_s`, `first_delay_s` * 2 ** (n-1)): exponential with full jitter. A server that asks for
    more than `max_retry_after_s` with Retry-After is not waited for: the call fails at once. Whether a call
    that may have reached the server is sent again, its method says, unless `is_idempotent` says otherwise:
    True for a POST that only searches, False for a DELETE of "the last one".
    """

    attempts: int = field(default=4, validator=_positive)
    first_delay_s: float = field(default=0.1, validator=_positive)
    max_delay_s: float = field(default=60.0, validator=_positive)
    max_retry_after_s: float = field(default=60.0, validator=_positive)
    is_idempotent: bool | None = None


class LimitKind(Enum):
    """How a rate limit counts."""

    MOVING_WINDOW = "at most so many in any span of that length"
    TOKEN_BUCKET = "so many on average, saved up while nobody asks"  # noqa: S105


@frozen(kw_only=True, cache_hash=True)
class RateLimit:
    """At most `most` attempts in `per_s` seconds; attempts beyond wait their turn before they are sent."""

    most: int = field(validator=_positive)
    per_s: float = field(default=1.0, validator=_positive)
    kind: LimitKind = LimitKind.MOVING_WINDOW


@frozen(kw_only=True)
class Policy:
    """The settings of one kind of call, e.g. of reads.

    `attempt_timeout_s` bounds an attempt, from connecting to the last byte of its answer; `deadline_s` bounds
    all attempts and the waits between them together, on the monotonic clock. Answers to reads are kept for
    `cache_ttl_s` seconds where the engine has a cache; None keeps none. `limit` counts where the engine has a
    limiter. A call that changes something and has no such header yet gets an `idempotency_header` with a key
    of its own, the same on each attempt, and may then be sent again: name it only for an API that honours it.
    """

    attempt_timeout_s: float = field(default=30.0, validator=_positive)
    deadline_s: float = field(default=180.0, validator=_positive)
    retry: RetryRule = RetryRule()
    cache_ttl_s: float | None = field(default=None, validator=optional(_positive))
    limit: RateLimit | None = None
    idempotency_header: str | None = None

    @property
    def once(self) -> "Policy":
        """The same without repetition: for a call inside of something that is itself repeated."""
        return evolve(self, retry=evolve(self.retry, attempts=1))

    def within(self, left_s: float) -> "Policy":
        """The same with a deadline of at most `left_s` seconds: for a call inside of what has less left."""
        return evolve(self, deadline_s=min(self.deadline_s, left_s))
