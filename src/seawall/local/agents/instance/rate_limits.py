"""Rate limits of the agents API: a moving window for each token and kind of call."""

import math
import threading
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum

from attrs import frozen

from seawall.local.serving.wall_clock import WallClock

__all__ = ["LIMITS", "CallKind", "Limit", "RateLimits"]


@frozen
class Limit:
    """At most `most` calls in any `per_s` seconds."""

    most: int
    per_s: float


class CallKind(Enum):
    """Kind of a call, which chooses its limit."""

    STANDARD = "standard"
    CREATE = "create"
    ANALYZE = "analyze"
    EDIT = "edit"
    LOGS = "logs"
    WEBHOOK_TEST = "webhook test"


LIMITS: Mapping[CallKind, Limit] = {
    CallKind.STANDARD: Limit(60, 30.0),
    CallKind.CREATE: Limit(10, 60.0),
    CallKind.ANALYZE: Limit(5, 60.0),
    CallKind.EDIT: Limit(30, 60.0),
    CallKind.LOGS: Limit(60, 60.0),
    CallKind.WEBHOOK_TEST: Limit(10, 60.0),
}
"""The limit of each kind of call, for one token."""


class RateLimits:
    """The calls of the last seconds, by token and kind."""

    def __init__(self, clock: WallClock, *, is_on: bool) -> None:
        self._clock = clock
        self._is_on = is_on
        self._lock = threading.Lock()
        self._calls: dict[tuple[int, CallKind], deque[datetime]] = {}

    def acquire(self, user_id: int, kind: CallKind) -> int | None:
        """Count a call; return None, or the whole seconds to wait if it is above the limit."""
        if not self._is_on:
            return None
        limit, now = LIMITS[kind], self._clock()
        with self._lock:
            calls = self._calls.setdefault((user_id, kind), deque())
            while calls and calls[0] <= now - timedelta(seconds=limit.per_s):
                calls.popleft()
            if len(calls) < limit.most:
                calls.append(now)
                return None
            return max(1, math.ceil(limit.per_s - (now - calls[0]).total_seconds()))
