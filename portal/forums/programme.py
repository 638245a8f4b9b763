"""A programme as plain values: what is frozen, compared, checked for clashes and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any

from portal.core.orm import Words


@dataclass(frozen=True, kw_only=True)
class PersonEntry:
    """One part in a session; `key` tells people apart, where two may share a name."""

    key: str
    name: str
    language: str = "und"
    role: str = "speaker"
    side: str = ""
    organisation: str = ""
    to_be_confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class RoomEntry:
    id: str
    names: Words = field(default_factory=dict)
    capacity: int | None = None
    booths: int = 0


@dataclass(frozen=True, kw_only=True)
class DayEntry:
    id: str
    number: int
    date: date
    titles: Words = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SessionEntry:
    """One session; `day` is None, or `start`, where that is not known yet."""

    id: str
    kind: str
    titles: Words
    day: str | None = None
    start: time | None = None
    end: time | None = None
    time_published: str = ""
    parent: str | None = None
    about: Words = field(default_factory=dict)
    floor_language: str | None = None
    interpretation: Sequence[str] = ()
    rooms: Sequence[str] = ()
    all_rooms: bool = False
    people: Sequence[PersonEntry] = ()
    to_be_confirmed: bool = False
    status: str = "planned"
    topic: str = ""
    country: str = ""
    sequence: int = 0
    changed_at: datetime | None = None

    @property
    def cancelled(self) -> bool:
        return self.status == "cancelled"


@dataclass(frozen=True, kw_only=True)
class Programme:
    days: Sequence[DayEntry] = ()
    rooms: Sequence[RoomEntry] = ()
    sessions: Sequence[SessionEntry] = ()


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Ids of sessions by what happened to them between two versions."""

    new: Sequence[str] = ()
    moved: Sequence[str] = ()
    cancelled: Sequence[str] = ()
    reworded: Sequence[str] = ()
    gone: Sequence[str] = ()

    def __bool__(self) -> bool:
        return any((self.new, self.moved, self.cancelled, self.reworded, self.gone))


def difference(before: Programme | None, after: Programme) -> Difference:
    """What a reader of the one must hear who now reads the other."""
    if before is None:
        return Difference(new=[item.id for item in after.sessions if not item.cancelled])
    old = {item.id: item for item in before.sessions}
    dates_before = {item.id: item.date for item in before.days}
    dates_after = {item.id: item.date for item in after.days}
    found: dict[str, list[str]] = {"new": [], "moved": [], "cancelled": [], "reworded": []}
    for item in after.sessions:
        was = old.pop(item.id, None)
        if was is None:
            if not item.cancelled:
                found["new"].append(item.id)
        elif item.cancelled != was.cancelled:
            found["cancelled" if item.cancelled else "new"].append(item.id)
        elif _slot(item, dates_after) != _slot(was, dates_before):
            found["moved"].append(item.id)
        elif _words(item) != _words(was):
            found["reworded"].append(item.id)
    return Difference(**found, gone=list(old))


def _slot(item: SessionEntry, dates: Mapping[str, date]) -> tuple[Any, ...]:
    where = "all" if item.all_rooms else sorted(item.rooms)
    return dates.get(item.day or ""), item.start, item.end, where


def _words(item: SessionEntry) -> tuple[Any, ...]:
    return (
        dict(item.titles), dict(item.about), item.kind, item.floor_language,
        list(item.interpretation), [asdict(one) for one in item.people],
        item.to_be_confirmed, item.parent, item.time_published,
    )  # fmt: skip


def to_plain(programme: Programme) -> dict[str, Any]:
    """For a JSON column."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, (date, time)) else value

    plained: dict[str, Any] = plain(asdict(programme))
    return plained


def from_plain(content: Mapping[str, Any]) -> Programme:
    """The same back."""
    return Programme(
        days=[
            DayEntry(**{**item, "date": date.fromisoformat(item["date"])})
            for item in content["days"]
        ],
        rooms=[RoomEntry(**item) for item in content["rooms"]],
        sessions=[_session(item) for item in content["sessions"]],
    )


def _session(item: Mapping[str, Any]) -> SessionEntry:
    values = dict(item)
    for key in ("start", "end"):
        values[key] = time.fromisoformat(values[key]) if values[key] else None
    changed = values["changed_at"]
    values["changed_at"] = datetime.fromisoformat(changed) if changed else None
    values["people"] = [PersonEntry(**one) for one in values["people"]]
    return SessionEntry(**values)
