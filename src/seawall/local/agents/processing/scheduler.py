"""Thread that applies the steps of runs and sends webhooks when they become due."""

import logging
import threading
from datetime import datetime

from seawall.local.agents.processing.run_lifecycle import apply_due_steps, next_due
from seawall.local.agents.processing.webhooks import WebhookSender
from seawall.local.serving.database import Database
from seawall.local.serving.wall_clock import WallClock

__all__ = ["Scheduler"]

_LONGEST_PAUSE_S = 1.0
_log = logging.getLogger(__name__)


class Scheduler:
    """Applies steps and sends webhooks in the background, until `stop`."""

    def __init__(self, database: Database, webhooks: WebhookSender, clock: WallClock) -> None:
        self._database = database
        self._webhooks = webhooks
        self._clock = clock
        self._wake = threading.Event()
        self._is_stopped = False
        self._thread = threading.Thread(target=self._run, name="agents-scheduler")

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def notify(self) -> None:
        """Look again now: there are new steps or webhooks."""
        self._wake.set()

    def stop(self) -> None:
        """Stop the thread; a webhook that is being sent is waited for."""
        self._is_stopped = True
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._is_stopped:
            self._wake.clear()
            try:
                pause_s = self._work()
            except Exception:  # noqa: BLE001 - one run must not stop the others
                _log.exception("A step failed")
                pause_s = _LONGEST_PAUSE_S
            self._wake.wait(pause_s)

    def _work(self) -> float:
        """Do all that is due; return the seconds until the next step or webhook, at most one second."""
        now = self._clock()
        if (due := self._next_due()) is None or due > now:
            return _LONGEST_PAUSE_S if due is None else min((due - now).total_seconds(), _LONGEST_PAUSE_S)
        with self._database.write() as session:
            apply_due_steps(session, now)
        self._webhooks.send_due(now)
        return 0.0

    def _next_due(self) -> datetime | None:
        with self._database.read() as session:
            times = (next_due(session), self._webhooks.next_due(session))
        return min((each for each in times if each is not None), default=None)
