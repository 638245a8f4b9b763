"""What forums do when something has happened: an edition's days stand on the calendar."""

from sqlalchemy.orm import Session

from portal.events.commands import show_days
from portal.forums.facts import EditionDatesSet
from portal.forums.models import Edition, EditionStatus, Precision

NOT_TAKING_PLACE = frozenset(
    {EditionStatus.CANCELLED, EditionStatus.MISSED, EditionStatus.RENUMBERED}
)


def show_in_calendar(session: Session, fact: EditionDatesSet) -> None:
    """One entry for all days of an edition whose days are known."""
    edition = session.get_one(Edition, fact.subject)
    if edition.first_day is None or edition.last_day is None:
        return
    if edition.precision is not Precision.DAY:
        return
    off = edition.status in NOT_TAKING_PLACE
    subject = f"forum_edition:{edition.id}"
    show_days(
        session,
        subject,
        titles=edition.names or edition.series.names,
        place=edition.venue or edition.city,
        first=edition.first_day,
        last=edition.last_day,
        zone=edition.zone,
        path=f"/forums/{edition.series.slug}/{edition.address}",
        cancelled=off,
        reason=edition.reason,
    )
