"""From stage to stage: each step a named act; no one can jump one, the secretariat included."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.facts import StageReached
from portal.statements.models import STAGE_CHANGES, Stage, Statement, Submission
from portal.statements.policy import both_sides, may_lead


def locked(session: Session, statement_id: str) -> Statement:
    """The statement, held until the transaction ends."""
    statement = session.scalar(
        select(Statement).where(Statement.id == statement_id).with_for_update()
    )
    if statement is None:
        raise NotFound
    return statement


def reach(
    session: Session,
    statement: Statement,
    stage: Stage,
    *,
    by: Actor | None,
    deadline: datetime | None = None,
    zone: str | None = None,
) -> None:
    """Take one declared step; anything else is refused. `zone` is where its deadline is written."""
    if stage not in STAGE_CHANGES[statement.stage]:
        raise Invalid(
            say(
                "This statement has moved on in the meantime, or is not there yet. Reload the page to see where it stands."
            )
        )
    before, statement.stage = statement.stage, stage
    statement.stage_since = statement.changed_at = clock.now()
    statement.deadline = deadline
    if zone is not None:
        statement.zone = zone
    announce(
        session,
        StageReached(
            subject=statement.id,
            stage=stage,
            before=before,
            deadline=deadline,
            by=by.person_id if by else None,
            organisation=by.organisation_id if by else None,
        ),
    )


def _led(session: Session, statement_id: str, by: Actor) -> Statement:
    statement = locked(session, statement_id)
    require(may_lead(by, statement))
    return statement


def future(deadline: datetime) -> datetime:
    """The deadline itself, refused when it has passed."""
    if deadline <= clock.now():
        raise Invalid(
            say("This deadline has passed already. Choose a later one."),
            {"deadline": say("Choose a time that is still to come.")},
        )
    return deadline


def open_consultation(
    session: Session,
    statement_id: str,
    *,
    deadline: datetime,
    zone: str | None = None,
    by: Actor,
) -> None:
    """Show the draft to all members and take comments until the deadline. Needs drafters of both sides."""
    statement = _led(session, statement_id, by)
    if not both_sides({drafter.side for drafter in statement.drafters}):
        raise Invalid(
            say(
                "The drafting group is from one side only. Invite an organisation of the other side first: neither writes alone."
            )
        )
    reach(session, statement, Stage.CONSULTATION, by=by, deadline=future(deadline), zone=zone)


def close_amendments(session: Session, statement_id: str, *, by: Actor) -> None:
    """End consultation. Before its deadline has passed, this is refused."""
    statement = _led(session, statement_id, by)
    if (
        statement.stage is Stage.CONSULTATION
        and statement.deadline
        and statement.deadline > clock.now()
    ):
        raise Invalid(
            say(
                "Consultation was promised until its deadline; members may still be writing. Close it when the time is over."
            )
        )
    reach(session, statement, Stage.AMENDMENTS_CLOSED, by=by)


def begin_merge_review(session: Session, statement_id: str, *, by: Actor) -> None:
    """Let the drafting group write again, with everything that was said before it."""
    reach(session, _led(session, statement_id, by), Stage.MERGE_REVIEW, by=by)


def open_signing(
    session: Session,
    statement_id: str,
    *,
    deadline: datetime | None,
    zone: str | None = None,
    by: Actor,
) -> None:
    """Open a released statement, its translations checked, for signature."""
    statement = _led(session, statement_id, by)
    until = future(deadline) if deadline else None
    reach(session, statement, Stage.OPEN, by=by, deadline=until, zone=zone)
    statement.public_release = max(each.number for each in statement.releases)


def publish(session: Session, statement_id: str, *, by: Actor) -> None:
    """Publish with the signatures it has. Signing may go on until its deadline."""
    statement = _led(session, statement_id, by)
    reach(session, statement, Stage.PUBLISHED, by=by, deadline=statement.deadline)


def record_submission(
    session: Session,
    statement_id: str,
    *,
    addressee: str,
    submitted_on: date,
    reference: str,
    by: Actor,
) -> Submission:
    """Note to whom the statement was handed."""
    statement = _led(session, statement_id, by)
    if not addressee.strip():
        raise Invalid(say("Say to whom it was handed."), {"addressee": say("This is needed.")})
    if statement.stage is Stage.PUBLISHED:
        reach(session, statement, Stage.SUBMITTED, by=by)
    elif statement.stage not in {Stage.SUBMITTED, Stage.FOLLOW_UP}:
        raise Invalid(say("Only a published statement can be handed to someone."))
    submission = Submission(
        statement_id=statement.id,
        addressee=addressee.strip(),
        submitted_on=submitted_on,
        reference=reference.strip(),
    )
    session.add(submission)
    return submission


def begin_follow_up(session: Session, statement_id: str, *, by: Actor) -> None:
    reach(session, _led(session, statement_id, by), Stage.FOLLOW_UP, by=by)


def let_lapse(session: Session, statement_id: str, *, by: Actor) -> None:
    """Give a statement up. It stays readable for those who took part."""
    reach(session, _led(session, statement_id, by), Stage.LAPSED, by=by)


def supersede(session: Session, statement_id: str, *, successor_id: str, by: Actor) -> None:
    """Mark a statement as replaced by a later, public one; it stays readable for ever."""
    statement = _led(session, statement_id, by)
    successor = session.get(Statement, successor_id)
    if successor is None or successor.id == statement.id or not successor.releases:
        raise Invalid(say("Choose the released statement that takes this one's place."))
    reach(session, statement, Stage.SUPERSEDED, by=by)
    statement.superseded_by_id = successor.id
