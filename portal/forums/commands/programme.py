"""The draft programme: rooms, and sessions added, reworded, moved and cancelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.forums import policy
from portal.forums.commands.series import locked
from portal.forums.facts import SessionCancelled, SessionMoved, SessionPut
from portal.forums.models import (
    Day,
    Edition,
    ForumSession,
    PersonRole,
    ProgrammeVersion,
    Room,
    SessionKind,
    SessionPerson,
    SessionStatus,
)
from portal.network.actors import Actor
from portal.network.models import Person, Side
from portal.statements.models import Statement
from portal.statements.policy import may_see


@dataclass(frozen=True, kw_only=True)
class Part:
    """A person's part; `person_id` where she has an account, whose name then stands for hers."""

    role: PersonRole = PersonRole.SPEAKER
    name: str = ""
    name_language: str = "und"
    person_id: str | None = None
    organisation: str = ""
    organisation_id: str | None = None
    side: Side | None = None
    to_be_confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class SessionDetails:
    """What a session is, apart from when and where."""

    titles: Mapping[str, str]
    kind: SessionKind = SessionKind.OTHER
    about: Mapping[str, str] = field(default_factory=dict)
    floor_language: str | None = None
    interpretation: Sequence[str] = ()
    parent_id: str | None = None
    people: Sequence[Part] = ()
    to_be_confirmed: bool = False
    topic: str = ""
    country: str = ""
    subject: str | None = None
    statement_id: str | None = None
    """The statement that is worked on live in it."""
    time_published: str = ""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """When and where; all of it may still be open."""

    day_id: str | None = None
    start: time | None = None
    end: time | None = None
    rooms: Sequence[str] = ()
    all_rooms: bool = False


def add_room(
    session: Session,
    edition_id: str,
    *,
    names: Mapping[str, str],
    by: Actor,
    capacity: int | None = None,
    booths: int = 0,
) -> Room:
    """Raises Refused, Invalid."""
    edition = locked(session, edition_id)
    require(policy.may_plan_programme(by, edition))
    kept = {tag: name.strip() for tag, name in names.items() if name.strip()}
    if not kept:
        _blame("name", say("Write what the room is called."))
    count = session.scalar(select(func.count()).where(Room.edition_id == edition.id)) or 0
    room = Room(edition_id=edition.id, names=kept, capacity=capacity, booths=booths, position=count)
    session.add(room)
    edition.programme_changed_at = clock.now()
    session.flush()
    return room


def add_session(
    session: Session, edition_id: str, details: SessionDetails, slot: Slot, *, by: Actor
) -> ForumSession:
    """A new entry of the draft. Raises Refused, Invalid."""
    edition = locked(session, edition_id)
    require(policy.may_plan_programme(by, edition))
    entry = ForumSession(edition_id=edition.id, titles={}, sequence=0)
    entry.status = SessionStatus.PLANNED
    _link_statement(session, entry, details.statement_id, by)
    entry.position = (
        session.scalar(select(func.count()).where(ForumSession.edition_id == edition.id)) or 0
    )
    with session.no_autoflush:
        _put_details(session, entry, details)
        _put_slot(session, entry, slot)
    session.add(entry)
    _changed(session, edition, entry)
    announce(session, SessionPut(subject=edition.id, session=entry.id, **_who(by)))
    return entry


def change_session(
    session: Session, session_id: str, details: SessionDetails, *, by: Actor
) -> None:
    """Other words, languages or people at the same time. Raises Refused, Invalid."""
    edition, entry = _opened(session, session_id, by)
    _link_statement(session, entry, details.statement_id, by)
    _put_details(session, entry, details)
    _changed(session, edition, entry)
    announce(session, SessionPut(subject=edition.id, session=entry.id, **_who(by)))


def move_session(session: Session, session_id: str, slot: Slot, *, by: Actor) -> bool:
    """Another time or room; False when all is as it was. Raises Refused, Invalid."""
    edition, entry = _opened(session, session_id, by)
    if entry.is_cancelled:
        raise Invalid(say("This session is cancelled. Add a new one instead."))
    before = _slot_of(entry)
    _put_slot(session, entry, slot)
    if _slot_of(entry) == before:
        return False
    entry.sequence += 1
    if _was_published(session, edition, entry):
        entry.status = SessionStatus.MOVED
    _changed(session, edition, entry)
    announce(
        session,
        SessionMoved(subject=edition.id, session=entry.id, sequence=entry.sequence, **_who(by)),
    )
    return True


def cancel_session(session: Session, session_id: str, *, by: Actor) -> None:
    """It stays in the programme as cancelled, with the sessions inside it. Raises Refused."""
    edition, entry = _opened(session, session_id, by)
    inner = session.scalars(select(ForumSession).where(ForumSession.parent_id == entry.id)).all()
    for one in (entry, *inner):
        if one.is_cancelled:
            continue
        one.status = SessionStatus.CANCELLED
        one.sequence += 1
        _changed(session, edition, one)
        announce(
            session,
            SessionCancelled(subject=edition.id, session=one.id, sequence=one.sequence, **_who(by)),
        )


