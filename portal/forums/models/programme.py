"""An edition's programme: days, rooms, sessions inside sessions, people in them, frozen versions."""

import enum
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.orm import Base, Id, append_only, moment_column
from portal.network.models import Side


class SessionKind(enum.Enum):
    KEYNOTE = "keynote"
    ISSUE_PRESENTATION = "issue_presentation"
    COUNTRY_REPORT = "country_report"
    WORKSHOP = "workshop"
    PLENARY = "plenary"
    CLOSING_DISCUSSION = "closing_discussion"
    BREAK = "break"
    OTHER = "other"


class SessionStatus(enum.Enum):
    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"


class PersonRole(enum.Enum):
    SPEAKER = "speaker"
    CHAIR = "chair"
    RAPPORTEUR = "rapporteur"
    INTERPRETER = "interpreter"


class Day(Base):
    """A day of the programme; number 0 is the preliminary day."""

    __tablename__ = "forum_days"
    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        UniqueConstraint("edition_id", "date"),
    )

    id: Mapped[Id]
    edition_id: Mapped[str] = mapped_column(ForeignKey("forum_editions.id", ondelete="CASCADE"))
    number: Mapped[int]
    date: Mapped[date]
    titles: Mapped[dict[str, str]] = mapped_column(default=dict)


class Room(Base):
    __tablename__ = "forum_rooms"

    id: Mapped[Id]
    edition_id: Mapped[str] = mapped_column(
        ForeignKey("forum_editions.id", ondelete="CASCADE"), index=True
    )
    names: Mapped[dict[str, str]]
    capacity: Mapped[int | None]
    booths: Mapped[int] = mapped_column(default=0)
    """For interpreters."""
    position: Mapped[int] = mapped_column(default=0)


class SessionRoom(Base):
    __tablename__ = "forum_session_rooms"

    session_id: Mapped[str] = mapped_column(
        ForeignKey("forum_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    room_id: Mapped[str] = mapped_column(
        ForeignKey("forum_rooms.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ForumSession(Base):
    """One entry of the draft programme. Times are those of the edition's place; some have none yet."""

    __tablename__ = "forum_sessions"

    id: Mapped[Id]
    edition_id: Mapped[str] = mapped_column(
        ForeignKey("forum_editions.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[str | None] = mapped_column(
        ForeignKey("forum_sessions.id", ondelete="CASCADE"), index=True
    )
    """The session that this one takes place within."""
    statement_id: Mapped[str | None] = mapped_column(ForeignKey("statements.id"))
    """The statement that is worked on live in this session, as in a closing discussion."""
    kind: Mapped[SessionKind] = mapped_column(default=SessionKind.OTHER)
    titles: Mapped[dict[str, str]]
    about: Mapped[dict[str, str]] = mapped_column(default=dict)
    floor_language: Mapped[str | None] = mapped_column(String(35))
    interpretation: Mapped[list[str]] = mapped_column(default=list)
    """Languages into which the floor is interpreted."""
    day_id: Mapped[str | None] = mapped_column(
        ForeignKey("forum_days.id", ondelete="SET NULL"), index=True
    )
    start: Mapped[time | None]
    end: Mapped[time | None]
    time_published: Mapped[str] = mapped_column(default="")
    """As a source printed it, where that cannot be read as one local time."""
    all_rooms: Mapped[bool] = mapped_column(default=False)
    to_be_confirmed: Mapped[bool] = mapped_column(default=False)
    status: Mapped[SessionStatus] = mapped_column(default=SessionStatus.PLANNED)
    topic: Mapped[str] = mapped_column(String(40), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    """Of which country a country report speaks."""
    subject: Mapped[str | None] = mapped_column(String(80), index=True)
    """What it is about, as `kind:id` (a statement)."""
    position: Mapped[int] = mapped_column(default=0)
    sequence: Mapped[int] = mapped_column(default=0)
    """RFC 5546 SEQUENCE: raised when time, room or status change."""
    changed_at: Mapped[datetime] = moment_column()

    day: Mapped[Day | None] = relationship()
    rooms: Mapped[list[Room]] = relationship(
        secondary="forum_session_rooms", order_by="Room.position"
    )
    people: Mapped[list["SessionPerson"]] = relationship(
        order_by="SessionPerson.position", cascade="all, delete-orphan"
    )

    @property
    def is_cancelled(self) -> bool:
        return self.status is SessionStatus.CANCELLED


class SessionPerson(Base):
    """One person's part in a session, under the name that the programme prints."""

    __tablename__ = "forum_session_people"

    id: Mapped[Id]
    session_id: Mapped[str] = mapped_column(
        ForeignKey("forum_sessions.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    """Where she has an account here; otherwise only her name is known."""
    name: Mapped[str] = mapped_column(default="")
    name_language: Mapped[str] = mapped_column(String(35), default="und")
    organisation: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    side: Mapped[Side | None]
    role: Mapped[PersonRole] = mapped_column(default=PersonRole.SPEAKER)
    to_be_confirmed: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)


class ProgrammeVersion(Base):
    """The programme as it was published: frozen, with what had changed since the one before."""

    __tablename__ = "forum_programme_versions"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: Mapped[Id]
    edition_id: Mapped[str] = mapped_column(ForeignKey("forum_editions.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    """`forums.programme.Programme` as plain values."""
    difference: Mapped[dict[str, Any]]
    """Ids of what is new, moved, cancelled, reworded and gone."""
    published_at: Mapped[datetime] = moment_column()
    published_by_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


append_only(ProgrammeVersion.__table__)  # type: ignore[arg-type]
