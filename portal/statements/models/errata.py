"""Errata: editorial corrections of a release that keep its signatures, unless a signer objects."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.orm import Base, Id, Language, moment_column
from portal.network.models import Organisation, Side
from portal.statements.models.life import Release

OBJECTION_WINDOW = timedelta(hours=72)


class Erratum(Base):
    """A correction of one paragraph in one language; the wording that was signed stays readable.

    Proposed by one side, confirmed by the other as editorial, told to every signer. It is in
    force once the window has passed without an objection.
    """

    __tablename__ = "errata"

    id: Mapped[Id]
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), index=True)
    block_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"))
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"))
    """The wording as released."""
    language: Mapped[Language]
    body: Mapped[str]
    html: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str]
    reason_language: Mapped[str] = mapped_column(String(35), default="und")
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    side: Mapped[Side]
    by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = moment_column()
    confirmed_organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    confirmed_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]
    objections_until: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    """Taken back, refused by the other side, or objected to."""
    stopped_reason: Mapped[str] = mapped_column(default="")

    release: Mapped[Release] = relationship()
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    objections: Mapped[list["ErratumObjection"]] = relationship(cascade="all, delete-orphan")

    @property
    def in_force(self) -> bool:
        return (
            self.stopped_at is None
            and self.objections_until is not None
            and self.objections_until <= clock.now()
        )


class ErratumObjection(Base):
    """A signer says that a correction changes the meaning."""

    __tablename__ = "erratum_objections"
    __table_args__ = (UniqueConstraint("erratum_id", "signature_id"),)

    id: Mapped[Id]
    erratum_id: Mapped[str] = mapped_column(ForeignKey("errata.id", ondelete="CASCADE"))
    signature_id: Mapped[str] = mapped_column(ForeignKey("signatures.id"))
    words: Mapped[str]
    language: Mapped[Language]
    at: Mapped[datetime] = moment_column()
