"""The programme as it is read: by day and time, in the place's time and the reader's, and as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import locales, web
from portal.core.languages import direction, name
from portal.core.sentences import Sentence, say
from portal.events.calendars import Entry
from portal.events.views.files import calendar_answer, whole_address
from portal.events.words import clock_words, day_words, here_words, place_words
from portal.forums import policy
from portal.forums.models import Edition, PersonRole, ProgrammeVersion, SessionKind
from portal.forums.programme import (
    DayEntry,
    PersonEntry,
    Programme,
    SessionEntry,
    from_plain,
)
from portal.forums.queries.programme import latest_version
from portal.forums.queries.series import edition_at
from portal.forums.queries.working import worked_on
from portal.forums.views import bp
from portal.forums.views.showing import tabs
from portal.forums.words import KINDS, ROLES, WHOLE_FLOOR, edition_label
from portal.network.names import Shown, pick


@dataclass(frozen=True)
class SessionShown:
    """One session for one reader."""

    entry: SessionEntry
    title: Shown
    dir: str
    kind: Sentence
    time: str
    languages: str
    rooms: str
    people: Sequence[tuple[str, Sequence[PersonEntry]]]
    news: str
    plenary: bool
    inner: Sequence["SessionShown"] = ()


@dataclass(frozen=True)
class SlotShown:
    """What begins at one time."""

    iso: str
    there: str
    here: str
    sessions: Sequence[SessionShown]


@dataclass(frozen=True)
class DayShown:
    heading: str
    note: str
    title: Shown
    slots: Sequence[SlotShown] = field(default_factory=tuple)


@bp.get("/<slug>/<address>/programme")
@web.public
def programme(slug: str, address: str) -> ResponseReturnValue:
    """The published version; the draft is for those who plan it."""
    session, languages = web.reading(), web.reader_languages()
    edition = edition_at(session, slug, address, hosts=False)
    version = latest_version(session, edition.id)
    unchanged = web.not_modified(
        "programme", edition.changed_at, version.id if version else "", *languages
    )
    if unchanged is not None:
        return unchanged

    def build() -> str:
        return _page(edition, version, languages)

    return web.kept(
        ("programme", edition.id, edition.changed_at, version and version.id, *languages), build
    )


def _page(edition: Edition, version: ProgrammeVersion | None, languages: Sequence[str]) -> str:
    leads = policy.may_lead(web.actor(), edition.series)
    days = (
        show_programme(from_plain(version.content), edition, version, languages) if version else []
    )
    here, there = locales.current_zone(), ZoneInfo(edition.zone)
    first = edition.first_day
    differs = first is not None and _offset(here, first) != _offset(there, first)
    return render_template(
        "forums/programme.html",
        edition=edition,
        series=edition.series,
        series_name=pick(edition.series.names, languages),
        label=edition_label(edition),
        version=version,
        days=days,
        differs=differs and any(day.slots for day in days),
        there=place_words(edition.zone),
        here=place_words(here.key),
        tabs=tabs(edition, leads=bool(leads)),
        # Rooms are for members, and the page of those who are nobody here is kept.
        worked=worked_on(web.reading(), edition.id, web.actor(), languages)
        if web.actor().signed_in
        else {},
    )


def _offset(zone: ZoneInfo, day: date) -> timedelta | None:
    return datetime.combine(day, time(12), tzinfo=zone).utcoffset()


def show_programme(
    programme: Programme,
    edition: Edition,
    version: ProgrammeVersion | None,
    languages: Sequence[str],
) -> list[DayShown]:
    """Days of slots of sessions, then what has no day yet."""
    shower = _Shower(programme, version, languages)
    days = [
        DayShown(
            heading=day_words(day.date),
            note=str(say("Preliminary day")) if day.number == 0 else "",
            title=pick(day.titles, languages),
            slots=_slots(
                shower, [item for item in shower.outer if item.day == day.id], day, edition
            ),
        )
        for day in programme.days
    ]
    loose = [item for item in shower.outer if item.day is None]
    if loose:
        days.append(
            DayShown(
                heading=str(say("Day not yet known")),
                note="",
                title=Shown("", "und"),
                slots=[SlotShown("", "", "", [shower.show(item) for item in loose])],
            )
        )
    return [day for day in days if day.slots]


def _slots(
    shower: "_Shower", items: Sequence[SessionEntry], day: DayEntry, edition: Edition
) -> list[SlotShown]:
    def at(item: SessionEntry) -> tuple[time, time]:
        return item.start or time(), item.end or item.start or time()

    zone = ZoneInfo(edition.zone)
    found = []
    untimed = [item for item in items if item.start is None]
    if untimed:
        found.append(SlotShown("", "", "", [shower.show(item) for item in untimed]))
    timed = sorted((item for item in items if item.start is not None), key=at)
    for (start, end), group in groupby(timed, key=at):
        begins = datetime.combine(day.date, start, tzinfo=zone)
        found.append(
            SlotShown(
                iso=begins.isoformat(timespec="minutes"),
                there=_range(start, end),
                here=here_words(begins, edition.zone),
                sessions=[shower.show(item) for item in sorted(group, key=shower.room_order)],
            )
        )
    return found


def _range(start: time, end: time) -> str:
    first = clock_words(datetime.combine(date(2000, 1, 1), start))
    if end <= start:
        return first
    return f"{first}–{clock_words(datetime.combine(date(2000, 1, 1), end))}"


class _Shower:
    """Picks the words of every session, each name of a language and a room looked up once."""

    def __init__(
        self, programme: Programme, version: ProgrammeVersion | None, languages: Sequence[str]
    ) -> None:
        self.languages = languages
        self.rooms = {room.id: pick(room.names, languages).text for room in programme.rooms}
        self.order = {room.id: place for place, room in enumerate(programme.rooms)}
        known = {item.id for item in programme.sessions}
        self.outer = [item for item in programme.sessions if item.parent not in known]
        self.inner: dict[str, list[SessionEntry]] = {}
        for item in programme.sessions:
            if item.parent in known and item.parent is not None:
                self.inner.setdefault(item.parent, []).append(item)
        self.news = _news(version)
        self.kinds = {kind.value: words for kind, words in KINDS.items()}
        self.roles = [
            (role.value, str(ROLES[role]))
            for role in (PersonRole.SPEAKER, PersonRole.CHAIR, PersonRole.RAPPORTEUR)
        ]
        self.tongues: dict[str, str] = {}
        self.sentences: dict[tuple[str, ...], str] = {}

    def room_order(self, item: SessionEntry) -> tuple[int, str]:
        return min((self.order.get(room, 99) for room in item.rooms), default=99), item.id

    def show(self, item: SessionEntry) -> SessionShown:
        title = pick(item.titles, self.languages)
        inner = sorted(self.inner.get(item.id, ()), key=lambda one: (one.start or time(), one.id))
        return SessionShown(
            entry=item,
            title=title,
            dir=direction(title.language),
            kind=self.kinds.get(item.kind, KINDS[SessionKind.OTHER]),
            time=_range(item.start, item.end or item.start) if item.start else item.time_published,
            languages=self.spoken(item),
            rooms=str(say("All rooms"))
            if item.all_rooms
            else ", ".join(self.rooms[room] for room in item.rooms if room in self.rooms),
            people=[
                (label, people)
                for role, label in self.roles
                if (people := [one for one in item.people if one.role == role])
            ],
            news=self.news.get(item.id, ""),
            plenary=item.all_rooms or item.kind in WHOLE_FLOOR,
            inner=[self.show(one) for one in inner],
        )

    def spoken(self, item: SessionEntry) -> str:
        """Floor and interpretation in one sentence; the same for many sessions, so kept."""
        if not item.floor_language and not item.interpretation:
            return ""
        key = (item.floor_language or "", *item.interpretation)
        if key not in self.sentences:
            into = [self.tongue(tag) for tag in item.interpretation]
            floor = self.tongue(item.floor_language) if item.floor_language else ""
            values = {"floor": floor, "languages": locales.format_list(into)}
            if floor and into:
                sentence = say("In %(floor)s, interpreted into %(languages)s", **values)
            elif floor:
                sentence = say("In %(floor)s", floor=floor)
            else:
                sentence = say("Interpreted into %(languages)s", languages=values["languages"])
            self.sentences[key] = str(sentence)
        return self.sentences[key]

    def tongue(self, tag: str) -> str:
        if tag not in self.tongues:
            self.tongues[tag] = name(tag, locales.current().tag)
        return self.tongues[tag]


def _news(version: ProgrammeVersion | None) -> Mapping[str, str]:
    """What is new or moved in the shown version; nothing in a first one."""
    if version is None or version.number == 1:
        return {}
    new, moved = str(say("New in the programme")), str(say("Moved"))
    return {
        **dict.fromkeys(version.difference["new"], new),
        **dict.fromkeys(version.difference["moved"], moved),
    }


@bp.get("/<slug>/<address>/programme.ics")
@web.public
def programme_file(slug: str, address: str) -> ResponseReturnValue:
    """Every session of the published version with a known time, for calendar programs."""
    session, languages = web.reading(), web.reader_languages()
    edition = edition_at(session, slug, address, hosts=False)
    version = latest_version(session, edition.id)
    entries = list(_entries(edition, version, languages)) if version else []
    title = str(edition_label(edition))
    return calendar_answer(
        entries,
        name=f"{pick(edition.series.names, languages).text} · {title}",
        filename=f"programme-{edition.address}.ics",
    )


def _entries(
    edition: Edition, version: ProgrammeVersion, languages: Sequence[str]
) -> Sequence[Entry]:
    programme = from_plain(version.content)
    days = {day.id: day.date for day in programme.days}
    rooms = {room.id: pick(room.names, languages).text for room in programme.rooms}
    url = whole_address("forums.programme", slug=edition.series.slug, address=edition.address)
    found = []
    for item in programme.sessions:
        if item.day is None or item.start is None:
            continue
        title = pick(item.titles, languages)
        start = datetime.combine(days[item.day], item.start)
        end = datetime.combine(days[item.day], item.end or item.start)
        entry = Entry(
            uid=f"session-{item.id.lower()}@solidarity-portal",
            sequence=item.sequence,
            changed_at=item.changed_at or version.published_at,
            title=title.text,
            language=title.language,
            day=days[item.day],
            start=item.start,
            minutes=int((end - start).total_seconds()) // 60,
            zone=edition.zone,
            place=", ".join(rooms[room] for room in item.rooms if room in rooms),
            url=url,
            cancelled=item.cancelled,
        )
        about = pick(item.about, languages)
        found.append(replace(entry, about=about.text, about_language=about.language))
    return found
