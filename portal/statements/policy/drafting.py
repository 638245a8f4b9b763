"""Who begins, leads, writes and translates a statement."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Role
from portal.statements.models import (
    WRITTEN_IN,
    Statement,
)
from portal.statements.policy.seeing import SECOND_FACTOR, in_drafting_group, may_see


def may_draft(actor: Actor) -> Verdict:
    """Editors and representatives of a member organisation may begin a statement."""
    if not actor.signed_in:
        return no(say("Sign in to begin a statement."))
    if actor.acting_for and actor.edits_for(actor.organisation_id):
        return YES
    return no(
        say(
            "Only editors and representatives of a member organisation can begin a statement. Ask your organisation to name you."
        )
    )


def may_lead(actor: Actor, statement: Statement) -> Verdict:
    """Take a statement from stage to stage: representatives in its drafting group."""
    if not actor.signed_in:
        return no(say("Sign in to go on."))
    mine = {drafter.organisation_id for drafter in statement.drafters}
    leads = any(
        membership.organisation_id in mine and Role.REPRESENTATIVE in membership.roles
        for membership in actor.memberships
    )
    if not leads:
        return no(
            say("Only representatives in the drafting group take a statement to its next stage.")
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)


def may_write(actor: Actor, statement: Statement) -> Verdict:
    if not in_drafting_group(actor, statement):
        return no(
            say(
                "Only the drafting group writes in this statement. You can comment on any paragraph."
            )
        )
    if statement.stage not in WRITTEN_IN:
        return no(
            say("The text is not being written at this stage, so that all speak of the same words.")
        )
    return YES


def may_translate(actor: Actor, statement: Statement) -> Verdict:
    """Members translate; a text that is being decided or was released takes translations too."""
    return (
        may_see(actor, statement)
        if actor.memberships
        else no(say("Only people of member organisations translate statements."))
    )
