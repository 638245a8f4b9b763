"""Who proposes changes, supports them, and answers them."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.models import Amendment, AmendmentState, Stage, Statement
from portal.statements.policy.drafting import may_write
from portal.statements.policy.seeing import in_drafting_group, may_see_working

ANSWERED_IN = frozenset({Stage.CONSULTATION, Stage.AMENDMENTS_CLOSED, Stage.MERGE_REVIEW})
"""Stages in which amendments still wait for their answer."""


def may_follow_amendments(actor: Actor, statement: Statement) -> Verdict:
    """Members see every amendment, with who proposed and who supports it."""
    if not (actor.memberships or actor.is_secretariat):
        return no(say("Amendments are open to member organisations only."))
    return may_see_working(actor, statement)


def may_amend(actor: Actor, statement: Statement) -> Verdict:
    if not actor.signed_in or actor.acting_for is None:
        return no(say("Sign in for a member organisation to propose an amendment."))
    if statement.stage is not Stage.CONSULTATION:
        return no(say("Amendments are taken while consultation is open."))
    if statement.is_over:
        return no(
            say(
                "The time for amendments has ended. Nothing more is taken; the drafting group is "
                "putting together what came in."
            )
        )
    return YES


def may_change_amendment(actor: Actor, statement: Statement, amendment: Amendment) -> Verdict:
    """Its own organisation writes an open amendment anew while consultation is open."""
    return may_amend(actor, statement) & _own_and_open(actor, amendment)


def may_withdraw_amendment(actor: Actor, statement: Statement, amendment: Amendment) -> Verdict:
    """Its own organisation takes it back until it is answered."""
    if statement.stage not in ANSWERED_IN:
        return no(say("Amendments are not being worked on at this stage."))
    return _own_and_open(actor, amendment)


def _own_and_open(actor: Actor, amendment: Amendment) -> Verdict:
    if not actor.belongs_to(amendment.organisation_id):
        return no(say("Only the organisation that proposed this amendment can do that."))
    return _open(amendment)


def _open(amendment: Amendment) -> Verdict:
    if amendment.state is not AmendmentState.OPEN:
        return no(say("This amendment is not open any more."))
    return YES


def may_support(actor: Actor, statement: Statement, amendment: Amendment) -> Verdict:
    """Any other member organisation may stand behind an open amendment until it is answered."""
    if not actor.signed_in or actor.acting_for is None:
        return no(say("Sign in for a member organisation to support an amendment."))
    if amendment.organisation_id == actor.organisation_id:
        return no(say("Your organisation proposed this amendment: that counts already."))
    if statement.stage not in ANSWERED_IN:
        return no(say("Amendments are not being worked on at this stage."))
    return _open(amendment)


def may_place(actor: Actor, statement: Statement, amendment: Amendment) -> Verdict:
    """Its proposer or the drafting group says where an orphan belongs."""
    if statement.stage not in ANSWERED_IN:
        return no(say("Amendments are not being worked on at this stage."))
    if not (actor.belongs_to(amendment.organisation_id) or in_drafting_group(actor, statement)):
        return no(say("Only its proposer and the drafting group place an amendment."))
    return _open(amendment)


def may_judge(actor: Actor, statement: Statement) -> Verdict:
    """The drafting group answers amendments while merge review runs."""
    if not actor.signed_in or not in_drafting_group(actor, statement):
        return no(say("Only the drafting group answers amendments. You can read everything here."))
    if statement.stage is not Stage.MERGE_REVIEW:
        return no(say("Amendments are answered during the merge review."))
    return may_write(actor, statement)


def may_object(actor: Actor, statement: Statement, amendment: Amendment) -> Verdict:
    """The proposer objects once to the changes that her amendment was accepted with."""
    if not actor.belongs_to(amendment.organisation_id):
        return no(say("Only the organisation that proposed this amendment can do that."))
    if amendment.state is not AmendmentState.ACCEPTED_WITH_CHANGES:
        return no(say("Only an amendment that was accepted with changes can be objected to."))
    if amendment.objected_at is not None:
        return no(say("Your organisation has objected already."))
    if statement.stage is not Stage.MERGE_REVIEW:
        return no(say("Objections are taken while the merge review runs."))
    return YES
