"""Which statements are worked on in a forum's sessions, for a reader who may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.forums.models import ForumSession
from portal.network.actors import Actor
from portal.statements.models import LiveRoom, Statement
from portal.statements.policy import may_follow_room, may_see
from portal.statements.policy.room import is_live
from portal.statements.queries.listing import visible
from portal.texts.queries import read_texts_titles
from portal.texts.queries.reading import ReadTitle

MOST_OFFERED = 200
"""Statements that a session can be linked to, the newest first."""


@dataclass(frozen=True)
class WorkedOn:
    """A statement in a session: its title, and whether its room is open to this reader now."""

    slug: str
    title: ReadTitle
    live: bool


def worked_on(
    session: Session, edition_id: str, actor: Actor, languages: Sequence[str]
) -> Mapping[str, WorkedOn]:
    """Statement by session; one statement to the database where no session has one."""
    rows = session.execute(
        select(ForumSession.id, Statement, LiveRoom)
        .join(Statement, Statement.id == ForumSession.statement_id)
        .outerjoin(LiveRoom, LiveRoom.statement_id == Statement.id)
        .where(ForumSession.edition_id == edition_id)
        .options(selectinload(Statement.drafters))
    ).all()
    seen = [row for row in rows if may_see(actor, row.Statement)]
    if not seen:
        return {}
    titles = read_texts_titles(session, {row.Statement.text_id for row in seen}, languages)
    return {
        row.id: WorkedOn(
            row.Statement.slug,
            titles[row.Statement.text_id],
            is_live(row.LiveRoom, row.Statement) and bool(may_follow_room(actor, row.Statement)),
        )
        for row in seen
        if row.Statement.text_id in titles
    }


def statements_to_link(
    session: Session, actor: Actor, languages: Sequence[str]
) -> list[tuple[str, str]]:
    """Statements that this planner may see, as (id, title)."""
    found = session.scalars(visible(actor).limit(MOST_OFFERED)).all()
    titles = read_texts_titles(session, [item.text_id for item in found], languages)
    return [(item.id, titles[item.text_id].title) for item in found if item.text_id in titles]
