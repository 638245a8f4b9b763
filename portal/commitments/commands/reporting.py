"""Saying what came of a commitment: each report is kept."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.commitments.commands.checking import allow, held, language_of, words_of
from portal.commitments.facts import (
    CommitmentFact,
    CommitmentGivenUp,
    CommitmentKept,
    CommitmentReported,
    CommitmentTakenUp,
)
from portal.commitments.models import Commitment, CommitmentReport, CommitmentState
from portal.commitments.policy import may_be_due, may_become, may_report
from portal.core import clock
from portal.core.facts import announce
from portal.core.orm import hold
from portal.core.policy import require
from portal.network.actors import Actor


def report(
    session: Session,
    commitment_id: str,
    *,
    state: CommitmentState,
    words: str,
    language: str,
    by: Actor,
    due_on: date | None = None,
) -> CommitmentReport:
    """Say what came of it: it goes on, was kept, was given up, or is taken up again.

    `due_on` sets another day for one that is open after this report. The same report pressed
    twice is one.
    """
    made = hold(session, Commitment, commitment_id)
    statement = held(session, made.text_id)
    require(may_report(by, made))
    assert by.person_id is not None  # noqa: S101 - may_report asks for it
    said, tag = words_of(words, "words"), language_of(language)
    last = session.scalars(
        select(CommitmentReport)
        .where(CommitmentReport.commitment_id == made.id)
        .order_by(CommitmentReport.at.desc(), CommitmentReport.id.desc())
        .limit(1)
    ).first()
    anew = due_on if state is CommitmentState.OPEN and due_on != made.due_on else None
    if last is not None and (last.state, last.words, last.language) == (state, said, tag):
        again = due_on is None or due_on in {last.due_on, made.due_on}
        if again:
            return last
    allow(may_become(made, state), "state")
    allow(may_be_due(anew), "due_on")
    before = made.state
    given = CommitmentReport(
        commitment_id=made.id,
        state=state,
        words=said,
        language=tag,
        due_on=anew,
        by_id=by.person_id,
    )
    session.add(given)
    if anew is not None:
        made.due_on = anew
    if state is not before:
        made.state, made.state_since = state, clock.now()
    statement.changed_at = clock.now()
    session.flush()
    announce(session, _fact(made, given, before, by))
    return given


def _fact(
    made: Commitment, given: CommitmentReport, before: CommitmentState, by: Actor
) -> CommitmentFact:
    subject, person, organisation = made.id, by.person_id, made.organisation_id
    if given.state is not CommitmentState.OPEN:
        kind = CommitmentKept if given.state is CommitmentState.KEPT else CommitmentGivenUp
        return kind(subject=subject, report=given.id, by=person, organisation=organisation)
    goes_on = CommitmentReported if before is CommitmentState.OPEN else CommitmentTakenUp
    return goes_on(
        subject=subject,
        report=given.id,
        due_on=given.due_on,
        by=person,
        organisation=organisation,
    )
