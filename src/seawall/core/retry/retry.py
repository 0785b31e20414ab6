"""Retry decisions. Pure: the caller passes the time left and a random number.

The error decides first: a request that was not sent may always be retried. One that was sent may be retried
only if a second execution changes nothing: by its method (RFC 9110, section 9.2.2), or because a precondition
or an idempotency key prevents it. docs/retries.md holds the table; the test that runs it writes it.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import Enum

from attrs import frozen

from seawall.core.engine.policy import RetryRule
from seawall.core.errors import (
    AttemptTimeoutError,
    ChangeTimeoutError,
    DeadlineExceededError,
    MaybeProcessedError,
    NotSentError,
    ResponseLostError,
    SeawallError,
    StatusError,
    TransportError,
)
from seawall.core.retry.quota import retry_cost

__all__ = [
    "IDEMPOTENT_METHODS",
    "SAFE_METHODS",
    "RepeatProtection",
    "RetryDecision",
    "is_change",
    "is_idempotent",
    "lost_response_class",
    "may_repeat",
    "protection_of",
    "retry_decision",
    "retry_delay_s",
]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing on the server (RFC 9110, section 9.2.1)."""

IDEMPOTENT_METHODS = SAFE_METHODS | {"PUT", "DELETE"}
"""Methods that have the same effect if they are sent twice (RFC 9110, section 9.2.2)."""

_TRANSIENT_4XX = frozenset({408, 425, 429})
_NOT_FOUND = 404
_CONFLICT = 409
_FIRST_5XX = 500
# 501 and 505 say that the server does not support the request at all: a retry gets the same response.
_PERMANENT_5XX = frozenset({501, 505})
# A replica catches up within seconds, so the waits for it stay short.
_MIN_MISSING_DELAY_S, _MAX_MISSING_DELAY_S = 0.1, 1.0
# Also the largest growth, 10, to this power is a float.
_MAX_EXPONENT = 64


class RepeatProtection(Enum):
    """Protection of a request against a second execution, whatever its method."""

    NONE = "nothing"
    PRECONDITION = "a precondition that the first success makes false"
    KEY = "an idempotency key that the server remembers"


@frozen
class RetryDecision:
    """Decision to retry: after `delay_s` seconds, for `cost` tokens of the retry quota."""

    delay_s: float
    cost: int


def protection_of(headers: Mapping[str, str], key_header: str | None) -> RepeatProtection:
    """Return the protection of a request with `headers`, names in lower case.

    `key_header` is the name of the idempotency header, None if the operation supports none.
    """
    # An empty key identifies nothing.
    if key_header is not None and headers.get(key_header.lower(), "").strip():
        return RepeatProtection.KEY
    return RepeatProtection.PRECONDITION if _has_precondition(headers) else RepeatProtection.NONE


def _has_precondition(headers: Mapping[str, str]) -> bool:
    """Check that the first success makes the second request fail (RFC 9110, section 13.1)."""
    # `If-Match: *` stays true once the resource exists, and `If-None-Match` with a version may become true
    # again.
    matches_version = headers.get("if-match", "*").strip() != "*"
    creates = headers.get("if-none-match", "").strip() == "*"
    return matches_version or creates or "if-unmodified-since" in headers


def is_change(method: str, declared_idempotent: bool | None) -> bool:
    """Return true if a call may change something: such a call carries an idempotency key."""
    return method not in SAFE_METHODS or declared_idempotent is False


def lost_response_class(
    error: TransportError, method: str, declared_idempotent: bool | None = None
) -> type[TransportError]:
    """Return the class of the error that a call with `method` raises for `error` of its transport.

    A transport does not know if a lost request was a change: only then the server may have processed it.
    """
    changes = is_change(method, declared_idempotent)
    if not isinstance(error, ResponseLostError) or isinstance(error, MaybeProcessedError) is changes:
        return type(error)
    if isinstance(error, AttemptTimeoutError):
        return ChangeTimeoutError if changes else AttemptTimeoutError
    return MaybeProcessedError if changes else ResponseLostError


def is_idempotent(method: str, declared_idempotent: bool | None) -> bool:
    """Return `declared_idempotent`, or if it is None whether `method` is idempotent."""
    return method in IDEMPOTENT_METHODS if declared_idempotent is None else declared_idempotent


