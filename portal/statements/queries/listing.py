"""Lists of statements, and one statement with what its page needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.policy import require
from portal.network.actors import Actor
from portal.network.models import Organisation
from portal.statements.models import (
    Drafter,
    Release,
    Signature,
    SignatureState,
    Stage,
    Statement,
)
from portal.statements.policy import may_see
from portal.texts.queries import read_texts_titles
from portal.texts.queries.reading import ReadTitle


@dataclass(frozen=True)
class Listed:
    """One line of a list: the statement, its title for this reader, and how many have signed."""

    statement: Statement
    title: ReadTitle
    signatures: int


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
    page: int = 1,
    per_page: int = 30,
) -> Page[Listed]:
    """At most five statements to the database, however many are listed."""
    query = visible(actor)
    if stages:
        query = query.where(Statement.stage.in_(stages))
    rows = session.execute(
        query.add_columns(func.count().over()).limit(per_page).offset((page - 1) * per_page)
    ).all()
    if not rows and page > 1:
        return list_statements(session, actor, languages, stages=stages, per_page=per_page)
    total = rows[0][1] if rows else 0
    return Page(_listed(session, [row[0] for row in rows], languages), page, total, per_page)


def _listed(
    session: Session, statements: Sequence[Statement], languages: Sequence[str]
) -> list[Listed]:
    titles = read_texts_titles(session, [item.text_id for item in statements], languages)
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
