"""One load that several callers wait for. The async and the sync half stand side by side.

The one that loads says how it went. Who gives up instead, because it is cancelled, fails nobody: the others
are told that there is no outcome, and one of them begins anew.
"""

import asyncio
import threading
from types import TracebackType

from seawall.core.cache.lru import CachedValue, FillLease

__all__ = ["AsyncFlight", "Flight"]


class _Outcome:
    def __init__(self, ticket: FillLease) -> None:
        self.ticket = ticket
        self._shared: CachedValue | None = None
        self._error: Exception | None = None
        self._traceback: TracebackType | None = None

    def _note(self, outcome: CachedValue | Exception | None) -> None:
        if isinstance(outcome, Exception):
            self._error, self._traceback = outcome, outcome.__traceback__
        else:
            self._shared = outcome

    def _outcome(self) -> CachedValue | None:
        if self._error is not None:
            # With the traceback of the load alone, not with those of all who waited before.
            raise self._error.with_traceback(self._traceback)
        return self._shared


class AsyncFlight(_Outcome):
    """A load in one task that others of the same event loop wait for."""

    def __init__(self, ticket: FillLease) -> None:
        super().__init__(ticket)
        self._loop = asyncio.get_running_loop()
        self._landed = asyncio.Event()

    def may_join(self, ticket: FillLease) -> bool:
        """Whether this is as good as a load that begins now, and can be waited for here."""
        is_current = self.ticket.generation == ticket.generation
        return is_current and asyncio.get_running_loop() is self._loop

    def land(self, outcome: CachedValue | Exception | None) -> None:
        """Tell all who wait: what was loaded, why it failed, or None where nobody will know."""
        self._note(outcome)
        self._landed.set()

    async def outcome(self, wait_s: float | None) -> CachedValue | None:
        """What was loaded, or None where its caller gave up; raises what the load raised.

        Raises TimeoutError where that takes longer than `wait_s` seconds.
        """
        await asyncio.wait_for(self._landed.wait(), wait_s)
        return self._outcome()


class Flight(_Outcome):
    """A load in one thread that others wait for."""

    def __init__(self, ticket: FillLease) -> None:
        super().__init__(ticket)
        # Held until it has landed: an Event would cost every load several locks.
        self._landed = threading.Lock()
        self._landed.acquire()

    def may_join(self, ticket: FillLease) -> bool:
        """Whether this is as good as a load that begins now."""
        return self.ticket.generation == ticket.generation

    def land(self, outcome: CachedValue | Exception | None) -> None:
        """Tell all who wait: what was loaded, why it failed, or None where nobody will know."""
        self._note(outcome)
        self._landed.release()

    def outcome(self, wait_s: float | None) -> CachedValue | None:
        """What was loaded, or None where its caller gave up; raises what the load raised.

        Raises TimeoutError where that takes longer than `wait_s` seconds.
        """
        if not self._landed.acquire(timeout=-1 if wait_s is None else min(wait_s, threading.TIMEOUT_MAX)):
            raise TimeoutError
        self._landed.release()
        return self._outcome()
