"""Gatherings on the calendar, who calls them, and who says that she comes."""

import enum
from datetime import date, datetime, time, timedelta

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, moment_column
from portal.network.models import Organisation, Person, WorkingGroup


class GatheringKind(enum.Enum):
    PREPARATORY_MEETING = "preparatory_meeting"
    RALLY = "rally"
    HEARING = "hearing"
    DEADLINE = "deadline"
    TRAINING = "training"
    FORUM = "forum"
    OTHER = "other"


class Audience(enum.Enum):
    """Who may see that a gathering takes place."""

    PUBLIC = "public"
    MEMBERS = "members"


class GatheringStatus(enum.Enum):
    PLANNED = "planned"
    CANCELLED = "cancelled"


class Answer(enum.Enum):
    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


class Gathering(Base):
    """Its time is what the clocks of its place show; the moments in UTC are derived from that."""

    __tablename__ = "gatherings"
    __table_args__ = (Index("ix_gatherings_audience_ends_at", "audience", "ends_at"),)

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[GatheringKind] = mapped_column(default=GatheringKind.OTHER)
    titles: Mapped[dict[str, str]]
    """Tag -> title; the first is the original."""
    about: Mapped[dict[str, str]] = mapped_column(default=dict)
    place: Mapped[dict[str, str]] = mapped_column(default=dict)
    languages: Mapped[list[str]] = mapped_column(default=list)
    """Languages that are spoken or interpreted there."""
    online_address: Mapped[str] = mapped_column(default="")
    """Where to join over the network; for members alone."""
    audience: Mapped[Audience] = mapped_column(default=Audience.MEMBERS)
    status: Mapped[GatheringStatus] = mapped_column(default=GatheringStatus.PLANNED)
    cancelled_at: Mapped[datetime | None]
    cancelled_reason: Mapped[dict[str, str]] = mapped_column(default=dict)

    day: Mapped[date]
    start: Mapped[time | None]
    """Local time; without it the gathering takes whole days."""
    minutes: Mapped[int | None]
    """How long it lasts; 0 is a moment. Only where there is a start."""
    last_day: Mapped[date | None]
    """The last whole day, itself included; only without a start."""
    zone: Mapped[str] = mapped_column(String(64))
    """IANA name of the zone of the place."""
    starts_at: Mapped[datetime] = mapped_column(index=True)
    """Derived from the local time by `events.times`; derived again when the zone data change."""
    ends_at: Mapped[datetime]

    group_id: Mapped[str | None] = mapped_column(ForeignKey("working_groups.id"), index=True)
    subject: Mapped[str | None] = mapped_column(String(80), index=True)
    """What it belongs to, as `kind:id` (a statement, an edition of a forum)."""
    path: Mapped[str] = mapped_column(default="")
    """A page of this site that says more, such as a forum's own."""
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    """RFC 5545 UID: one for the gathering's whole life."""
    sequence: Mapped[int] = mapped_column(default=0)
    """RFC 5546 SEQUENCE: raised when time, place or status change, not for a mended word."""
    created_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = moment_column()
    changed_at: Mapped[datetime] = moment_column(index=True)

    group: Mapped[WorkingGroup | None] = relationship()
    organisers: Mapped[list["Organiser"]] = relationship(
        order_by="Organiser.position", cascade="all, delete-orphan"
    )

    @property
    def all_day(self) -> bool:
        return self.start is None

    @property
    def ends_on(self) -> date:
        """The last whole day of an all-day gathering."""
        return self.last_day or self.day

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes or 0)

    @property
    def is_cancelled(self) -> bool:
        return self.status is GatheringStatus.CANCELLED

    def is_over(self, now: datetime) -> bool:
        return self.ends_at < now


class Organiser(Base):
    """An organisation that calls a gathering."""

    __tablename__ = "gathering_organisers"

    gathering_id: Mapped[str] = mapped_column(
        ForeignKey("gatherings.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[str] = mapped_column(
        ForeignKey("organisations.id"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)

    organisation: Mapped[Organisation] = relationship()


class Reply(Base):
    """One person's answer; it may change until the gathering is over."""

    __tablename__ = "gathering_replies"
    __table_args__ = (UniqueConstraint("gathering_id", "person_id"),)

    id: Mapped[Id]
    gathering_id: Mapped[str] = mapped_column(ForeignKey("gatherings.id", ondelete="CASCADE"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    answer: Mapped[Answer]
    needs: Mapped[str] = mapped_column(default="")
    """Languages and access that she needs, in her words; for the organisers alone."""
    at: Mapped[datetime] = moment_column()

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
