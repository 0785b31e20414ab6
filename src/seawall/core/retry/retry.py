"""May it be sent again, and after how long. Pure: no clock, no randomness of its own.

What failed decides first: a request that never left may always go again. One that left may go again only
where doing it twice is doing it once: by its method (RFC 9110, section 9.2.2), or because something guards
it. docs/retries.md holds the table; the test that runs it writes it.
"""

from collections.abc import Mapping
from enum import Enum

from seawall.core.engine.policy import RetryRule
from seawall.core.errors import DeadlineExceededError, NotSentError, SeawallError, StatusError, TransportError

__all__ = [
    "IDEMPOTENT_METHODS",
    "SAFE_METHODS",
    "RepeatProtection",
    "is_idempotent",
    "may_repeat",
    "protection_of",
    "retry_delay_s",
]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that change nothing on the server (RFC 9110, section 9.2.1)."""

IDEMPOTENT_METHODS = SAFE_METHODS | {"PUT", "DELETE"}
"""Methods that do the same whether they are sent once or twice (RFC 9110, section 9.2.2)."""

_TRANSIENT_4XX = frozenset({408, 425, 429})
_CONFLICT = 409
# 501 and 505 are statements about the server that another attempt does not change.
_LASTING_5XX = frozenset({501, 505})


class RepeatProtection(Enum):
    """What keeps a request from doing its work twice, whatever its method."""

    NONE = "nothing"
    PRECONDITION = "a precondition that the first success makes false"
    KEY = "an idempotency key that the server remembers"


def protection_of(headers: Mapping[str, str], key_header: str | None) -> RepeatProtection:
    """What guards a request with `headers`, names in lower case; `key_header` names the idempotency key."""
    if key_header is not None and key_header.lower() in headers:
        return RepeatProtection.KEY
    return RepeatProtection.PRECONDITION if _has_precondition(headers) else RepeatProtection.NONE


def _has_precondition(headers: Mapping[str, str]) -> bool:
    """Whether the first success makes the second request fail (RFC 9110, section 13.1).

    `If-Match: *` stays true once a thing is there, and `If-None-Match` with a version may.
    """
    is_of_a_version = headers.get("if-match", "*").strip() != "*"
    is_new = headers.get("if-none-match", "").strip() == "*"
    return is_of_a_version or is_new or "if-unmodified-since" in headers


def is_idempotent(method: str, stated: bool | None) -> bool:
    """Whether doing a call twice is doing it once: what the API has `stated`, or else the method says."""
    return method in IDEMPOTENT_METHODS if stated is None else stated


def may_repeat(
    method: str,
    error: SeawallError,
    *,
    protection: RepeatProtection = RepeatProtection.NONE,
    stated: bool | None = None,
) -> bool:
    """Whether a call that failed with `error` may be sent again.

    `stated` is what the API says of the operation's idempotency; None leaves it to the method.
    """
    if isinstance(error, NotSentError):
        # Whose turn comes too late now has no better one later.
        return not isinstance(error, DeadlineExceededError)
    if not is_idempotent(method, stated) and protection is RepeatProtection.NONE:
        return False
    if isinstance(error, StatusError):
        return _is_transient(error.status) or (
            error.status == _CONFLICT and protection is RepeatProtection.KEY
        )
    return isinstance(error, TransportError)


def _is_transient(status: int) -> bool:
    return status in _TRANSIENT_4XX or (status >= 500 and status not in _LASTING_5XX)  # noqa: PLR2004


def retry_delay_s(attempt: int, error: SeawallError, rule: RetryRule, random: float) -> float:
    """Seconds to wait after failed attempt number `attempt` (from 1); `random` is in [0, 1).

    What the server asks for with Retry-After is honoured in full.
    """
    if isinstance(error, StatusError) and error.retry_after_s is not None:
        return error.retry_after_s
    # The exponent is bounded: 2.0 ** 1024 overflows.
    return random * min(rule.max_delay_s, rule.first_delay_s * 2.0 ** min(attempt - 1, 64))
