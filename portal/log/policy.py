"""Who lets her organisation watch over the log."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.log.models import LogWitness
from portal.network.actors import Actor
from portal.network.models import Power
from portal.network.policy import SECOND_FACTOR_NEEDED


def may_witness(actor: Actor) -> Verdict:
    """A representative who may sign lets her organisation watch over the log."""
    if not actor.has_power(Power.SIGN):
        return no(
            say(
                "Only a representative with the power to sign can let her organisation witness the log."
            )
        )
    return YES if actor.second_factor else no(SECOND_FACTOR_NEEDED)


def may_retire(actor: Actor, witness: LogWitness) -> Verdict:
    """The same, of the organisation that this witness is."""
    verdict = may_witness(actor)
    if verdict and witness.organisation_id != actor.organisation_id:
        return no(say("This key belongs to another organisation."))
    return verdict
