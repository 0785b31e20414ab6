"""Database table of webhooks to send."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from seawall.local.serving.database import UtcDateTime

__all__ = ["WebhookDelivery", "WebhookTable"]


class WebhookTable(DeclarativeBase):
    """Base class of the table."""

    type_annotation_map: ClassVar = {datetime: UtcDateTime}


class WebhookDelivery(WebhookTable):
    """A webhook to send: `payload` is its body; it is deleted when it was accepted or given up."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index("deliveries_due", "due_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]
    url: Mapped[str]
    secret: Mapped[str | None]
    payload: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
