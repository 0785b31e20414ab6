"""Retry quota: a token bucket that limits the retries of a client, and so the load on a failing server. Pure.

A retry takes tokens, a success gives tokens back. The numbers are those of the AWS SDKs' standard retry mode
of 2026: 500 tokens, 14 for a transient failure, 5 for a throttled call, 1 back for a success at the first
attempt. A request that was not sent costs as little as a throttled one, so that more reads outlast a restart.
"""

from attrs import define, field

from seawall.core.errors import NotSentError, SeawallError, StatusError

__all__ = ["CAPACITY", "FIRST_SUCCESS", "RetryQuota", "retry_cost"]

CAPACITY = 500
"""Tokens of a full quota."""

FIRST_SUCCESS = 1
"""Tokens that a call gives back if its first attempt succeeds."""

_TRANSIENT = 14
# The server did almost nothing for these requests: a throttled one, or one that did not reach it.
_UNPROCESSED = 5
_THROTTLING = frozenset({429})


def retry_cost(error: SeawallError) -> int:
    """Return the number of tokens that a retry after `error` costs."""
    is_throttled = isinstance(error, StatusError) and error.status in _THROTTLING
    return _UNPROCESSED if is_throttled or isinstance(error, NotSentError) else _TRANSIENT


@define(eq=False, repr=False)
class RetryQuota:
    """A bucket of `capacity` tokens, of which `left` are left. Not thread-safe; see `SharedQuota`."""

    capacity: int = CAPACITY
    left: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.left = self.capacity

    def take(self, cost: int) -> bool:
        """Take `cost` tokens and return true; if fewer are left, take none and return false."""
        if cost > self.left:
            return False
        self.left -= cost
        return True

    def give_back(self, cost: int = FIRST_SUCCESS) -> None:
        """Put `cost` tokens back: the cost of the retry that succeeded, or 1 for a first success."""
        self.left = min(self.capacity, self.left + cost)
