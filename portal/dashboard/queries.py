"""What waits for a person, by deadline, across all domains; and what the front page shows."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.commitments.models import Commitment
from portal.commitments.queries import due_soon
from portal.core import clock
from portal.forums.models import Edition, EditionStatus
from portal.network.actors import Actor
from portal.network.models import Organisation, Power, Side, Standing
from portal.statements.models import (
    Answer,
    Decision,
    Drafter,
    Elector,
    Release,
    Signature,
    Stage,
    Statement,
)
from portal.statements.sealing import by_organisation
from portal.texts.policy import bring_holders, may_read, may_translate
from portal.texts.queries import read_texts_titles
from portal.texts.queries.desk import Wanted, texts_by_id, wanted_in


class Task(enum.Enum):
    """What a person can do about a statement."""

    SIGN = "sign"
    DECIDE = "decide"
    COMMENT = "comment"
    LEAD = "lead"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what to do, on which statement, until when."""

    task: Task
    title: str
    language: str
    slug: str
    deadline: datetime | None
    zone: str


def waiting_for(session: Session, actor: Actor) -> list[Waiting]:
    """Statements that this person can do something about, the nearest deadline first."""
    organisation = actor.organisation_id
    if organisation is None:
        return []
    found: list[tuple[Task, Statement]] = []
    if actor.has_power(Power.SIGN):
        found += [(Task.SIGN, item) for item in _to_sign(session, organisation)]
    if actor.has_power(Power.DECIDE):
        found += [(Task.DECIDE, item) for item in _to_decide(session, organisation)]
    found += [
        (Task.COMMENT, item)
        for item in session.scalars(
            select(Statement).where(Statement.stage == Stage.CONSULTATION).limit(20)
        )
    ]
    if actor.edits_for(organisation):
        found += [(Task.LEAD, item) for item in _to_lead(session, organisation)]
    titles = read_texts_titles(session, [item.text_id for _, item in found], actor.languages)
    rows = [
        Waiting(
            task,
            titles[item.text_id].title,
            titles[item.text_id].language,
            item.slug,
            item.deadline,
            item.zone,
        )
        for task, item in found
    ]
    return sorted(rows, key=lambda row: (row.deadline is None, row.deadline or row.slug, row.slug))


def commitments_due(session: Session, actor: Actor) -> Sequence[Commitment]:
    """What her organisation pledged and is due soon or overdue, where she may say what came of it."""
    if actor.organisation_id is None or not actor.has_power(Power.SIGN):
        return []
    return due_soon(session, actor.organisation_id)


def _to_sign(session: Session, organisation: str) -> Sequence[Statement]:
    signed = (
        select(Release.statement_id)
        .join(Signature, Signature.release_id == Release.id)
        .where(by_organisation(session, organisation))
    )
    return session.scalars(
        select(Statement)
        .where(
            Statement.stage == Stage.OPEN,
            Statement.frozen_at.is_(None),
            Statement.id.not_in(signed),
        )
        .limit(20)
    ).all()


def _to_decide(session: Session, organisation: str) -> Sequence[Statement]:
    answered = select(Answer.decision_id).where(Answer.organisation_id == organisation)
    return session.scalars(
        select(Statement)
        .join(Decision, Decision.statement_id == Statement.id)
        .join(Elector, Elector.decision_id == Decision.id)
        .where(
            Statement.stage == Stage.DECISION,
            Decision.closed_at.is_(None),
            Elector.organisation_id == organisation,
            Decision.id.not_in(answered),
        )
        .limit(20)
    ).all()


def _to_lead(session: Session, organisation: str) -> Sequence[Statement]:
    """Statements whose drafting group has something to do now."""
    return session.scalars(
        select(Statement)
        .join(Drafter, Drafter.statement_id == Statement.id)
        .where(
            Drafter.organisation_id == organisation,
            Statement.stage.in_(
                [
                    Stage.DRAFT,
                    Stage.AMENDMENTS_CLOSED,
                    Stage.MERGE_REVIEW,
                    Stage.RETURNED,
                    Stage.ADOPTED,
                    Stage.TRANSLATIONS_CHECKED,
                ]
            ),
        )
        .limit(20)
    ).all()


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
