"""Who opens the room in which a text is worked on together, and who follows it."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.models import WRITTEN_IN, LiveRoom, Statement
from portal.statements.policy.drafting import may_lead
from portal.statements.policy.seeing import may_see_working


def may_open_room(actor: Actor, statement: Statement) -> Verdict:
    """Those who lead, while the text is being written."""
    verdict = may_lead(actor, statement)
    if not verdict:
        return verdict
    if statement.stage not in WRITTEN_IN:
        return no(
            say(
                "A room opens while the text is being written: as a draft, in merge review, or returned to its drafters."
            )
        )
    return YES


def may_follow_room(actor: Actor, statement: Statement) -> Verdict:
    """Members who may read the text that is being worked on."""
    if not actor.signed_in:
        return no(say("Sign in to follow the room."))
    verdict = may_see_working(actor, statement)
    if not verdict:
        return verdict
    if actor.memberships or actor.is_secretariat:
        return YES
    return no(say("The room is open to people of member organisations."))


def is_live(room: LiveRoom | None, statement: Statement) -> bool:
    """Whether there is something on the wall: a room ends with the stage in which it was opened."""
    return room is not None and room.closed_at is None and statement.stage in WRITTEN_IN
