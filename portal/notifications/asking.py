"""Who is asked by mail to comment on a text, to answer to it, to sign it; again when there is more time."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.orm import Reactions
from portal.core.sentences import say
from portal.network.models import Person, Power, Role
from portal.notifications.telling import people, tell
from portal.statements.facts import DeadlineMoved, DecisionOpened, StageReached
from portal.statements.models import Answer, Decision, Elector, Release, Stage, Statement
from portal.statements.policy import signing_is_open
from portal.statements.queries.signing import not_signed_openly


def to_comment(session: Session, statement: Statement, *, key: str) -> None:
    """Those who write for any member are asked to comment."""
    tell(
        session,
        statement,
        people(session, roles=(Role.EDITOR, Role.REPRESENTATIVE)),
        key=f"consultation:{key}",
        words=say("Your organisation is asked to comment on this text:"),
        page="comments",
    )


def to_answer(
    session: Session, statement: Statement, organisations: Sequence[str], *, key: str
) -> None:
    """Those who may answer for these organisations of the roster are asked to."""
    tell(
        session,
        statement,
        people(session, power=Power.DECIDE, organisations=organisations),
        key=f"decision:{key}",
        words=say("Your organisation is asked for its answer to this text:"),
        page="decision",
    )


def to_sign(session: Session, statement: Statement, addressed: Sequence[Person]) -> None:
    """These people are asked to sign what has just been opened."""
    tell(
        session,
        statement,
        addressed,
        key=f"signing:{since(statement)}",
        words=say("This text is open for your organisation's signature:"),
        page="sign",
    )


def still_open(session: Session, statement: Statement, release: Release, *, key: str) -> None:
    """Members that have not signed, or have with a withheld name, hear until when they can.

    They all get one and the same mail, which asks nobody for anything: who was left out, or was
    told something else, would stand in the outbox as one that withholds its name.
    """
    tell(
        session,
        statement,
        people(session, power=Power.SIGN, organisations=not_signed_openly(session, release.id)),
        key=f"signing:{key}",
        subject=say("Open for signature"),
        words=say("The statement is open for signature."),
        page="sign",
    )


def since(statement: Statement) -> str:
    """For keys: the statement in its present stage, which it may come to again."""
    return f"{statement.id}:{statement.stage_since.isoformat()}"


def stage_reached(session: Session, fact: StageReached) -> None:
    """Consultation is told to those who write, opened signing to those who may sign."""
    statement = session.get_one(Statement, fact.subject)
    if fact.stage is Stage.CONSULTATION:
        to_comment(session, statement, key=since(statement))
    elif fact.stage is Stage.OPEN and statement.public_release == 1:
        to_sign(session, statement, people(session, power=Power.SIGN))


def decision_opened(session: Session, fact: DecisionOpened) -> None:
    statement = session.get_one(Statement, fact.subject)
    roster = session.scalars(
        select(Elector.organisation_id).where(Elector.decision_id == fact.decision)
    ).all()
    to_answer(session, statement, roster, key=fact.decision)


def deadline_moved(session: Session, fact: DeadlineMoved) -> None:
    """Who is still asked for something hears it again, with the time that holds now."""
    statement = session.get_one(Statement, fact.subject)
    if fact.deadline is None:
        return
    key = f"{since(statement)}:{fact.deadline.isoformat()}"
    if fact.stage is Stage.CONSULTATION:
        to_comment(session, statement, key=key)
    elif fact.stage is Stage.DECISION:
        to_answer(session, statement, _silent(session, statement), key=key)
    elif statement.released is not None and signing_is_open(statement):
        still_open(session, statement, statement.released, key=key)


def _silent(session: Session, statement: Statement) -> Sequence[str]:
    """Organisations of the open decision that have not answered."""
    return session.scalars(
        select(Elector.organisation_id)
        .join(Decision, Decision.id == Elector.decision_id)
        .outerjoin(
            Answer,
            (Answer.decision_id == Elector.decision_id)
            & (Answer.organisation_id == Elector.organisation_id),
        )
        .where(
            Decision.statement_id == statement.id,
            Decision.closed_at.is_(None),
            Answer.id.is_(None),
        )
    ).all()


REACTIONS: Reactions = {
    StageReached: (stage_reached,),
    DecisionOpened: (decision_opened,),
    DeadlineMoved: (deadline_moved,),
}
