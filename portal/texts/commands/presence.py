"""Saying that one has a paragraph open, and forgetting it again; nothing of this is logged."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.policy import require
from portal.network.actors import Actor
from portal.texts.models import Block, Presence, Text
from portal.texts.policy import may_translate, may_write

KEPT = timedelta(minutes=10)


def be_here(session: Session, block_id: str, *, by: Actor) -> None:
    """Note that this person has the paragraph open now. Raises NotFound, Refused."""
    block = session.get(Block, block_id)
    if block is None:
        raise NotFound
    text = session.get_one(Text, block.text_id)
    if not may_translate(session, by, text):
        require(may_write(session, by, text))
    # Her two windows may say so in the same moment.
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    now = clock.now()
    session.execute(
        insert(Presence)
        .values(block_id=block.id, person_id=by.person_id, at=now)
        .on_conflict_do_update(index_elements=["block_id", "person_id"], set_={"at": now})
    )


def leave(session: Session, block_id: str, *, by: Actor) -> None:
    """Note that she has closed it."""
    session.execute(
        delete(Presence).where(Presence.block_id == block_id, Presence.person_id == by.person_id)
    )


def forget_presences(session: Session) -> None:
    """Forget who was where, ten minutes later."""
    session.execute(delete(Presence).where(Presence.at < clock.now() - KEPT))
