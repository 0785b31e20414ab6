"""The limits of the calls of one event loop, kept by one timer: a timer for each call takes 10 us."""

import math
from typing import TYPE_CHECKING
from weakref import ref

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Task

__all__ = ["CallLimits", "LimitedCall"]

# A limit is kept this much late at most. So calls whose limits end at about the same time share a timer.
_SLACK_S = 0.05


class LimitedCall:
    """A call that is cancelled at `until_s`, on the clock of its loop; then `is_expired` is true."""

    __slots__ = ("cancelled_before", "is_expired", "task", "until_s")

    def __init__(self, task: "Task[object]", until_s: float) -> None:
        # Weak: a task keeps its loop, which may be closed while the call is in progress.
        self.task: ref[Task[object]] = ref(task)
        self.until_s: float = until_s
        self.is_expired: bool = False
        # Of other reasons, as `asyncio.timeout` counts them.
        self.cancelled_before: int = task.cancelling()


class CallLimits:
    """The calls in progress of one event loop. It keeps no reference to the loop, which may end first."""

    def __init__(self) -> None:
        self._calls: set[LimitedCall] = set()
        self._due_s = math.inf
        self._timers = 0

    def begin(self, loop: "AbstractEventLoop", task: "Task[object]", limit_s: float) -> LimitedCall:
        """Return a call of `task` that begins now; `end` must follow."""
        call = LimitedCall(task, loop.time() + limit_s)
        self._calls.add(call)
        if call.until_s < self._due_s - _SLACK_S:
            self._start_timer(loop, call.until_s)
        return call

    def end(self, call: LimitedCall) -> bool:
        """End `call`, and return whether it was cancelled for its limit alone."""
        self._calls.discard(call)
        if not call.is_expired:
            return False
        task = call.task()
        return task is not None and task.uncancel() <= call.cancelled_before

    def _start_timer(self, loop: "AbstractEventLoop", due_s: float) -> None:
        timer = self._timers + 1
        loop.call_at(due_s, self._cancel_expired, loop, timer)
        # Last, because Ctrl-C may come anywhere: a time without its timer would leave all calls unlimited.
        self._timers, self._due_s = timer, due_s

    def _cancel_expired(self, loop: "AbstractEventLoop", timer: int) -> None:
        if timer != self._timers:
            # A later timer ends sooner.
            return
        # First, for the same reason: the next call then starts a timer.
        self._due_s = math.inf
        now_s = loop.time()
        for call in [call for call in self._calls if call.until_s <= now_s]:
            self._calls.discard(call)
            call.is_expired = True
            task = call.task()
            if task is not None:
                task.cancel()
        if self._calls:
            self._start_timer(loop, min(call.until_s for call in self._calls))
