"""May it be sent again, and after how long. Pure: no clock, no randomness of its own.

What failed decides first: a request that never left may always go again; one that left may go again only
if its method is safe (RFC 9110, section 9.2.1), whatever the server made of the first. The table stands in
docs/retries.md and a test holds the two together.
"""

from email.utils import parsedate_to_datetime

from seawall.core.errors import NotSentError, SeawallError, StatusError, TransportError
from seawall.core.message import Headers
from seawall.core.policy import RetryRule

__all__ = ["SAFE_METHODS", "may_repeat", "retry_after_s", "retry_delay_s"]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing on the server (RFC 9110, section 9.2.1)."""

_TRANSIENT_4XX = frozenset({408, 425, 429})
# 501 and 505 are statements about the server that another attempt does not change.
_LASTING_5XX = frozenset({501, 505})


def may_repeat(method: str, error: SeawallError) -> bool:
    """Whether a call that failed with `error` may be sent again."""
    if isinstance(error, NotSentError):
        return True
    if method not in SAFE_METHODS:
        return False
    if isinstance(error, StatusError):
        return error.status in _TRANSIENT_4XX or (error.status >= 500 and error.status not in _LASTING_5XX)  # noqa: PLR2004
    return isinstance(error, TransportError)


def retry_delay_s(attempt: int, error: SeawallError, rule: RetryRule, random: float) -> float:
    """Seconds to wait after failed attempt number `attempt` (from 1); `random` is in [0, 1).

    What the server asks for with Retry-After is honoured in full.
    """
    asked = retry_after_s(error.headers) if isinstance(error, StatusError) else None
    if asked is not None:
        return asked
    # The exponent is bounded: 2.0 ** 1024 overflows.
    return random * min(rule.max_delay_s, rule.first_delay_s * 2.0 ** min(attempt - 1, 64))


def retry_after_s(headers: Headers) -> float | None:
    """What Retry-After asks for, in seconds, or None (RFC 9110, section 10.2.3).

    A date is read against the answer's own Date, so that a wrong local clock does not matter.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        gap = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, gap.total_seconds())
