"""Commitments and translations that wait for a person; and what the front page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.commitments.models import Commitment
from portal.commitments.queries import due_soon
from portal.core import clock
from portal.forums.models import Edition, EditionStatus
from portal.network.actors import Actor
from portal.network.models import Organisation, Power, Side, Standing
from portal.texts.policy import bring_holders, may_read, may_translate
from portal.texts.queries.desk import Wanted, texts_by_id, wanted_in


def commitments_due(session: Session, actor: Actor) -> Sequence[Commitment]:
    """What her organisation pledged and is due soon or overdue, where she may say what came of it."""
    if actor.organisation_id is None or not actor.has_power(Power.SIGN):
        return []
    return due_soon(session, actor.organisation_id)


def translations_wanted(session: Session, actor: Actor) -> list[Wanted]:
    """The first few texts that wait for a translator or reviewer in her languages, and are open to her."""
    if not actor.memberships:
        return []
    rows = wanted_in(session, list(actor.languages))
    texts = texts_by_id(session, [row.text_id for row in rows])
    held = bring_holders(session, texts.values())
    found = [
        row
        for row in rows
        if may_read(session, actor, texts[row.text_id])
        and may_translate(session, actor, texts[row.text_id])
    ]
    del held
    return found[:6]


@dataclass(frozen=True)
class Figures:
    """How many organisations stand on each side."""

    sending: int
    receiving: int
    both: int


def figures(session: Session) -> Figures:
    """The network in three numbers; one statement."""
    counts = dict(
        session.execute(
            select(Organisation.side, func.count())
            .where(Organisation.standing == Standing.ADMITTED)
            .group_by(Organisation.side)
        ).all()
    )
    return Figures(*(counts.get(side, 0) for side in (Side.SENDING, Side.RECEIVING, Side.BOTH)))


def coming_edition(session: Session) -> Edition | None:
    """The next forum of any series, with its series; one statement."""
    return session.scalars(
        select(Edition)
        .where(
            Edition.status.in_([EditionStatus.PLANNED, EditionStatus.CONFIRMED]),
            Edition.first_day >= clock.today(),
        )
        .options(joinedload(Edition.series))
        .order_by(Edition.first_day)
        .limit(1)
    ).first()
