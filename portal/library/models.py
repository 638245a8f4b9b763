"""Works: the catalogue of the library, consent to testimonies, and files beside the text."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, Language, moment_column
from portal.network.models import Organisation, Person
from portal.texts.models import Text


class WorkKind(enum.Enum):
    KNOW_YOUR_RIGHTS = "know_your_rights"
    HOTLINE_GUIDE = "hotline_guide"
    COUNTRY_REPORT = "country_report"
    POLICY_BRIEF = "policy_brief"
    UN_DOCUMENT = "un_document"
    CAMPAIGN_MATERIAL = "campaign_material"
    TESTIMONY = "testimony"
    FORUM_PAPER = "forum_paper"
    MINUTES = "minutes"
    RECORDING = "recording"


SENSITIVE_KINDS = frozenset({WorkKind.HOTLINE_GUIDE, WorkKind.TESTIMONY})
"""Kinds that nobody should be seen reading: sensitive unless said otherwise."""


class Openness(enum.Enum):
    """For whom a work is."""

    DRAFT = "draft"
    MEMBERS = "members"
    PUBLIC = "public"


class Channel(enum.Enum):
    """Where a speaker's words may go."""

    PAGE = "page"
    PACK = "pack"
    PRINT = "print"


class Work(Base):
    """One resource in its own original language: the source language of its text's title."""

    __tablename__ = "works"
    __table_args__ = (
        CheckConstraint(
            "published_by_id IS NULL OR proposed_by_id IS NULL OR published_by_id <> proposed_by_id",
            name="two_people",
        ),
        Index("ix_works_openness_published", "openness", "published_at"),
    )

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    text_id: Mapped[str] = mapped_column(ForeignKey("texts.id"), unique=True)
    kind: Mapped[WorkKind]
    openness: Mapped[Openness] = mapped_column(default=Openness.DRAFT)
    sensitive: Mapped[bool] = mapped_column(default=False)
    neutral_title: Mapped[dict[str, str]] = mapped_column(default=dict)
    """What a tab and the history show of a sensitive work: tag -> words; the first is the original."""
    countries: Mapped[list[str]] = mapped_column(default=list)
    """ISO 3166-1 alpha-2 codes; `WorkTag` holds them again for the filters."""
    topics: Mapped[list[str]] = mapped_column(default=list)
    """Keys of `network.topics`."""
    licence: Mapped[str] = mapped_column(String(80), default="")
    """An SPDX identifier, or words such as `all-rights-with-the-speaker`."""
    source: Mapped[str] = mapped_column(default="")
    """Where it was first published: an address or a reference, as given."""
    valid_until: Mapped[date | None]
    """The last day on which what it says was expected to hold."""
    forum: Mapped[str] = mapped_column(String(120), default="", index=True)
    """The edition of a forum that it belongs to, as `<series>:<number>`."""
    keeper_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    """The organisation whose editors keep it."""
    created_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = moment_column()
    changed_at: Mapped[datetime] = moment_column()
    """The newest change of the catalogue; the text knows its own."""
    proposed_openness: Mapped[Openness | None]
    proposed_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[datetime | None]
    published_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    """The second person, who confirmed it."""
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    import_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    """What a manifest calls it, so that the same manifest finds it again."""

    text: Mapped[Text] = relationship()
    authors: Mapped[list["WorkAuthor"]] = relationship(
        order_by="WorkAuthor.position", cascade="all, delete-orphan"
    )
    tags: Mapped[list["WorkTag"]] = relationship(cascade="all, delete-orphan")
    related: Mapped[list["RelatedWork"]] = relationship(
        foreign_keys="RelatedWork.work_id",
        order_by="RelatedWork.position",
        cascade="all, delete-orphan",
    )
    consents: Mapped[list["Consent"]] = relationship(order_by="Consent.given_on")
    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.at")

    @property
    def is_published(self) -> bool:
        return self.openness is not Openness.DRAFT

    @property
    def waits_for_second(self) -> bool:
        """Whether publication is proposed and nobody has confirmed it yet."""
        return self.proposed_openness is not None

    @property
    def needs_consent(self) -> bool:
        """Whether somebody speaks here for herself, and so decides where it is read."""
        return self.kind is WorkKind.TESTIMONY

    def is_past(self, day: date) -> bool:
        return self.valid_until is not None and self.valid_until < day


class WorkAuthor(Base):
    """Whoever made a work: an organisation, a person, a plain name, or one whose name is withheld."""

    __tablename__ = "work_authors"
    __table_args__ = (
        UniqueConstraint("work_id", "position"),
        CheckConstraint(
            "(CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN person_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN name = '' THEN 0 ELSE 1 END)"
            " + (CASE WHEN withheld THEN 1 ELSE 0 END) = 1",
            name="one_of_four",
        ),
    )

    id: Mapped[Id]
    work_id: Mapped[str] = mapped_column(ForeignKey("works.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    name_language: Mapped[Language] = mapped_column(default="und")
    withheld: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation | None] = relationship()
    person: Mapped[Person | None] = relationship()


class WorkTag(Base):
    """A country (`country:KR`) or topic (`topic:wages`) of a work, for finding it."""

    __tablename__ = "work_tags"

    work_id: Mapped[str] = mapped_column(
        ForeignKey("works.id", ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)


class RelatedWork(Base):
    """Another work that helps whoever reads this one."""

    __tablename__ = "related_works"
    __table_args__ = (CheckConstraint("work_id <> related_id", name="not_itself"),)

    work_id: Mapped[str] = mapped_column(
        ForeignKey("works.id", ondelete="CASCADE"), primary_key=True
    )
    related_id: Mapped[str] = mapped_column(
        ForeignKey("works.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(default=0)


class Consent(Base):
    """What a speaker allowed in one language, and when she took it back. Rows are never erased."""

    __tablename__ = "work_consents"
    __table_args__ = (
        Index(
            "uq_work_consents_standing",
            "work_id",
            "language",
            unique=True,
            sqlite_where=text("withdrawn_on IS NULL"),
            postgresql_where=text("withdrawn_on IS NULL"),
        ),
        CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_on >= given_on", name="withdrawn_after_given"
        ),
    )

    id: Mapped[Id]
    work_id: Mapped[str] = mapped_column(ForeignKey("works.id"), index=True)
    language: Mapped[Language]
    on_page: Mapped[bool] = mapped_column(default=True)
    in_packs: Mapped[bool] = mapped_column(default=False)
    in_print: Mapped[bool] = mapped_column(default=False)
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    recorded_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))

    @property
    def stands(self) -> bool:
        return self.withdrawn_on is None

    def allows(self, channel: Channel) -> bool:
        return (
            self.stands
            and {
                Channel.PAGE: self.on_page,
                Channel.PACK: self.in_packs,
                Channel.PRINT: self.in_print,
            }[channel]
        )


class Attachment(Base):
    """A file of a work, kept in the object store; what is taken out stays for thirty days."""

    __tablename__ = "attachments"

    id: Mapped[Id]
    work_id: Mapped[str] = mapped_column(ForeignKey("works.id"), index=True)
    language: Mapped[Language] = mapped_column(default="und")
    """`und` for a picture without words."""
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    """Bytes."""
    sha256: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(80), unique=True)
    """Where the object store keeps it."""
    uploaded_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = moment_column()
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
