"""Representatives hear of what their organisation pledged a month before its day and on it, once each."""

from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.commitments.commands import report
from portal.commitments.models import CommitmentState
from portal.core import clock
from portal.mail.models import OutboxMessage
from portal.network.models import Person
from portal.notifications.commitments import remind
from portal.wiring import JOBS
from tests.commitments.conftest import WORDS, Shore


def mails(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_a_month_before_the_day_and_on_it(shore: Shore) -> None:
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=True) as moment:
        with shore.database.transaction() as session:
            made = shore.pledge(session, due_on=clock.today() + timedelta(days=40))
            session.get_one(Person, shore.people["seoul"].id).locale = "ko"
            assert remind(session) == 0
        told: dict[int, int] = {}
        for day in range(60):
            moment.shift(timedelta(days=1))
            with shore.database.transaction() as session:
                if queued := remind(session):
                    told[day + 1] = queued
        assert told == {10: 1, 40: 1}
        with shore.database.reading() as session:
            before, due = mails(session)
            assert {before.to, due.to} == {shore.people["seoul"].email}
            assert {before.locale, due.locale} == {"ko"}
            for mail in (before, due):
                assert WORDS not in mail.subject
                assert "2026" not in mail.subject
                assert WORDS in mail.body
                assert f"/commitments/{made.id}/report" in mail.body
                assert "2026" in mail.body


def test_a_day_that_nothing_ran_on_is_made_up_for_but_not_for_ever(shore: Shore) -> None:
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=True) as moment:
        with shore.database.transaction() as session:
            shore.pledge(session, body="first", due_on=clock.today() + timedelta(days=5))
            shore.pledge(session, body="second", due_on=clock.today() + timedelta(days=1))
            assert remind(session) == 0
        moment.shift(timedelta(days=9))
        with shore.database.transaction() as session:
            assert remind(session) == 1
            assert "first" in mails(session)[0].body


def test_what_is_done_or_put_off_is_not_asked_for(shore: Shore) -> None:
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=True) as moment:
        with shore.database.transaction() as session:
            day = clock.today() + timedelta(days=2)
            for body, state, later in (
                ("kept", CommitmentState.KEPT, None),
                ("given up", CommitmentState.GIVEN_UP, None),
                ("put off", CommitmentState.OPEN, day + timedelta(days=3)),
            ):
                report(
                    session,
                    shore.pledge(session, body=body, due_on=day).id,
                    state=state,
                    words="So it is.",
                    language="en",
                    due_on=later,
                    by=shore.actor(session, "seoul"),
                )
            shore.pledge(session, body="no day")
        moment.shift(timedelta(days=2))
        with shore.database.transaction() as session:
            assert remind(session) == 0
        moment.shift(timedelta(days=3))
        with shore.database.transaction() as session:
            assert remind(session) == 1
            assert "put off" in mails(session)[0].body


def test_it_is_done_beside_the_requests() -> None:
    assert "remind of commitments" in {job.name for job in JOBS}
