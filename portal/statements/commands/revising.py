"""Taking a public text up again: one side proposes, the other agrees, and the release stands by."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.statements.commands.restoring import restore_released
from portal.statements.commands.stages import future, locked, reach
from portal.statements.facts import (
    RevisionBegun,
    RevisionDeclined,
    RevisionGivenUp,
    RevisionProposed,
)
from portal.statements.models import Reopening, Stage, Statement
from portal.statements.policy.revising import (
    leads_for,
    may_answer_revision,
    may_propose_revision,
    may_stand_by,
    may_take_back_revision,
)
from portal.statements.queries.history import revision_of, waiting_revision
from portal.texts.commands.revisions import checked_body, checked_language


def propose_revision(
    session: Session,
    statement_id: str,
    *,
    reason: str,
    language: str,
    deadline: datetime,
    zone: str,
    by: Actor,
) -> Reopening:
    """Ask the other side to take the text up again, with a consultation until `deadline`."""
    statement = locked(session, statement_id)
    require(may_propose_revision(by, statement, waiting_revision(session, statement.id)))
    words = _needed(reason)
    mine = leads_for(by, statement)
    assert mine is not None  # noqa: S101 - may_propose_revision asks for it
    assert by.person_id is not None  # noqa: S101
    assert statement.public_release is not None  # noqa: S101
    made = Reopening(
        statement_id=statement.id,
        release=statement.public_release,
        reason=words,
        reason_language=checked_language(language),
        deadline=future(deadline),
        zone=zone,
        organisation_id=mine.organisation_id,
        side=mine.side,
        by_id=by.person_id,
    )
    session.add(made)
    session.flush()
    statement.changed_at = clock.now()
    announce(
        session,
        RevisionProposed(
            subject=statement.id,
            reopening=made.id,
            release=made.release,
            reason=made.reason,
            by=by.person_id,
            organisation=mine.organisation_id,
        ),
    )
    return made


def confirm_revision(session: Session, reopening_id: str, *, by: Actor) -> None:
    """Agree: consultation opens on the text, and the release stays public as it is."""
    statement, proposal = _proposal(session, reopening_id)
    require(may_answer_revision(by, statement, proposal))
    if proposal.deadline <= clock.now():
        raise Invalid(
            say(
                "The consultation that was proposed would have ended by now. Decline this, and "
                "propose it again with a later deadline."
            )
        )
    mine = leads_for(by, statement)
    assert mine is not None  # noqa: S101 - may_answer_revision asks for it
    proposal.confirmed_organisation_id = mine.organisation_id
    proposal.confirmed_by_id = by.person_id
    proposal.confirmed_at = clock.now()
    proposal.stage_before = statement.stage
    proposal.deadline_before = statement.deadline
    reach(
        session,
        statement,
        Stage.CONSULTATION,
        by=by,
        deadline=proposal.deadline,
        zone=proposal.zone,
    )
    announce(
        session,
        RevisionBegun(
            subject=statement.id,
            reopening=proposal.id,
            release=proposal.release,
            by=by.person_id,
            organisation=mine.organisation_id,
        ),
    )


def decline_revision(session: Session, reopening_id: str, *, reason: str, by: Actor) -> None:
    """The other side declines with a reason, or the proposing one takes it back."""
    statement, proposal = _proposal(session, reopening_id)
    if not may_take_back_revision(by, statement, proposal):
        require(may_answer_revision(by, statement, proposal))
    proposal.ended_at = statement.changed_at = clock.now()
    proposal.ended_reason = _needed(reason)
    announce(
        session,
        RevisionDeclined(
            subject=statement.id,
            reopening=proposal.id,
            reason=proposal.ended_reason,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def stand_by_release(session: Session, statement_id: str, *, reason: str, by: Actor) -> None:
    """Give the revision up: the text is as it was released, and signing goes on where it was open."""
    statement = locked(session, statement_id)
    require(may_stand_by(by, statement))
    words = _needed(reason)
    begun = revision_of(session, statement.id)
    release = statement.released
    if begun is None or release is None:
        raise NotFound
    restore_released(session, statement, release, by=by)
    deadline = begun.deadline_before
    if begun.stage_before not in {Stage.OPEN, Stage.PUBLISHED}:
        # It was handed over before; nobody could sign any more, and nobody can now.
        deadline = begun.confirmed_at
    reach(session, statement, Stage.PUBLISHED, by=by, deadline=deadline)
    begun.ended_at = clock.now()
    begun.ended_reason = words
    announce(
        session,
        RevisionGivenUp(
            subject=statement.id,
            reopening=begun.id,
            release=release.number,
            reason=words,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def _proposal(session: Session, reopening_id: str) -> tuple[Statement, Reopening]:
    found = session.get(Reopening, reopening_id)
    if found is None:
        raise NotFound
    statement = locked(session, found.statement_id)
    session.refresh(found)
    return statement, found


def _needed(reason: str) -> str:
    words = checked_body(reason)
    if not words:
        raise Invalid(
            say("Say why, in a sentence or two. Nothing has changed yet."),
            {"reason": say("This is needed.")},
        )
    return words


__all__ = [
    "confirm_revision",
    "decline_revision",
    "propose_revision",
    "stand_by_release",
]
