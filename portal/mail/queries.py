"""Reads of the outbox."""

from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from portal.core.paging import Page, paginate
from portal.mail.models import OutboxMessage


def outbox_page(session: Session, number: int, to: str = "") -> Page[OutboxMessage]:
    """The newest mail first, perhaps only that to one address."""
    query = select(OutboxMessage).order_by(OutboxMessage.id.desc())
    if to:
        query = query.where(OutboxMessage.to == to.strip().lower())
    return paginate(session, query, number)


def due(now: datetime) -> Select[OutboxMessage]:
    """Mail that should go out by now and that nobody is sending, the oldest first."""
    return (
        select(OutboxMessage)
        .where(
            OutboxMessage.sent_at.is_(None),
            OutboxMessage.failed_at.is_(None),
            OutboxMessage.due_at <= now,
            or_(OutboxMessage.claimed_until.is_(None), OutboxMessage.claimed_until <= now),
        )
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
    )


def anything_due(session: Session, now: datetime) -> bool:
    return bool(
        session.scalar(select(exists(due(now).order_by(None).with_only_columns(OutboxMessage.id))))
    )


def counts(session: Session, now: datetime) -> tuple[int, int]:
    """How many wait beyond their time, and how many were given up."""
    late = len(session.scalars(due(now).with_only_columns(OutboxMessage.id)).all())
    failed = session.scalars(
        select(OutboxMessage.id).where(OutboxMessage.failed_at.is_not(None))
    ).all()
    return late, len(failed)
