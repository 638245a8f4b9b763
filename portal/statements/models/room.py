"""A text that is worked on together in one room: what the projector and the phones show."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.orm import Base, moment_column


class LiveRoom(Base):
    """Whether a statement is live in a room, and which paragraph is on the wall."""

    __tablename__ = "statement_rooms"

    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"), primary_key=True)
    block_id: Mapped[str | None] = mapped_column(ForeignKey("blocks.id"))
    place: Mapped[str] = mapped_column(default="")
    """Where it is, in the words of whoever opened it: a forum's closing session, say."""
    languages: Mapped[list[str]] = mapped_column(default=list)
    """The two languages on the wall."""
    size: Mapped[str] = mapped_column(String(10), default="normal")
    opened_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = moment_column()
    closed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = moment_column()
