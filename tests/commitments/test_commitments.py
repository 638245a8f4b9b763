"""An organisation pledges in its own language, and says itself what came of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.commitments.commands import pledge, report
from portal.commitments.models import (
    COMMITMENT_CHANGES,
    Commitment,
    CommitmentReport,
    CommitmentState,
)
from portal.commitments.queries import due_soon, open_on
from portal.commitments.queries.showing import commitment_at
from portal.core import clock
from portal.core.errors import Invalid, NotFound, Refused
from portal.core.facts import AuditEntry
from portal.network.actors import ANONYMOUS
from portal.statements.models import Stage
from portal.texts import commands as texts
from tests.commitments.conftest import KOREAN, VIETNAMESE, WORDS, Shore


def acts(session: Session) -> list[str]:
    return list(
        session.scalars(
            select(AuditEntry.act)
            .where(AuditEntry.subject_type == "commitment")
            .order_by(AuditEntry.id)
        )
    )


def how_many(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Commitment)) or 0


def test_a_commitment_is_kept_with_the_words_that_it_answers_to(
    shore: Shore, tomorrow: date
) -> None:
    with shore.database.transaction() as session:
        before = shore.statement(session).changed_at
        made = shore.pledge(session, due_on=tomorrow)
        assert made.organisation_id == shore.organisations["seoul"].id
        assert (made.text_id, made.block_id) == (shore.text_id, shore.korean)
        assert made.revision_id == shore.revision(session, shore.korean)
        assert (made.body, made.language, made.due_on) == (WORDS, "ko", tomorrow)
        assert made.state is CommitmentState.OPEN
        assert acts(session) == ["CommitmentMade"]
        assert shore.statement(session).changed_at > before
    with shore.database.reading() as session:
        opened = commitment_at(session, made.id, ["vi"])
        assert opened.revision.body == KOREAN
        assert not opened.since.gone
        assert not opened.since.changes


def test_a_paragraph_read_in_the_language_it_was_written_in_is_answered_in_another(
    shore: Shore,
) -> None:
    with shore.database.transaction() as session:
        made = shore.pledge(session, block_id=shore.vietnamese)
        opened = commitment_at(session, made.id, ["ko"])
        assert opened.revision.body == VIETNAMESE
        assert opened.commitment.language == "ko"


def test_only_who_may_bind_her_organisation_pledges_for_it(shore: Shore) -> None:
    with shore.database.transaction() as session:
        for name in ("editor", "decides", "stranger"):
            with pytest.raises(Refused, match="power to sign"):
                shore.pledge(session, name)
        with pytest.raises(Refused, match="second factor"):
            shore.pledge(session, second_factor=False)
        with pytest.raises(Refused, match="Sign in"):
            pledge(
                session,
                shore.korean,
                revision_id=shore.revision(session, shore.korean),
                body=WORDS,
                language="ko",
                by=ANONYMOUS,
            )
        shore.statement(session).public_release = None
        session.flush()
        with pytest.raises(Refused, match="once it is public"):
            shore.pledge(session)
        shore.statement(session).public_release = 1
        shore.statement(session).stage = Stage.SUPERSEDED
        session.flush()
        with pytest.raises(Refused, match="taken the place"):
            shore.pledge(session)
        assert how_many(session) == 0


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("body", {"body": " \n "}),
        ("language", {"language": "not a language"}),
        ("due_on", {"due_on": date(2020, 1, 1)}),
    ],
)
def test_what_cannot_be_pledged_is_said_beside_its_field(
    shore: Shore, field: str, values: dict[str, object]
) -> None:
    with shore.database.transaction() as session:
        with pytest.raises(Invalid) as refused:
            shore.pledge(session, **values)
        assert list(refused.value.fields) == [field]
        assert how_many(session) == 0


def test_a_paragraph_that_reads_otherwise_or_is_gone_is_not_pledged_on(shore: Shore) -> None:
    with shore.database.transaction() as session:
        read = shore.revision(session, shore.korean)
        by = shore.actor(session, "seoul")
        made = shore.pledge(session)
        shore.statement(session).stage = Stage.DRAFT
        session.flush()
        texts.edit_block(
            session,
            shore.korean,
            body="모든 여성은 두려움 없이 신고할 수 있어야 합니다.",
            base_revision_id=read,
            by=by,
        )
        gone = shore.vietnamese
        old = shore.revision(session, gone)
        texts.delete_block(session, gone, by=by)
        shore.release(session)
        for block, revision, words in (
            (shore.korean, read, "reads otherwise"),
            (gone, old, "no longer part"),
        ):
            with pytest.raises(Invalid, match=words) as refused:
                pledge(
                    session,
                    block,
                    revision_id=revision,
                    body="Something else",
                    language="en",
                    by=by,
                )
            assert list(refused.value.fields) == ["revision"]
        for block, revision in (("nothing", read), (shore.korean, "nothing"), (gone, read)):
            with pytest.raises(NotFound):
                pledge(session, block, revision_id=revision, body="x", language="en", by=by)
        assert how_many(session) == 1
        since = commitment_at(session, made.id, ["ko"]).since
        assert [(change.old, change.new) for change in since.changes if change.kind != "equal"] == [
            ("안전하게", "두려움 없이")
        ]


def test_a_commitment_outlives_its_paragraph(shore: Shore) -> None:
    with shore.database.transaction() as session:
        made = shore.pledge(session, block_id=shore.vietnamese)
        shore.statement(session).stage = Stage.DRAFT
        session.flush()
        texts.delete_block(session, shore.vietnamese, by=shore.actor(session, "seoul"))
        shore.release(session)
        opened = commitment_at(session, made.id, ["vi"])
        assert opened.since.gone
        assert opened.revision.body == VIETNAMESE


def test_the_same_press_twice_is_one_commitment(shore: Shore, tomorrow: date) -> None:
    with shore.database.transaction() as session:
        first = shore.pledge(session, due_on=tomorrow)
        assert shore.pledge(session, due_on=tomorrow).id == first.id
        assert acts(session) == ["CommitmentMade"]
        assert shore.pledge(session, due_on=None).id != first.id
        assert shore.pledge(session, "hanoi", due_on=tomorrow).id != first.id
        assert how_many(session) == 3


def test_two_presses_at_the_same_moment_are_one_commitment(shore: Shore, tomorrow: date) -> None:
    together = Barrier(4)

    def press(_number: int) -> str:
        together.wait()
        with shore.database.transaction() as session:
            return shore.pledge(session, due_on=tomorrow).id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(press, range(4)))) == 1
    with shore.database.reading() as session:
        assert how_many(session) == 1
        assert acts(session) == ["CommitmentMade"]


def tell(
    session: Session,
    shore: Shore,
    made: Commitment,
    state: CommitmentState,
    words: str = "Đã làm xong.",
    *,
    name: str = "seoul",
    due_on: date | None = None,
    language: str = "vi",
) -> CommitmentReport:
    return report(
        session,
        made.id,
        state=state,
        words=words,
        language=language,
        due_on=due_on,
        by=shore.actor(session, name),
    )


def test_an_organisation_says_itself_what_came_of_it(shore: Shore, tomorrow: date) -> None:
    with shore.database.transaction() as session:
        made = shore.pledge(session, due_on=tomorrow)
        for name in ("hanoi", "editor", "decides", "stranger"):
            with pytest.raises(Refused, match="Only a representative"):
                tell(session, shore, made, CommitmentState.KEPT, name=name)
        with pytest.raises(Invalid) as refused:
            tell(session, shore, made, CommitmentState.KEPT, words="  ")
        assert list(refused.value.fields) == ["words"]
        with pytest.raises(Invalid, match="not a language"):
            tell(session, shore, made, CommitmentState.KEPT, language="??")
        tell(session, shore, made, CommitmentState.OPEN, words="Half of it is done.")
        done = tell(session, shore, made, CommitmentState.KEPT)
        assert tell(session, shore, made, CommitmentState.KEPT).id == done.id
        assert made.state is CommitmentState.KEPT
        with pytest.raises(Invalid, match="Take it up again") as again:
            tell(session, shore, made, CommitmentState.GIVEN_UP, words="No.")
        assert list(again.value.fields) == ["state"]
        later = tomorrow + timedelta(days=700)
        tell(session, shore, made, CommitmentState.OPEN, words="Once more.", due_on=later)
        assert (made.state, made.due_on) == (CommitmentState.OPEN, later)
        with pytest.raises(Invalid) as past:
            tell(session, shore, made, CommitmentState.OPEN, words="x", due_on=date(2020, 1, 1))
        assert list(past.value.fields) == ["due_on"]
        tell(session, shore, made, CommitmentState.GIVEN_UP, words="No money.", due_on=tomorrow)
        assert made.due_on == later
        assert acts(session) == [
            "CommitmentMade",
            "CommitmentReported",
            "CommitmentKept",
            "CommitmentTakenUp",
            "CommitmentGivenUp",
        ]
        session.refresh(made, ["reports"])
        assert [given.due_on for given in made.reports] == [None, None, later, None]


def test_a_report_is_never_changed(shore: Shore) -> None:
    with shore.database.transaction() as session:
        made = shore.pledge(session)
        given_report = tell(session, shore, made, CommitmentState.KEPT)
    with pytest.raises(DBAPIError), shore.database.transaction() as session:
        session.get_one(CommitmentReport, given_report.id).words = "Otherwise"


def test_what_is_due_and_what_is_open(shore: Shore) -> None:
    today = clock.today()
    with shore.database.transaction() as session:
        soon = shore.pledge(session, body="soon", due_on=today + timedelta(days=60))
        shore.pledge(session, body="later", due_on=today + timedelta(days=61))
        shore.pledge(session, body="some day")
        late = shore.pledge(session, body="late", due_on=today)
        done = shore.pledge(session, body="done", due_on=today)
        shore.pledge(session, "hanoi", body="theirs", due_on=today)
        late.due_on = today - timedelta(days=9)
        tell(session, shore, done, CommitmentState.KEPT)
        session.flush()
        ours = due_soon(session, shore.organisations["seoul"].id)
        assert [made.id for made in ours] == [late.id, soon.id]
        assert [made.is_overdue for made in ours] == [True, False]
        assert [made.body for made in open_on(session, [shore.text_id])] == [
            "late",
            "theirs",
            "soon",
            "later",
            "some day",
        ]
        assert open_on(session, []) == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(list(CommitmentState)), max_size=6))
def test_no_row_of_reports_reaches_what_the_changes_do_not_allow(
    shore: Shore, wanted: list[CommitmentState]
) -> None:
    with shore.database.transaction() as session:
        made = shore.pledge(session, body=f"One of {how_many(session)}")
        for number, state in enumerate(wanted):
            before = made.state
            allowed = state in COMMITMENT_CHANGES[before] or (
                before is state is CommitmentState.OPEN
            )
            try:
                tell(session, shore, made, state, words=f"Report {number}")
            except Invalid:
                assert not allowed
                assert made.state is before
            else:
                assert allowed
                assert made.state is state
        session.refresh(made, ["reports"])
        last = made.reports[-1].state if made.reports else CommitmentState.OPEN
        assert made.state is last
