"""Who may do what to a statement, and at which stage; each refusal says what would help."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.core import clock
from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.models import Power, Role, Side
from portal.statements.models import (
    PUBLIC,
    WRITTEN_IN,
    Decision,
    Elector,
    Signature,
    Stage,
    Statement,
)
from portal.texts.models import Text

SECOND_FACTOR = say(
    "This needs a second factor, so that a stolen password signs nothing. Set one up under "
    "“Security” in your settings, or sign in again with your code."
)


def in_drafting_group(actor: Actor, statement: Statement) -> bool:
    mine = {drafter.organisation_id for drafter in statement.drafters}
    return any(actor.edits_for(organisation) for organisation in mine)


def both_sides(sides: Collection[Side]) -> bool:
    """Whether sending and receiving are both there; an organisation of both sides is on each."""
    return (Side.BOTH in sides) or {Side.SENDING, Side.RECEIVING} <= set(sides)


def may_see(actor: Actor, statement: Statement) -> Verdict:
    """Everyone sees a released statement; members see consultation; the group its draft."""
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


def may_comment(actor: Actor, statement: Statement) -> Verdict:
    if not actor.signed_in or actor.acting_for is None:
        return no(say("Sign in for a member organisation to comment."))
    if statement.stage is not Stage.CONSULTATION:
        return no(say("Comments are taken while consultation is open."))
    if statement.is_over:
        return no(
            say("Consultation has ended; the drafting group is putting the comments together.")
        )
    return YES


def may_answer(session: Session, actor: Actor, decision: Decision) -> Verdict:
    """One answer an organisation of the roster, by a representative with that power."""
    if not actor.signed_in:
        return no(say("Sign in to answer for your organisation."))
    if decision.closed_at is not None or decision.ends_at <= clock.now():
        return no(say("This decision has ended."))
    if not actor.has_power(Power.DECIDE):
        return no(
            say("Only a representative with the power to decide can answer for your organisation.")
        )
    on_roster = session.get(Elector, (decision.id, actor.organisation_id))
    if on_roster is None:
        return no(
            say(
                "Your organisation is not on the roster, which was fixed when this decision opened."
            )
        )
    return YES if actor.second_factor else no(SECOND_FACTOR)


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
    release = statement.releases[-1]
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
    if statement.stage not in {Stage.OPEN, Stage.PUBLISHED} or not statement.releases:
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


class StatementTexts:
    """The rules of a statement, as its text asks for them."""

    def may_read(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_see(actor, _of(session, text))

    def may_write(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_write(actor, _of(session, text))

    def may_translate(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_translate(actor, _of(session, text))

    def may_review(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_translate(actor, _of(session, text))

    def bring(self, session: Session, holders: Collection[str]) -> Sequence[object]:
        return session.scalars(
            select(Statement)
            .where(Statement.id.in_(holders))
            .options(selectinload(Statement.drafters))
        ).all()


def _of(session: Session, text: Text) -> Statement:
    return session.get_one(Statement, text.holder_id)
