"""Sends webhooks: signed, and again after a delay if the receiver refuses them."""

import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from sqlalchemy import func, select

from seawall.core.errors import SeawallError
from seawall.core.http.message import Request
from seawall.local.agents.settings import AgentsSettings
from seawall.local.agents.store.tables import WebhookDelivery
from seawall.local.serving.database import Database
from seawall.transports import Httpx2Transport

__all__ = ["WebhookSender", "signature"]

_TIMEOUT_S = 5.0
_FIRST_FAILURE = 300


def signature(body: bytes, secret: str, form: str) -> str:
    """The signature of a body: its HMAC-SHA256 in hex, with the prefix `sha256=` if `form` asks for it."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return f"sha256={digest}" if form == "sha256=" else digest


class WebhookSender:
    """Sends the webhooks of a database that have become due, some of them at the same time."""

    def __init__(self, database: Database, settings: AgentsSettings) -> None:
        self._database = database
        self._settings = settings
        self._transport = Httpx2Transport()
        self._is_stopped = False

    def next_due(self) -> datetime | None:
        """The time at which the next webhook is due; None if there is none."""
        with self._database.read() as session:
            return session.scalar(select(func.min(WebhookDelivery.due_at)))

    def send_due(self, now: datetime) -> None:
        """Send each webhook that is due; plan the next attempt of one that fails."""
        query = select(WebhookDelivery).where(WebhookDelivery.due_at <= now)
        with self._database.read() as session:
            due = session.scalars(query.order_by(WebhookDelivery.due_at, WebhookDelivery.id)).all()
        with ThreadPoolExecutor(self._settings.webhook_senders, "agents-webhook") as senders:
            # `list`: an exception of a sender is raised here.
            list(senders.map(lambda delivery: self._send(delivery, now), due))

    def stop(self) -> None:
        """Begin no more webhooks; they stay stored for the next start."""
        self._is_stopped = True

    def _send(self, delivery: WebhookDelivery, now: datetime) -> None:
        if self._is_stopped:
            return
        is_accepted = self.post(delivery.url, delivery.secret, delivery.payload)
        # Deleted only now: a server that is killed between the two sends the webhook again.
        with self._database.write() as session:
            stored = session.get_one(WebhookDelivery, delivery.id)
            stored.attempts += 1
            if is_accepted or stored.attempts >= self._settings.webhook_attempts:
                session.delete(stored)
            else:
                delay_s = self._settings.webhook_delay_s * 2 ** (stored.attempts - 1)
                stored.due_at = now + timedelta(seconds=delay_s)

    def post(self, url: str, secret: str | None, payload: str) -> bool:
        """Send one webhook; return whether the receiver accepted it."""
        body = payload.encode()
        headers = {"content-type": "application/json", "user-agent": "seawall-local-agents"}
        if secret:
            name = self._settings.webhook_header.lower()
            headers[name] = signature(body, secret, self._settings.signature_form)
        try:
            response = self._transport.send(Request("POST", url, headers, body), _TIMEOUT_S)
        except (SeawallError, OSError):
            return False
        return response.status < _FIRST_FAILURE

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()
