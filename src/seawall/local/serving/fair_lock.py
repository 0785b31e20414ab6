"""Lock that threads get in the order in which they ask for it."""

import threading
from collections import deque
from types import TracebackType

__all__ = ["FairLock"]


class FairLock:
    """Lock for `with`, first come, first served. Not reentrant.

    Entering raises TimeoutError after `timeout_s` seconds; None waits without end.
    """

    def __init__(self, timeout_s: float | None = None) -> None:
        self._timeout_s = -1 if timeout_s is None else timeout_s
        self._guard = threading.Lock()
        self._is_held = False
        self._waiting: deque[threading.Lock] = deque()

    @property
    def waiting(self) -> int:
        """Number of threads that wait for the lock."""
        return len(self._waiting)

    def __enter__(self) -> None:
        """Wait for the lock, behind all that wait already."""
        with self._guard:
            if not self._is_held:
                self._is_held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        if not turn.acquire(timeout=self._timeout_s) and self._gives_up(turn):
            raise TimeoutError

    def _gives_up(self, turn: threading.Lock) -> bool:
        """Leave the waiting threads; False if the lock was handed over in the meantime."""
        with self._guard:
            if turn not in self._waiting:
                return False
            self._waiting.remove(turn)
            return True

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Hand the lock to the first that waits."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_held = False
