"""Sends webhooks: signed, and again after a delay if the receiver refuses them."""

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from attrs import frozen
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from seawall.core.errors import SeawallError
from seawall.core.http.message import Request
from seawall.local.serving.database import Database
from seawall.local.webhooks.tables import WebhookDelivery
from seawall.transports import Httpx2Transport

__all__ = ["WebhookPolicy", "WebhookSender"]

_TIMEOUT_S = 5.0
_FIRST_FAILURE = 300
_log = logging.getLogger(__name__)


@frozen(kw_only=True)
class WebhookPolicy:
    """Rules of a server for sending its webhooks.

    server: name of the server, for its `User-Agent` and its threads
    sign: returns the headers of the signature of a body; its second argument is the secret of the delivery
    attempts, delay_s: attempts of a webhook, and the delay before the second, which doubles
    senders: webhooks that are sent at the same time
    """

    server: str
    sign: Callable[[bytes, str | None], Mapping[str, str]]
    attempts: int = 5
    delay_s: float = 0.5
    senders: int = 8


class WebhookSender:
    """Sends the webhooks of a database that have become due, some of them at the same time."""

    def __init__(self, database: Database, policy: WebhookPolicy) -> None:
        self._database = database
        self._policy = policy
        self._transport = Httpx2Transport()
        self._senders = ThreadPoolExecutor(policy.senders, f"{policy.server}-webhook")
        self._lock = threading.Lock()
        self._sending: set[int] = set()

    def next_due(self) -> datetime | None:
        """The time at which the next webhook is due; None if there is none, or no sender is free."""
        sending = self._sending_now()
        if len(sending) >= self._policy.senders:
            return None
        query = select(func.min(WebhookDelivery.due_at)).where(WebhookDelivery.id.not_in(sending))
        with self._database.read() as session:
            return session.scalar(query)

    def send_due(self, now: datetime, done: Callable[[], None]) -> None:
        """Begin to send webhooks that are due, one for each free sender; calls `done` after each of them."""
        sending = self._sending_now()
        query = select(WebhookDelivery).where(
            WebhookDelivery.due_at <= now, WebhookDelivery.id.not_in(sending)
        )
        query = query.order_by(WebhookDelivery.due_at, WebhookDelivery.id)
        with self._database.read() as session:
            due = session.scalars(query.limit(self._policy.senders - len(sending))).all()
        for delivery in due:
            with self._lock:
                self._sending.add(delivery.id)
            self._senders.submit(self._send, delivery, now, done)

    def stop(self) -> None:
        """Wait for the webhooks that are being sent; the others stay stored for the next start."""
        self._senders.shutdown()

    def _sending_now(self) -> frozenset[int]:
        with self._lock:
            return frozenset(self._sending)

    def _send(self, delivery: WebhookDelivery, now: datetime, done: Callable[[], None]) -> None:
        try:
            is_accepted = self.post(delivery.url, delivery.secret, delivery.payload)
            # Deleted only now: a server that is killed between the two sends the webhook again.
            with self._database.write() as session:
                stored = session.get_one(WebhookDelivery, delivery.id)
                self._settle(session, stored, now, is_accepted=is_accepted)
        except Exception:  # noqa: BLE001 - nothing reads the result of this thread
            _log.exception("A webhook of the %s server failed", self._policy.server)
        finally:
            with self._lock:
                self._sending.discard(delivery.id)
            done()

    def _settle(self, session: Session, stored: WebhookDelivery, now: datetime, *, is_accepted: bool) -> None:
        stored.attempts += 1
        if is_accepted or stored.attempts >= self._policy.attempts:
            session.delete(stored)
        else:
            delay_s = self._policy.delay_s * 2 ** (stored.attempts - 1)
            stored.due_at = now + timedelta(seconds=delay_s)

    def post(self, url: str, secret: str | None, payload: str) -> bool:
        """Send one webhook; return whether the receiver accepted it."""
        body = payload.encode()
        headers = {
            "content-type": "application/json",
            "user-agent": f"seawall-local-{self._policy.server}",
            **self._policy.sign(body, secret),
        }
        try:
            response = self._transport.send(Request("POST", url, headers, body), _TIMEOUT_S)
        except (SeawallError, OSError):
            return False
        return response.status < _FIRST_FAILURE

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()
