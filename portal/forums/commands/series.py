"""Founding a series, adding and changing its editions, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.orm import hold
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.core.slugs import slugify
from portal.events.times import NoSuchZone, zone_of
from portal.forums import policy
from portal.forums.facts import (
    EditionAdded,
    EditionDatesSet,
    EditionStatusChanged,
    SeriesFounded,
)
from portal.forums.models import (
    Day,
    Edition,
    EditionHost,
    EditionStatus,
    ForumSession,
    Precision,
    Series,
)
from portal.network.actors import Actor

RESERVED = frozenset({"new"})
MOST_DAYS = 31


@dataclass(frozen=True, kw_only=True)
class Host:
    """A member organisation, or a name where the host is none."""

    organisation_id: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EditionDetails:
    """What is known of an edition; `year` at least."""

    year: int
    number: int | None = None
    renumbered_from: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    theme: Mapping[str, str] = field(default_factory=dict)
    hosts: Sequence[Host] = ()
    country: str = ""
    city: Mapping[str, str] = field(default_factory=dict)
    venue: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    languages: Sequence[str] = ()
    host_language: str = "und"
    dates_published: Sequence[Mapping[str, Any]] = ()
    first_day: date | None = None
    last_day: date | None = None
    precision: Precision = Precision.DAY
    preliminary_days: int = 0
    """How many of the days, from the first, are preliminary ones."""
    budget_minor: int | None = None
    budget_currency: str = ""
    funded_percent: int | None = None


def found_series(
    session: Session,
    *,
    names: Mapping[str, str],
    by: Actor,
    about: Mapping[str, str] | None = None,
    group_id: str | None = None,
    organisation_id: str | None = None,
    every_years: int | None = None,
    slug: str = "",
) -> Series:
    """Begin a series. Raises Refused, Invalid."""
    require(policy.may_found_series(by))
    kept = _kept(names)
    if not kept:
        _blame("name", say("Write the name of the series."))
    series = Series(
        slug=_free_slug(session, slug or slugify(next(iter(kept.values()))) or "forum"),
        names=kept,
        about=_kept(about or {}),
        group_id=group_id,
        organisation_id=organisation_id,
        every_years=every_years,
    )
    session.add(series)
    session.flush()
    announce(
        session, SeriesFounded(subject=series.id, by=by.person_id, organisation=by.organisation_id)
    )
    return series


def add_edition(
    session: Session,
    series: Series,
    details: EditionDetails,
    *,
    by: Actor,
    status: EditionStatus = EditionStatus.PLANNED,
    reason: Mapping[str, str] | None = None,
) -> Edition:
    """Add an edition: one to come, or one of the past with what became of it.

    Raises Refused, Invalid.
    """
    require(policy.may_lead(by, series))
    edition = Edition(
        series_id=series.id,
        series=series,
        address=_free_address(session, series, details.year),
        status=status,
        reason=_kept(reason or {}),
        year=details.year,
    )
    _put(edition, details)
    session.add(edition)
    session.flush()
    _lay_days(session, edition, details.preliminary_days)
    series.changed_at = edition.changed_at = clock.now()
    announce(
        session,
        EditionAdded(
            subject=edition.id,
            series=series.id,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    _announce_dates(session, edition, by)
    return edition


def change_edition(
    session: Session, edition_id: str, details: EditionDetails, *, by: Actor
) -> Edition:
    """Say anew what is known. Sessions keep the hour on their clocks when days or zone change.

    Raises Refused, Invalid.
    """
    edition = locked(session, edition_id)
    require(policy.may_lead(by, edition.series))
    _put(edition, details)
    session.flush()
    _lay_days(session, edition, details.preliminary_days)
    edition.changed_at = edition.series.changed_at = clock.now()
    _announce_dates(session, edition, by)
    return edition


def set_status(
    session: Session,
    edition_id: str,
    status: EditionStatus,
    *,
    by: Actor,
    reason: Mapping[str, str] | None = None,
) -> None:
    """Say what became of an edition. Raises Refused."""
    edition = locked(session, edition_id)
    require(policy.may_set_status(by, edition, status))
    before, kept = edition.status, _kept(reason or {})
    if before is status and kept == edition.reason:
        return
    edition.status, edition.reason = status, kept
    edition.changed_at = edition.series.changed_at = clock.now()
    announce(
        session,
        EditionStatusChanged(
            subject=edition.id,
            before=before,
            status=status,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    _announce_dates(session, edition, by)


def locked(session: Session, edition_id: str) -> Edition:
    """The edition, locked for this transaction. Raises NotFound."""
    return hold(session, Edition, edition_id)


def _announce_dates(session: Session, edition: Edition, by: Actor) -> None:
    announce(
        session,
        EditionDatesSet(
            subject=edition.id,
            first_day=edition.first_day,
            last_day=edition.last_day,
            status=edition.status,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def _put(edition: Edition, details: EditionDetails) -> None:
    if not 1900 <= details.year <= 2200:
        _blame("year", say("Write the year with four digits."))
    first, last = details.first_day, details.last_day or details.first_day
    if last is not None and first is None:
        _blame("first_day", say("Write the first day too."))
    if first is not None and last is not None and last < first:
        _blame("last_day", say("The last day lies before the first."))
    if first and last and details.precision is Precision.DAY and (last - first).days >= MOST_DAYS:
        _blame("last_day", say("A forum lasts a month at the most. Check the two days."))
    try:
        zone_of(details.zone)
    except NoSuchZone:
        _blame("zone", say("Choose the place whose clocks this time is read from."))
    if details.funded_percent is not None and not 0 <= details.funded_percent <= 1_000:
        _blame("funded_percent", say("Write how many hundredths of the budget are promised."))
    edition.year, edition.number = details.year, details.number
    edition.renumbered_from = details.renumbered_from
    edition.names, edition.theme = _kept(details.names), _kept(details.theme)
    edition.country, edition.zone = details.country, details.zone
    edition.city, edition.venue = _kept(details.city), _kept(details.venue)
    edition.languages, edition.host_language = list(details.languages), details.host_language
    edition.dates_published = [dict(item) for item in details.dates_published if item.get("text")]
    edition.first_day, edition.last_day = first, last
    edition.precision = details.precision
    edition.budget_minor, edition.budget_currency = details.budget_minor, details.budget_currency
    edition.funded_percent = details.funded_percent
    wanted = [(host.organisation_id, _kept(host.names)) for host in details.hosts]
    if wanted != [(host.organisation_id, host.names) for host in edition.hosts]:
        edition.hosts = [
            EditionHost(organisation_id=organisation, names=names, position=position)
            for position, (organisation, names) in enumerate(wanted)
        ]


def _lay_days(session: Session, edition: Edition, preliminary: int) -> None:
    """One row a day of the programme; a day keeps its sessions when its date changes."""
    days = session.scalars(select(Day).where(Day.edition_id == edition.id).order_by(Day.date)).all()
    first, last = edition.first_day, edition.last_day
    if first is None or last is None or edition.precision is not Precision.DAY:
        dates = []
    else:
        dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    used = set(
        session.scalars(
            select(ForumSession.day_id).where(ForumSession.edition_id == edition.id).distinct()
        )
    )
    kept = list(days[: len(dates)])
    for extra in days[len(dates) :]:
        if extra.id in used:
            _blame("last_day", say("There are sessions on a later day. Move or cancel them first."))
        session.delete(extra)
    # Numbers and dates are unique: out of the way first, then to their new places.
    for place, day in enumerate(kept):
        day.number, day.date = -1000 - place, date(1, 1, 1) + timedelta(days=place)
    session.flush()
    for place, day_date in enumerate(dates):
        if place >= len(kept):
            kept.append(Day(edition_id=edition.id))
            session.add(kept[place])
        kept[place].number, kept[place].date = place + 1 - preliminary, day_date
    session.flush()


def _kept(words: Mapping[str, str]) -> dict[str, str]:
    return {tag: text.strip()[:4_000] for tag, text in words.items() if text.strip()}


def _blame(field_name: str, sentence: Sentence) -> None:
    raise Invalid(sentence, {field_name: sentence})


def _free_slug(session: Session, wanted: str) -> str:
    taken = RESERVED | set(
        session.scalars(select(Series.slug).where(Series.slug.startswith(wanted, autoescape=True)))
    )
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, 10_000) if f"{wanted}-{n}" not in taken)


def _free_address(session: Session, series: Series, year: int) -> str:
    taken = set(session.scalars(select(Edition.address).where(Edition.series_id == series.id)))
    if str(year) not in taken:
        return str(year)
    return next(f"{year}-{n}" for n in range(2, 1_000) if f"{year}-{n}" not in taken)
