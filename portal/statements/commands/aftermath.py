"""What becomes of a published statement: to whom it was handed, what came back, whom to ask."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.facts import announce
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.actors import Actor
from portal.network.commands.details import clean_line, clean_text
from portal.statements.commands.stages import led, reach_until
from portal.statements.facts.aftermath import (
    AnswerRecorded,
    PackBuilt,
    PressContactSet,
    SubmissionCorrected,
    SubmissionRecorded,
)
from portal.statements.models import Release, Stage, Statement, Submission
from portal.statements.policy.publishing import may_build_pack

_EASTERNMOST = timedelta(hours=14)
"""How far the clocks of the Line Islands are ahead of UTC."""
LONGEST_ANSWER = 20_000
HANDED_OVER = frozenset({Stage.SUBMITTED, Stage.FOLLOW_UP})


def record_submission(
    session: Session,
    statement_id: str,
    *,
    addressee: str,
    submitted_on: date,
    reference: str,
    by: Actor,
    language: str = "und",
    deadline: datetime | None = None,
    zone: str | None = None,
) -> Submission:
    """Note to whom the statement was handed, in the language of whoever notes it.

    With the first one an answer is awaited: until `deadline`, where one is given.
    """
    statement = led(session, statement_id, by)
    _check(addressee, submitted_on)
    if statement.stage is Stage.PUBLISHED:
        reach_until(session, statement, Stage.SUBMITTED, by=by, deadline=deadline, zone=zone)
    elif statement.stage not in HANDED_OVER:
        raise Invalid(say("Only a published statement can be handed to someone."))
    submission = Submission(
        statement_id=statement.id,
        addressee=clean_line(addressee),
        language=language,
        submitted_on=submitted_on,
        reference=clean_line(reference),
    )
    session.add(submission)
    statement.changed_at = clock.now()
    session.flush()
    announce(
        session,
        SubmissionRecorded(
            subject=statement.id,
            submission=submission.id,
            addressee=submission.addressee,
            submitted_on=submitted_on,
            reference=submission.reference,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return submission


def correct_submission(
    session: Session,
    submission_id: str,
    *,
    addressee: str,
    submitted_on: date,
    reference: str,
    language: str,
    by: Actor,
) -> Submission:
    """Put a wrong line right; what it said before stays in the audit log."""
    submission, statement = _of(session, submission_id, by)
    _check(addressee, submitted_on)
    if submission.answered_on is not None and submission.answered_on < submitted_on:
        raise _answered_too_early("submitted_on")
    before = (
        submission.addressee,
        submission.language,
        submission.submitted_on.isoformat(),
        submission.reference,
    )
    submission.addressee = clean_line(addressee)
    submission.language = language
    submission.submitted_on = submitted_on
    submission.reference = clean_line(reference)
    statement.changed_at = clock.now()
    announce(
        session,
        SubmissionCorrected(
            subject=statement.id,
            submission=submission.id,
            before=before,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return submission


def record_answer(
    session: Session,
    submission_id: str,
    *,
    answer: str,
    language: str,
    answered_on: date,
    by: Actor,
) -> Submission:
    """Note what came back, in the language that it came in."""
    submission, statement = _of(session, submission_id, by)
    words = clean_text(answer, LONGEST_ANSWER)
    if not words:
        raise Invalid(say("Write down what was answered."), {"answer": say("This is needed.")})
    _not_to_come(answered_on, "answered_on")
    if answered_on < submission.submitted_on:
        raise _answered_too_early("answered_on")
    before: tuple[str, ...] = ()
    if submission.answered_on is not None:
        before = (submission.answer, submission.answer_language, submission.answered_on.isoformat())
    submission.answer = words
    submission.answer_language = language
    submission.answered_on = answered_on
    statement.changed_at = clock.now()
    announce(
        session,
        AnswerRecorded(
            subject=statement.id,
            submission=submission.id,
            answered_on=answered_on,
            before=before,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )
    return submission


def set_press_contact(session: Session, statement_id: str, *, contact: str, by: Actor) -> None:
    """Say whom journalists can ask; everyone can read it."""
    statement = led(session, statement_id, by)
    statement.press_contact = clean_text(contact)
    statement.changed_at = clock.now()
    announce(
        session,
        PressContactSet(
            subject=statement.id,
            contact=statement.press_contact,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def note_pack(session: Session, release_id: str, *, languages: tuple[str, ...], by: Actor) -> None:
    """Write down who took a pack of files, and of which release."""
    release = session.get(Release, release_id)
    if release is None:
        raise NotFound
    statement = session.get_one(Statement, release.statement_id)
    require(may_build_pack(by, statement))
    announce(
        session,
        PackBuilt(
            subject=statement.id,
            release=release.id,
            languages=languages,
            by=by.person_id,
            organisation=by.organisation_id,
        ),
    )


def _of(session: Session, submission_id: str, by: Actor) -> tuple[Submission, Statement]:
    submission = session.get(Submission, submission_id)
    if submission is None:
        raise NotFound
    return submission, led(session, submission.statement_id, by)


def _check(addressee: str, submitted_on: date) -> None:
    if not clean_line(addressee):
        raise Invalid(say("Say to whom it was handed."), {"addressee": say("This is needed.")})
    _not_to_come(submitted_on, "submitted_on")


def _not_to_come(day: date, field: str) -> None:
    """A day that has begun nowhere on earth yet is refused; a day that has begun in the east is not."""
    if day > (clock.now() + _EASTERNMOST).date():
        raise Invalid(
            say("This day is still to come. Write down what has happened, when it has happened."),
            {field: say("Choose today or a day before.")},
        )


def _answered_too_early(field: str) -> Invalid:
    return Invalid(
        say("An answer cannot be older than what it answers. Check both days."),
        {field: say("Check this day.")},
    )
