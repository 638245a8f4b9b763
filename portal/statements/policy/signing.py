"""Who signs, withdraws, and pauses signing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Power
from portal.statements.models import (
    Signature,
    Stage,
    Statement,
)
from portal.statements.policy.drafting import may_lead
from portal.statements.policy.seeing import SECOND_FACTOR


def may_sign(session: Session, actor: Actor, statement: Statement) -> Verdict:
    """Signing is open, not frozen, not over, not done, and she is authorised with a second factor."""
    verdict = signing_is_open(statement)
    if not verdict:
        return verdict
    if not actor.signed_in:
        return no(say("Sign in as a representative of your organisation to sign."))
    if not actor.has_power(Power.SIGN):
        return no(
            say("Only a representative with the power to sign can sign for your organisation.")
        )
    release = statement.released
    assert release is not None  # noqa: S101 - signing is open
    done = session.scalar(
        select(Signature).where(
            Signature.release_id == release.id, Signature.organisation_id == actor.organisation_id
        )
    )
    if done is not None and done.counts:
        return no(say("Your organisation has signed this release already."))
    if done is not None:
        return no(
            say(
                "Your organisation signed this release and withdrew. A withdrawal stands; ask the callers if you want to sign anew."
            )
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)


def signing_is_open(statement: Statement) -> Verdict:
    if statement.stage not in {Stage.OPEN, Stage.PUBLISHED} or statement.released is None:
        return no(say("This statement is not open for signature."))
    if statement.frozen_at is not None:
        return no(
            say(
                "Signing is paused while the network looks into something. Nothing that was signed is affected."
            )
        )
    if statement.is_over:
        return no(say("The time for signing has ended."))
    return YES


def may_withdraw(actor: Actor, signature: Signature) -> Verdict:
    if not signature.counts:
        return no(say("This signature does not stand any more."))
    membership = next(
        (item for item in actor.memberships if item.organisation_id == signature.organisation_id),
        None,
    )
    if membership is None or not membership.has(Power.SIGN):
        return no(
            say("Only a representative of the organisation that signed can withdraw its signature.")
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)


def may_freeze(actor: Actor, statement: Statement) -> Verdict:
    if actor.is_secretariat:
        return YES if actor.second_factor else no(SECOND_FACTOR)
    return may_lead(actor, statement)
