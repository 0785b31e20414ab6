"""Webhooks about the states of runs, with the callback context of the submission.

Each is stored in the transaction that changes the state. They are signed by Standard Webhooks 1.0.
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import json
import secrets
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy.orm import Session

from seawall.core.webhook.signatures import StandardWebhook
from seawall.local.platform.settings import WEBHOOK_SECRET_FILE
from seawall.local.platform.store.states import RunState
from seawall.local.platform.store.tables import Run, RunWebhook
from seawall.local.serving.database import Database
from seawall.local.serving.due_thread import DueThread
from seawall.local.serving.secret_files import load_or_create_secret
from seawall.local.serving.wall_clock import WallClock
from seawall.local.webhooks.sender import WebhookPolicy, WebhookSender
from seawall.local.webhooks.tables import WebhookDelivery

__all__ = ["StateWebhooks", "add_state_event", "request_state_events"]


def request_state_events(session: Session, run: Run, url: str, now: datetime) -> None:
    """Send the states of a new run to the URL, from its first one on."""
    session.add(RunWebhook(run_id=run.run_id, url=url))
    session.flush()
    add_state_event(session, run, None, now)


def add_state_event(session: Session, run: Run, previous: RunState | None, now: datetime) -> None:
    """Store the webhook about a new state of the run, if its submission asked for it."""
    webhook = session.get(RunWebhook, run.run_id)
    if webhook is None:
        return
    event = {
        "id": str(uuid4()),
        "type": "run.state_changed",
        "timestamp": now.isoformat().replace("+00:00", "Z"),
        "data": {
            "run_id": str(run.run_id),
            "application_id": run.application_id,
            "version_number": run.version_number,
            "previous_state": previous,
            "state": run.state,
            "output": run.output,
            "termination_reason": run.termination_reason,
            "callback_context": run.callback_context,
        },
    }
    payload = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    session.add(WebhookDelivery(due_at=now, url=webhook.url, payload=payload))


class StateWebhooks:
    """Thread that sends the stored webhooks of a platform."""

    def __init__(self, database: Database, folder: Path, clock: WallClock) -> None:
        secret = load_or_create_secret(folder / WEBHOOK_SECRET_FILE, _new_secret).decode()
        signature = StandardWebhook([secret])

        def sign(body: bytes, _secret: str | None) -> Mapping[str, str]:
            # The id is the same in each attempt, and the time is new.
            return signature.sign(json.loads(body)["id"], int(clock().timestamp()), body)

        self._sender = WebhookSender(database, WebhookPolicy(server="platform", sign=sign))
        self._thread = DueThread("platform-webhooks", clock, self._sender.next_due, self._send)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def notify(self) -> None:
        """Look again now: there are new webhooks."""
        self._thread.notify()

    def stop(self) -> None:
        """Stop the thread. Webhooks that are being sent are waited for, the others stay stored."""
        self._thread.stop()
        self._sender.stop()
        self._sender.close()

    def _send(self, now: datetime) -> None:
        self._sender.send_due(now, self._thread.notify)


def _new_secret() -> bytes:
    return b"whsec_" + b64encode(secrets.token_bytes(32))
