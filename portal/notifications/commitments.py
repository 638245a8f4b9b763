"""Mail that reminds an organisation of what it pledged: a month before the day, and on it."""

from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.commitments.models import Commitment, CommitmentState
from portal.core import clock
from portal.core.links import absolute
from portal.core.locales import format_date
from portal.core.sentences import Sentence, say
from portal.mail.commands import queue_mail
from portal.network.models import Membership, Organisation, Person, Power, Role, Standing
from portal.notifications.telling import WAITS, WHY

BEFORE = timedelta(days=30)
LATE = timedelta(days=7)
"""For so long after its day the second mail is still sent, where nothing ran on the day itself."""


class _Day:
    """A day as whoever reads the mail writes it."""

    def __init__(self, day: date) -> None:
        self.day = day

    def __str__(self) -> str:
        return format_date(self.day)


def remind(session: Session) -> int:
    """Queue what is due today; gives the number of mails. Each is queued once for a day it names.

    A commitment made less than a month before its day is reminded of on the day alone.
    """
    today = clock.today()
    rows = session.execute(
        select(Commitment, Person, Membership.powers)
        .join(Organisation, Organisation.id == Commitment.organisation_id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Commitment.state == CommitmentState.OPEN,
            Commitment.due_on >= today - LATE,
            Commitment.due_on <= today + BEFORE,
            Organisation.standing == Standing.ADMITTED,
            Membership.role == Role.REPRESENTATIVE,
            Membership.since <= today,
            or_(Membership.until.is_(None), Membership.until >= today),
            Person.left_at.is_(None),
        )
        .order_by(Commitment.due_on, Commitment.id, Person.id)
    ).all()
    queued = 0
    for made, person, powers in rows:
        if Power.SIGN.value not in powers or made.due_on is None:
            continue
        is_due = made.due_on <= today
        if not is_due and made.due_on - made.at.date() < BEFORE:
            continue
        mail = queue_mail(
            session,
            key=f"commitment:{made.id}:{made.due_on.isoformat()}:"
            f"{'due' if is_due else 'before'}:{person.id}",
            to=person.email,
            locale=person.locale,
            subject=WAITS,
            paragraphs=[
                _opening(made.due_on, is_due=is_due),
                made.body,
                say("Say what came of it, also where it goes on or had to be given up:"),
                absolute(session, f"/commitments/{made.id}/report"),
                WHY,
            ],
        )
        queued += mail is not None
    return queued


def _opening(day: date, *, is_due: bool) -> Sentence:
    if is_due:
        return say(
            "The day of this commitment of your organisation has come, %(day)s:", day=_Day(day)
        )
    return say("The day of this commitment of your organisation is %(day)s:", day=_Day(day))
