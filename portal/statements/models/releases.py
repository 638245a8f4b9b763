"""Releases: the frozen text that is signed, in each of its languages."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, append_only, moment_column
from portal.statements.models.life import Statement
from portal.texts.models import BlockKind


class Release(Base):
    """The frozen text that is signed; never changed."""

    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    id: Mapped[Id]
    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"))
    number: Mapped[int]
    text_root: Mapped[str] = mapped_column(String(64))
    """RFC 6962 tree hash (hex) over the blocks' source revisions."""
    released_at: Mapped[datetime] = moment_column()
    released_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))

    statement: Mapped[Statement] = relationship(back_populates="releases")
    languages: Mapped[list["ReleaseLanguage"]] = relationship()


append_only(Release.__table__)  # type: ignore[arg-type]


class ReleaseBlock(Base):
    """One block of a release in one language: which revision it is."""

    __tablename__ = "release_blocks"

    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    """The language read; for `source` rows the word *source*."""
    position: Mapped[int] = mapped_column(primary_key=True)
    block_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"))
    kind: Mapped[BlockKind]
    level: Mapped[int]
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"))


append_only(ReleaseBlock.__table__)  # type: ignore[arg-type]


class ReleaseLanguage(Base):
    """A language in which a release can be read and signed; may be added later."""

    __tablename__ = "release_languages"

    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    language_root: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = moment_column()


append_only(ReleaseLanguage.__table__)  # type: ignore[arg-type]
