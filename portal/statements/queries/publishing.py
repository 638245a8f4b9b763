"""What is published of a release beside its text: counts, corrections, milestones, how it was adopted."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.policy import require
from portal.network.actors import Actor
from portal.network.models import Organisation, Side
from portal.statements.models import Answer as Given
from portal.statements.models import (
    Choice,
    Decision,
    Elector,
    Erratum,
    Milestone,
    Outcome,
    Release,
    ReleaseBlock,
    Statement,
    Submission,
)
from portal.statements.policy import may_see_working
from portal.statements.proof import SOURCE
from portal.statements.queries.signing import Figures, Signatories
from portal.texts.models import Revision


def release_numbered(statement: Statement, number: int, actor: Actor) -> Release:
    """A release of hers to read: those that were opened are everyone's, one that waits is not.

    Raises NotFound, or Refused for one that waits.
    """
    release = next((each for each in statement.releases if each.number == number), None)
    if release is None:
        raise NotFound
    if release.number > (statement.public_release or 0):
        require(may_see_working(actor, statement))
    return release


@dataclass(frozen=True)
class Count:
    """How many have signed, as numbers that may be shown to everyone."""

    lines: int
    bodies: int
    by_side: Mapping[Side, int]
    countries: int
    """Countries of those who sign with their name."""
    bodies_by_side: Mapping[Side, int]
    by_country: Mapping[str, Figures]
    """Under every country that a signatory names."""


def counted(signed: Signatories) -> Count:
    return Count(
        lines=signed.lines,
        bodies=signed.bodies,
        by_side=signed.by_side,
        countries=len({code for each in signed.named for code in each.countries}),
        bodies_by_side={side: each.bodies for side, each in signed.sides.items() if side},
        by_country={code: each for code, each in signed.figures_by_country.items() if code},
    )


@dataclass(frozen=True)
class Correction:
    """An erratum in force: which paragraph (0 is the title) reads how, and since when."""

    paragraph: int
    language: str
    body: str
    since: date
    reason: str
    reason_language: str


def corrections_of(
    session: Session, release_id: str, language: str | None = None
) -> list[Correction]:
    """What was corrected in a release since it was frozen, in one language or in all."""
    query = (
        select(Erratum, ReleaseBlock.position)
        .join(
            ReleaseBlock,
            (ReleaseBlock.release_id == Erratum.release_id)
            & (ReleaseBlock.block_id == Erratum.block_id)
            & (ReleaseBlock.language == SOURCE),
        )
        .where(
            Erratum.release_id == release_id,
            Erratum.stopped_at.is_(None),
            Erratum.objections_until <= clock.now(),
        )
        .order_by(ReleaseBlock.position, Erratum.objections_until)
    )
    if language is not None:
        query = query.where(Erratum.language == language)
    return [
        Correction(
            paragraph=position,
            language=erratum.language,
            body=erratum.body,
            since=erratum.objections_until.date(),
            reason=erratum.reason,
            reason_language=erratum.reason_language,
        )
        for erratum, position in session.execute(query)
        if erratum.objections_until is not None
    ]


def milestones_of(session: Session, release_id: str) -> Sequence[Milestone]:
    """The round numbers that a release has reached, the newest first."""
    return session.scalars(
        select(Milestone).where(Milestone.release_id == release_id).order_by(Milestone.count.desc())
    ).all()


def titles_of(session: Session, release_ids: Collection[str]) -> dict[str, dict[str, str]]:
    """For each release its title in each of its languages, as errata in force have corrected it."""
    rows = session.execute(
        select(ReleaseBlock.release_id, ReleaseBlock.language, Revision.body)
        .join(Revision, Revision.id == ReleaseBlock.revision_id)
        .where(
            ReleaseBlock.release_id.in_(release_ids),
            ReleaseBlock.position == 0,
            ReleaseBlock.language != SOURCE,
        )
        .order_by(ReleaseBlock.language)
    )
    titles: dict[str, dict[str, str]] = {}
    for release_id, language, body in rows:
        titles.setdefault(release_id, {})[language] = body
    corrected = session.execute(
        select(Erratum.release_id, Erratum.language, Erratum.body)
        .join(
            ReleaseBlock,
            (ReleaseBlock.release_id == Erratum.release_id)
            & (ReleaseBlock.block_id == Erratum.block_id)
            & (ReleaseBlock.language == SOURCE),
        )
        .where(
            Erratum.release_id.in_(release_ids),
            ReleaseBlock.position == 0,
            Erratum.stopped_at.is_(None),
            Erratum.objections_until <= clock.now(),
        )
        .order_by(Erratum.objections_until, Erratum.id)
    )
    for release_id, language, body in corrected:
        if language in titles[release_id]:
            titles[release_id][language] = body
    return titles


@dataclass(frozen=True)
class Adoption:
    """How both sides adopted the text: the roster and the consents of each side, and when."""

    closed_at: datetime
    round: int
    roster: Mapping[Side, int]
    consents: Mapping[Side, int]


def adoption_of(session: Session, statement_id: str) -> Adoption | None:
    """The decision by which the text was adopted; the latest where it was adopted anew."""
    decision = session.scalars(
        select(Decision)
        .where(Decision.statement_id == statement_id, Decision.outcome == Outcome.ADOPTED)
        .order_by(Decision.closed_at.desc())
    ).first()
    if decision is None or decision.closed_at is None:
        return None
    rows = session.execute(
        select(Elector.side, Given.choice)
        .outerjoin(
            Given,
            (Given.decision_id == Elector.decision_id)
            & (Given.organisation_id == Elector.organisation_id),
        )
        .where(Elector.decision_id == decision.id)
    ).all()
    return Adoption(
        closed_at=decision.closed_at,
        round=decision.round,
        roster=Counter(side for side, _ in rows),
        consents=Counter(
            side for side, choice in rows if choice in {Choice.CONSENT, Choice.CONCERN}
        ),
    )


def submissions_of(session: Session, statement_id: str) -> Sequence[Submission]:
    """To whom it was handed, the newest first."""
    return session.scalars(
        select(Submission)
        .where(Submission.statement_id == statement_id)
        .order_by(Submission.submitted_on.desc(), Submission.id.desc())
    ).all()


def submission_in(session: Session, statement_id: str, submission_id: str) -> Submission | None:
    """One line of a statement's list."""
    found = session.get(Submission, submission_id)
    return found if found is not None and found.statement_id == statement_id else None


def ecosoc_of(session: Session, slugs: Collection[str]) -> dict[str, str]:
    """Which of these organisations, by address, have a consultative status, and which one."""
    rows = session.execute(
        select(Organisation.slug, Organisation.ecosoc_status).where(
            Organisation.slug.in_(slugs), Organisation.ecosoc_status != ""
        )
    )
    return dict(rows.all())
