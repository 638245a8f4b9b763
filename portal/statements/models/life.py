"""A statement, who drafts it, and the stages of its life."""

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.orm import Base, Id, moment_column
from portal.network.models import Organisation, Side
from portal.texts.models import Text

if TYPE_CHECKING:
    from portal.statements.models.releases import Release


class Stage(enum.Enum):
    """Where a statement stands in its life; each step is a named act, none can be jumped."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    AMENDMENTS_CLOSED = "amendments_closed"
    MERGE_REVIEW = "merge_review"
    DECISION = "decision"
    ADOPTED = "adopted"
    RETURNED = "returned"
    LAPSED = "lapsed"
    TRANSLATIONS_CHECKED = "translations_checked"
    OPEN = "open_for_signature"
    PUBLISHED = "published"
    SUBMITTED = "submitted"
    FOLLOW_UP = "follow_up"
    SUPERSEDED = "superseded"


STAGE_CHANGES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.CONSULTATION, Stage.LAPSED}),
    Stage.CONSULTATION: frozenset({Stage.AMENDMENTS_CLOSED}),
    Stage.AMENDMENTS_CLOSED: frozenset({Stage.MERGE_REVIEW}),
    # From here and below, PUBLISHED is open only to a revision that is given up: its release stands.
    Stage.MERGE_REVIEW: frozenset({Stage.DECISION, Stage.LAPSED, Stage.PUBLISHED}),
    Stage.DECISION: frozenset({Stage.ADOPTED, Stage.RETURNED, Stage.LAPSED}),
    Stage.RETURNED: frozenset({Stage.CONSULTATION, Stage.LAPSED, Stage.PUBLISHED}),
    Stage.ADOPTED: frozenset({Stage.TRANSLATIONS_CHECKED}),
    Stage.TRANSLATIONS_CHECKED: frozenset({Stage.OPEN}),
    # A change of meaning after adoption begins again with consultation and ends in a new release.
    Stage.OPEN: frozenset({Stage.PUBLISHED, Stage.CONSULTATION}),
    Stage.PUBLISHED: frozenset({Stage.SUBMITTED, Stage.SUPERSEDED, Stage.CONSULTATION}),
    Stage.SUBMITTED: frozenset({Stage.FOLLOW_UP, Stage.SUPERSEDED, Stage.CONSULTATION}),
    Stage.FOLLOW_UP: frozenset({Stage.SUPERSEDED, Stage.CONSULTATION}),
    Stage.LAPSED: frozenset(),
    Stage.SUPERSEDED: frozenset(),
}
WRITTEN_IN = frozenset({Stage.DRAFT, Stage.MERGE_REVIEW, Stage.RETURNED})
"""Stages in which the drafting group may change the text."""
PUBLIC = frozenset(
    {Stage.OPEN, Stage.PUBLISHED, Stage.SUBMITTED, Stage.FOLLOW_UP, Stage.SUPERSEDED}
)
"""Stages in which the released text is open to everyone."""


class Statement(Base):
    __tablename__ = "statements"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("texts.id"), unique=True)
    stage: Mapped[Stage] = mapped_column(index=True, default=Stage.DRAFT)
    stage_since: Mapped[datetime] = moment_column()
    deadline: Mapped[datetime | None]
    """When the present stage (consultation, decision, signing) ends, as a moment."""
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


class Drafter(Base):
    """An organisation in the drafting group."""

    __tablename__ = "statement_drafters"

    statement_id: Mapped[str] = mapped_column(
        ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    side: Mapped[Side]

    organisation: Mapped[Organisation] = relationship()
