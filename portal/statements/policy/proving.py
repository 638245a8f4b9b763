"""Who keeps keys for an organisation, signs with a key, and erases."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Power
from portal.statements.models import OrganisationKey, Signature, SignatureState
from portal.statements.policy.seeing import SECOND_FACTOR


def may_keep_keys(actor: Actor) -> Verdict:
    """A representative who may sign keeps her organisation's keys, with a second factor."""
    if not actor.has_power(Power.SIGN):
        return no(
            say("Only a representative with the power to sign keeps her organisation's keys.")
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)


def may_retire(actor: Actor, key: OrganisationKey) -> Verdict:
    """Whoever may keep keys of the organisation that this one belongs to."""
    verdict = may_keep_keys(actor)
    if verdict and key.organisation_id != actor.organisation_id:
        return no(say("This key belongs to another organisation."))
    return verdict


def may_sign_with_key(actor: Actor, signature: Signature) -> Verdict:
    """A representative of the organisation that signed with its name shown."""
    verdict = may_keep_keys(actor)
    if not verdict:
        return verdict
    if signature.organisation_id is None or signature.organisation_id != actor.organisation_id:
        return no(say("This is not a signature of your organisation."))
    if signature.withheld:
        return no(
            say(
                "A key would tell everyone who it was. A signature whose name is withheld takes none."
            )
        )
    if signature.state is not SignatureState.CONFIRMED:
        return no(say("This signature does not stand any more."))
    return YES


def may_erase(actor: Actor) -> Verdict:
    """The secretariat, with a second factor; the signatory asks it to."""
    if not actor.is_secretariat:
        return no(say("Only the secretariat can erase a signatory."))
    return YES if actor.second_factor else no(SECOND_FACTOR)
