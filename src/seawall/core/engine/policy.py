"""Policies: deadline, retries, cache and rate limit of one kind of call. Pure."""

import math
from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, Self, cast

from attrs import Attribute, evolve, field, fields, frozen
from attrs.validators import optional

from seawall.core.engine.call import Operation
from seawall.core.errors import ConfigError
from seawall.core.http.message import MAX_RESPONSE_BYTES
from seawall.core.validation.arguments import checked_number, require_type, short_repr

__all__ = [
    "MAX_GROWTH",
    "OPTION_RANGES",
    "LimitKind",
    "Policy",
    "PolicySet",
    "RateLimit",
    "RetryRule",
    "timeout_options",
]

OPTION_RANGES: Mapping[str, tuple[float, float]] = {
    "attempt_timeout_s": (0.1, 300.0),
    "deadline_s": (0.1, 86400.0),
    "attempts": (1, 10),
}
"""Ranges that the settings of an SDK and the options of a client accept for these values."""


def timeout_options(
    timeout_s: float | None, *, attempt_timeout_s: float | None = None, deadline_s: float | None = None
) -> dict[str, float | None]:
    """Return the `attempt_timeout_s` and the `deadline_s` that the options of a client mean.

    `timeout_s` is the deadline of a call, and a single attempt may use all of it, up to the longest timeout
    of an attempt. An `attempt_timeout_s` beside it limits the attempts further. Raises ConfigError for a
    `timeout_s` out of the range of `deadline_s`, or with a `deadline_s`.
    """
    if timeout_s is None:
        return {"attempt_timeout_s": attempt_timeout_s, "deadline_s": deadline_s}
    if deadline_s is not None:
        raise ConfigError("timeout_s and deadline_s are given, and both are the deadline. Give one of them.")
    _check_option("timeout_s", timeout_s)
    if attempt_timeout_s is None:
        attempt_timeout_s = min(timeout_s, OPTION_RANGES["attempt_timeout_s"][1])
    return {"attempt_timeout_s": attempt_timeout_s, "deadline_s": timeout_s}


MAX_GROWTH = 10.0
"""The largest growth of the delays between attempts."""


def _is_number(value: object) -> bool:
    # bool is a subclass of int.
    return isinstance(value, int | float) and not isinstance(value, bool)


def _positive(_: object, attribute: "Attribute[Any]", value: float) -> None:
    # Kept as it is given, and neither timedelta nor a format takes a Fraction or a number of numpy.
    require_type(value, attribute.name, ok=_is_number(value), expected="a finite number above 0")
    checked_number(value, attribute.name, error=ConfigError)


def _not_negative(_: object, attribute: "Attribute[Any]", value: float) -> None:
    require_type(value, attribute.name, ok=_is_number(value), expected="a finite number of 0 or more")
    if not 0 <= value < math.inf:
        raise ConfigError(f"{attribute.name} is {short_repr(value)}. Give a finite number of 0 or more.")


def _whole(_: object, attribute: "Attribute[Any]", value: float) -> None:
    if not isinstance(value, int):
        raise ConfigError(f"{attribute.name} is {short_repr(value)}. Give a whole number.")


def _growth(_: object, attribute: "Attribute[Any]", value: float) -> None:
    # A larger one to the power of many attempts overflows a float.
    if not 1 <= value <= MAX_GROWTH:
        raise ConfigError(f"{attribute.name} is {short_repr(value)}. Give 1 to {MAX_GROWTH:g}.")


def _instance_of(kind: type, expected: str) -> Callable[[object, "Attribute[Any]", object], None]:
    def check(_: object, attribute: "Attribute[Any]", value: object) -> None:
        require_type(value, attribute.name, ok=isinstance(value, kind), expected=expected)

    return check


def _check_option(name: str, value: float | None, *, whole: bool = False) -> None:
    if value is None:
        return
    least, most = OPTION_RANGES["deadline_s" if name == "timeout_s" else name]
    # A NaN fails the comparison.
    if not (_is_number(value) and least <= value <= most) or (whole and value % 1):
        kind = "whole number" if whole else "number"
        raise ConfigError(f"{name} must be a {kind} from {least:g} to {most:g}.")


