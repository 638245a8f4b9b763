"""Who may do what in the network; each refusal says what would help."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import Sentence, say
from portal.network.actors import Actor
from portal.network.models import (
    STANDING_CHANGES,
    Organisation,
    OrganisationKind,
    Person,
    Power,
    Role,
    Standing,
    Visibility,
    WorkingGroup,
)

VISIBLE = frozenset({Standing.ADMITTED, Standing.SUSPENDED, Standing.LEFT})

SECOND_FACTOR_NEEDED = say(
    "This needs your second factor. Sign in again with the code from your phone, then come back."
)
_SIGN_IN = say("Sign in first: this is for people of the network.")


_STANDS: dict[Standing, Sentence] = {
    Standing.APPLIED: say("This organisation still waits for an answer to its application."),
    Standing.ADMITTED: say("This organisation is admitted already."),
    Standing.DECLINED: say("This organisation was declined. It may apply again."),
    Standing.SUSPENDED: say("This organisation is suspended."),
    Standing.LEFT: say("This organisation has left. It may apply again."),
}


def _with_second_factor(actor: Actor) -> Verdict:
    return YES if actor.second_factor else no(SECOND_FACTOR_NEEDED)


def may_administer(actor: Actor) -> Verdict:
    """Whether she does the secretariat's work here and has shown who she is twice."""
    if not actor.signed_in:
        return no(_SIGN_IN)
    if not actor.is_secretariat:
        return no(say("Only the secretariat does this. Write to it if something should change."))
    return _with_second_factor(actor)


def may_admit(actor: Actor, organisation: Organisation | None = None) -> Verdict:
    return may_administer(actor) & (
        YES
        if organisation is None or organisation.standing is Standing.APPLIED
        else no(_STANDS[organisation.standing])
    )


def may_readmit(actor: Actor, organisation: Organisation) -> Verdict:
    """Out of a suspension; whoever left or was declined applies again."""
    return may_administer(actor) & (
        YES if organisation.standing is Standing.SUSPENDED else no(_STANDS[organisation.standing])
    )


def may_decline(actor: Actor, organisation: Organisation | None = None) -> Verdict:
    return may_administer(actor) & may_change_standing(organisation, Standing.DECLINED)


def may_suspend(actor: Actor, organisation: Organisation) -> Verdict:
    return may_administer(actor) & may_change_standing(organisation, Standing.SUSPENDED)


def may_change_standing(organisation: Organisation | None, to: Standing) -> Verdict:
    """Whether this step is one of the transitions that standings know."""
    if organisation is None or to in STANDING_CHANGES[organisation.standing]:
        return YES
    return no(_STANDS[organisation.standing])


def may_leave(actor: Actor, organisation: Organisation) -> Verdict:
    """The organisation's own decision, or recorded for it by the secretariat."""
    if actor.is_secretariat:
        return may_administer(actor) & may_change_standing(organisation, Standing.LEFT)
    decides = any(
        item.organisation_id == organisation.id and item.has(Power.DECIDE)
        for item in actor.memberships
    )
    if not decides:
        return no(
            say("Leaving is decided by a representative who may decide in the organisation's name.")
        )
    return _with_second_factor(actor) & may_change_standing(organisation, Standing.LEFT)


def may_see_organisation(actor: Actor, organisation: Organisation) -> Verdict:
    if organisation.standing in VISIBLE or actor.is_secretariat:
        return YES
    if actor.belongs_to(organisation.id):
        return YES
    return no(say("This organisation is not part of the network."))


def may_edit_organisation(actor: Actor, organisation: Organisation) -> Verdict:
    """Its own editors and representatives, and the secretariat."""
    if not actor.signed_in:
        return no(_SIGN_IN)
    if actor.edits_for(organisation.id):
        return YES
    if actor.is_secretariat:
        return _with_second_factor(actor)
    if actor.belongs_to(organisation.id):
        return no(
            say("You are a member of this organisation. Ask one of its editors to change its page.")
        )
    return no(say("Only this organisation's own editors and the secretariat change its page."))


def may_declare_side(actor: Actor, organisation: Organisation) -> Verdict:
    """A side is what an organisation says of itself, so nobody says it for her."""
    if actor.edits_for(organisation.id):
        return YES
    return no(
        say("Which side an organisation works on is declared by itself. Ask one of its editors.")
    )


