"""The attempt under way: until when it may last, and whether any of its request has been sent yet.

It is passed beside httpx2, in a context variable, because httpx2 knows timeouts of single steps only.
"""

import math
import time
from contextvars import ContextVar, Token
from typing import Self

from attrs import define, field

__all__ = ["Attempt", "current_attempt"]

_CURRENT: "ContextVar[Attempt | None]" = ContextVar("seawall_attempt", default=None)


@define(eq=False)
class Attempt:
    """In a `with` block, the attempt of the calls made there; `until` is on the monotonic clock.

    `sent` is set by the connection that writes the first byte of the request.
    """

    until: float
    sent: bool = False
    _token: "Token[Attempt | None] | None" = field(default=None, init=False)

    @classmethod
    def of(cls, timeout_s: float) -> "Attempt":
        """An attempt that begins now."""
        return cls(time.monotonic() + timeout_s)

    @property
    def is_over(self) -> bool:
        """Whether its time has run out."""
        return time.monotonic() >= self.until

    def __enter__(self) -> Self:
        self._token = _CURRENT.set(self)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._token is not None
        _CURRENT.reset(self._token)


def current_attempt() -> Attempt:
    """The attempt that is under way; one without an end where nobody has begun one."""
    return _CURRENT.get() or Attempt(math.inf)
