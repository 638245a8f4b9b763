"""Texts: ordered blocks with stable ids, their revisions in each language, and who reviewed them."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, Language, append_only, moment_column
from portal.texts.engine import Significance

__all__ = [
    "TRANSLATION_CHANGES",
    "ArrangementAct",
    "Block",
    "BlockKind",
    "Origin",
    "Presence",
    "Revision",
    "Significance",
    "Term",
    "Text",
    "TranslationRequest",
    "TranslationState",
    "Version",
]


class BlockKind(enum.Enum):
    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTATION = "quotation"
    CAPTION = "caption"


class Origin(enum.Enum):
    PERSON = "person"
    IMPORTED = "imported"
    MACHINE = "machine"


class TranslationState(enum.Enum):
    """How far a block's translation into one language has come. Staleness is not a state: it is computed."""

    MACHINE_DRAFT = "machine_draft"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REVIEWED = "reviewed"
    APPROVED = "approved"


TRANSLATION_CHANGES: dict[TranslationState, frozenset[TranslationState]] = {
    TranslationState.MACHINE_DRAFT: frozenset({TranslationState.DRAFT}),
    TranslationState.DRAFT: frozenset({TranslationState.SUBMITTED}),
    TranslationState.SUBMITTED: frozenset({TranslationState.REVIEWED, TranslationState.DRAFT}),
    TranslationState.REVIEWED: frozenset({TranslationState.APPROVED, TranslationState.DRAFT}),
    TranslationState.APPROVED: frozenset({TranslationState.DRAFT}),
}


class Text(Base):
    """What belongs to a statement, a work, a report or minutes: the order of its blocks.

    The first block is always the title.
    """

    __tablename__ = "texts"
    __table_args__ = (Index("ix_texts_holder", "holder_type", "holder_id"),)

    id: Mapped[Id]
    holder_type: Mapped[str] = mapped_column(String(20))
    """What the text belongs to (`statement`, `work`, …); its rules say who may do what."""
    holder_id: Mapped[str] = mapped_column(String(26))
    order: Mapped[list[str]] = mapped_column("block_order", default=list)
    """Block ids, as they stand now."""
    acts: Mapped[int] = mapped_column(default=0)
    """How many arrangement acts there were: the version that an edit of the order is based on."""
    shown_in: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """The only languages that readers are shown, where whoever speaks in it has to consent."""
    withdrawn_in: Mapped[list[str]] = mapped_column(default=list)
    """Languages for which she took her consent back: shown to nobody but those who keep the text."""
    created_at: Mapped[datetime] = moment_column()
    changed_at: Mapped[datetime] = moment_column()

    blocks: Mapped[list["Block"]] = relationship(back_populates="text")


class Block(Base):
    """A paragraph, heading or list item. Its id never changes and is never derived from its place."""

    __tablename__ = "blocks"

    id: Mapped[Id]
    text_id: Mapped[str] = mapped_column(ForeignKey("texts.id"), index=True)
    kind: Mapped[BlockKind]
    level: Mapped[int] = mapped_column(default=0)
    """Heading level (2 or 3) or depth of a list item (0 outermost)."""
    source_language: Mapped[Language]
    source_since: Mapped[int] = mapped_column(default=1)
    """The `seq` of the revision with which this language became the source."""
    last_seq: Mapped[int] = mapped_column(default=0)
    gone_at: Mapped[datetime | None]
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("blocks.id"))

    text: Mapped[Text] = relationship(back_populates="blocks")
    versions: Mapped[list["Version"]] = relationship(back_populates="block")


class Revision(Base):
    """One wording of one block in one language; never changed, never deleted."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("block_id", "seq"),
        Index("ix_revisions_text_language", "text_id", "language"),
    )

    id: Mapped[Id]
    text_id: Mapped[str] = mapped_column(ForeignKey("texts.id"))
    block_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"))
    seq: Mapped[int]
    """Counts all revisions of the block, over all languages."""
    language: Mapped[Language]
    body: Mapped[str]
    """Inline Markdown, NFC."""
    html: Mapped[str]
    """The body rendered and sanitised, once."""
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("revisions.id"))
    """The revision of the same language that this one replaces."""
    based_on_id: Mapped[str | None] = mapped_column(ForeignKey("revisions.id"))
    """For a translation: the revision that the translator read, in whatever language."""
    significance: Mapped[Significance]
    origin: Mapped[Origin] = mapped_column(default=Origin.PERSON)
    tool: Mapped[str] = mapped_column(default="")
    author_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    note: Mapped[str] = mapped_column(default="")
    """Why: a merge, an accepted amendment, a revert."""
    at: Mapped[datetime] = moment_column()


append_only(Revision.__table__)  # type: ignore[arg-type]


class Version(Base):
    """Where a block stands in one language: its newest revision and, for a translation, its state."""

    __tablename__ = "versions"

    block_id: Mapped[str] = mapped_column(ForeignKey("blocks.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("texts.id"), index=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revisions.id"))
    state: Mapped[TranslationState] = mapped_column(default=TranslationState.DRAFT)
    """Means nothing while the language is the block's source."""
    translator_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    reviewer_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    approver_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    returned_because: Mapped[str] = mapped_column(default="")
    """What a reviewer asked to change, until the translation is submitted again."""
    changed_at: Mapped[datetime] = moment_column()

    block: Mapped[Block] = relationship(back_populates="versions")
    revision: Mapped[Revision] = relationship()


class ArrangementAct(Base):
    """One recorded change of the order: insert, move, split, merge, delete, restore, import."""

    __tablename__ = "arrangement_acts"
    __table_args__ = (UniqueConstraint("text_id", "number"),)

    id: Mapped[Id]
    text_id: Mapped[str] = mapped_column(ForeignKey("texts.id"))
    number: Mapped[int]
    act: Mapped[str] = mapped_column(String(20))
    details: Mapped[dict[str, Any]]
    order_after: Mapped[list[str]]
    author_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = moment_column()


append_only(ArrangementAct.__table__)  # type: ignore[arg-type]


class Presence(Base):
    """Who has a paragraph open for writing, and when her page last said so."""

    __tablename__ = "presences"

    block_id: Mapped[str] = mapped_column(
        ForeignKey("blocks.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    at: Mapped[datetime] = moment_column(index=True)


class TranslationRequest(Base):
    """A reader's wish for a text in a language, counted for translators."""

    __tablename__ = "translation_requests"

    text_id: Mapped[str] = mapped_column(ForeignKey("texts.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = moment_column()


class Term(Base):
    """A concept of the glossary: in each language what to write, what not, and why."""

    __tablename__ = "terms"

    id: Mapped[Id]
    preferred: Mapped[dict[str, str]]
    """tag -> the word to use."""
    forbidden: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """tag -> list of words to avoid."""
    keep: Mapped[bool] = mapped_column(default=False)
    """Not to be translated at all."""
    note: Mapped[dict[str, str]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = moment_column()
