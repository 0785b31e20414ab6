"""Threads that apply the steps of runs and send webhooks when they become due."""

from datetime import datetime

from seawall.local.agents.processing.run_lifecycle import apply_due_steps, next_due
from seawall.local.serving.database import Database
from seawall.local.serving.due_thread import DueThread
from seawall.local.serving.wall_clock import WallClock
from seawall.local.webhooks.sender import WebhookSender

__all__ = ["Scheduler"]


class Scheduler:
    """Applies steps and sends webhooks in two threads, until `stop`: a slow receiver delays no run."""

    def __init__(self, database: Database, webhooks: WebhookSender, clock: WallClock) -> None:
        self._database = database
        self._webhooks = webhooks
        self._steps = DueThread("agents-steps", clock, self._next_step, self._apply_steps)
        self._sends = DueThread("agents-webhooks", clock, webhooks.next_due, self._send_webhooks)

    def start(self) -> None:
        """Start the threads."""
        self._steps.start()
        self._sends.start()

    def notify(self) -> None:
        """Look again now: there are new steps or webhooks."""
        self._steps.notify()
        self._sends.notify()

    def stop(self) -> None:
        """Stop the threads; only webhooks that are being sent are waited for, the others stay stored."""
        self._steps.stop()
        self._sends.stop()
        self._webhooks.stop()

    def _next_step(self) -> datetime | None:
        with self._database.read() as session:
            return next_due(session)

    def _apply_steps(self, now: datetime) -> None:
        apply_due_steps(self._database, now)
        self._sends.notify()

    def _send_webhooks(self, now: datetime) -> None:
        self._webhooks.send_due(now, self._sends.notify)
