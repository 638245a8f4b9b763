"""What members say of paragraphs while consultation is open."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, Language, moment_column
from portal.network.models import Organisation, Person


class Comment(Base):
    """What a member says of a paragraph, in her language; the text it spoke of is kept with it."""

    __tablename__ = "statement_comments"
    __table_args__ = (Index("ix_statement_comments_statement_block", "statement_id", "block_id"),)

    id: Mapped[Id]
    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"))
    block_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"))
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"))
    """The wording that she had read."""
    language: Mapped[Language]
    body: Mapped[str]
    html: Mapped[str]
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    at: Mapped[datetime] = moment_column()
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    answer_language: Mapped[str] = mapped_column(String(35), default="")
    answered_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))

    organisation: Mapped[Organisation] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