def _opened(session: Session, session_id: str, by: Actor) -> tuple[Edition, ForumSession]:
    entry = session.get(ForumSession, session_id)
    if entry is None:
        raise NotFound
    edition = locked(session, entry.edition_id)
    require(policy.may_plan_programme(by, edition))
    return edition, entry


def _changed(session: Session, edition: Edition, entry: ForumSession) -> None:
    entry.changed_at = edition.programme_changed_at = clock.now()
    session.flush()


def _slot_of(entry: ForumSession) -> tuple[object, ...]:
    rooms = frozenset(room.id for room in entry.rooms)
    return entry.day_id, entry.start, entry.end, rooms, entry.all_rooms


def _put_details(session: Session, entry: ForumSession, details: SessionDetails) -> None:
    titles = {tag: " ".join(text.split())[:300] for tag, text in details.titles.items()}
    titles = {tag: text for tag, text in titles.items() if text}
    if not titles:
        _blame("title", say("Say what the session is called."))
    parent = session.get(ForumSession, details.parent_id) if details.parent_id else None
    if details.parent_id and (
        parent is None
        or parent.edition_id != entry.edition_id
        or parent.parent_id is not None
        or parent.id == entry.id
    ):
        _blame("parent", say("Choose a session of this programme that is in no other one."))
    entry.titles, entry.kind = titles, details.kind
    entry.about = {tag: text.strip() for tag, text in details.about.items() if text.strip()}
    entry.floor_language = details.floor_language or None
    entry.interpretation = [
        tag for tag in dict.fromkeys(details.interpretation) if tag != details.floor_language
    ]
    entry.parent_id = details.parent_id or None
    entry.to_be_confirmed = details.to_be_confirmed
    entry.topic, entry.country, entry.subject = details.topic, details.country, details.subject
    entry.time_published = details.time_published.strip()
    known = {
        person.id: person
        for person in session.scalars(
            select(Person).where(
                Person.id.in_([part.person_id for part in details.people if part.person_id])
            )
        )
    }
    entry.people = [
        _person(part, known.get(part.person_id or ""), position)
        for position, part in enumerate(details.people)
    ]


def _link_statement(
    session: Session, entry: ForumSession, statement_id: str | None, by: Actor
) -> None:
    """Any statement that the planner may see; one that stands there already stays."""
    if statement_id and statement_id != entry.statement_id:
        statement = session.get(Statement, statement_id)
        if statement is None or not may_see(by, statement):
            _blame("statement", say("Choose a statement that is open to you."))
    entry.statement_id = statement_id or None


def _person(part: Part, known: Person | None, position: int) -> SessionPerson:
    return SessionPerson(
        person_id=known.id if known else None,
        name=part.name or (known.name if known else ""),
        name_language=known.name_language if known and not part.name else part.name_language,
        organisation=part.organisation,
        organisation_id=part.organisation_id,
        side=part.side,
        role=part.role,
        to_be_confirmed=part.to_be_confirmed,
        position=position,
    )


def _put_slot(session: Session, entry: ForumSession, slot: Slot) -> None:
    if slot.end is not None and slot.start is None:
        _blame("start", say("Write when it begins, too."))
    if slot.start is not None and slot.end is not None and slot.end <= slot.start:
        _blame("end", say("It ends before it begins. Write a later time."))
    day = session.get(Day, slot.day_id) if slot.day_id else None
    if slot.day_id and (day is None or day.edition_id != entry.edition_id):
        _blame("day", say("Choose one of the forum's days."))
    rooms = session.scalars(
        select(Room).where(Room.edition_id == entry.edition_id, Room.id.in_(list(slot.rooms)))
    ).all()
    if len(rooms) != len(set(slot.rooms)):
        _blame("rooms", say("Choose rooms from the list."))
    entry.day_id, entry.start, entry.end = (day.id if day else None), slot.start, slot.end
    entry.all_rooms = slot.all_rooms
    entry.rooms = [] if slot.all_rooms else list(rooms)


def _was_published(session: Session, edition: Edition, entry: ForumSession) -> bool:
    latest = session.scalar(
        select(ProgrammeVersion)
        .where(ProgrammeVersion.edition_id == edition.id)
        .order_by(ProgrammeVersion.number.desc())
        .limit(1)
    )
    return latest is not None and any(item["id"] == entry.id for item in latest.content["sessions"])


def _who(by: Actor) -> dict[str, str | None]:
    return {"by": by.person_id, "organisation": by.organisation_id}


def _blame(field_name: str, sentence: Sentence) -> None:
    raise Invalid(sentence, {field_name: sentence})
