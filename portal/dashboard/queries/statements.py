"""Statements that may ask something of an organisation; each function is one read, and few more."""

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from portal.core import clock
from portal.statements.models import (
    Amendment,
    AmendmentState,
    Answer,
    Decision,
    Drafter,
    Elector,
    Erratum,
    Release,
    Reopening,
    Signature,
    SignatureList,
    SignatureListLine,
    SignatureState,
    Stage,
    Statement,
)
from portal.statements.sealing import by_organisation

_MOST = 20
_DRAFTED = 50


def to_sign(session: Session, organisation: str) -> Sequence[tuple[Statement, bool]]:
    """Open ones that the organisation has not signed in their present release, and whether it
    stands under an earlier one; published ones only then.
    """
    signed = select(Signature.release_id).where(
        by_organisation(session, organisation), Signature.state != SignatureState.DECLINED
    )
    earlier = aliased(Release)
    before = exists().where(
        earlier.statement_id == Statement.id,
        earlier.number < Statement.public_release,
        earlier.id.in_(signed.where(Signature.state == SignatureState.CONFIRMED)),
    )
    rows = session.execute(
        select(Statement, before)
        .join(
            Release,
            (Release.statement_id == Statement.id) & (Release.number == Statement.public_release),
        )
        .where(
            or_(Statement.stage == Stage.OPEN, (Statement.stage == Stage.PUBLISHED) & before),
            Statement.frozen_at.is_(None),
            or_(Statement.deadline.is_(None), Statement.deadline > clock.now()),
            Release.id.not_in(signed),
        )
        .order_by(Statement.stage_since.desc())
        .limit(_MOST)
    )
    return [(statement, signed_before) for statement, signed_before in rows]


def awaiting_officer(session: Session, organisation: str) -> Sequence[tuple[Statement, Signature]]:
    """What a colleague has signed and a second officer has to confirm."""
    rows = session.execute(
        select(Statement, Signature)
        .join(Release, Release.statement_id == Statement.id)
        .join(Signature, Signature.release_id == Release.id)
        .where(
            by_organisation(session, organisation),
            Signature.state == SignatureState.AWAITING_OFFICER,
            Release.number == Statement.public_release,
        )
        .limit(_MOST)
    )
    return [(statement, signature) for statement, signature in rows]


def errata_to_read(
    session: Session, organisation: str
) -> Sequence[tuple[Statement, Erratum, Signature]]:
    """Corrections of what it signed, while signatories can object."""
    rows = session.execute(
        select(Statement, Erratum, Signature)
        .join(Release, Release.statement_id == Statement.id)
        .join(Erratum, Erratum.release_id == Release.id)
        .join(Signature, Signature.release_id == Release.id)
        .where(
            by_organisation(session, organisation),
            Signature.state == SignatureState.CONFIRMED,
            Erratum.stopped_at.is_(None),
            Erratum.objections_until > clock.now(),
        )
        .limit(_MOST)
    )
    return [(statement, erratum, signature) for statement, erratum, signature in rows]


def to_decide(session: Session, organisation: str) -> Sequence[Statement]:
    """Those that it is asked to decide on and has not answered."""
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
        .limit(_MOST)
    ).all()


def in_consultation(session: Session) -> Sequence[Statement]:
    return session.scalars(
        select(Statement).where(Statement.stage == Stage.CONSULTATION).limit(_MOST)
    ).all()


def accepted_with_changes(
    session: Session, organisation: str
) -> Sequence[tuple[Statement, Amendment]]:
    """Its amendments that were accepted with changes, to which it has not objected."""
    rows = session.execute(
        select(Statement, Amendment)
        .join(Amendment, Amendment.statement_id == Statement.id)
        .where(
            Statement.stage == Stage.MERGE_REVIEW,
            Amendment.organisation_id == organisation,
            Amendment.state == AmendmentState.ACCEPTED_WITH_CHANGES,
            Amendment.objected_at.is_(None),
        )
        .limit(_MOST)
    )
    return [(statement, amendment) for statement, amendment in rows]


def drafted_by(session: Session, organisations: Sequence[str]) -> Mapping[str, Statement]:
    """Statements in whose drafting group they are, by id, the last changed first."""
    rows = session.scalars(
        select(Statement)
        .where(
            Statement.id.in_(
                select(Drafter.statement_id).where(Drafter.organisation_id.in_(organisations))
            ),
            Statement.stage.not_in([Stage.LAPSED, Stage.SUPERSEDED]),
        )
        .options(selectinload(Statement.drafters))
        .order_by(Statement.changed_at.desc())
        .limit(_DRAFTED)
    )
    return {each.id: each for each in rows}


def amendments_to_answer(session: Session, among: Sequence[str]) -> Mapping[str, tuple[int, int]]:
    """How many amendments, and how many objections, wait for their answer, by statement."""
    rows = session.execute(
        select(Amendment.statement_id, Amendment.state == AmendmentState.OPEN, func.count())
        .where(
            Amendment.statement_id.in_(among),
            or_(
                Amendment.state == AmendmentState.OPEN,
                Amendment.objected_at.is_not(None) & Amendment.objection_answered_at.is_(None),
            ),
        )
        .group_by(Amendment.statement_id, Amendment.state)
    )
    found: dict[str, tuple[int, int]] = {}
    for statement, is_open, count in rows:
        amendments, objections = found.get(statement, (0, 0))
        found[statement] = (
            (amendments + count, objections) if is_open else (amendments, objections + count)
        )
    return found


def errata_to_answer(session: Session, among: Sequence[str]) -> Sequence[tuple[Erratum, Statement]]:
    """Proposed, and not answered by the other side yet."""
    rows = session.execute(
        select(Erratum, Statement)
        .join(Release, Release.id == Erratum.release_id)
        .join(Statement, Statement.id == Release.statement_id)
        .where(
            Statement.id.in_(among), Erratum.confirmed_at.is_(None), Erratum.stopped_at.is_(None)
        )
        .order_by(Erratum.id)
        .limit(_MOST)
    )
    return [(erratum, statement) for erratum, statement in rows]


def revisions_to_answer(session: Session, among: Sequence[str]) -> Sequence[Reopening]:
    """Proposed, and not answered by the other side yet."""
    return session.scalars(
        select(Reopening).where(
            Reopening.statement_id.in_(among),
            Reopening.confirmed_at.is_(None),
            Reopening.ended_at.is_(None),
        )
    ).all()


def signatures_to_review(
    session: Session, among: Sequence[str] | None
) -> Sequence[tuple[Statement, SignatureList | None, int]]:
    """How many signatures wait for a person to look at them, by the list that brought them."""
    query = (
        select(Statement, SignatureList, func.count())
        .join(Release, Release.statement_id == Statement.id)
        .join(Signature, Signature.release_id == Release.id)
        .outerjoin(SignatureListLine, SignatureListLine.signature_id == Signature.id)
        .outerjoin(SignatureList, SignatureList.id == SignatureListLine.list_id)
        .where(Signature.state == SignatureState.IN_REVIEW)
        .group_by(Statement.id, SignatureList.id)
        .order_by(Statement.id)
        .options(selectinload(Statement.drafters))
    )
    if among is not None:
        query = query.where(Statement.id.in_(among))
    return [(statement, listed, count) for statement, listed, count in session.execute(query)]
