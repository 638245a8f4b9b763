"""Who makes a commitment, and who says what came of it; each refusal says what would help."""

from datetime import date

from portal.commitments.models import COMMITMENT_CHANGES, Commitment, CommitmentState
from portal.core import clock
from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Power
from portal.statements.models import Stage, Statement
from portal.statements.policy import SECOND_FACTOR


def may_pledge(actor: Actor, statement: Statement) -> Verdict:
    """A representative who may bind her organisation, on a statement that everyone can read."""
    if not statement.is_public:
        return no(say("Commitments are made on a statement once it is public."))
    if statement.stage is Stage.SUPERSEDED:
        return no(
            say("Another statement has taken the place of this one. Make your commitment there.")
        )
    if not actor.signed_in:
        return no(say("Sign in as a representative of your organisation to make a commitment."))
    if not actor.has_power(Power.SIGN):
        return no(
            say(
                "Only a representative with the power to sign can make a commitment for your "
                "organisation."
            )
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)


def may_report(actor: Actor, commitment: Commitment) -> Verdict:
    """Only the organisation itself says what came of what it pledged."""
    mine = next(
        (
            item
            for item in actor.memberships
            if item.organisation_id == commitment.organisation_id and item.has(Power.SIGN)
        ),
        None,
    )
    if mine is None:
        return no(
            say(
                "Only a representative of the organisation that made this commitment, with the "
                "power to sign, says what came of it."
            )
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)


def may_become(commitment: Commitment, state: CommitmentState) -> Verdict:
    """An open commitment is reported on, kept or given up; the others are taken up again first."""
    if commitment.state is CommitmentState.OPEN is state:
        return YES
    if state in COMMITMENT_CHANGES[commitment.state]:
        return YES
    return no(
        say(
            "This commitment was reported as kept or given up meanwhile. Take it up again before "
            "you report anything else."
        )
    )


def may_be_due(day: date | None) -> Verdict:
    """A day that is still to come, or none."""
    if day is not None and day < clock.today():
        return no(say("This day has passed. Write a day that is still to come, or none."))
    return YES