@frozen(kw_only=True)
class RetryRule:
    """Number of attempts and the delays between them.

    `attempts` counts the first one. The delay before attempt n+1 is random between 0 and min(`max_delay_s`,
    `first_delay_s` * `growth` ** (n-1)), and at least `min_delay_s`: exponential backoff with full jitter.
    With the defaults, the delays of a call add up to 15.5 s on average, and to less than 2 s once in 4000
    calls. If the server asks for more than `max_retry_after_s` with Retry-After, the call fails at once.
    `is_idempotent` overrides the method for calls that the server may have received: True for a POST that
    only searches, False for a DELETE of "the last one"; None leaves it to the method. With an idempotency key
    a 409 says that an earlier attempt is still being processed, and is retried; `retry_conflict=False` is for
    an API whose 409 says something else, e.g. that the name is taken. `unprocessed` are statuses with which
    the API says that it did nothing, such as 429: after one of them, a call that is not idempotent is retried
    too. `missing_for_s` is for a read of a resource that was just created: a replica of the server may not
    have it yet, so a 404 is retried for that many seconds after the start of the call, however many attempts
    that takes.
    """

    # Six attempts from 1 s: five uniform delays almost never fall together within the restart of a server.
    attempts: int = field(default=6, validator=[_positive, _whole])
    min_delay_s: float = field(default=0.0, validator=_not_negative)
    first_delay_s: float = field(default=1.0, validator=_positive)
    growth: float = field(default=2.0, validator=[_positive, _growth])
    max_delay_s: float = field(default=60.0, validator=_positive)
    max_retry_after_s: float = field(default=60.0, validator=_positive)
    is_idempotent: bool | None = None
    retry_conflict: bool = field(default=True, validator=_instance_of(bool, "True or False"))
    unprocessed: frozenset[int] = field(
        default=frozenset(), validator=_instance_of(frozenset, "a frozenset of statuses")
    )
    missing_for_s: float | None = field(default=None, validator=optional(_positive))


class LimitKind(Enum):
    """Algorithm of a rate limit."""

    MOVING_WINDOW = "at most `most` attempts in any period of `per_s` seconds"
    TOKEN_BUCKET = "`most` attempts per `per_s` seconds on average, saved up while idle"  # noqa: S105


# The limiter looks it up for each attempt, so its hash is cached.
@frozen(kw_only=True, cache_hash=True)
class RateLimit:
    """At most `most` attempts in `per_s` seconds; further attempts wait in a fair queue."""

    most: int = field(validator=[_positive, _whole])
    per_s: float = field(default=1.0, validator=_positive)
    kind: LimitKind = field(default=LimitKind.MOVING_WINDOW, validator=_instance_of(LimitKind, "a LimitKind"))


