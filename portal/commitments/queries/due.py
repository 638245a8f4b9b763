"""What is open, and what falls due."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from portal.commitments.models import Commitment, CommitmentState
from portal.core import clock
from portal.network.models import Organisation

SOON = timedelta(days=60)


def due_first() -> tuple[ColumnElement[bool], ColumnElement[object], ColumnElement[str]]:
    """The order of lists: by the day it is due, those without one last."""
    return (Commitment.due_on.is_(None), Commitment.due_on, Commitment.id)  # type: ignore[return-value]


def open_on(session: Session, text_ids: Collection[str]) -> Sequence[Commitment]:
    """All that is still open on these texts, with the organisations' names; one statement.

    For the next forum, which takes up what was pledged at the last one.
    """
    return (
        session.scalars(
            select(Commitment)
            .where(Commitment.text_id.in_(text_ids), Commitment.state == CommitmentState.OPEN)
            .options(joinedload(Commitment.organisation).joinedload(Organisation.names))
            .order_by(*due_first())
        )
        .unique()
        .all()
    )


def due_soon(session: Session, organisation_id: str, limit: int = 20) -> Sequence[Commitment]:
    """An organisation's open commitments that are overdue or due within `SOON`; one statement."""
    return session.scalars(
        select(Commitment)
        .where(
            Commitment.organisation_id == organisation_id,
            Commitment.state == CommitmentState.OPEN,
            Commitment.due_on <= clock.today() + SOON,
        )
        .order_by(*due_first())
        .limit(limit)
    ).all()
