"""Organisations and their names, people, memberships, networks and working groups."""

import enum
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, Language, moment_column


class Side(enum.Enum):
    """What an organisation declares of itself; never derived from its country."""

    SENDING = "sending"
    RECEIVING = "receiving"
    BOTH = "both"


def both_sides(sides: Collection[Side]) -> bool:
    """Whether sending and receiving are both there; an organisation of both sides is on each."""
    return (Side.BOTH in sides) or {Side.SENDING, Side.RECEIVING} <= set(sides)


class OrganisationKind(enum.Enum):
    NGO = "ngo"
    NETWORK = "network"
    BRANCH = "branch"
    UNION = "union"
    FAITH = "faith"
    SHELTER = "shelter"
    COLLECTIVE = "collective"


class Standing(enum.Enum):
    """Where an organisation stands with the portal's network."""

    APPLIED = "applied"
    ADMITTED = "admitted"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    LEFT = "left"


STANDING_CHANGES: dict[Standing, frozenset[Standing]] = {
    Standing.APPLIED: frozenset({Standing.ADMITTED, Standing.DECLINED}),
    Standing.ADMITTED: frozenset({Standing.SUSPENDED, Standing.LEFT}),
    Standing.SUSPENDED: frozenset({Standing.ADMITTED, Standing.LEFT}),
    Standing.DECLINED: frozenset({Standing.APPLIED}),
    Standing.LEFT: frozenset({Standing.APPLIED}),
}


class NameKind(enum.Enum):
    OFFICIAL = "official"
    SHORT = "short"
    FORMER = "former"
    TRANSLITERATION = "transliteration"


class Role(enum.Enum):
    MEMBER = "member"
    EDITOR = "editor"
    REPRESENTATIVE = "representative"


class Power(enum.Enum):
    """What a representative may do in her organisation's name."""

    SIGN = "sign"
    DECIDE = "decide"
    DELEGATE = "delegate"


class Visibility(enum.Enum):
    """Who may see that a person is here."""

    NOBODY = "nobody"
    MEMBERS = "members"
    PUBLIC = "public"


class Organisation(Base):
    __tablename__ = "organisations"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    side: Mapped[Side]
    kind: Mapped[OrganisationKind]
    standing: Mapped[Standing] = mapped_column(index=True, default=Standing.APPLIED)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    city: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    """For the secretariat and for confirming signatures; never shown."""
    ecosoc_status: Mapped[str] = mapped_column(String(20), default="")
    languages: Mapped[list[str]] = mapped_column(default=list)
    """Working languages, as BCP 47 tags."""
    topics: Mapped[list[str]] = mapped_column(default=list)
    about: Mapped[dict[str, str]] = mapped_column(default=dict)
    """A paragraph in several languages: tag -> text; the first is the original."""
    created_at: Mapped[datetime] = moment_column()
    standing_since: Mapped[datetime] = moment_column()
    changed_at: Mapped[datetime] = moment_column(index=True)
    """The newest change of anything that the directory shows of it."""

    names: Mapped[list["OrganisationName"]] = relationship(
        order_by="OrganisationName.position", cascade="all, delete-orphan"
    )
    countries: Mapped[list["OrganisationCountry"]] = relationship(
        order_by="OrganisationCountry.position", cascade="all, delete-orphan"
    )

    @property
    def country_codes(self) -> list[str]:
        return [country.code for country in self.countries]

    def name_on(self, day: date) -> Sequence["OrganisationName"]:
        """The names that were valid on a day, in the owner's order."""
        return [name for name in self.names if name.valid_on(day)]


class OrganisationName(Base):
    """One of a body's names, in one language, for a time."""

    __tablename__ = "organisation_names"

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    language: Mapped[Language]
    text: Mapped[str]
    kind: Mapped[NameKind] = mapped_column(default=NameKind.OFFICIAL)
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    position: Mapped[int] = mapped_column(default=0)

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class OrganisationCountry(Base):
    """A country that an organisation links itself to, under the name that it chose."""

    __tablename__ = "organisation_countries"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(2), index=True)
    """ISO 3166-1 alpha-2."""
    shown_as: Mapped[str] = mapped_column(default="")
    """The organisation's own choice of name; empty means CLDR's."""
    position: Mapped[int] = mapped_column(default=0)


