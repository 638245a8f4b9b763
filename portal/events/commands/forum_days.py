"""Whole days that another domain puts on the calendar and keeps there up to date."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.facts import announce
from portal.events.commands.planning import (
    Plan,
    When,
    Wording,
    plan_gathering,
    put_cancelled,
    put_time,
    when_of,
)
from portal.events.facts import GatheringCancelled, GatheringMoved
from portal.events.models import Audience, Gathering, GatheringKind, GatheringStatus
from portal.network.actors import PORTAL


def show_days(
    session: Session,
    subject: str,
    *,
    titles: Mapping[str, str],
    place: Mapping[str, str],
    first: date,
    last: date,
    zone: str,
    path: str,
    cancelled: bool = False,
    reason: Mapping[str, str] | None = None,
) -> Gathering | None:
    """The one calendar entry of `subject`: made at first, then moved, mended or cancelled.

    What is cancelled before it was ever shown gets none. Its rule was asked by the domain that
    the subject belongs to.
    """
    when = When(day=first, last_day=last if last != first else None, zone=zone)
    found = session.scalar(select(Gathering).where(Gathering.subject == subject).with_for_update())
    wording = Wording(titles=titles, kind=GatheringKind.FORUM, audience=Audience.PUBLIC)
    if found is None and cancelled:
        return None
    if found is None:
        plan = Plan(wording=wording, when=when, place=place, subject=subject, path=path)
        found = plan_gathering(session, plan, by=PORTAL)
    elif when_of(found) != when or found.place != dict(place):
        before = found.starts_at
        put_time(found, when)
        found.place = dict(place)
        found.sequence += 1
        found.changed_at = clock.now()
        announce(
            session,
            GatheringMoved(
                subject=found.id,
                before=before,
                starts_at=found.starts_at,
                sequence=found.sequence,
            ),
        )
    if found.titles != dict(titles) or found.path != path:
        found.titles, found.path, found.changed_at = dict(titles), path, clock.now()
    if cancelled and not found.is_cancelled:
        put_cancelled(found, reason or {})
        announce(
            session,
            GatheringCancelled(
                subject=found.id, starts_at=found.starts_at, sequence=found.sequence
            ),
        )
    elif found.is_cancelled and not cancelled:
        found.status, found.cancelled_at, found.cancelled_reason = (
            GatheringStatus.PLANNED,
            None,
            {},
        )
        found.sequence += 1
        found.changed_at = clock.now()
    return found
