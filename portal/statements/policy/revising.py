"""Who takes a public text up again, and who stands by its release."""

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import ActingFor, Actor
from portal.network.models import Role, both_sides
from portal.statements.models import Drafter, Reopening, Stage, Statement
from portal.statements.policy.drafting import may_lead
from portal.statements.policy.readiness import MOVED_ON

TAKEN_UP_FROM = frozenset({Stage.OPEN, Stage.PUBLISHED, Stage.SUBMITTED, Stage.FOLLOW_UP})


def leads_for(actor: Actor, statement: Statement) -> Drafter | None:
    """The drafting organisation that she leads for: the one that she acts for, where it drafts."""
    drafting = {drafter.organisation_id: drafter for drafter in statement.drafters}
    mine: list[ActingFor] = [
        membership
        for membership in actor.memberships
        if membership.organisation_id in drafting and Role.REPRESENTATIVE in membership.roles
    ]
    chosen = [each for each in mine if each.organisation_id == actor.organisation_id] or mine
    return drafting[chosen[0].organisation_id] if chosen else None


def may_propose_revision(actor: Actor, statement: Statement, waiting: Reopening | None) -> Verdict:
    verdict = may_lead(actor, statement)
    if not verdict:
        return verdict
    if statement.stage not in TAKEN_UP_FROM or not statement.is_public:
        return no(say("Only a text that is open for signature or published is taken up again."))
    if waiting is not None:
        return no(say("A revision is proposed already; the other side has to answer it first."))
    return YES


def is_of_other_side(actor: Actor, statement: Statement, proposed: Drafter | None) -> Verdict:
    """Whether she leads for a drafting organisation of the other side than `proposed`."""
    mine = leads_for(actor, statement)
    if (
        mine is None
        or proposed is None
        or mine.organisation_id == proposed.organisation_id
        or not both_sides({mine.side, proposed.side})
    ):
        return no(
            say(
                "This was proposed by your side. A representative of a drafting organisation of "
                "the other side has to answer it."
            )
        )
    return YES


def may_answer_revision(actor: Actor, statement: Statement, proposal: Reopening) -> Verdict:
    """Somebody else, who leads for the other side."""
    verdict = may_lead(actor, statement)
    if not verdict:
        return verdict
    if not proposal.waits or statement.stage not in TAKEN_UP_FROM:
        return no(MOVED_ON)
    if proposal.by_id == actor.person_id:
        return no(say("You proposed this yourself. The other side has to answer it."))
    return is_of_other_side(actor, statement, _drafter(statement, proposal.organisation_id))


def may_take_back_revision(actor: Actor, statement: Statement, proposal: Reopening) -> Verdict:
    mine = leads_for(actor, statement)
    if not proposal.waits:
        return no(MOVED_ON)
    if mine is None or mine.organisation_id != proposal.organisation_id:
        return no(say("Only the organisation that proposed this can take it back."))
    return may_lead(actor, statement)


def may_stand_by(actor: Actor, statement: Statement) -> Verdict:
    """Give a revision up while its drafters have the text: the release stands as it was."""
    verdict = may_lead(actor, statement)
    if not verdict:
        return verdict
    if not statement.is_revised or statement.stage not in {Stage.MERGE_REVIEW, Stage.RETURNED}:
        return no(
            say(
                "A revision can be given up while its drafting group has the text: in merge "
                "review, or after a decision returned it."
            )
        )
    return YES


def _drafter(statement: Statement, organisation_id: str) -> Drafter | None:
    return next(
        (each for each in statement.drafters if each.organisation_id == organisation_id), None
    )
