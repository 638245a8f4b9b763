"""Who answers in a decision."""

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Power
from portal.statements.models import (
    Decision,
    Elector,
)
from portal.statements.policy.seeing import SECOND_FACTOR


def may_answer(session: Session, actor: Actor, decision: Decision) -> Verdict:
    """One answer an organisation of the roster, by a representative with that power."""
    if not actor.signed_in:
        return no(say("Sign in to answer for your organisation."))
    if decision.closed_at is not None or decision.ends_at <= clock.now():
        return no(say("This decision has ended."))
    if not actor.has_power(Power.DECIDE):
        return no(
            say("Only a representative with the power to decide can answer for your organisation.")
        )
    on_roster = session.get(Elector, (decision.id, actor.organisation_id))
    if on_roster is None:
        return no(
            say(
                "Your organisation is not on the roster, which was fixed when this decision opened."
            )
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)


def may_agree_rule(actor: Actor) -> Verdict:
    """The secretariat writes down what the network has agreed; it does not choose."""
    if not actor.is_secretariat:
        return no(
            say("The secretariat writes down what the network has agreed. Tell it when you have.")
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)
