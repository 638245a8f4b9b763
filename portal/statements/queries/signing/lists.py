"""Lists of signatures: those of a statement, and the lines of one."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.core.paging import Page, paginate
from portal.network.models import Organisation
from portal.statements.models import (
    Release,
    Signature,
    SignatureList,
    SignatureListLine,
    SignatureListState,
    SignatureState,
    Statement,
)

PER_PAGE = 50


def lists_of(session: Session, statement: Statement) -> Sequence[tuple[SignatureList, int]]:
    """The lists that were not given up, the newest first, with their number of lines."""
    rows = session.execute(
        select(SignatureList, func.count(SignatureListLine.id))
        .join(Release, Release.id == SignatureList.release_id)
        .outerjoin(SignatureListLine, SignatureListLine.list_id == SignatureList.id)
        .where(
            Release.statement_id == statement.id,
            SignatureList.state != SignatureListState.DROPPED,
        )
        .group_by(SignatureList.id)
        .order_by(SignatureList.id.desc())
    )
    return [(listed, count) for listed, count in rows]


def list_lines(
    session: Session, list_id: str, number: int, *, only_problems: bool = False
) -> Page[SignatureListLine]:
    """One page of its lines, in their order."""
    query = select(SignatureListLine).where(SignatureListLine.list_id == list_id)
    if only_problems:
        query = query.where(SignatureListLine.problem != "")
    return paginate(session, query.order_by(SignatureListLine.number), number, PER_PAGE)


def problem_counts(session: Session, list_id: str) -> Mapping[tuple[str, bool], int]:
    """How many lines have which problem, and whether they are skipped."""
    rows = session.execute(
        select(SignatureListLine.problem, SignatureListLine.skipped, func.count())
        .where(SignatureListLine.list_id == list_id)
        .group_by(SignatureListLine.problem, SignatureListLine.skipped)
    )
    return {(problem, skipped): count for problem, skipped, count in rows}


def list_behind(session: Session, signature_id: str) -> SignatureList | None:
    """The list that a signature was taken over from."""
    return session.scalars(
        select(SignatureList)
        .join(SignatureListLine, SignatureListLine.list_id == SignatureList.id)
        .where(SignatureListLine.signature_id == signature_id)
    ).first()


def standing_of_lists(
    session: Session, release_id: str
) -> Sequence[tuple[Signature, SignatureList]]:
    """What was taken over from lists and stands under a release, with the list of each."""
    rows = session.execute(
        select(Signature, SignatureList)
        .join(SignatureListLine, SignatureListLine.signature_id == Signature.id)
        .join(SignatureList, SignatureList.id == SignatureListLine.list_id)
        .where(Signature.release_id == release_id, Signature.state == SignatureState.CONFIRMED)
    )
    return [(signature, listed) for signature, listed in rows]


def organisations_by(session: Session, keys: Sequence[str | None]) -> dict[str, Organisation]:
    """Organisations by id, with their names."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    rows = session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(wanted))
        .options(joinedload(Organisation.names))
    )
    return {each.id: each for each in rows.unique()}
