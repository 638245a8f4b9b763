"""Who or what is wanted in two places at once: any overlap of a room or a person, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import combinations

from portal.core.sentences import Sentence, say


@dataclass(frozen=True, kw_only=True)
class Booking:
    """One session as it takes up rooms and people. The end itself is free again."""

    id: str
    title: str
    day: date
    start: time
    end: time
    rooms: Mapping[str, str] = field(default_factory=dict)
    """Room -> what it is called."""
    all_rooms: bool = False
    people: Mapping[str, str] = field(default_factory=dict)
    """Person -> her name."""
    parent: str | None = None


@dataclass(frozen=True)
class Clash:
    """Two sessions that cannot both be as they stand; `sentence` says why."""

    first: str
    second: str
    kind: str
    """*room* or *person*."""
    what: str
    sentence: Sentence


def clashes(bookings: Iterable[Booking]) -> list[Clash]:
    """Every partial overlap. A session and those inside it share their room and people."""
    ordered = sorted(bookings, key=lambda item: (item.day, item.start, item.end, item.id))
    parents = {item.id: item.parent for item in ordered}
    found: list[Clash] = []
    for first, second in combinations(ordered, 2):
        if first.day != second.day or first.end <= second.start or second.end <= first.start:
            continue
        if _within(first.id, second.id, parents) or _within(second.id, first.id, parents):
            continue
        found += _rooms(first, second)
        found += _people(first, second)
    return found


def _within(inner: str, outer: str, parents: Mapping[str, str | None]) -> bool:
    seen: set[str] = set()
    at = parents.get(inner)
    while at is not None and at not in seen:
        if at == outer:
            return True
        seen.add(at)
        at = parents.get(at)
    return False


def _rooms(first: Booking, second: Booking) -> list[Clash]:
    if first.all_rooms or second.all_rooms:
        if not (first.all_rooms or first.rooms) or not (second.all_rooms or second.rooms):
            return []
        sentence = say(
            "“%(first)s” and “%(second)s” overlap from %(from)s to %(until)s, and one of them needs all rooms.",
            **_overlap(first, second),
        )
        return [Clash(first.id, second.id, "room", "", sentence)]
    shared = [(room, name) for room, name in first.rooms.items() if room in second.rooms]
    return [
        Clash(
            first.id,
            second.id,
            "room",
            room,
            say(
                "“%(first)s” and “%(second)s” are both in the room “%(room)s” from %(from)s to %(until)s.",
                room=name,
                **_overlap(first, second),
            ),
        )
        for room, name in shared
    ]


def _people(first: Booking, second: Booking) -> Sequence[Clash]:
    shared = [(person, name) for person, name in first.people.items() if person in second.people]
    return [
        Clash(
            first.id,
            second.id,
            "person",
            person,
            say(
                "%(person)s is wanted in “%(first)s” and in “%(second)s” from %(from)s to %(until)s.",
                person=name,
                **_overlap(first, second),
            ),
        )
        for person, name in shared
    ]


def _overlap(first: Booking, second: Booking) -> dict[str, str]:
    return {
        "first": first.title,
        "second": second.title,
        "from": max(first.start, second.start).strftime("%H:%M"),
        "until": min(first.end, second.end).strftime("%H:%M"),
    }
