"""Policy: the frozen settings of one kind of call."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Self

from attrs import Attribute, evolve, field, fields, frozen
from attrs.validators import optional

from seawall.core.errors import ConfigError
from seawall.core.validation.arguments import checked_number, require_type, short_repr

__all__ = ["OPTION_RANGES", "LimitKind", "Policy", "PolicySet", "RateLimit", "RetryRule"]

OPTION_RANGES: Mapping[str, tuple[float, float]] = {
    "attempt_timeout_s": (0.1, 300.0),
    "deadline_s": (0.1, 86400.0),
    "attempts": (1, 10),
}
"""From where to where the users of an SDK may set each, in its settings and in options of a client."""


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _positive(_: object, attribute: "Attribute[Any]", value: float) -> None:
    checked_number(value, attribute.name, error=ConfigError)


def _whole(_: object, attribute: "Attribute[Any]", value: float) -> None:
    if not isinstance(value, int):
        raise ConfigError(f"{attribute.name} is {short_repr(value)}. Give a whole number.")


def _kind(kind: type, give: str) -> Callable[[object, "Attribute[Any]", object], None]:
    def check(_: object, attribute: "Attribute[Any]", value: object) -> None:
        require_type(value, attribute.name, ok=isinstance(value, kind), expected=give)

    return check


def _check_option(name: str, value: float | None, *, whole: bool = False) -> None:
    if value is None:
        return
    least, most = OPTION_RANGES[name]
    if not (_is_number(value) and least <= value <= most) or (whole and value % 1):
        kind = "whole number" if whole else "number"
        raise ConfigError(f"{name} must be a {kind} from {least:g} to {most:g}.")


@frozen(kw_only=True)
class RetryRule:
    """How often, and how long after, a failed attempt is made again.

    `attempts` counts the first one. The wait before attempt n+1 is drawn evenly from 0 to
    min(`max_delay_s`, `first_delay_s` * 2 ** (n-1)): exponential with full jitter. A server that asks for
    more than `max_retry_after_s` with Retry-After is not waited for: the call fails at once. Whether a call
    that may have reached the server is sent again, its method says, unless `is_idempotent` says otherwise:
    True for a POST that only searches, False for a DELETE of "the last one".
    """

    attempts: int = field(default=4, validator=[_positive, _whole])
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

    most: int = field(validator=[_positive, _whole])
    per_s: float = field(default=1.0, validator=_positive)
    kind: LimitKind = field(default=LimitKind.MOVING_WINDOW, validator=_kind(LimitKind, "a LimitKind"))


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
    retry: RetryRule = field(default=RetryRule(), validator=_kind(RetryRule, "a RetryRule"))
    cache_ttl_s: float | None = field(default=None, validator=optional(_positive))
    limit: RateLimit | None = field(default=None, validator=optional(_kind(RateLimit, "a RateLimit")))
    idempotency_header: str | None = field(
        default=None, validator=optional(_kind(str, "the name of a header"))
    )

    @property
    def without_retries(self) -> "Policy":
        """The same without repetition: for a call inside of something that is itself repeated."""
        return evolve(self, retry=evolve(self.retry, attempts=1))

    def with_deadline(self, left_s: float) -> "Policy":
        """The same with a deadline of at most `left_s` seconds: for a call inside of what has less left."""
        return evolve(self, deadline_s=min(self.deadline_s, left_s))

    def replace(
        self,
        *,
        attempt_timeout_s: float | None = None,
        deadline_s: float | None = None,
        attempts: int | None = None,
    ) -> "Policy":
        """The same with what is not None changed; raises ConfigError for what is not in OPTION_RANGES."""
        _check_option("attempt_timeout_s", attempt_timeout_s)
        _check_option("deadline_s", deadline_s)
        _check_option("attempts", attempts, whole=True)
        retry = self.retry if attempts is None else evolve(self.retry, attempts=attempts)
        return evolve(
            self,
            attempt_timeout_s=self.attempt_timeout_s if attempt_timeout_s is None else attempt_timeout_s,
            deadline_s=self.deadline_s if deadline_s is None else deadline_s,
            retry=retry,
        )


@frozen(kw_only=True)
class PolicySet:
    """The policies of an SDK, one per kind of call. A subclass, `@frozen(kw_only=True)`, names them."""

    def replace(
        self,
        *,
        attempt_timeout_s: float | None = None,
        deadline_s: float | None = None,
        attempts: int | None = None,
    ) -> Self:
        """The same with what is not None changed in all of them; see `Policy.changed`."""

        def change(policy: Policy) -> Policy:
            return policy.replace(
                attempt_timeout_s=attempt_timeout_s, deadline_s=deadline_s, attempts=attempts
            )

        return type(self)(**{one.name: change(getattr(self, one.name)) for one in fields(type(self))})
