"""Publishing takes two people: one proposes, another confirms; taking back takes one."""

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.library.commands.works import locked
from portal.library.facts import (
    PublicationProposed,
    PublicationReturned,
    WorkPublished,
    WorkTakenBack,
)
from portal.library.models import Openness, Work
from portal.library.policy import may_confirm, may_propose, may_take_back
from portal.network.actors import Actor


def propose_publication(
    session: Session, work_id: str, *, openness: Openness = Openness.PUBLIC, by: Actor
) -> Work:
    """Ask a second person to read the work and open it to `openness`."""
    work = locked(session, work_id)
    require(may_propose(by, work))
    if openness is Openness.DRAFT or openness is work.openness:
        raise Invalid(say("Choose for whom it shall be published."))
    _refuse_without_consent(work)
    work.proposed_openness = openness
    work.proposed_by_id, work.proposed_at = by.person_id, clock.now()
    work.published_by_id = None
    work.changed_at = work.proposed_at
    announce(
        session,
        PublicationProposed(
            subject=work.id, openness=openness, by=by.person_id, organisation=by.organisation_id
        ),
    )
    return work


def confirm_publication(session: Session, work_id: str, *, by: Actor) -> Work:
    """The second person opens it, as it was proposed."""
    work = locked(session, work_id)
    require(may_confirm(by, work))
    assert work.proposed_openness is not None  # noqa: S101 - set with the proposer
    _refuse_without_consent(work)
    work.openness = work.proposed_openness
    work.proposed_openness = work.proposed_at = None
    work.published_by_id = by.person_id
    work.changed_at = clock.now()
    work.published_at = work.published_at or work.changed_at
    announce(
        session,
        WorkPublished(
            subject=work.id,
            openness=work.openness,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return work


def return_publication(session: Session, work_id: str, *, reason: str, by: Actor) -> Work:
    """The second person gives it back with a reason; the first may also withdraw her proposal."""
    work = locked(session, work_id)
    if by.person_id is None or by.person_id != work.proposed_by_id:
        require(may_confirm(by, work))
        if not reason.strip():
            raise Invalid(say("Say what should change first."), {"reason": say("This is needed.")})
    work.proposed_openness = work.proposed_at = work.proposed_by_id = None
    work.changed_at = clock.now()
    announce(
        session,
        PublicationReturned(
            subject=work.id,
            reason=reason.strip(),
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return work


def take_back(session: Session, work_id: str, *, by: Actor) -> Work:
    """Make a published work a draft again, at once."""
    work = locked(session, work_id)
    require(may_take_back(by, work))
    before = work.openness
    work.openness = Openness.DRAFT
    work.proposed_openness = work.proposed_at = work.proposed_by_id = None
    work.published_by_id = None
    work.changed_at = clock.now()
    announce(
        session,
        WorkTakenBack(
            subject=work.id, before=before, by=by.person_id, organisation=by.organisation_id
        ),
    )
    return work


def _refuse_without_consent(work: Work) -> None:
    if work.needs_consent and not any(item.stands and item.on_page for item in work.consents):
        raise Invalid(
            say(
                "A testimony is published as its speaker consents. "
                "Record in which languages she lets it be read, then propose it again."
            )
        )
