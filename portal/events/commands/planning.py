"""Putting a gathering on the calendar, mending its words, moving it and calling it off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock, locales
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.ids import new_id
from portal.core.orm import hold
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.core.slugs import slugify
from portal.events import policy
from portal.events.facts import (
    GatheringCancelled,
    GatheringChanged,
    GatheringMoved,
    GatheringPlanned,
)
from portal.events.models import (
    Audience,
    Gathering,
    GatheringKind,
    GatheringStatus,
    Organiser,
)
from portal.events.times import NoSuchTime, NoSuchZone, span
from portal.network.actors import Actor
from portal.network.models import Organisation, Standing

RESERVED = frozenset({"new", "all"})
LONGEST = 14 * 24 * 60
"""Minutes; what lasts longer is written as whole days."""
YEARS = range(1900, 2201)


@dataclass(frozen=True, kw_only=True)
class When:
    """Local time of a place: a start with minutes, or whole days from `day` to `last_day`."""

    day: date
    zone: str
    start: time | None = None
    minutes: int | None = None
    last_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a gathering is called and what is said of it, each tag -> text, the original first."""

    titles: Mapping[str, str]
    about: Mapping[str, str] = field(default_factory=dict)
    languages: Sequence[str] = ()
    online_address: str = ""
    kind: GatheringKind = GatheringKind.OTHER
    audience: Audience = Audience.MEMBERS


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole gathering to be put on the calendar."""

    wording: Wording
    when: When
    place: Mapping[str, str] = field(default_factory=dict)
    organisations: Sequence[str] = ()
    group_id: str | None = None
    subject: str | None = None
    path: str = ""
    slug: str = ""


def plan_gathering(session: Session, plan: Plan, *, by: Actor) -> Gathering:
    """Put a gathering on the calendar. Raises Refused, Invalid."""
    require(policy.may_plan_for(by, plan.organisations, plan.group_id))
    titles = _titles(plan.wording.titles)
    gathering_id = new_id()
    gathering = Gathering(
        id=gathering_id,
        slug=_free_slug(session, plan.slug or slugify(next(iter(titles.values()))), gathering_id),
        uid=f"gathering-{gathering_id.lower()}@solidarity-portal",
        group_id=plan.group_id,
        subject=plan.subject,
        path=plan.path,
        created_by_id=by.person_id,
        sequence=0,
        status=GatheringStatus.PLANNED,
        place=_kept(plan.place),
    )
    _put_words(gathering, plan.wording, titles)
    put_time(gathering, plan.when)
    session.add(gathering)
    session.flush()
    _put_organisers(session, gathering, plan.organisations)
    gathering.changed_at = clock.now()
    announce(
        session,
        GatheringPlanned(
            subject=gathering.id,
            starts_at=gathering.starts_at,
            audience=gathering.audience,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return gathering


def change_gathering(session: Session, gathering_id: str, wording: Wording, *, by: Actor) -> None:
    """Mend words. The sequence stays: nobody has to come at another time. Raises Refused, Invalid."""
    gathering = locked(session, gathering_id)
    require(policy.may_change(by, gathering))
    _put_words(gathering, wording, _titles(wording.titles))
    gathering.changed_at = clock.now()
    announce(
        session,
        GatheringChanged(subject=gathering.id, by=by.person_id, organisation=by.organisation_id),
    )


def move(
    session: Session, gathering_id: str, when: When, place: Mapping[str, str], *, by: Actor
) -> bool:
    """Change time or place; False when both are as they were. Raises Refused, Invalid."""
    gathering = locked(session, gathering_id)
    require(policy.may_move(by, gathering))
    before, kept = gathering.starts_at, _kept(place)
    if when_of(gathering) == _plain(when) and kept == gathering.place:
        return False
    put_time(gathering, when)
    gathering.place = kept
    gathering.sequence += 1
    gathering.changed_at = clock.now()
    announce(
        session,
        GatheringMoved(
            subject=gathering.id,
            before=before,
            starts_at=gathering.starts_at,
            sequence=gathering.sequence,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return True


def cancel(session: Session, gathering_id: str, reason: Mapping[str, str], *, by: Actor) -> None:
    """Call it off; it stays on the calendar as cancelled. Raises Refused."""
    gathering = locked(session, gathering_id)
    require(policy.may_cancel(by, gathering))
    put_cancelled(gathering, reason)
    announce(
        session,
        GatheringCancelled(
            subject=gathering.id,
            starts_at=gathering.starts_at,
            sequence=gathering.sequence,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def put_cancelled(gathering: Gathering, reason: Mapping[str, str]) -> None:
    """RFC 5546: a cancellation repeats the latest start and raises the sequence."""
    gathering.status = GatheringStatus.CANCELLED
    gathering.cancelled_reason = _kept(reason)
    gathering.sequence += 1
    gathering.cancelled_at = gathering.changed_at = clock.now()


def locked(session: Session, gathering_id: str) -> Gathering:
    """The gathering, locked for this transaction. Raises NotFound."""
    return hold(session, Gathering, gathering_id)


def put_time(gathering: Gathering, when: When) -> None:
    """Write the local time and derive the moments. Raises Invalid with a sentence a field."""
    when = _plain(when)
    for name, day in (("day", when.day), ("last_day", when.last_day)):
        # Of the calendar's first and last days the clocks elsewhere show nothing.
        if day is not None and day.year not in YEARS:
            _blame(name, say("Check this day."))
    if when.last_day is not None and when.last_day < when.day:
        _blame("last_day", say("The last day lies before the first."))
    if when.minutes is not None and not 0 <= when.minutes <= LONGEST:
        _blame("minutes", say("Write how many minutes it lasts, from 0 for a single moment."))
    try:
        gathering.starts_at, gathering.ends_at = span(
            when.day, when.start, when.minutes, when.last_day, when.zone
        )
    except NoSuchTime as error:
        assert when.start is not None  # noqa: S101 - whole days skip no hour
        _blame(
            "start",
            say(
                "On that day the clocks in %(place)s go forward over %(time)s, so there is no such "
                "time. The next time that exists is %(next)s.",
                place=locales.zone_label(when.zone),
                time=when.start.strftime("%H:%M"),
                next=error.after.strftime("%H:%M"),
            ),
        )
    except (NoSuchZone, OverflowError):
        _blame("zone", say("Choose the place whose clocks this time is read from."))
    gathering.day, gathering.start, gathering.zone = when.day, when.start, when.zone
    gathering.minutes, gathering.last_day = when.minutes, when.last_day


def when_of(gathering: Gathering) -> When:
    return When(
        day=gathering.day,
        zone=gathering.zone,
        start=gathering.start,
        minutes=gathering.minutes,
        last_day=gathering.last_day,
    )


def derive_again(session: Session) -> list[Gathering]:
    """Derive all moments anew from the local times, after the zone data changed.

    Returns the gatherings whose moment moved; what their place's clocks show did not.
    """
    moved = []
    now = clock.now()
    for gathering in session.scalars(select(Gathering).where(Gathering.ends_at > now)):
        before = gathering.starts_at, gathering.ends_at
        put_time(gathering, when_of(gathering))
        if before != (gathering.starts_at, gathering.ends_at):
            gathering.sequence += 1
            gathering.changed_at = now
            moved.append(gathering)
    return moved


def _plain(when: When) -> When:
    """A single whole day has no last day, and whole days have no minutes."""
    if when.start is None:
        last = when.last_day if when.last_day != when.day else None
        return When(day=when.day, zone=when.zone, last_day=last)
    return When(day=when.day, zone=when.zone, start=when.start, minutes=when.minutes or 0)


def _put_words(gathering: Gathering, wording: Wording, titles: dict[str, str]) -> None:
    address = wording.online_address.strip()
    if address and not address.startswith(("https://", "http://", "tel:")):
        _blame("online_address", say("Write a whole address that begins with https://."))
    gathering.titles = titles
    gathering.about = _kept(wording.about)
    gathering.languages = list(dict.fromkeys(wording.languages))
    gathering.online_address = address
    gathering.kind = wording.kind
    gathering.audience = wording.audience


def _put_organisers(session: Session, gathering: Gathering, wanted: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(wanted))
    known = set(
        session.scalars(
            select(Organisation.id).where(
                Organisation.id.in_(wanted), Organisation.standing == Standing.ADMITTED
            )
        )
    )
    if known != set(wanted):
        _blame("organisations", say("Choose member organisations from the list."))
    gathering.organisers = [
        Organiser(organisation_id=item, position=position) for position, item in enumerate(wanted)
    ]
    session.flush()


def _titles(words: Mapping[str, str]) -> dict[str, str]:
    titles = {tag: " ".join(text.split())[:300] for tag, text in words.items()}
    titles = {tag: text for tag, text in titles.items() if text}
    if not titles:
        _blame("title", say("Say what the gathering is called."))
    return titles


def _kept(words: Mapping[str, str]) -> dict[str, str]:
    return {tag: text.strip()[:4_000] for tag, text in words.items() if text.strip()}


def _blame(field_name: str, sentence: Sentence) -> None:
    raise Invalid(sentence, {field_name: sentence})


def _free_slug(session: Session, wanted: str, gathering_id: str) -> str:
    wanted = wanted or gathering_id[-8:].lower()
    taken = RESERVED | set(
        session.scalars(
            select(Gathering.slug).where(Gathering.slug.startswith(wanted, autoescape=True))
        )
    )
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, 10_000) if f"{wanted}-{n}" not in taken)
