"""Commitments, anchored to paragraphs, and what is reported of them."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.orm import Base, Id, Language, append_only, moment_column
from portal.network.models import Organisation


class CommitmentState(enum.Enum):
    OPEN = "open"
    KEPT = "kept"
    GIVEN_UP = "given_up"


COMMITMENT_CHANGES: dict[CommitmentState, frozenset[CommitmentState]] = {
    CommitmentState.OPEN: frozenset({CommitmentState.KEPT, CommitmentState.GIVEN_UP}),
    CommitmentState.KEPT: frozenset({CommitmentState.OPEN}),
    CommitmentState.GIVEN_UP: frozenset({CommitmentState.OPEN}),
}
"""One that was kept or given up can be taken up again, at the next forum for instance."""


class Commitment(Base):
    """What an organisation pledged, in its own words and language."""

    __tablename__ = "commitments"

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("texts.id"), index=True)
    block_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"))
    """The paragraph that it answers to."""
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"))
    """That paragraph's wording when the pledge was made."""
    body: Mapped[str]
    html: Mapped[str]
    language: Mapped[Language]
    due_on: Mapped[date | None]
    state: Mapped[CommitmentState] = mapped_column(default=CommitmentState.OPEN, index=True)
    state_since: Mapped[datetime] = moment_column()
    by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = moment_column()

    organisation: Mapped[Organisation] = relationship()
    reports: Mapped[list["CommitmentReport"]] = relationship(order_by="CommitmentReport.at")

    @property
    def is_overdue(self) -> bool:
        return (
            self.state is CommitmentState.OPEN
            and self.due_on is not None
            and self.due_on < clock.today()
        )


class CommitmentReport(Base):
    """What became of a commitment: each report is kept."""

    __tablename__ = "commitment_reports"

    id: Mapped[Id]
    commitment_id: Mapped[str] = mapped_column(ForeignKey("commitments.id"), index=True)
    state: Mapped[CommitmentState]
    """As it stood after this report."""
    words: Mapped[str]
    language: Mapped[str] = mapped_column(String(35))
    due_on: Mapped[date | None]
    """The day that it set anew, where it did."""
    by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = moment_column()


append_only(CommitmentReport.__table__)  # type: ignore[arg-type]
