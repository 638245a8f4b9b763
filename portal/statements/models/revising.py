"""Taking a released text up again: proposed by one side, begun by the other."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, moment_column
from portal.network.models import Organisation, Side
from portal.statements.models.stages import Stage


class Reopening(Base):
    """A substantive change of a public text, from its proposal to a new release or its end.

    The release that is public stays so until the next one opens for signature.
    """

    __tablename__ = "statement_reopenings"

    id: Mapped[Id]
    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"), index=True)
    release: Mapped[int]
    """The number of the release that is to be changed."""
    reason: Mapped[str]
    reason_language: Mapped[str] = mapped_column(String(35), default="und")
    deadline: Mapped[datetime]
    """Until when the consultation that it begins with lasts."""
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    side: Mapped[Side]
    by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = moment_column()
    confirmed_organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    confirmed_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]
    stage_before: Mapped[Stage | None]
    """Where the statement stood when its text was taken up again …"""
    deadline_before: Mapped[datetime | None]
    """… and until when it could be signed."""
    ended_at: Mapped[datetime | None]
    """Declined or taken back before it began; afterwards given up, or ended in a new release."""
    ended_reason: Mapped[str] = mapped_column(default="")

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])

    @property
    def waits(self) -> bool:
        """Proposed, and not answered by the other side yet."""
        return self.confirmed_at is None and self.ended_at is None