def may_repeat(
    method: str,
    error: SeawallError,
    *,
    protection: RepeatProtection = RepeatProtection.NONE,
    declared_idempotent: bool | None = None,
    retry_conflict: bool = True,
    unprocessed: AbstractSet[int] = frozenset(),
) -> bool:
    """Check that it is safe and useful to retry a call that failed with `error`.

    `declared_idempotent` is a statement of the API about the operation; None leaves it to the method.
    `retry_conflict` is false if a 409 of the API does not say that a call with the key is in progress. After
    a status in `unprocessed` the server has done nothing.
    """
    if isinstance(error, NotSentError):
        # The deadline does not move: a retry would exceed it too.
        return not isinstance(error, DeadlineExceededError)
    if isinstance(error, StatusError) and error.status in unprocessed:
        return True
    if not is_idempotent(method, declared_idempotent) and protection is RepeatProtection.NONE:
        return False
    if isinstance(error, StatusError):
        # With a key, a conflict means that the first attempt is still in progress on the server.
        has_key = protection is RepeatProtection.KEY
        is_in_progress = error.status == _CONFLICT and has_key and retry_conflict
        return is_in_progress or _is_transient(error.status)
    return isinstance(error, TransportError)


def _is_transient(status: int) -> bool:
    return status in _TRANSIENT_4XX or (status >= _FIRST_5XX and status not in _PERMANENT_5XX)


def retry_delay_s(attempt: int, error: SeawallError, rule: RetryRule, random: float) -> float:
    """Return the seconds to wait after failed attempt number `attempt` (from 1); `random` is in [0, 1).

    A Retry-After of the server is honoured in full; otherwise exponential backoff with full jitter.
    """
    if isinstance(error, StatusError) and error.retry_after_s is not None:
        return error.retry_after_s
    exponent = min(attempt - 1, _MAX_EXPONENT)
    longest_s = min(rule.max_delay_s, rule.first_delay_s * rule.growth**exponent)
    return max(rule.min_delay_s, random * longest_s)


def retry_decision(
    attempt: int,
    error: SeawallError,
    rule: RetryRule,
    *,
    method: str,
    protection: RepeatProtection,
    remaining_s: float,
    random: float,
    elapsed_s: float = 0.0,
) -> RetryDecision | None:
    """Decide on a retry after failed attempt number `attempt` (from 1); None if there is none.

    `remaining_s` is the time until the deadline, `elapsed_s` that since the start of the call, `random` is in
    [0, 1).
    """
    if _may_be_missing(method, error, rule):
        left_s = min((rule.missing_for_s or 0.0) - elapsed_s, remaining_s)
        return _decision_after_missing(attempt, error, rule, left_s=left_s, random=random)
    is_allowed = may_repeat(
        method,
        error,
        protection=protection,
        declared_idempotent=rule.is_idempotent,
        retry_conflict=rule.retry_conflict,
        unprocessed=rule.unprocessed,
    )
    if attempt >= rule.attempts or not is_allowed:
        return None
    retry_after_s = error.retry_after_s if isinstance(error, StatusError) else None
    if retry_after_s is not None and retry_after_s > rule.max_retry_after_s:
        return None
    delay_s = retry_delay_s(attempt, error, rule, random)
    return RetryDecision(delay_s, retry_cost(error)) if delay_s < remaining_s else None


def _may_be_missing(method: str, error: SeawallError, rule: RetryRule) -> bool:
    """Check that `error` may come from a replica that does not have a new resource yet."""
    is_read = method in SAFE_METHODS
    is_missing = isinstance(error, StatusError) and error.status == _NOT_FOUND
    return rule.missing_for_s is not None and is_read and is_missing


def _decision_after_missing(
    attempt: int, error: SeawallError, rule: RetryRule, *, left_s: float, random: float
) -> RetryDecision | None:
    """Decide on a retry after a 404 of a resource that was just created, which has `left_s` to appear."""
    if left_s <= 0:
        return None
    delay_s = min(retry_delay_s(attempt, error, rule, random), _MAX_MISSING_DELAY_S)
    # The last attempt is at the end of the time, and not before it.
    return RetryDecision(min(max(delay_s, _MIN_MISSING_DELAY_S), left_s), retry_cost(error))
