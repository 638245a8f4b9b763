"""Where a decision stands: the roster with its answers."""

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core import clock
from portal.network.models import Organisation
from portal.statements.models import (
    Amendment,
    AmendmentState,
    Answer,
    Choice,
    Decision,
    Elector,
    NetworkRule,
    Outcome,
    Release,
    Reopening,
    Statement,
)
from portal.statements.rules import Cast, Rule
from portal.texts.models import Revision
from portal.texts.queries import ReadBlock, read_text


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


def present_rule(session: Session) -> Rule:
    """What the network has settled on last, or the default."""
    newest = session.scalars(
        select(NetworkRule.rule).order_by(NetworkRule.at.desc(), NetworkRule.id.desc()).limit(1)
    ).first()
    return Rule(**newest) if newest else Rule()


def rules_agreed(session: Session) -> Sequence[NetworkRule]:
    """Every rule that was ever written down, the newest first."""
    return session.scalars(
        select(NetworkRule).order_by(NetworkRule.at.desc(), NetworkRule.id.desc())
    ).all()


def round_of(session: Session, decision: Decision) -> int:
    """Which round of deciding on this text it is: a text that is taken up again begins at 1.

    `Decision.round` counts all decisions on a statement, over all its releases.
    """
    begun = session.scalar(
        select(func.max(Reopening.confirmed_at)).where(
            Reopening.statement_id == decision.statement_id,
            Reopening.confirmed_at <= decision.opened_at,
        )
    )
    earlier = session.scalar(
        select(func.count())
        .select_from(Decision)
        .where(
            Decision.statement_id == decision.statement_id,
            Decision.round < decision.round,
            *([Decision.opened_at >= begun] if begun is not None else []),
        )
    )
    return (earlier or 0) + 1


def due_decisions(session: Session) -> Sequence[str]:
    """Decisions whose time is over and that nobody has closed."""
    return session.scalars(
        select(Decision.id)
        .where(Decision.closed_at.is_(None), Decision.ends_at <= clock.now())
        .order_by(Decision.ends_at)
    ).all()


def unanswered(session: Session, statement_id: str) -> int:
    """Amendments that still wait for the drafting group, and objections to what it made of them."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Amendment)
            .where(
                Amendment.statement_id == statement_id,
                or_(
                    Amendment.state == AmendmentState.OPEN,
                    and_(
                        Amendment.objected_at.is_not(None),
                        Amendment.objection_answered_at.is_(None),
                    ),
                ),
            )
        )
        or 0
    )


def decision_of(session: Session, release: Release) -> Decision | None:
    """The decision by which a release was adopted."""
    return session.scalars(
        select(Decision)
        .where(
            Decision.statement_id == release.statement_id,
            Decision.outcome == Outcome.ADOPTED,
            Decision.closed_at <= release.released_at,
        )
        .order_by(Decision.round.desc())
    ).first()


def concerns_of(session: Session, release: Release) -> Sequence[Answer]:
    """Concerns whose organisations want them published with the released text; one statement."""
    adopted = (
        select(Decision.id)
        .where(
            Decision.statement_id == release.statement_id,
            Decision.outcome == Outcome.ADOPTED,
            Decision.closed_at <= release.released_at,
        )
        .order_by(Decision.round.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        session.scalars(
            select(Answer)
            .where(
                Answer.decision_id == adopted,
                Answer.choice == Choice.CONCERN,
                Answer.publish_words.is_(True),
                Answer.words != "",
            )
            .options(joinedload(Answer.organisation).joinedload(Organisation.names))
            .order_by(Answer.at, Answer.id)
        )
        .unique()
        .all()
    )


def decisions_of(session: Session, statement_id: str) -> Sequence[Decision]:
    """Every round of deciding on a statement, the first one first."""
    return session.scalars(
        select(Decision).where(Decision.statement_id == statement_id).order_by(Decision.round)
    ).all()


def wording_of(
    session: Session, decision: Decision, languages: Sequence[str]
) -> Sequence[ReadBlock]:
    """What is decided on, paragraph by paragraph: as frozen, or in the reader's language where a
    translation says the same.
    """
    statement = session.get_one(Statement, decision.statement_id)
    read = read_text(session, statement.text_id, languages)
    source = read_text(session, statement.text_id, [], as_written=True)
    translated = {block.id: block for block in (read.title, *read.blocks)}
    found: list[ReadBlock] = []
    for block in (source.title, *source.blocks):
        frozen = decision.wording.get(block.id)
        if frozen == block.revision_id:
            found.append(translated.get(block.id, block))
        elif frozen is not None:
            revision = session.get_one(Revision, frozen)
            found.append(
                replace(
                    block,
                    language=revision.language,
                    body=revision.body,
                    html=Markup(revision.html),  # noqa: S704 - sanitised when it was written
                    revision_id=revision.id,
                )
            )
    return found
