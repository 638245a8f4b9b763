"""Lists of statements, and one statement with what its page needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.policy import require
from portal.network.actors import Actor
from portal.network.models import Organisation
from portal.statements.models import (
    PUBLIC,
    Drafter,
    Release,
    Signature,
    SignatureState,
    Stage,
    Statement,
)
from portal.statements.policy import may_see
from portal.statements.queries.reading import released_titles
from portal.texts.queries import read_texts_titles
from portal.texts.queries.reading import ReadTitle


@dataclass(frozen=True)
class Listed:
    """One line of a list: the statement, its title for this reader, and how many have signed."""

    statement: Statement
    title: ReadTitle
    signatures: int


NEWEST = "newest"


def _by_deadline() -> list[ColumnElement[Any]]:
    """What ends soonest first; what has ended, or never ends, last."""
    over = or_(Statement.deadline.is_(None), Statement.deadline <= clock.now())
    return [over.asc(), Statement.deadline.asc(), Statement.stage_since.desc()]


def _by_signatures() -> list[ColumnElement[Any]]:
    signed = (
        select(func.count(Signature.id))
        .join(Release, Release.id == Signature.release_id)
        .where(
            Release.statement_id == Statement.id,
            Release.number == Statement.public_release,
            Signature.state == SignatureState.CONFIRMED,
        )
        .correlate(Statement)
        .scalar_subquery()
    )
    return [signed.desc(), Statement.stage_since.desc()]


SORTED: dict[str, Callable[[], list[ColumnElement[Any]]]] = {
    "deadline": _by_deadline,
    "signed": _by_signatures,
}
"""Other orders than the newest first."""


def visible(actor: Actor) -> Select[Statement]:
    """The statements that this reader may see, the newest change first."""
    query = select(Statement).order_by(Statement.stage_since.desc(), Statement.id.desc())
    if not actor.memberships and not actor.is_secretariat:
        return query.where(Statement.public_release.is_not(None))
    if actor.is_secretariat:
        return query
    mine = select(Drafter.statement_id).where(
        Drafter.organisation_id.in_(
            [
                item.organisation_id
                for item in actor.memberships
                if actor.edits_for(item.organisation_id)
            ]
        )
    )
    return query.where((Statement.stage != Stage.DRAFT) | Statement.id.in_(mine))


def list_statements(
    session: Session,
    actor: Actor,
    languages: Sequence[str],
    *,
    stages: Sequence[Stage] = (),
    sort: str = NEWEST,
    page: int = 1,
    per_page: int = 30,
) -> Page[Listed]:
    """At most six statements to the database, however many are listed.

    A public statement whose text is being worked on again is still a published one.
    """
    query = visible(actor)
    if stages:
        revised = Statement.public_release.is_not(None) & Statement.stage.not_in(PUBLIC)
        query = query.where(
            Statement.stage.in_(stages) | revised
            if Stage.PUBLISHED in stages
            else Statement.stage.in_(stages)
        )
    if sort in SORTED:
        query = query.order_by(None).order_by(*SORTED[sort](), Statement.id.desc())
    rows = session.execute(
        query.add_columns(func.count().over()).limit(per_page).offset((page - 1) * per_page)
    ).all()
    if not rows and page > 1:
        return list_statements(
            session, actor, languages, stages=stages, sort=sort, per_page=per_page
        )
    total = rows[0][1] if rows else 0
    return Page(_listed(session, [row[0] for row in rows], languages), page, total, per_page)


def _listed(
    session: Session, statements: Sequence[Statement], languages: Sequence[str]
) -> list[Listed]:
    titles = dict(released_titles(session, statements, languages))
    unreleased = [item.text_id for item in statements if item.text_id not in titles]
    if unreleased:
        titles |= read_texts_titles(session, unreleased, languages)
    counts = dict(
        session.execute(
            select(Release.statement_id, func.count(Signature.id))
            .join(
                Statement,
                (Statement.id == Release.statement_id)
                & (Statement.public_release == Release.number),
            )
            .outerjoin(
                Signature,
                (Signature.release_id == Release.id)
                & (Signature.state == SignatureState.CONFIRMED),
            )
            .where(Statement.id.in_([item.id for item in statements]))
            .group_by(Release.statement_id)
        ).all()
    )
    return [
        Listed(item, titles[item.text_id], counts.get(item.id, 0))
        for item in statements
        if item.text_id in titles
    ]


def open_to_sign(session: Session, languages: Sequence[str], limit: int = 3) -> list[Listed]:
    """Statements that are open for signature, for the front page."""
    found = session.scalars(
        select(Statement)
        .where(
            Statement.stage.in_([Stage.OPEN, Stage.PUBLISHED]),
            or_(Statement.deadline.is_(None), Statement.deadline > clock.now()),
        )
        .order_by(Statement.stage != Stage.OPEN, Statement.stage_since.desc())
        .limit(limit)
    ).all()
    return _listed(session, found, languages) if found else []


def statement_at(session: Session, slug: str, actor: Actor) -> Statement:
    """The statement at an address, with its drafters and releases; refused where it is not open to her."""
    statement = (
        session.scalars(
            select(Statement)
            .where(Statement.slug == slug)
            .options(
                joinedload(Statement.releases).joinedload(Release.languages),
                selectinload(Statement.drafters)
                .joinedload(Drafter.organisation)
                .joinedload(Organisation.names),
                joinedload(Statement.called_by),
            )
        )
        .unique()
        .one_or_none()
    )
    if statement is None:
        raise NotFound
    require(may_see(actor, statement))
    return statement


def possible_successors(
    session: Session, statement: Statement, languages: Sequence[str]
) -> list[tuple[Statement, ReadTitle]]:
    """Public statements that could take this one's place, with their titles, the newest first."""
    found = session.scalars(
        select(Statement)
        .where(
            Statement.public_release.is_not(None),
            Statement.stage != Stage.SUPERSEDED,
            Statement.id != statement.id,
        )
        .order_by(Statement.stage_since.desc())
        .limit(200)
    ).all()
    titles = released_titles(session, found, languages)
    return [(each, titles[each.text_id]) for each in found if each.text_id in titles]
