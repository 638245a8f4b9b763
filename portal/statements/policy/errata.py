"""Who proposes, confirms and stops an erratum."""

from portal.core import clock
from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Power
from portal.statements.models import Drafter, Erratum, Signature, Statement
from portal.statements.policy.drafting import may_lead
from portal.statements.policy.readiness import MOVED_ON
from portal.statements.policy.revising import is_of_other_side, leads_for
from portal.statements.policy.seeing import SECOND_FACTOR, in_drafting_group, may_see


def may_propose_erratum(actor: Actor, statement: Statement) -> Verdict:
    """A correction of the release that everyone reads."""
    verdict = may_lead(actor, statement)
    if verdict and not statement.is_public:
        return no(say("Only a released text gets an erratum; before that, the text is edited."))
    return verdict


def may_see_erratum(actor: Actor, statement: Statement, erratum: Erratum) -> Verdict:
    """Until the other side has confirmed it, it is the drafting group's."""
    if erratum.confirmed_at is None and not in_drafting_group(actor, statement):
        return no(say("This proposal is with the drafting group."))
    return may_see(actor, statement)


def may_answer_erratum(actor: Actor, statement: Statement, erratum: Erratum) -> Verdict:
    """Somebody else, who leads for the other side, says whether it is editorial."""
    verdict = may_lead(actor, statement)
    if not verdict:
        return verdict
    if erratum.stopped_at is not None or erratum.confirmed_at is not None:
        return no(MOVED_ON)
    if erratum.by_id == actor.person_id:
        return no(say("You proposed this yourself. The other side has to answer it."))
    proposed = Drafter(organisation_id=erratum.organisation_id, side=erratum.side)
    return is_of_other_side(actor, statement, proposed)


def may_take_back_erratum(actor: Actor, statement: Statement, erratum: Erratum) -> Verdict:
    mine = leads_for(actor, statement)
    if erratum.stopped_at is not None or erratum.in_force:
        return no(MOVED_ON)
    if mine is None or mine.organisation_id != erratum.organisation_id:
        return no(say("Only the organisation that proposed this can take it back."))
    return may_lead(actor, statement)


def objections_open(erratum: Erratum) -> Verdict:
    if erratum.stopped_at is not None:
        return no(say("This erratum was stopped already; what was signed stands."))
    if erratum.objections_until is None:
        return no(say("This erratum is not confirmed yet; signatories are asked when it is."))
    if erratum.objections_until <= clock.now():
        return no(
            say(
                "The time to object has ended and the erratum is in force. Write to the callers "
                "if it changes what you signed."
            )
        )
    return YES


def may_object(actor: Actor, erratum: Erratum, signature: Signature | None) -> Verdict:
    """A representative with the power to sign, for the organisation that signed."""
    verdict = objections_open(erratum)
    if not verdict:
        return verdict
    if not actor.signed_in:
        return no(say("Sign in as a representative of an organisation that signed to object."))
    if signature is None or not signature.counts:
        return no(say("Only those who signed this release can object to an erratum."))
    if not actor.has_power(Power.SIGN):
        return no(
            say("Only a representative with the power to sign can object for your organisation.")
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)
