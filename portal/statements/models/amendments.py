"""Amendments: changes that an organisation proposes to paragraphs, in its own language."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, Language, moment_column
from portal.network.models import Organisation, Person, Side


class AmendmentKind(enum.Enum):
    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"
    MOVE = "move"
    SPLIT = "split"
    MERGE = "merge"


class AmendmentState(enum.Enum):
    OPEN = "open"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted_with_changes"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Amendment(Base):
    """One proposed change of one paragraph, as it was made; where it stands now is computed.

    It follows its paragraph through the acts recorded since `base_acts`
    (`texts.engine.arrangement.where`), and its wording through the revisions since
    `base_revision_id`.
    """

    __tablename__ = "amendments"
    __table_args__ = (Index("ix_amendments_statement_block", "statement_id", "block_id"),)

    id: Mapped[Id]
    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"))
    number: Mapped[int]
    """Counts the amendments of a statement, so that people can speak of "amendment 7"."""
    kind: Mapped[AmendmentKind]
    block_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"))
    """The paragraph it is about; for an insertion the one that it follows."""
    base_revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"))
    """The wording that the proposer had read, in whatever language."""
    base_acts: Mapped[int]
    """`Text.acts` when it was made."""
    target_block_id: Mapped[str | None] = mapped_column(ForeignKey("blocks.id"))
    """A move: the block that it shall follow; a merge: the block that is added to this one."""
    language: Mapped[Language]
    """The language of `body` and `reason`."""
    body: Mapped[str] = mapped_column(default="")
    """The new words (replace, insert), or the first part (split)."""
    second_body: Mapped[str] = mapped_column(default="")
    """The second part of a split."""
    block_kind: Mapped[str] = mapped_column(String(20), default="paragraph")
    """What an inserted block is: a value of `texts.models.BlockKind`."""
    reason: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    side: Mapped[Side]
    """The proposer's side on that day."""
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    """Who handed it in."""
    written_by: Mapped[str] = mapped_column(default="")
    """As a Word file named its author, where it came with tracked changes."""
    written_at: Mapped[datetime | None]
    at: Mapped[datetime] = moment_column()
    state: Mapped[AmendmentState] = mapped_column(default=AmendmentState.OPEN, index=True)
    answer: Mapped[str] = mapped_column(default="")
    """The drafting group's reason, in `answer_language`."""
    answer_language: Mapped[str] = mapped_column(String(35), default="und")
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    result_revision_id: Mapped[str | None] = mapped_column(ForeignKey("revisions.id"))
    """The revision that came of it."""
    objection: Mapped[str] = mapped_column(default="")
    """What the proposer objects to, where it was accepted with changes."""
    objected_at: Mapped[datetime | None]
    objection_answered_at: Mapped[datetime | None]
    objection_answer: Mapped[str] = mapped_column(default="")

    organisation: Mapped[Organisation] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    supporters: Mapped[list["AmendmentSupport"]] = relationship(cascade="all, delete-orphan")

    @property
    def waits(self) -> bool:
        """For an answer, or for one to the objection to how it was accepted."""
        objected = self.objected_at is not None and self.objection_answered_at is None
        return self.state is AmendmentState.OPEN or objected


class AmendmentSupport(Base):
    """An organisation that supports an amendment, with its side on that day."""

    __tablename__ = "amendment_supporters"

    amendment_id: Mapped[str] = mapped_column(
        ForeignKey("amendments.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    side: Mapped[Side]
    by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = moment_column()

    organisation: Mapped[Organisation] = relationship()
