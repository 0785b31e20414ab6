"""Thread that does work when it becomes due."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from seawall.local.serving.database import StorageError
from seawall.local.serving.wall_clock import WallClock

__all__ = ["DueThread"]

_LONGEST_PAUSE_S = 1.0
_log = logging.getLogger(__name__)


class DueThread:
    """Does work until `stop`: `next_due` is the time of its next part, `do` does all that is due."""

    def __init__(
        self,
        name: str,
        clock: WallClock,
        next_due: Callable[[], datetime | None],
        do: Callable[[datetime], None],
    ) -> None:
        self._name = name
        self._clock = clock
        self._next_due = next_due
        self._do = do
        self._wake = threading.Event()
        self._is_stopped = False
        self._thread = threading.Thread(target=self._run, name=name)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def notify(self) -> None:
        """Look again now: there is new work."""
        self._wake.set()

    def stop(self) -> None:
        """Stop the thread, and wait for the work that it does."""
        self._is_stopped = True
        self.notify()
        self._thread.join()

    def _run(self) -> None:
        while not self._is_stopped:
            self._wake.clear()
            try:
                pause_s = self._due()
            except StorageError:  # the database has logged it
                pause_s = _LONGEST_PAUSE_S
            except Exception:  # noqa: BLE001 - the thread must outlast any fault
                _log.exception("The work of the thread %s failed", self._name)
                pause_s = _LONGEST_PAUSE_S
            self._wake.wait(pause_s)

    def _due(self) -> float:
        """Do all that is due; return the seconds until the next part, at most one second."""
        now = self._clock()
        due = self._next_due()
        if due is None:
            return _LONGEST_PAUSE_S
        if due > now:
            return min((due - now) / timedelta(seconds=1), _LONGEST_PAUSE_S)
        self._do(now)
        return 0.0
