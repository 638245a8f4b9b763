"""Lists of gatherings, one gathering, its replies, and what the public feed holds."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.paging import Page, paginate
from portal.core.policy import require
from portal.events.calendars import KEPT_AFTER_CANCELLING, Entry
from portal.events.models import (
    Answer,
    Audience,
    Gathering,
    GatheringKind,
    GatheringStatus,
    Organiser,
    Reply,
)
from portal.events.policy import may_see, sees_members_gatherings
from portal.network.actors import Actor
from portal.network.models import Organisation
from portal.network.names import pick

FEED_LOOKS_BACK = timedelta(days=366)


def list_gatherings(
    session: Session,
    actor: Actor,
    *,
    past: bool = False,
    kind: GatheringKind | None = None,
    page: int = 1,
) -> Page[Gathering]:
    """What is to come, the nearest first; or what is past, the latest first. Four statements."""
    now = clock.now()
    query = select(Gathering).options(
        joinedload(Gathering.group),
        selectinload(Gathering.organisers)
        .joinedload(Organiser.organisation)
        .selectinload(Organisation.names),
    )
    if not sees_members_gatherings(actor):
        query = query.where(Gathering.audience == Audience.PUBLIC)
    if kind is not None:
        query = query.where(Gathering.kind == kind)
    if past:
        query = query.where(Gathering.ends_at < now).order_by(
            Gathering.starts_at.desc(), Gathering.id.desc()
        )
    else:
        query = query.where(Gathering.ends_at >= now).order_by(Gathering.starts_at, Gathering.id)
    return paginate(session, query, page)


def upcoming_public(session: Session, limit: int = 3) -> Sequence[Gathering]:
    """The nearest public gatherings, for the front page."""
    return session.scalars(
        select(Gathering)
        .where(
            Gathering.audience == Audience.PUBLIC,
            Gathering.status == GatheringStatus.PLANNED,
            Gathering.ends_at >= clock.now(),
        )
        .options(
            joinedload(Gathering.group),
            selectinload(Gathering.organisers)
            .joinedload(Organiser.organisation)
            .joinedload(Organisation.names),
        )
        .order_by(Gathering.starts_at)
        .limit(limit)
    ).all()


def gathering_at(session: Session, slug: str, actor: Actor) -> Gathering:
    """The gathering at an address. Raises NotFound, Refused."""
    found = session.scalar(
        select(Gathering)
        .where(Gathering.slug == slug)
        .options(
            joinedload(Gathering.group),
            selectinload(Gathering.organisers)
            .joinedload(Organiser.organisation)
            .selectinload(Organisation.names),
        )
    )
    if found is None:
        raise NotFound
    require(may_see(actor, found))
    return found


def replies_of(session: Session, gathering_id: str) -> Sequence[Reply]:
    """Every answer with its person, the newest last."""
    return session.scalars(
        select(Reply)
        .where(Reply.gathering_id == gathering_id)
        .options(joinedload(Reply.person))
        .order_by(Reply.at, Reply.id)
    ).all()


def reply_counts(session: Session, gathering_id: str) -> dict[Answer, int]:
    found = session.execute(
        select(Reply.answer, func.count())
        .where(Reply.gathering_id == gathering_id)
        .group_by(Reply.answer)
    )
    return {answer: number for answer, number in found}  # noqa: C416 - rows are no pairs to dict()


def reply_of(session: Session, gathering_id: str, person_id: str | None) -> Reply | None:
    if person_id is None:
        return None
    return session.scalar(
        select(Reply).where(Reply.gathering_id == gathering_id, Reply.person_id == person_id)
    )


def public_feed(session: Session) -> Sequence[Gathering]:
    """Public gatherings of the last year and to come; cancelled ones for 90 days."""
    now = clock.now()
    return session.scalars(_public(now).order_by(Gathering.starts_at, Gathering.id)).all()


def _public(now: datetime) -> Select[Gathering]:
    return select(Gathering).where(
        Gathering.audience == Audience.PUBLIC,
        Gathering.ends_at >= now - FEED_LOOKS_BACK,
        or_(
            Gathering.status == GatheringStatus.PLANNED,
            Gathering.cancelled_at >= now - KEPT_AFTER_CANCELLING,
        ),
    )


def entry_of(gathering: Gathering, languages: Sequence[str], url: str) -> Entry:
    """The gathering as a calendar file holds it; the address to join is never in it."""
    title, about = pick(gathering.titles, languages), pick(gathering.about, languages)
    if gathering.is_cancelled and gathering.cancelled_reason:
        about = pick(gathering.cancelled_reason, languages)
    place = pick(gathering.place, languages)
    return Entry(
        uid=gathering.uid,
        sequence=gathering.sequence,
        changed_at=gathering.changed_at,
        title=title.text,
        language=title.language,
        about=about.text,
        about_language=about.language,
        place=place.text,
        place_language=place.language,
        day=gathering.day,
        start=gathering.start,
        minutes=gathering.minutes or 0,
        last_day=gathering.last_day,
        zone=gathering.zone,
        url=url,
        cancelled=gathering.is_cancelled,
    )
