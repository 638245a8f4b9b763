"""Statements: their life, comments, decisions between equals, releases and signatures."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.orm import Base, Id, Language, append_only, moment_column
from portal.network.models import Organisation, Person, Side
from portal.texts.models import BlockKind, Text


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
    Stage.MERGE_REVIEW: frozenset({Stage.DECISION, Stage.LAPSED}),
    Stage.DECISION: frozenset({Stage.ADOPTED, Stage.RETURNED, Stage.LAPSED}),
    Stage.RETURNED: frozenset({Stage.CONSULTATION, Stage.LAPSED}),
    Stage.ADOPTED: frozenset({Stage.TRANSLATIONS_CHECKED}),
    Stage.TRANSLATIONS_CHECKED: frozenset({Stage.OPEN}),
    Stage.OPEN: frozenset({Stage.PUBLISHED}),
    Stage.PUBLISHED: frozenset({Stage.SUBMITTED, Stage.SUPERSEDED}),
    Stage.SUBMITTED: frozenset({Stage.FOLLOW_UP, Stage.SUPERSEDED}),
    Stage.FOLLOW_UP: frozenset({Stage.SUPERSEDED}),
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
    superseded_by_id: Mapped[str | None] = mapped_column(ForeignKey("statements.id"))

    text: Mapped[Text] = relationship()
    called_by: Mapped[Organisation] = relationship()
    drafters: Mapped[list["Drafter"]] = relationship(cascade="all, delete-orphan")
    releases: Mapped[list["Release"]] = relationship(
        back_populates="statement", order_by="Release.number"
    )

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


class SignatureState(enum.Enum):
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class SignatureRole(enum.Enum):
    CALLER = "caller"
    DRAFTER = "drafter"
    CO_SIGNER = "co_signer"
    ENDORSER = "endorser"


class Signature(Base):
    """An organisation's name under exactly one release, in the language that its representative read."""

    __tablename__ = "signatures"
    __table_args__ = (
        UniqueConstraint("release_id", "organisation_id", name="uq_signatures_once"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawal_is_dated"
        ),
    )

    id: Mapped[Id]
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    """As the organisation was called on the day."""
    name_language: Mapped[Language]
    side: Mapped[Side]
    countries: Mapped[list[str]] = mapped_column(default=list)
    role: Mapped[SignatureRole] = mapped_column(default=SignatureRole.CO_SIGNER)
    state: Mapped[SignatureState] = mapped_column(default=SignatureState.CONFIRMED, index=True)
    withheld: Mapped[bool] = mapped_column(default=False)
    """The public sees that someone signed, not who."""
    language: Mapped[Language]
    """The language read."""
    language_root: Mapped[str] = mapped_column(String(64))
    mandate_body: Mapped[str] = mapped_column(default="")
    mandate_date: Mapped[date | None]
    salt: Mapped[str] = mapped_column(String(64))
    commitment: Mapped[str] = mapped_column(String(64))
    """SHA-256(salt ‖ organisation id), hex."""
    payload: Mapped[str]
    """What was signed: canonical JSON (RFC 8785)."""
    payload_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    signed_by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = moment_column()
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")

    release: Mapped[Release] = relationship()
    organisation: Mapped[Organisation] = relationship()

    @property
    def counts(self) -> bool:
        """Only a confirmed signature that still stands counts anywhere."""
        return self.state is SignatureState.CONFIRMED


class Submission(Base):
    """To whom a statement was handed, when, under what reference, and what came back."""

    __tablename__ = "submissions"

    id: Mapped[Id]
    statement_id: Mapped[str] = mapped_column(ForeignKey("statements.id"), index=True)
    addressee: Mapped[str]
    language: Mapped[Language] = mapped_column(default="und")
    submitted_on: Mapped[date]
    reference: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answer_language: Mapped[str] = mapped_column(String(35), default="und")
    answered_on: Mapped[date | None]
