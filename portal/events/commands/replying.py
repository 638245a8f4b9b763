"""Saying whether one comes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.facts import announce
from portal.core.policy import require
from portal.events import policy
from portal.events.commands.planning import locked
from portal.events.facts import ReplyGiven
from portal.events.models import Answer, Reply
from portal.network.actors import Actor


def reply(
    session: Session, gathering_id: str, answer: Answer, *, needs: str = "", by: Actor
) -> Reply:
    """One answer a person; a new one takes the place of the old. Raises Refused, NotFound."""
    gathering = locked(session, gathering_id)
    require(policy.may_reply(by, gathering, clock.now()))
    assert by.person_id is not None  # noqa: S101 - may_reply asks for it
    found = session.scalar(
        select(Reply).where(Reply.gathering_id == gathering.id, Reply.person_id == by.person_id)
    )
    if found is None:
        found = Reply(gathering_id=gathering.id, person_id=by.person_id)
        session.add(found)
    found.answer, found.needs, found.at = answer, needs.strip()[:1_000], clock.now()
    found.organisation_id = by.organisation_id
    session.flush()
    announce(
        session,
        ReplyGiven(
            subject=gathering.id, answer=answer, by=by.person_id, organisation=by.organisation_id
        ),
    )
    return found
