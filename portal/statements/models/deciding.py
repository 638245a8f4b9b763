"""Decisions between equals: the rule, the roster and the answers, as they were frozen."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, append_only, moment_column
from portal.network.models import Organisation, Side
from portal.statements.models.life import Statement


class Choice(enum.Enum):
    """An organisation's answer in a decision."""

    CONSENT = "consent"
    CONCERN = "consent_with_concern"
    STAND_ASIDE = "stand_aside"
    BLOCK = "block"


class Outcome(enum.Enum):
    ADOPTED = "adopted"
    RETURNED = "returned"
    LAPSED = "lapsed"


class Decision(Base):
    """One round of deciding, with its rule, its roster and its sides as they were at opening."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("statement_id", "round"),)

    id: Mapped[Id]
    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"))
    round: Mapped[int] = mapped_column(default=1)
    rule: Mapped[dict[str, Any]]
    """`Rule` as plain values, printed on the page."""
    wording: Mapped[dict[str, str]]
    """block id -> revision id: the text that is decided on."""
    opened_at: Mapped[datetime] = moment_column()
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None]

    statement: Mapped[Statement] = relationship()
    roster: Mapped[list["Elector"]] = relationship(cascade="all, delete-orphan")
    answers: Mapped[list["Answer"]] = relationship(cascade="all, delete-orphan")


class Elector(Base):
    """An organisation that may answer: frozen when the decision opened."""

    __tablename__ = "decision_roster"

    decision_id: Mapped[str] = mapped_column(
        ForeignKey("decisions.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    side: Mapped[Side]
    countries: Mapped[list[str]] = mapped_column(default=list)

    organisation: Mapped[Organisation] = relationship()


class Answer(Base):
    """One answer an organisation; it may be changed until the decision closes (the audit log keeps each)."""

    __tablename__ = "decision_answers"
    __table_args__ = (UniqueConstraint("decision_id", "organisation_id"),)

    id: Mapped[Id]
    decision_id: Mapped[str] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    choice: Mapped[Choice]
    words: Mapped[str] = mapped_column(default="")
    """The concern, the reason, or the words offered with a block."""
    language: Mapped[str] = mapped_column(String(35), default="und")
    block_id: Mapped[str | None] = mapped_column(ForeignKey("blocks.id"))
    """Which paragraph a block or a concern is about."""
    publish_words: Mapped[bool] = mapped_column(default=False)
    resolved_at: Mapped[datetime | None]
    by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = moment_column()

    organisation: Mapped[Organisation] = relationship()


class NetworkRule(Base):
    """What the network has settled on for its decisions, from that day on; the newest holds."""

    __tablename__ = "network_rules"

    id: Mapped[Id]
    rule: Mapped[dict[str, Any]]
    """`rules.Rule` as plain values."""
    agreed: Mapped[str] = mapped_column(default="")
    """Where and when it was agreed, in the words of whoever wrote it down."""
    by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = moment_column()


append_only(NetworkRule.__table__)  # type: ignore[arg-type]