def may_set_parent(
    actor: Actor, organisation: Organisation, parent: Organisation | None
) -> Verdict:
    """Nobody becomes another's branch, or gets one, on one side's word alone."""
    if parent is None or actor.is_secretariat:
        return may_edit_organisation(actor, organisation)
    if actor.edits_for(organisation.id) and actor.edits_for(parent.id):
        return YES
    return no(
        say(
            "To be shown as a branch of another organisation, ask the secretariat, or somebody "
            "who edits for both."
        )
    )


def may_add_to_network(actor: Actor, network: Organisation) -> Verdict:
    """A network says who belongs to it."""
    if network.kind is not OrganisationKind.NETWORK:
        return no(say("Only a network of organisations has member organisations."))
    if actor.edits_for(network.id):
        return YES
    if actor.is_secretariat:
        return _with_second_factor(actor)
    return no(say("Only the network's own editors and the secretariat say who belongs to it."))


def may_end_network_membership(
    actor: Actor, member: Organisation, network: Organisation
) -> Verdict:
    """Either side may end it."""
    if actor.edits_for(member.id) or actor.edits_for(network.id):
        return YES
    if actor.is_secretariat:
        return _with_second_factor(actor)
    return no(say("Only an editor of the member or of the network ends this membership."))


def may_see_person(actor: Actor, person: Person) -> Verdict:
    """Her own choice: nobody outside her organisations, people who signed in, or everyone."""
    if any(actor.belongs_to(item.organisation_id) for item in person.memberships):
        return YES
    return may_see_person_here(actor, person)


def may_see_person_here(actor: Actor, person: Person) -> Verdict:
    """The same without regard to her memberships, which would cost a statement for each person."""
    if person.visibility is Visibility.PUBLIC or actor.is_secretariat:
        return YES
    if actor.person_id is not None and actor.person_id == person.id:
        return YES
    if actor.signed_in and person.visibility is Visibility.MEMBERS:
        return YES
    return no(say("This person has chosen not to be shown here."))


def may_manage_people(actor: Actor, organisation: Organisation) -> Verdict:
    """Its editors say who its members and editors are."""
    if not actor.signed_in:
        return no(_SIGN_IN)
    if actor.edits_for(organisation.id):
        return YES
    if actor.is_secretariat:
        return _with_second_factor(actor)
    return no(say("Only this organisation's own editors and the secretariat say who is in it."))


def may_authorise(actor: Actor, organisation: Organisation) -> Verdict:
    """Giving or taking the power to act in the organisation's name."""
    if actor.is_secretariat:
        return may_administer(actor)
    delegates = any(
        item.organisation_id == organisation.id and item.has(Power.DELEGATE)
        for item in actor.memberships
    )
    if not delegates:
        return no(
            say(
                "Representatives are named by one who may already delegate in the organisation's "
                "name, or by the secretariat."
            )
        )
    return _with_second_factor(actor)


def may_set_role(actor: Actor, organisation: Organisation, role: Role) -> Verdict:
    if role is Role.REPRESENTATIVE:
        return may_authorise(actor, organisation)
    return may_manage_people(actor, organisation)


def may_end_membership(
    actor: Actor, organisation: Organisation, person_id: str, role: Role
) -> Verdict:
    """Anyone may go herself; otherwise those who could have named her."""
    if actor.person_id is not None and actor.person_id == person_id:
        return YES
    return may_set_role(actor, organisation, role)


def may_found_group(actor: Actor) -> Verdict:
    return may_administer(actor)


def may_lead_group(actor: Actor, group: WorkingGroup) -> Verdict:
    """Its coordinators and the secretariat."""
    if not actor.signed_in:
        return no(_SIGN_IN)
    if group.id in actor.coordinates:
        return YES
    if actor.is_secretariat:
        return _with_second_factor(actor)
    return no(say("Only this group's coordinators and the secretariat change it."))


def may_import(actor: Actor) -> Verdict:
    return may_administer(actor)


def may_see_audit(actor: Actor, organisation_id: str | None = None) -> Verdict:
    """The log is read by the organisations concerned, each her own part, and by the secretariat."""
    if not actor.signed_in:
        return no(_SIGN_IN)
    if actor.is_secretariat:
        return _with_second_factor(actor)
    if organisation_id is not None and actor.belongs_to(organisation_id):
        return YES
    return no(say("The log of an organisation is read by its own people and the secretariat."))
