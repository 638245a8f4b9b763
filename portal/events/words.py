"""The words for kinds and answers, and times as people read them: in the place's zone and in hers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import babel.dates

from portal.core import locales
from portal.core.sentences import Sentence, say
from portal.events.models import Answer, Audience, Gathering, GatheringKind

KINDS: Mapping[GatheringKind, Sentence] = {
    GatheringKind.PREPARATORY_MEETING: say("Preparatory meeting"),
    GatheringKind.RALLY: say("Rally"),
    GatheringKind.HEARING: say("Hearing"),
    GatheringKind.DEADLINE: say("Deadline"),
    GatheringKind.TRAINING: say("Training"),
    GatheringKind.FORUM: say("Forum"),
    GatheringKind.OTHER: say("Other gathering"),
}
AUDIENCES: Mapping[Audience, Sentence] = {
    Audience.PUBLIC: say("Everyone"),
    Audience.MEMBERS: say("People of the network"),
}
ANSWERS: Mapping[Answer, Sentence] = {
    Answer.YES: say("I come"),
    Answer.MAYBE: say("Perhaps I come"),
    Answer.NO: say("I do not come"),
}


@dataclass(frozen=True)
class Shown:
    """A time for people: `there` in the place's zone, `here` in the reader's (empty when alike)."""

    iso: str
    there: str
    here: str = ""


def day_words(day: date) -> str:
    """A day of the week and a date, short, in the reader's conventions."""
    return _day(day, locales.current().tag, day.year == datetime.now(locales.current_zone()).year)


@lru_cache(4096)
def _day(day: date, tag: str, this_year: bool) -> str:  # noqa: FBT001 - part of the cache's key
    locale = locales.LOCALES[tag].babel
    return babel.dates.format_skeleton("MMMEd" if this_year else "yMMMEd", day, locale=locale)


@lru_cache(512)
def _month(year: int, month: int, tag: str) -> str:
    locale = locales.LOCALES[tag].babel
    return babel.dates.format_skeleton("yMMMM", date(year, month, 1), locale=locale)


def month_words(day: date) -> str:
    return _month(day.year, day.month, locales.current().tag)


@lru_cache(4096)
def _clock(hour: int, minute: int, tag: str) -> str:
    return babel.dates.format_skeleton(
        "Hm",
        time(hour, minute),
        locale=locales.LOCALES[tag].babel,
    )


def clock_words(moment: datetime) -> str:
    """Hours and minutes as the aware moment's own zone shows them."""
    return _clock(moment.hour, moment.minute, locales.current().tag)


def place_words(zone: str) -> str:
    """The city that people call a zone by."""
    return "UTC" if zone in {"UTC", "Etc/UTC"} else locales.zone_label(zone)


def at_words(moment: datetime, zone: str, *, until: datetime | None = None) -> str:
    """A moment in one zone, whole: “Thu 3 Sep, 16:00 in Ulaanbaatar”."""
    local = moment.astimezone(ZoneInfo(zone))
    values = {
        "day": day_words(local.date()),
        "time": clock_words(local),
        "place": place_words(zone),
    }
    if until is None or until <= moment:
        return str(say("%(day)s, %(time)s in %(place)s", **values))
    end = until.astimezone(ZoneInfo(zone))
    values["end"] = clock_words(end)
    if end.date() == local.date():
        return str(say("%(day)s, %(time)s to %(end)s in %(place)s", **values))
    values["end_day"] = day_words(end.date())
    return str(say("%(day)s, %(time)s to %(end_day)s, %(end)s in %(place)s", **values))


def here_words(moment: datetime, zone: str) -> str:
    """The same moment in the reader's zone; empty where her clock shows the same."""
    there, here = moment.astimezone(ZoneInfo(zone)), moment.astimezone(locales.current_zone())
    if there.utcoffset() == here.utcoffset():
        return ""
    reader = locales.current_zone().key
    if there.date() != here.date():
        return at_words(moment, reader)
    return str(say("%(time)s in %(place)s", time=clock_words(here), place=place_words(reader)))


def days_words(first: date, last: date) -> str:
    """Whole days, from the first to the last."""
    if first == last:
        return day_words(first)
    return str(say("%(first)s to %(last)s", first=day_words(first), last=day_words(last)))


def shown_time(gathering: Gathering) -> Shown:
    """When a gathering is, there and here; whole days are the same everywhere."""
    if gathering.start is None:
        return Shown(gathering.day.isoformat(), days_words(gathering.day, gathering.ends_on))
    local = gathering.starts_at.astimezone(ZoneInfo(gathering.zone))
    until = gathering.ends_at if gathering.ends_at - gathering.starts_at > timedelta() else None
    return Shown(
        local.isoformat(timespec="minutes"),
        at_words(gathering.starts_at, gathering.zone, until=until),
        here_words(gathering.starts_at, gathering.zone),
    )
