"""How many retries a client may cause in all, so that a server in trouble gets little extra load. Pure.

A pool of tokens: a retry takes some out, a success puts some back. Figures are those of the AWS SDKs'
standard retries of 2026: 500 tokens, 14 for a transient failure, 5 for a throttled call, 1 back for a call
that succeeds at once.
"""

from attrs import define, field

from seawall.core.errors import SeawallError, StatusError

__all__ = ["RetryQuota", "retry_cost"]

CAPACITY = 500
_TRANSIENT = 14
_THROTTLED = 5
_FIRST_SUCCESS = 1
_THROTTLING = frozenset({429})


def retry_cost(error: SeawallError) -> int:
    """What a retry after `error` takes out of the quota."""
    return _THROTTLED if isinstance(error, StatusError) and error.status in _THROTTLING else _TRANSIENT


@define
class RetryQuota:
    """The tokens that are left, of `capacity`. Each engine has one; it sees to threads."""

    capacity: int = CAPACITY
    left: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.left = self.capacity

    def take(self, cost: int) -> bool:
        """Take `cost` tokens; False, and nothing is taken, where there are fewer."""
        if cost > self.left:
            return False
        self.left -= cost
        return True

    def give_back(self, cost: int = _FIRST_SUCCESS) -> None:
        """Put tokens back: what the retry that led to success has cost, or 1 for a success at once."""
        self.left = min(self.capacity, self.left + cost)
