"""Where a decision stands: the roster with its answers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.network.models import Organisation
from portal.statements.models import Answer, Decision, Elector
from portal.statements.rules import Cast


def latest_decision(session: Session, statement_id: str) -> Decision | None:
    return session.scalars(
        select(Decision)
        .where(Decision.statement_id == statement_id)
        .order_by(Decision.round.desc())
    ).first()


def casts_of(session: Session, decision_id: str) -> list[Cast]:
    """The roster with answers, as the rule takes them; one statement."""
    rows = session.execute(
        select(Elector, Answer)
        .outerjoin(
            Answer,
            (Answer.decision_id == Elector.decision_id)
            & (Answer.organisation_id == Elector.organisation_id),
        )
        .where(Elector.decision_id == decision_id)
        .order_by(Elector.organisation_id)
    ).all()
    return [
        Cast(
            organisation=elector.organisation_id,
            side=elector.side,
            countries=tuple(elector.countries),
            choice=given.choice if given else None,
            resolved=bool(given and given.resolved_at),
        )
        for elector, given in rows
    ]


def answers_of(session: Session, decision_id: str) -> Sequence[Answer]:
    """Every answer with its organisation's names."""
    return session.scalars(
        select(Answer)
        .where(Answer.decision_id == decision_id)
        .options(joinedload(Answer.organisation).selectinload(Organisation.names))
        .order_by(Answer.at)
    ).all()


def roster_of(session: Session, decision_id: str) -> Sequence[Elector]:
    return session.scalars(
        select(Elector)
        .where(Elector.decision_id == decision_id)
        .options(joinedload(Elector.organisation).options(selectinload(Organisation.names)))
    ).all()
