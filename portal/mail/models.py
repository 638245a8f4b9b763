"""The outbox: mail written in the transaction that caused it, sent after it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.orm import Base, Id, moment_column


class OutboxMessage(Base):
    """One mail to one address, sent once."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "sent_at", "due_at"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """Names the cause (`signature-confirm:<id>`), so that the same mail is never queued twice."""
    to: Mapped[str] = mapped_column("to_address", String(254), index=True)
    locale: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str]
    body: Mapped[str]
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = moment_column()
    due_at: Mapped[datetime] = moment_column()
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    """When sending was given up."""
    last_error: Mapped[str] = mapped_column(default="")
