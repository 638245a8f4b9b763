"""Who may read, keep and publish a work; each refusal says what would help."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from portal.core.policy import YES, Verdict, no
from portal.core.sentences import say
from portal.library.models import Openness, Work
from portal.network.actors import Actor
from portal.network.policy import SECOND_FACTOR_NEEDED
from portal.texts.models import Text


def _edits_for_any(actor: Actor) -> bool:
    return any(actor.edits_for(item.organisation_id) for item in actor.memberships)


def keeps(actor: Actor, work: Work) -> bool:
    """Whether she edits for the organisation that keeps it, or for one that wrote it."""
    if actor.person_id is not None and actor.person_id == work.created_by_id:
        return True
    mine = [work.keeper_id, *(author.organisation_id for author in work.authors)]
    return any(actor.edits_for(organisation) for organisation in mine if organisation)


def may_see(actor: Actor, work: Work) -> Verdict:
    """Everyone sees what is public; people of the network what is for members; its keepers a draft."""
    if work.openness is Openness.PUBLIC or actor.is_secretariat:
        return YES
    if not actor.signed_in:
        return no(say("This is not public. Sign in if your organisation belongs to the network."))
    if keeps(actor, work):
        return YES
    if work.openness is Openness.MEMBERS and actor.memberships:
        return YES
    if work.waits_for_second and _edits_for_any(actor):
        return YES  # whoever may confirm it has to read it first
    return no(say("This is a draft. Only those who keep it see it until it is published."))


def may_create(actor: Actor) -> Verdict:
    if not actor.signed_in:
        return no(say("Sign in to add something to the library."))
    if actor.is_secretariat or _edits_for_any(actor):
        return YES
    return no(
        say(
            "Only editors and representatives of a member organisation add to the library. "
            "Ask your organisation to name you."
        )
    )


def may_edit(actor: Actor, work: Work) -> Verdict:
    """Its keepers, and the secretariat with its second factor."""
    if not actor.signed_in:
        return no(say("Sign in to change this."))
    if keeps(actor, work):
        return YES
    if actor.is_secretariat:
        return YES if actor.second_factor else no(SECOND_FACTOR_NEEDED)
    return no(say("Only editors of the organisations that keep this work change it."))


def may_propose(actor: Actor, work: Work) -> Verdict:
    """The first of the two people that publishing takes."""
    verdict = may_edit(actor, work)
    if not verdict:
        return verdict
    if work.openness is Openness.PUBLIC:
        return no(say("This is public already."))
    if work.waits_for_second:
        return no(say("This waits for a second person to confirm it."))
    return YES


def may_confirm(actor: Actor, work: Work) -> Verdict:
    """The second: an editor of any member organisation who did not propose it."""
    if not actor.signed_in:
        return no(say("Sign in to confirm this."))
    if not work.waits_for_second:
        return no(say("Nobody has proposed to publish this yet."))
    if not (actor.is_secretariat or _edits_for_any(actor)):
        return no(say("Only editors of a member organisation confirm that a work is published."))
    if actor.person_id == work.proposed_by_id:
        return no(say("You proposed this yourself: publishing takes a second person."))
    return YES if actor.second_factor else no(SECOND_FACTOR_NEEDED)


def may_take_back(actor: Actor, work: Work) -> Verdict:
    """Taking something away takes one person: it may be urgent."""
    if not work.is_published:
        return no(say("This is not published."))
    return may_edit(actor, work)


def may_be_taken_along(work: Work, language: str) -> bool:
    """Whether this language of a work may be exported and printed by anyone."""
    return not work.needs_consent or any(
        item.stands and item.in_print and item.language == language for item in work.consents
    )


def may_record_consent(actor: Actor, work: Work) -> Verdict:
    if not work.needs_consent:
        return no(say("Consent is recorded for testimonies only."))
    return may_edit(actor, work)


def may_translate(actor: Actor, work: Work) -> Verdict:
    """People of member organisations translate what they may read."""
    if not (actor.memberships or actor.is_secretariat):
        return no(say("Only people of member organisations translate works of the library."))
    return may_see(actor, work)


class LibraryTexts:
    """The rules of a work, as its text asks for them."""

    def may_read(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_see(actor, _of(session, text))

    def may_write(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_edit(actor, _of(session, text))

    def may_translate(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_translate(actor, _of(session, text))

    def may_take_along(self, session: Session, actor: Actor, text: Text, language: str) -> Verdict:
        """Whether this language may be had as a file: the speaker says whether it may be printed."""
        work = _of(session, text)
        if may_be_taken_along(work, language) or keeps(actor, work):
            return YES
        return no(
            say("The person who speaks here has not agreed that this language leaves the site.")
        )

    def may_review(self, session: Session, actor: Actor, text: Text) -> Verdict:
        return may_translate(actor, _of(session, text))

    def bring(self, session: Session, holders: Collection[str]) -> Sequence[object]:
        return session.scalars(
            select(Work).where(Work.id.in_(holders)).options(selectinload(Work.authors))
        ).all()


def _of(session: Session, text: Text) -> Work:
    return session.get_one(Work, text.holder_id)
