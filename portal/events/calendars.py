"""Calendar files (RFC 5545, RFC 5546 PUBLISH): plain entries in, the same bytes for the same entries out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

PRODUCT = "-//Solidarity Portal//Calendar//EN"
LOOKED_AT_EVERY = timedelta(hours=6)
KEPT_AFTER_CANCELLING = timedelta(days=90)
"""A cancelled entry stays in feeds so long, so that every subscriber hears of it."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One gathering or session as a calendar holds it.

    `changed_at` is the change that the entry shows (DTSTAMP): never the moment of writing the
    file. Without `start` it takes whole days, from `day` to `last_day`.
    """

    uid: str
    sequence: int
    changed_at: datetime
    title: str
    language: str
    day: date
    zone: str
    start: time | None = None
    minutes: int = 0
    last_day: date | None = None
    about: str = ""
    about_language: str = ""
    place: str = ""
    place_language: str = ""
    url: str = ""
    cancelled: bool = False


def calendar_file(entries: Iterable[Entry], *, name: str) -> bytes:
    """One iCalendar object with the narrow VTIMEZONE of every zone that its entries use."""
    shown = sorted(entries, key=lambda entry: (entry.day, entry.start or time(), entry.uid))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", LOOKED_AT_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for zone, (first, last) in sorted(_spans(shown).items()):
        calendar.add_component(_timezone(zone, first, last))
    for entry in shown:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def newest_change(entries: Sequence[Entry]) -> datetime | None:
    """For Last-Modified."""
    return max((entry.changed_at for entry in entries), default=None)


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    if entry.start is None:
        event.add("dtstart", entry.day)
        event.add("dtend", (entry.last_day or entry.day) + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        zone = ZoneInfo(entry.zone)
        begins = datetime.combine(entry.day, entry.start, tzinfo=zone)
        event.add("dtstart", begins.astimezone(UTC) if entry.zone == "UTC" else begins)
        if entry.minutes:
            event.add("duration", timedelta(minutes=entry.minutes))
    event.add("summary", entry.title, parameters=_in(entry.language))
    if entry.about:
        event.add("description", entry.about, parameters=_in(entry.about_language))
    if entry.place:
        event.add("location", entry.place, parameters=_in(entry.place_language))
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _in(language: str) -> dict[str, str]:
    return {"LANGUAGE": language} if language and language != "und" else {}


def _spans(entries: Sequence[Entry]) -> dict[str, tuple[date, date]]:
    """For each zone with timed entries, the days that its VTIMEZONE must cover."""
    spans: dict[str, tuple[date, date]] = {}
    for entry in entries:
        if entry.start is None or entry.zone == "UTC":
            continue
        last = entry.day + timedelta(minutes=entry.minutes) + timedelta(days=1)
        first, until = spans.get(entry.zone, (entry.day, last))
        spans[entry.zone] = (min(first, entry.day), max(until, last))
    return spans


def _timezone(name: str, first: date, last: date) -> Timezone:
    """The offset at the start of the span, and each change of clocks within it."""
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("tzid", name)
    start = datetime.combine(first - timedelta(days=1), time(), tzinfo=zone)
    component.add_component(_observance(start.astimezone(UTC), zone, opening=True))
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone).astimezone(UTC)
    for change in _changes(start.astimezone(UTC), end, zone):
        component.add_component(_observance(change, zone))
    return component


def _observance(
    at: datetime, zone: ZoneInfo, *, opening: bool = False
) -> TimezoneStandard | TimezoneDaylight:
    local = at.astimezone(zone)
    after = local.utcoffset() or timedelta()
    before = (at - timedelta(seconds=1)).astimezone(zone).utcoffset() or timedelta()
    before = after if opening else before
    component = TimezoneDaylight() if local.dst() else TimezoneStandard()
    # RFC 5545, 3.6.5: the onset is written as the clocks showed it before they changed.
    component.add("dtstart", (at + before).replace(tzinfo=None))
    component.add("tzoffsetfrom", before)
    component.add("tzoffsetto", after)
    component.add("tzname", local.tzname() or zone.key)
    return component


def _changes(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The moments in between at which the offset changes, to the second."""
    step, at = timedelta(hours=12), start
    while at < end:
        following = min(at + step, end)
        if at.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            low, high = at, following
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high
        at = following
