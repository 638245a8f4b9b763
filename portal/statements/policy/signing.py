"""Who signs, withdraws, and pauses signing."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.moments import Moment, Place
from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import ActingFor, Actor
from portal.network.models import Power, Role, Side
from portal.statements.models import (
    SignatoryKind,
    Signature,
    SignatureList,
    SignatureState,
    SigningRule,
    Stage,
    Statement,
)
from portal.statements.policy.drafting import may_lead
from portal.statements.policy.seeing import SECOND_FACTOR
from portal.statements.sealing import by_organisation, organisation_mark, signer_of


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
    done = own_signature(session, actor, statement)
    # What a second officer declined never stood, so it is no second signature.
    if done is not None and done.state is not SignatureState.DECLINED:
        return no(_SIGNED.get(done.state, _WITHDREW))
    alone = _not_alone(session, actor)
    if not alone:
        return alone
    return YES if actor.second_factor else no(SECOND_FACTOR)


SIGNED = say("Your organisation has signed this release already.")
RULE_RESTS = timedelta(hours=24)
"""For so long, whoever let a second officer go does not sign: her colleagues hear of it first."""


def _not_alone(session: Session, actor: Actor) -> Verdict:
    rule = session.get(SigningRule, actor.organisation_id)
    if (
        rule is None
        or rule.second_officer
        or rule.changed_by_id != actor.person_id
        or rule.changed_at + RULE_RESTS <= clock.now()
    ):
        return YES
    return no(
        say(
            "You settled less than 24 hours ago that one person is enough to sign. Another "
            "representative can sign now; you can when the 24 hours are over."
        )
    )


_SIGNED = {
    SignatureState.CONFIRMED: SIGNED,
    SignatureState.AWAITING_OFFICER: say(
        "Your organisation's signature waits for a second officer, who confirms it here."
    ),
}
_WITHDREW = say(
    "Your organisation signed this release and withdrew. The withdrawal stands for this release; a new release can be signed anew."
)


def own_signature(session: Session, actor: Actor, statement: Statement) -> Signature | None:
    """What the organisation that she acts for has signed of the release that is read now."""
    if statement.released is None or actor.organisation_id is None:
        return None
    return session.scalar(
        select(Signature).where(
            Signature.release_id == statement.released.id,
            by_organisation(session, actor.organisation_id),
        )
    )


def signing_is_open(statement: Statement) -> Verdict:
    if statement.is_revised:
        return no(
            say(
                "The text is being worked on again. Signing opens when a new release is there, or "
                "when its drafting group stands by this one."
            )
        )
    if statement.stage not in _SIGNED_IN or statement.released is None:
        return no(say("This statement is not open for signature."))
    if statement.frozen_at is not None:
        return no(
            say(
                "Signing is paused while the network looks into something. Nothing that was signed is affected."
            )
        )
    if statement.deadline is not None and statement.is_over:
        return no(
            say(
                "The time for signing has ended. It ended on %(when)s in %(place)s.",
                when=Moment(statement.deadline, statement.zone),
                place=Place(statement.zone),
            )
        )
    return YES


def may_withdraw(session: Session, actor: Actor, signature: Signature) -> Verdict:
    if signature.state not in {SignatureState.CONFIRMED, SignatureState.AWAITING_OFFICER}:
        return no(say("This signature does not stand any more."))
    membership = membership_of_signer(session, actor, signature)
    if membership is None or not membership.has(Power.SIGN):
        return no(
            say("Only a representative of the organisation that signed can withdraw its signature.")
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)


def membership_of_signer(session: Session, actor: Actor, signature: Signature) -> ActingFor | None:
    """The actor's membership in the organisation that signed, withheld or not."""
    if signature.kind is not SignatoryKind.MEMBER:
        return None
    return next(
        (
            item
            for item in actor.memberships
            if item.organisation_id == signature.organisation_id
            or organisation_mark(session, item.organisation_id) == signature.mark
        ),
        None,
    )


def may_freeze(actor: Actor, statement: Statement) -> Verdict:
    verdict = YES if actor.second_factor else no(SECOND_FACTOR)
    verdict = verdict if actor.is_secretariat else may_lead(actor, statement)
    # What is paused can go on after the deadline too: it is over then, and not paused.
    if verdict and statement.stage in _SIGNED_IN and statement.is_over and not statement.frozen_at:
        return signing_is_open(statement)
    return verdict


_SIGNED_IN = {Stage.OPEN, Stage.PUBLISHED}


def may_review(actor: Actor, statement: Statement) -> Verdict:
    """Look at signatures from outside: the drafting group's representatives, or the secretariat."""
    if not actor.signed_in:
        return no(say("Sign in to look at signatures that wait."))
    mine = {drafter.organisation_id for drafter in statement.drafters} | {statement.called_by_id}
    represents = any(
        membership.organisation_id in mine and Role.REPRESENTATIVE in membership.roles
        for membership in actor.memberships
    )
    if not represents and not actor.is_secretariat:
        return no(
            say(
                "Signatures from outside are looked at by representatives in the drafting group and by the secretariat."
            )
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)


def may_list(actor: Actor, statement: Statement) -> Verdict:
    """Bring a list of signatures that were collected elsewhere."""
    verdict = signing_is_open(statement)
    return may_lead(actor, statement) if verdict else verdict


def may_accept_listed(actor: Actor, statement: Statement, listed: SignatureList) -> Verdict:
    """Only a second person lets a list count: of another organisation, of the other side."""
    if actor.person_id == listed.by_id:
        return no(
            say("You brought this list. A person of the other side accepts it: two people publish.")
        )
    if actor.is_secretariat:
        return YES
    sides = {drafter.organisation_id: drafter.side for drafter in statement.drafters}
    brought = sides.get(listed.organisation_id)
    other = any(
        membership.organisation_id in sides
        and membership.organisation_id != listed.organisation_id
        and Role.REPRESENTATIVE in membership.roles
        and (
            brought is None
            or Side.BOTH in {brought, sides[membership.organisation_id]}
            or sides[membership.organisation_id] is not brought
        )
        for membership in actor.memberships
    )
    if not other:
        return no(
            say(
                "This was taken over from a list. Only a person of another organisation, of the other side, or the secretariat can accept it."
            )
        )
    return YES


def may_withdraw_listed(
    actor: Actor, statement: Statement, signature: Signature, listed: SignatureList | None
) -> Verdict:
    """Take out at its owner's wish what came from a list, whose owner has no link of her own:
    whoever may accept it.
    """
    if listed is None:
        return no(say("This signature was not taken over from a list."))
    if signature.state is not SignatureState.CONFIRMED:
        return no(say("This signature does not stand any more."))
    return may_review(actor, statement) & may_accept_listed(actor, statement, listed)


def may_confirm_as_officer(session: Session, actor: Actor, signature: Signature) -> Verdict:
    """Be the second of two: another person of the same organisation with the power to sign."""
    membership = membership_of_signer(session, actor, signature)
    if membership is None or not membership.has(Power.SIGN):
        return no(
            say("Only a representative of the organisation that signed can confirm its signature.")
        )
    if signature.state is not SignatureState.AWAITING_OFFICER:
        return no(say("This signature does not wait for a second officer."))
    if signer_of(session, signature).signed_by_id == actor.person_id:
        return no(say("You have signed it yourself. Another representative confirms it."))
    return YES if actor.second_factor else no(SECOND_FACTOR)


def may_set_signing_rule(actor: Actor) -> Verdict:
    """Say whether two people of one's organisation have to sign."""
    if not actor.has_power(Power.SIGN):
        return no(
            say("Only a representative with the power to sign decides how your organisation signs.")
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)
