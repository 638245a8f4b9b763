"""The draft programme, its frozen versions, and what in the draft clashes."""

from collections.abc import Callable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.core.errors import NotFound
from portal.core.orm import Words
from portal.forums.clashes import Booking
from portal.forums.models import Day, ForumSession, ProgrammeVersion, Room, SessionPerson
from portal.forums.programme import (
    DayEntry,
    PersonEntry,
    Programme,
    RoomEntry,
    SessionEntry,
)


def draft_of(session: Session, edition_id: str) -> Programme:
    """The programme as it is being planned: five statements, whatever its length."""
    days = session.scalars(
        select(Day).where(Day.edition_id == edition_id).order_by(Day.number)
    ).all()
    rooms = session.scalars(
        select(Room).where(Room.edition_id == edition_id).order_by(Room.position, Room.id)
    ).all()
    entries = session.scalars(
        select(ForumSession)
        .where(ForumSession.edition_id == edition_id)
        .options(selectinload(ForumSession.rooms), selectinload(ForumSession.people))
        .order_by(ForumSession.position, ForumSession.id)
    ).all()
    return Programme(
        days=[
            DayEntry(id=item.id, number=item.number, date=item.date, titles=item.titles)
            for item in days
        ],
        rooms=[
            RoomEntry(id=item.id, names=item.names, capacity=item.capacity, booths=item.booths)
            for item in rooms
        ],
        sessions=[_entry(item) for item in entries],
    )


def _entry(item: ForumSession) -> SessionEntry:
    return SessionEntry(
        id=item.id,
        kind=item.kind.value,
        titles=item.titles,
        about=item.about,
        day=item.day_id,
        start=item.start,
        end=item.end,
        time_published=item.time_published,
        parent=item.parent_id,
        floor_language=item.floor_language,
        interpretation=list(item.interpretation),
        rooms=[room.id for room in item.rooms],
        all_rooms=item.all_rooms,
        people=[_person(one) for one in item.people],
        to_be_confirmed=item.to_be_confirmed,
        status=item.status.value,
        topic=item.topic,
        country=item.country,
        sequence=item.sequence,
        changed_at=item.changed_at,
    )


def _person(one: SessionPerson) -> PersonEntry:
    return PersonEntry(
        key=one.person_id or (f"{one.name}\n{one.organisation}" if one.name else one.id),
        name=one.name,
        language=one.name_language,
        role=one.role.value,
        side=one.side.value if one.side else "",
        organisation=one.organisation,
        to_be_confirmed=one.to_be_confirmed,
    )


def latest_version(session: Session, edition_id: str) -> ProgrammeVersion | None:
    return session.scalar(
        select(ProgrammeVersion)
        .where(ProgrammeVersion.edition_id == edition_id)
        .order_by(ProgrammeVersion.number.desc())
        .limit(1)
    )


def session_in(session: Session, edition_id: str, session_id: str) -> ForumSession:
    """One entry of an edition's draft. Raises NotFound."""
    found = session.scalar(
        select(ForumSession)
        .where(ForumSession.id == session_id, ForumSession.edition_id == edition_id)
        .options(selectinload(ForumSession.rooms), selectinload(ForumSession.people))
    )
    if found is None:
        raise NotFound
    return found


def bookings(programme: Programme, word: Callable[[Words], str]) -> Iterator[Booking]:
    """What takes up rooms and people at a known time; `word` picks a reader's language."""
    dates = {day.id: day.date for day in programme.days}
    rooms = {room.id: word(room.names) for room in programme.rooms}
    for item in programme.sessions:
        if item.cancelled or not item.day or item.start is None or item.end is None:
            continue
        yield Booking(
            id=item.id,
            title=word(item.titles),
            day=dates[item.day],
            start=item.start,
            end=item.end,
            rooms={room: rooms[room] for room in item.rooms},
            all_rooms=item.all_rooms,
            people={one.key: one.name for one in item.people if one.name},
            parent=item.parent,
        )
