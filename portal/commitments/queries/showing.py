"""One commitment whole; what stands in a statement's margins; what an organisation has pledged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.commitments.models import Commitment, CommitmentState
from portal.commitments.queries.anchors import Since, since, titles_of
from portal.commitments.queries.due import due_first
from portal.core.errors import NotFound
from portal.network.models import Organisation
from portal.network.names import Shown, display_name
from portal.statements.models import Release, Statement
from portal.texts.models import Revision


@dataclass(frozen=True)
class Opened:
    """A commitment with its organisation, its statement, and the paragraph that it answers to."""

    commitment: Commitment
    organisation: Organisation
    name: Shown
    statement: Statement
    title: Shown
    revision: Revision
    since: Since


def commitment_at(session: Session, key: str, languages: Sequence[str]) -> Opened:
    """One that everyone may read, in four statements. Raises NotFound."""
    row = (
        session.execute(
            select(Commitment, Statement, Revision)
            .join(Statement, Statement.text_id == Commitment.text_id)
            .join(Revision, Revision.id == Commitment.revision_id)
            .where(Commitment.id == key, Statement.public_release.is_not(None))
            .options(
                joinedload(Commitment.organisation).joinedload(Organisation.names),
                joinedload(Statement.releases).joinedload(Release.languages),
                selectinload(Commitment.reports),
            )
        )
        .unique()
        .one_or_none()
    )
    if row is None:
        raise NotFound
    made, statement, revision = row
    return Opened(
        commitment=made,
        organisation=made.organisation,
        name=display_name(made.organisation, languages),
        statement=statement,
        title=titles_of(session, [statement], languages)[statement.text_id],
        revision=revision,
        since=since(session, statement, revision),
    )


@dataclass(frozen=True)
class Pledged:
    """A commitment and whose it is, where the statement is plain."""

    commitment: Commitment
    organisation: Organisation
    name: Shown


@dataclass(frozen=True)
class Margins:
    """What was pledged on a text: how much on each paragraph, and the first few."""

    counts: Mapping[str, int]
    shown: Sequence[Pledged]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def margins_of(session: Session, text_id: str, languages: Sequence[str], each: int = 3) -> Margins:
    """Counts for every paragraph and at most `each` of its commitments; one statement."""
    ranked = (
        select(
            Commitment.id,
            func.count().over(partition_by=Commitment.block_id).label("of_block"),
            func.row_number()
            .over(
                partition_by=Commitment.block_id,
                order_by=(Commitment.state != CommitmentState.OPEN, *due_first()),
            )
            .label("place"),
        )
        .where(Commitment.text_id == text_id)
        .subquery()
    )
    rows = (
        session.execute(
            select(Commitment, ranked.c.of_block)
            .join(ranked, ranked.c.id == Commitment.id)
            .where(ranked.c.place <= each)
            .options(joinedload(Commitment.organisation).joinedload(Organisation.names))
            .order_by(Commitment.block_id, ranked.c.place)
        )
        .unique()
        .all()
    )
    return Margins(
        counts={made.block_id: count for made, count in rows},
        shown=[
            Pledged(made, made.organisation, display_name(made.organisation, languages))
            for made, _ in rows
        ],
    )


def pledged_by(
    session: Session, organisation_id: str, limit: int = 5
) -> tuple[Sequence[Commitment], int]:
    """An organisation's commitments, the open ones first, and how many there are; one statement."""
    rows = session.execute(
        select(Commitment, func.count().over())
        .join(Statement, Statement.text_id == Commitment.text_id)
        .where(Commitment.organisation_id == organisation_id, Statement.public_release.is_not(None))
        .order_by(Commitment.state != CommitmentState.OPEN, *due_first())
        .limit(limit)
    ).all()
    return [made for made, _ in rows], rows[0][1] if rows else 0