# Its hash is cached: copies of a client look their policies up.
@frozen(kw_only=True, cache_hash=True)
class Policy:
    """Settings of one kind of call, e.g. of reads.

    `attempt_timeout_s` bounds an attempt, from connecting to the last byte of the response; `deadline_s`
    bounds all attempts and the waits between them, on the monotonic clock. A response whose decoded body is
    larger than `max_response_bytes` raises ResponseTooLargeError and is not repeated. If the engine has a
    cache, it caches the results of reads for `cache_ttl_s` seconds; None caches nothing. If the engine has a
    limiter, it applies `limit`. `budget` names the limit of the server that the calls count in, if it has
    several: a 429 then delays only the calls of the same budget.

    If the operation declares the header `idempotency_header`, a call that changes something is sent with a
    unique key in it, the same for each attempt, unless the caller passes one; so it may be retried. `trust`
    extends this to operations that do not declare the header: a server that ignores the key would execute a
    repeated call twice.

    If `tolerant`, a field of an answer that does not match the spec is left out, and the rest is there:
    reading the field raises FieldMisfitError, and observers receive SchemaDrift. Otherwise the call raises
    DecodeError; tests against a real server should do that.
    """

    attempt_timeout_s: float = field(default=30.0, validator=_positive)
    deadline_s: float = field(default=180.0, validator=_positive)
    max_response_bytes: int = field(default=MAX_RESPONSE_BYTES, validator=[_positive, _whole])
    retry: RetryRule = field(default=RetryRule(), validator=_instance_of(RetryRule, "a RetryRule"))
    cache_ttl_s: float | None = field(default=None, validator=optional(_positive))
    limit: RateLimit | None = field(default=None, validator=optional(_instance_of(RateLimit, "a RateLimit")))
    budget: str = field(default="", validator=_instance_of(str, "a name"))
    idempotency_header: str | None = field(
        default=None, validator=optional(_instance_of(str, "the name of a header"))
    )
    trust: bool = field(default=False, validator=_instance_of(bool, "True or False"))
    tolerant: bool = field(default=True, validator=_instance_of(bool, "True or False"))

    def key_header_for(self, operation: Operation[object]) -> str | None:
        """Return the idempotency header of `operation`, in lower case; None if its server ignores keys."""
        if operation.idempotency_header is not None:
            return operation.idempotency_header.lower()
        name = self.idempotency_header
        if name is None or not (self.trust or operation.declares_header(name)):
            return None
        return name.lower()

    def limit_key(self, base_url: str) -> str:
        """Return the key of the limiter for calls to `base_url`."""
        return f"{base_url} {self.budget}" if self.budget else base_url

    @property
    def without_retries(self) -> "Policy":
        """A copy with one attempt, for a call inside an operation that is itself retried."""
        return evolve(self, retry=evolve(self.retry, attempts=1))

    def with_deadline(self, remaining_s: float) -> "Policy":
        """Return a copy with a deadline of at most `remaining_s` seconds, for a call inside an operation."""
        return evolve(self, deadline_s=min(self.deadline_s, remaining_s))

    def replace(
        self,
        *,
        attempt_timeout_s: float | None = None,
        deadline_s: float | None = None,
        attempts: int | None = None,
    ) -> "Policy":
        """Return a copy with the arguments that are not None; raise ConfigError if one is out of range."""
        _check_options(attempt_timeout_s, deadline_s, attempts)
        if attempt_timeout_s is None and deadline_s is None and attempts is None:
            return self
        return _replaced(self, attempt_timeout_s, deadline_s, attempts)


# A program makes many copies of a client with the same options, one for each call. Typed, because 3.0
# attempts are an error and 3 are not.
@lru_cache(maxsize=1024, typed=True)
def _replaced(
    policy: Policy, attempt_timeout_s: float | None, deadline_s: float | None, attempts: int | None
) -> Policy:
    return evolve(
        policy,
        attempt_timeout_s=policy.attempt_timeout_s if attempt_timeout_s is None else attempt_timeout_s,
        deadline_s=policy.deadline_s if deadline_s is None else deadline_s,
        retry=policy.retry if attempts is None else evolve(policy.retry, attempts=attempts),
    )


def _check_options(attempt_timeout_s: float | None, deadline_s: float | None, attempts: int | None) -> None:
    _check_option("attempt_timeout_s", attempt_timeout_s)
    _check_option("deadline_s", deadline_s)
    _check_option("attempts", attempts, whole=True)


@frozen(kw_only=True)
class PolicySet:
    """The policies of an SDK, one for each kind of call: fields of a subclass, `@frozen(kw_only=True)`."""

    def replace(
        self,
        *,
        attempt_timeout_s: float | None = None,
        deadline_s: float | None = None,
        attempts: int | None = None,
    ) -> Self:
        """Return a copy with the arguments that are not None in every policy; see `Policy.replace`."""
        _check_options(attempt_timeout_s, deadline_s, attempts)
        if attempt_timeout_s is None and deadline_s is None and attempts is None:
            return self
        return cast("Self", _replaced_all(self, attempt_timeout_s, deadline_s, attempts))


@lru_cache(maxsize=256, typed=True)
def _replaced_all(
    policies: PolicySet, attempt_timeout_s: float | None, deadline_s: float | None, attempts: int | None
) -> PolicySet:
    names = [policy.name for policy in fields(type(policies))]
    changed = {
        name: _replaced(getattr(policies, name), attempt_timeout_s, deadline_s, attempts) for name in names
    }
    return type(policies)(**changed)
