"""From stage to stage: each step a named act; no one can jump one, the secretariat included."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.orm import hold
from portal.core.policy import Verdict, require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.facts import (
    DeadlineMoved,
    StageReached,
    StatementGivenUp,
    StatementSuperseded,
)
from portal.statements.models import (
    KEPT_UNTIL,
    PUBLIC,
    STAGE_CHANGES,
    Decision,
    Reopening,
    Stage,
    Statement,
)
from portal.statements.policy import may_lead
from portal.statements.policy.readiness import (
    MOVED_ON,
    at_stage,
    ready_to_close,
    ready_to_consult,
    ready_to_lapse,
    ready_to_move_deadline,
    ready_to_supersede,
)
from portal.texts.commands.revisions import checked_body


def locked(session: Session, statement_id: str) -> Statement:
    """The statement as it stands, held until the transaction ends."""
    return hold(session, Statement, statement_id)


def led(session: Session, statement_id: str, by: Actor) -> Statement:
    """The same, for somebody who leads its drafting group."""
    statement = locked(session, statement_id)
    require(may_lead(by, statement))
    return statement


def ready(verdict: Verdict) -> None:
    """Go on, or say what is lacking: not a matter of who asks, so it is no refusal."""
    if not verdict:
        assert verdict.reason is not None  # noqa: S101 - `no` always gives one
        raise Invalid(verdict.reason)


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
    if stage not in STAGE_CHANGES[statement.stage] or (stage in PUBLIC and not statement.is_public):
        raise Invalid(MOVED_ON)
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
            zone=statement.zone if deadline else None,
            by=by.person_id if by else None,
            organisation=by.organisation_id if by else None,
        ),
    )


FARTHEST = timedelta(days=3_653)
"""One that others rely on can never be put earlier: a year typed wrongly would hold for ever."""


def future(deadline: datetime) -> datetime:
    """The deadline itself, refused when it has passed or lies beyond what anyone plans."""
    if deadline <= clock.now():
        raise Invalid(
            say("This deadline has passed already. Choose a later one."),
            {"deadline": say("Choose a time that is still to come.")},
        )
    if deadline > clock.now() + FARTHEST:
        raise Invalid(_FAR, {"deadline": _FAR})
    return deadline


_FAR = say("This lies more than ten years ahead. Check the year.")


def meant_until(deadline: datetime | None) -> datetime | None:
    """The deadline of a stage that needs none: not there, or still to come."""
    return None if deadline is None else future(deadline)


def reach_until(
    session: Session,
    statement: Statement,
    stage: Stage,
    *,
    by: Actor,
    deadline: datetime | None,
    zone: str | None,
) -> None:
    """`reach` for a stage that needs no deadline; one that is given has to be still to come."""
    reach(session, statement, stage, by=by, deadline=meant_until(deadline), zone=zone)


def move_deadline(
    session: Session,
    statement_id: str,
    *,
    deadline: datetime | None,
    zone: str | None = None,
    reason: str,
    seen: datetime | None = None,
    by: Actor,
) -> None:
    """Move the deadline of the present stage, with a reason; the stage itself stays.

    One that others rely on is only put later. One that is only meant moves either way, or goes.
    `seen` is the moment since which the stage had lasted for whoever asks.
    """
    statement = led(session, statement_id, by)
    if seen is not None and seen != statement.stage_since:
        raise Invalid(MOVED_ON)
    ready(ready_to_move_deadline(statement))
    words = checked_body(reason)
    if not words:
        raise Invalid(
            say("Say why, in a sentence or two. Nothing has changed yet."),
            {"reason": say("This is needed.")},
        )
    until, before = meant_until(deadline), statement.deadline
    if statement.stage in KEPT_UNTIL and (until is None or before is None or until <= before):
        raise Invalid(
            say("Others rely on this deadline, so it can only be put later. It stays as it is."),
            {"deadline": say("Choose a later time than the present one.")},
        )
    if until == before:
        raise Invalid(
            say("This is the deadline already. Nothing has changed."),
            {"deadline": say("Choose another time than the present one.")},
        )
    if statement.stage is Stage.DECISION:
        decision = session.scalars(
            select(Decision)
            .where(Decision.statement_id == statement.id, Decision.closed_at.is_(None))
            .execution_options(populate_existing=True)
        ).one()
        assert until is not None  # noqa: S101 - kept until then
        decision.ends_at = until
    statement.deadline, statement.changed_at = until, clock.now()
    if until is not None and zone is not None:
        statement.zone = zone
    announce(
        session,
        DeadlineMoved(
            subject=statement.id,
            stage=statement.stage,
            reason=words,
            before=before,
            deadline=until,
            zone=statement.zone if until else None,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def open_consultation(
    session: Session,
    statement_id: str,
    *,
    deadline: datetime,
    zone: str | None = None,
    by: Actor,
) -> None:
    """Show the draft to all members and take comments until the deadline. Needs drafters of both sides."""
    statement = led(session, statement_id, by)
    ready(ready_to_consult(statement))
    reach(session, statement, Stage.CONSULTATION, by=by, deadline=future(deadline), zone=zone)


def close_amendments(
    session: Session,
    statement_id: str,
    *,
    deadline: datetime | None = None,
    zone: str | None = None,
    by: Actor,
) -> None:
    """End consultation. Before its deadline has passed, this is refused.

    Here and below, `deadline` says until when the stage that begins is meant to be done.
    """
    statement = led(session, statement_id, by)
    ready(ready_to_close(statement))
    reach_until(session, statement, Stage.AMENDMENTS_CLOSED, by=by, deadline=deadline, zone=zone)


def begin_merge_review(
    session: Session,
    statement_id: str,
    *,
    deadline: datetime | None = None,
    zone: str | None = None,
    by: Actor,
) -> None:
    """Let the drafting group write again, with everything that was said before it."""
    statement = led(session, statement_id, by)
    reach_until(session, statement, Stage.MERGE_REVIEW, by=by, deadline=deadline, zone=zone)


def open_signing(
    session: Session,
    statement_id: str,
    *,
    deadline: datetime | None,
    zone: str | None = None,
    by: Actor,
) -> None:
    """Open a released statement, its translations checked, for signature.

    From here on everyone reads this release; one before it stays readable at its own address.
    """
    statement = led(session, statement_id, by)
    ready(at_stage(statement, Stage.TRANSLATIONS_CHECKED))
    statement.public_release = max(each.number for each in statement.releases)
    reach_until(session, statement, Stage.OPEN, by=by, deadline=deadline, zone=zone)
    for taken_up in session.scalars(
        select(Reopening).where(
            Reopening.statement_id == statement.id, Reopening.ended_at.is_(None)
        )
    ):
        taken_up.ended_at = clock.now()


def publish(session: Session, statement_id: str, *, by: Actor) -> None:
    """Publish with the signatures it has. Signing may go on until its deadline."""
    statement = led(session, statement_id, by)
    ready(at_stage(statement, Stage.OPEN))
    reach(session, statement, Stage.PUBLISHED, by=by, deadline=statement.deadline)


def begin_follow_up(
    session: Session,
    statement_id: str,
    *,
    deadline: datetime | None = None,
    zone: str | None = None,
    by: Actor,
) -> None:
    statement = led(session, statement_id, by)
    reach_until(session, statement, Stage.FOLLOW_UP, by=by, deadline=deadline, zone=zone)


def let_lapse(session: Session, statement_id: str, *, reason: str, by: Actor) -> None:
    """Give a statement up, with a reason. It stays readable for those who took part."""
    statement = led(session, statement_id, by)
    ready(ready_to_lapse(statement))
    if not reason.strip():
        raise Invalid(
            say("Say why, for those who took part. The statement is not given up yet."),
            {"reason": say("This is needed.")},
        )
    reach(session, statement, Stage.LAPSED, by=by)
    announce(
        session,
        StatementGivenUp(
            subject=statement.id,
            reason=reason.strip(),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def supersede(session: Session, statement_id: str, *, successor_id: str, by: Actor) -> None:
    """Mark a statement as replaced by a later, public one; it stays readable for ever."""
    statement = led(session, statement_id, by)
    ready(ready_to_supersede(statement))
    successor = session.get(Statement, successor_id)
    if (
        successor is None
        or successor.id == statement.id
        or not successor.is_public
        or successor.stage is Stage.SUPERSEDED
    ):
        raise Invalid(
            say("Choose the released statement that takes this one's place."),
            {"successor": say("Choose one of the public statements.")},
        )
    reach(session, statement, Stage.SUPERSEDED, by=by)
    statement.superseded_by_id = successor.id
    announce(
        session,
        StatementSuperseded(
            subject=statement.id,
            successor=successor.id,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
