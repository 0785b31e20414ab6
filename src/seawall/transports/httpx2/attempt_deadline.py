"""The deadline of the current attempt, and whether a byte of its request was sent.

It travels beside httpx2 in a context variable, because httpx2 has timeouts for single steps only.
"""

import math
import time
from contextvars import ContextVar, Token
from typing import Self

from attrs import define, field

__all__ = ["AttemptDeadline", "current_attempt"]

# A context variable has a value for each thread and task, so concurrent attempts do not mix.
_CURRENT: "ContextVar[AttemptDeadline | None]" = ContextVar("seawall_attempt", default=None)


@define(eq=False)
class AttemptDeadline:
    """The attempt of the calls in a `with` block; `until` is on the monotonic clock.

    The connection that writes the first byte of the request sets `sent`. `has_head` is True while the body is
    read. `reads` is the number of reads from the connection.
    """

    until: float
    sent: bool = False
    has_head: bool = False
    reads: int = 0
    _reset_token: "Token[AttemptDeadline | None] | None" = field(default=None, init=False)

    @classmethod
    def after(cls, timeout_s: float) -> "AttemptDeadline":
        """Return an attempt that ends `timeout_s` seconds from now."""
        return cls(time.monotonic() + timeout_s)

    @property
    def is_over(self) -> bool:
        """True once the deadline has passed."""
        return time.monotonic() >= self.until

    def __enter__(self) -> Self:
        self._reset_token = _CURRENT.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._reset_token is not None
        _CURRENT.reset(self._reset_token)


def current_attempt() -> AttemptDeadline:
    """Return the attempt of this context, or one without a deadline if there is none."""
    return _CURRENT.get() or AttemptDeadline(math.inf)
