"""Threads that apply the steps of runs and send webhooks when they become due."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import frozen

from seawall.local.agents.processing.run_lifecycle import apply_due_steps, next_due
from seawall.local.agents.processing.webhooks import WebhookSender
from seawall.local.serving.database import Database
from seawall.local.serving.wall_clock import WallClock

__all__ = ["Scheduler"]

_LONGEST_PAUSE_S = 1.0
_log = logging.getLogger(__name__)


@frozen
class _Work:
    """Work that becomes due: `next_due` is the time of the next part of it, `do` does all that is due."""

    name: str
    next_due: Callable[[], datetime | None]
    do: Callable[[datetime], None]


class Scheduler:
    """Applies steps and sends webhooks in two threads, until `stop`: a slow receiver delays no run."""

    def __init__(self, database: Database, webhooks: WebhookSender, clock: WallClock) -> None:
        self._database = database
        self._webhooks = webhooks
        self._clock = clock
        works = (
            _Work("steps", self._next_step, self._apply_steps),
            _Work("webhooks", webhooks.next_due, self._send_webhooks),
        )
        self._wakes = {work.name: threading.Event() for work in works}
        self._is_stopped = False
        self._threads = [
            threading.Thread(target=self._run, args=(work,), name=f"agents-{work.name}") for work in works
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def notify(self) -> None:
        """Look again now: there are new steps or webhooks."""
        for wake in self._wakes.values():
            wake.set()

    def stop(self) -> None:
        """Stop the threads; only webhooks that are being sent are waited for, the others stay stored."""
        self._is_stopped = True
        self.notify()
        for thread in self._threads:
            thread.join()
        self._webhooks.stop()

    def _run(self, work: _Work) -> None:
        wake = self._wakes[work.name]
        while not self._is_stopped:
            wake.clear()
            try:
                pause_s = self._due(work)
            except Exception:  # noqa: BLE001 - the thread must outlast any fault
                _log.exception("The %s that are due failed", work.name)
                pause_s = _LONGEST_PAUSE_S
            wake.wait(pause_s)

    def _due(self, work: _Work) -> float:
        """Do all that is due; return the seconds until the next part, at most one second."""
        now = self._clock()
        due = work.next_due()
        if due is None:
            return _LONGEST_PAUSE_S
        if due > now:
            return min((due - now) / timedelta(seconds=1), _LONGEST_PAUSE_S)
        work.do(now)
        return 0.0

    def _next_step(self) -> datetime | None:
        with self._database.read() as session:
            return next_due(session)

    def _apply_steps(self, now: datetime) -> None:
        apply_due_steps(self._database, now)
        self._wakes["webhooks"].set()

    def _send_webhooks(self, now: datetime) -> None:
        self._webhooks.send_due(now, self._wakes["webhooks"].set)
