"""Who sees a statement: its public release, and the text that is being worked on."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.models import (
    PUBLIC,
    Release,
    Stage,
    Statement,
)

SECOND_FACTOR = say(
    "This needs a second factor, so that a stolen password signs nothing. Set one up under "
    "“Security” in your settings, or sign in again with your code."
)


def in_drafting_group(actor: Actor, statement: Statement) -> bool:
    mine = {drafter.organisation_id for drafter in statement.drafters}
    return any(actor.edits_for(organisation) for organisation in mine)


def may_see(actor: Actor, statement: Statement) -> Verdict:
    """Everyone sees a released statement; members see consultation; the group its draft."""
    return YES if statement.is_public else may_see_working(actor, statement)


def may_see_release(actor: Actor, statement: Statement, release: Release) -> Verdict:
    """A release that was ever open for signature is everyone's for ever."""
    if statement.public_release is not None and release.number <= statement.public_release:
        return YES
    return may_see_working(actor, statement)


def may_see_acts(actor: Actor, statement: Statement) -> Verdict:
    """What was answered and done: for the organisations of the network, also of a public text."""
    if actor.memberships or actor.is_secretariat:
        return may_see_working(actor, statement)
    return no(say("This is open to member organisations only."))


def may_see_working(actor: Actor, statement: Statement) -> Verdict:
    """Who sees the text that is being worked on, also while an earlier release is public."""
    if statement.stage in PUBLIC:
        return YES
    if not actor.signed_in:
        return no(say("This statement is not public yet. Sign in if your organisation takes part."))
    if in_drafting_group(actor, statement) or actor.is_secretariat:
        return YES
    if statement.stage is Stage.DRAFT:
        return no(
            say("This draft is with its drafting group. Members see it when consultation opens.")
        )
    if actor.memberships:
        return YES
    return no(say("This statement is open to member organisations only for now."))
