"""A statement, who drafts it, and its releases: the frozen texts that are signed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.orm import Base, Id, append_only, moment_column
from portal.network.models import Organisation, Side
from portal.statements.models.stages import MEANT, PUBLIC, Stage
from portal.texts.models import BlockKind, Text


class Statement(Base):
    __tablename__ = "statements"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("texts.id"), unique=True)
    stage: Mapped[Stage] = mapped_column(index=True, default=Stage.DRAFT)
    stage_since: Mapped[datetime] = moment_column()
    deadline: Mapped[datetime | None]
    """When the present stage ends (consultation, decision, signing) or is meant to be done."""
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    """The zone in which its deadlines are written."""
    called_by_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    created_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = moment_column()
    changed_at: Mapped[datetime] = moment_column()
    required_languages: Mapped[list[str]] = mapped_column(default=list)
    frozen_at: Mapped[datetime | None]
    """The freeze switch: no signature is taken while it is set."""
    public_release: Mapped[int | None]
    """The number of the release that everyone reads; it stays while a revision is worked on."""
    press_contact: Mapped[str] = mapped_column(default="")
    """For journalists; shown with the published statement."""
    superseded_by_id: Mapped[str | None] = mapped_column(ForeignKey("statements.id"))

    text: Mapped[Text] = relationship()
    called_by: Mapped[Organisation] = relationship()
    drafters: Mapped[list["Drafter"]] = relationship(cascade="all, delete-orphan")
    releases: Mapped[list["Release"]] = relationship(
        back_populates="statement", order_by="Release.number"
    )

    @property
    def is_public(self) -> bool:
        """Whether everyone may read its release, whatever is being worked on since."""
        return self.public_release is not None

    @property
    def released(self) -> "Release | None":
        """The release that everyone reads, and that is signed."""
        return next((each for each in self.releases if each.number == self.public_release), None)

    @property
    def is_revised(self) -> bool:
        """A public statement whose text is being worked on again."""
        return self.is_public and self.stage not in PUBLIC

    @property
    def is_over(self) -> bool:
        """Whether the time for its present stage has passed."""
        return self.deadline is not None and self.deadline <= clock.now()

    @property
    def is_late(self) -> bool:
        """Whether the present stage was meant to be done by now; nothing is refused because of it."""
        return self.is_over and self.stage in MEANT


class Drafter(Base):
    """An organisation in the drafting group."""

    __tablename__ = "statement_drafters"

    statement_id: Mapped[str] = mapped_column(
        ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    side: Mapped[Side]

    organisation: Mapped[Organisation] = relationship()


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