class Application(Base):
    """Someone asks for an organisation to join, and what the secretariat answered."""

    __tablename__ = "applications"

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    contact_name: Mapped[str]
    contact_email: Mapped[str] = mapped_column(String(254))
    """Lower case; for the secretariat alone."""
    locale: Mapped[str] = mapped_column(String(20), default="en")
    """In which interface language to answer."""
    message: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = moment_column(index=True)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    admitted: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(default="")
    """Why it was declined, in the words that the applicant got."""

    organisation: Mapped[Organisation] = relationship()


class NetworkMembership(Base):
    """An organisation (or network) that belongs to a network."""

    __tablename__ = "network_memberships"
    __table_args__ = (
        UniqueConstraint("member_id", "network_id", "since"),
        CheckConstraint("member_id <> network_id", name="not_itself"),
    )

    id: Mapped[Id]
    member_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]


class Person(Base):
    __tablename__ = "people"

    id: Mapped[Id]
    name: Mapped[str]
    """As she writes it herself; no first and last."""
    name_language: Mapped[Language] = mapped_column(default="und")
    reading: Mapped[str] = mapped_column(default="")
    """How it is read, in Latin letters, where she gives it."""
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Lower case; never shown to anyone but her and the secretariat."""
    locale: Mapped[str] = mapped_column(String(20), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    languages: Mapped[list[str]] = mapped_column(default=list)
    """Languages that she reads, in her order."""
    visibility: Mapped[Visibility] = mapped_column(default=Visibility.MEMBERS)
    is_secretariat: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = moment_column()
    left_at: Mapped[datetime | None]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")


class Membership(Base):
    """A person's role in an organisation, over dates."""

    __tablename__ = "memberships"
    __table_args__ = (Index("ix_memberships_person_organisation", "person_id", "organisation_id"),)

    id: Mapped[Id]
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[Role]
    powers: Mapped[list[str]] = mapped_column(default=list)
    """Values of `Power`; only for representatives."""
    since: Mapped[date]
    until: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship()

    def runs_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class WorkingGroup(Base):
    """People from several organisations with a mandate."""

    __tablename__ = "working_groups"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    names: Mapped[dict[str, str]]
    mandate: Mapped[dict[str, str]] = mapped_column(default=dict)
    host_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    since: Mapped[date | None]
    until: Mapped[date | None]

    members: Mapped[list["GroupMembership"]] = relationship(cascade="all, delete-orphan")


class GroupMembership(Base):
    __tablename__ = "group_memberships"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    id: Mapped[Id]
    group_id: Mapped[str] = mapped_column(ForeignKey("working_groups.id", ondelete="CASCADE"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    is_coordinator: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date | None]
    until: Mapped[date | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Portal(Base):
    """The one row that says what this portal is: its network's names and whether it is a demo."""

    __tablename__ = "portal"

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    names: Mapped[dict[str, str]] = mapped_column(default=dict)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = moment_column()


class ImportLineState(enum.Enum):
    NEW = "new"
    PERHAPS_KNOWN = "perhaps_known"
    UNUSABLE = "unusable"
    CREATED = "created"
    LINKED = "linked"
    SKIPPED = "skipped"


class OrganisationImport(Base):
    """One uploaded list of organisations, previewed before anything comes of it."""

    __tablename__ = "organisation_imports"

    id: Mapped[Id]
    filename: Mapped[str]
    encoding: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = moment_column()
    columns: Mapped[list[str]] = mapped_column(default=list)

    lines: Mapped[list["ImportLine"]] = relationship(
        order_by="ImportLine.number", cascade="all, delete-orphan"
    )


class ImportLine(Base):
    """One line of it: raw as it came, as it was understood, and what became of it."""

    __tablename__ = "organisation_import_lines"
    __table_args__ = (UniqueConstraint("import_id", "number"),)

    id: Mapped[Id]
    import_id: Mapped[str] = mapped_column(
        ForeignKey("organisation_imports.id", ondelete="CASCADE")
    )
    number: Mapped[int]
    raw: Mapped[str]
    parsed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[ImportLineState]
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Near-duplicates proposed: `{organisation, name, score}`, best first."""
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
