"""Amendments: proposed in any language, supported by side, taken into the text, every one answered."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.core import clock
from portal.core.errors import Conflict, Invalid, Refused
from portal.network.models import Organisation, Side
from portal.statements import commands
from portal.statements.commands import Words
from portal.statements.models import (
    Amendment,
    AmendmentKind,
    AmendmentState,
    AmendmentSupport,
    Comment,
    Stage,
)
from portal.statements.queries.amending import amendment_at, review_of
from portal.statements.rebasing import Behind, Clean, Collides, Orphan
from portal.texts import commands as texts
from portal.texts.commands import NewBlock
from portal.texts.models import Block, BlockKind, Significance
from portal.texts.queries import Badge, read_text
from tests.harness.time import Traveller
from tests.statements.amending import KHMER, KOREAN, LAST, VIETNAMESE, Table

KIND = AmendmentKind
CHANGED = "모든 사람은 안전하게 신고할 수 있어야 합니다."
ALSO = "모든 여성은 안전하게 신고할 수 있어야 합니다. 언제나."


def test_a_khmer_amendment_on_a_khmer_reading_makes_khmer_the_source_and_the_others_stale(
    table: Table, moment: Traveller
) -> None:
    with table.writing() as session:
        block = table.order(session)[1]
        made = table.propose(
            session,
            KIND.REPLACE,
            1,
            language="km",
            base=table.head(session, block, "ko").id,
            body=KHMER,
            reason="ពាក្យច្បាស់ជាង",
        )
        assert made.number == 1
        assert made.side is Side.SENDING
    table.review(moment)
    with table.writing() as session:
        table.accept(session, made)
        assert session.get_one(Block, block).source_language == "km"
        read = read_text(session, table.text_id, ["ko"], exactly="ko")
        assert read.blocks[0].badge is Badge.OUT_OF_DATE
        assert read.blocks[0].stale is Significance.MEANING
        assert table.head(session, block, "km").note == "amendment:1"
        taken = session.get_one(Amendment, made.id)
        assert taken.result_revision_id == table.head(session, block, "km").id
        assert taken.state is AmendmentState.ACCEPTED
    assert table.bodies()[1] == KHMER


def test_each_kind_is_taken_into_the_text(table: Table, moment: Traveller) -> None:
    with table.writing() as session:
        made = [
            table.propose(session, KIND.REPLACE, 0, body="신고할 권리"),
            table.propose(
                session, KIND.INSERT, 1, body="새 문단입니다.", block_kind=BlockKind.QUOTATION
            ),
            table.propose(session, KIND.MOVE, 2, language="vi", to=3),
            table.propose(
                session, KIND.SPLIT, 3, body="우리는 즉각적인 조치를", second_body="요구합니다."
            ),
            table.propose(session, KIND.DELETE, 1),
        ]
    table.review(moment)
    with table.writing() as session:
        for each in made:
            table.accept(session, each)
    assert table.bodies() == [
        "신고할 권리",
        "새 문단입니다.",
        "우리는 즉각적인 조치를",
        "요구합니다.",
        VIETNAMESE,
    ]
    with table.database.reading() as session:
        block = table.order(session)[1]
        assert session.get_one(Block, block).kind is BlockKind.QUOTATION
        assert table.head(session, block, "ko").note == "amendment:2"


def test_paragraphs_apart_from_each_other_are_joined(table: Table, moment: Traveller) -> None:
    with table.writing() as session:
        made = table.propose(session, KIND.MERGE, 1, to=3)
    table.review(moment)
    with table.writing() as session:
        table.accept(session, made)
    assert table.bodies()[1:] == [f"{KOREAN}\n{LAST}", VIETNAMESE]


def test_two_amendments_to_one_paragraph_are_both_taken_where_their_words_are_apart(
    table: Table, moment: Traveller
) -> None:
    with table.writing() as session:
        one = table.propose(session, KIND.REPLACE, 1, body=CHANGED)
        other = table.propose(session, KIND.REPLACE, 1, by="tokyo", body=ALSO)
    table.review(moment)
    with table.writing() as session:
        assert review_of(session, table.statement(session)).collisions == ()
        table.accept(session, one)
        table.accept(session, other)
    assert table.bodies()[1] == "모든 사람은 안전하게 신고할 수 있어야 합니다. 언제나."


def test_a_collision_is_marked_and_nothing_is_taken_silently(
    table: Table, moment: Traveller
) -> None:
    with table.writing() as session:
        one = table.propose(session, KIND.REPLACE, 1, body=CHANGED)
        other = table.propose(
            session, KIND.REPLACE, 1, by="tokyo", body=KOREAN.replace("여성", "이주민")
        )
    table.review(moment)
    with table.writing() as session:
        review = review_of(session, table.statement(session))
        assert [(each.one, each.other) for each in review.collisions] == [(1, 2)]
        table.accept(session, one)
        standing = amendment_at(session, table.statement(session), 2).standing
        assert isinstance(standing, Collides)
        with pytest.raises(Invalid, match="same words have been changed"):
            table.accept(session, other)
        table.accept(session, other, words=Words("모든 이주민은 안전하게 신고할 수 있다."))
    assert table.bodies()[1] == "모든 이주민은 안전하게 신고할 수 있다."
    assert table.amendment(2).state is AmendmentState.ACCEPTED_WITH_CHANGES


def test_an_amendment_waits_for_a_person_when_the_source_has_moved(
    table: Table, moment: Traveller
) -> None:
    with table.writing() as session:
        korean = table.propose(session, KIND.REPLACE, 1, body=CHANGED)
        block = table.order(session)[1]
        khmer = table.propose(
            session,
            KIND.REPLACE,
            1,
            language="km",
            base=table.head(session, block, "ko").id,
            body=KHMER,
        )
    table.review(moment)
    with table.writing() as session:
        assert len(review_of(session, table.statement(session)).collisions) == 1
        table.accept(session, korean)
        assert isinstance(amendment_at(session, table.statement(session), 2).standing, Behind)
        with pytest.raises(Invalid, match="changed its meaning"):
            table.accept(session, khmer)


def test_what_changed_under_an_open_page_is_not_taken(table: Table, moment: Traveller) -> None:
    with table.writing() as session:
        made = table.propose(session, KIND.REPLACE, 1, body=CHANGED)
    table.review(moment)
    with table.writing() as session:
        seen = table.seen(session, made)
        block = table.order(session)[1]
        texts.edit_block(
            session,
            block,
            body=ALSO,
            base_revision_id=table.head(session, block, "ko").id,
            by=table.actor(session, "seoul"),
        )
        with pytest.raises(Conflict, match="changed since you opened"):
            commands.accept_amendment(session, made.id, seen=seen, by=table.actor(session, "seoul"))
        assert session.get_one(Amendment, made.id).state is AmendmentState.OPEN


def test_an_orphan_is_listed_with_candidates_placed_and_taken(
    table: Table, moment: Traveller
) -> None:
    with table.writing() as session:
        made = table.propose(session, KIND.REPLACE, 3, body=f"{LAST[:-1]}, 지금.")
    table.review(moment)
    with table.writing() as session:
        block = table.order(session)[3]
        by = table.actor(session, "seoul")
        new = texts.split_block(
            session,
            block,
            parts=("우리는 즉각적인", "조치를 요구합니다."),
            base_revision_id=table.head(session, block, "ko").id,
            by=by,
        )
        texts.delete_block(session, block, by=by)
        seen = amendment_at(session, table.statement(session), 1)
        assert seen.standing == Orphan(block, (new.id,))
        listed = review_of(session, table.statement(session)).orphans
        assert [each.amendment.number for each in listed] == [1]
        with pytest.raises(Invalid, match="paragraph is gone"):
            table.accept(session, made)
        with pytest.raises(Refused):
            commands.place_amendment(
                session, made.id, block_id=new.id, by=table.actor(session, "tokyo")
            )
        commands.place_amendment(
            session, made.id, block_id=new.id, by=table.actor(session, "khmer")
        )
        standing = amendment_at(session, table.statement(session), 1).standing
        assert isinstance(standing, Clean)
        assert standing.block == new.id
        with pytest.raises(Invalid, match="has its paragraph"):
            commands.place_amendment(session, made.id, block_id=new.id, by=by)
        table.accept(session, session.get_one(Amendment, made.id))
    assert "지금" in table.bodies()[-1]


def test_a_decision_waits_until_every_proposer_and_every_objection_is_answered(
    table: Table, moment: Traveller
) -> None:
    with table.writing() as session:
        made = table.propose(session, KIND.REPLACE, 1, body=CHANGED)
        second = table.propose(session, KIND.DELETE, 3, by="tokyo")
    table.review(moment)

    def decide() -> None:
        with table.writing() as session:
            commands.open_decision(
                session,
                table.statement_id,
                ends_at=clock.now() + timedelta(days=9),
                by=table.actor(session, "seoul"),
            )

    with pytest.raises(Invalid, match="answer"):
        decide()
    with table.writing() as session:
        table.accept(session, made, words=Words("모두가 안전하게 신고할 수 있다."))
        lead = table.actor(session, "hanoi")
        with pytest.raises(Invalid, match="Say why"):
            commands.decline_amendment(session, second.id, reason=" ", language="vi", by=lead)
        commands.decline_amendment(session, second.id, reason="Cần thiết.", language="vi", by=lead)
    with table.writing() as session:
        proposer, lead = table.actor(session, "khmer"), table.actor(session, "seoul")
        with pytest.raises(Refused, match="proposed this amendment"):
            commands.object_to_changes(
                session, made.id, words="아니오", by=table.actor(session, "tokyo")
            )
        with pytest.raises(Invalid, match="what you object to"):
            commands.object_to_changes(session, made.id, words=" ", by=proposer)
        commands.object_to_changes(session, made.id, words="មិនមែន", by=proposer)
        with pytest.raises(Refused, match="objected already"):
            commands.object_to_changes(session, made.id, words="ទេ", by=proposer)
    with pytest.raises(Invalid, match="answer"):
        decide()
    with table.writing() as session:
        lead = table.actor(session, "seoul")
        commands.answer_objection(session, made.id, answer="고쳤습니다.", by=lead)
        with pytest.raises(Invalid, match="no objection"):
            commands.answer_objection(session, made.id, answer="또", by=lead)
    decide()
    with table.database.reading() as session:
        assert table.statement(session).stage is Stage.DECISION


def test_a_declined_amendment_is_opened_again_and_an_accepted_one_says_how(
    table: Table, moment: Traveller
) -> None:
    with table.writing() as session:
        one = table.propose(session, KIND.REPLACE, 1, body=CHANGED)
        other = table.propose(session, KIND.DELETE, 3)
    table.review(moment)
    with table.writing() as session:
        by = table.actor(session, "seoul")
        commands.decline_amendment(session, other.id, reason="필요합니다", language="ko", by=by)
        with pytest.raises(Invalid, match="answered or withdrawn"):
            commands.decline_amendment(session, other.id, reason="또", language="ko", by=by)
        commands.take_back_answer(session, other.id, by=by)
        table.accept(session, one)
        with pytest.raises(Invalid, match="older wording back"):
            commands.take_back_answer(session, one.id, by=by)
    again = table.amendment(2)
    assert (again.state, again.answer, again.answered_at) == (AmendmentState.OPEN, "", None)


def test_the_same_amendment_sent_twice_is_one_and_a_comment_too(table: Table) -> None:
    with table.writing() as session:
        first = table.propose(session, KIND.REPLACE, 1, body=CHANGED, reason="하나")
        again = table.propose(session, KIND.REPLACE, 1, body=f"{CHANGED} ", reason="둘")
        assert again.id == first.id
        assert table.propose(session, KIND.REPLACE, 1, by="tokyo", body=CHANGED).number == 2
        block = table.order(session)[1]
        for _ in range(2):
            commands.comment(
                session,
                table.statement_id,
                block_id=block,
                revision_id=table.head(session, block, "ko").id,
                body="좋습니다.",
                language="ko",
                by=table.actor(session, "tokyo"),
            )
        assert session.scalar(select(func.count()).select_from(Comment)) == 1
        assert session.scalar(select(func.count()).select_from(Amendment)) == 2


def test_support_is_counted_by_the_side_of_that_day_and_can_be_taken_back(table: Table) -> None:
    with table.writing() as session:
        made = table.propose(session, KIND.DELETE, 3)
        for name in ("tokyo", "karachi", "tokyo"):
            commands.support_amendment(session, made.id, by=table.actor(session, name))
        with pytest.raises(Refused, match="counts already"):
            commands.support_amendment(session, made.id, by=table.actor(session, "khmer"))
    with table.writing() as session:
        tokyo = session.get_one(Organisation, table.organisations["tokyo"].id)
        tokyo.side = Side.SENDING
        session.flush()
        support = amendment_at(session, table.statement(session), 1).support
        assert (support.sending, support.receiving, support.both) == (1, 1, 1)
        commands.withdraw_support(session, made.id, by=table.actor(session, "tokyo"))
        assert amendment_at(session, table.statement(session), 1).support.receiving == 0
        assert session.scalar(select(func.count()).select_from(AmendmentSupport)) == 1


def test_its_own_organisation_changes_and_withdraws_it_while_it_is_open(
    table: Table, moment: Traveller
) -> None:
    with table.writing() as session:
        made = table.propose(session, KIND.REPLACE, 1, body=CHANGED)
        mine, other = table.actor(session, "khmer"), table.actor(session, "tokyo")
        with pytest.raises(Refused, match="proposed this amendment"):
            commands.change_amendment(session, made.id, language="ko", body=ALSO, by=other)
        commands.change_amendment(session, made.id, language="ko", body=ALSO, by=mine)
        with pytest.raises(Invalid, match="Nothing is changed"):
            commands.change_amendment(session, made.id, language="ko", body=KOREAN, by=mine)
    assert table.amendment().body == ALSO
    table.review(moment)
    with table.writing() as session:
        mine = table.actor(session, "khmer")
        with pytest.raises(Refused, match="while consultation is open"):
            commands.change_amendment(session, made.id, language="ko", body=CHANGED, by=mine)
        commands.withdraw_amendment(session, made.id, by=mine)
        with pytest.raises(Refused, match="not open any more"):
            commands.withdraw_amendment(session, made.id, by=mine)
        with pytest.raises(Invalid, match="answered or withdrawn"):
            commands.decline_amendment(
                session, made.id, reason="x", language="ko", by=table.actor(session, "seoul")
            )


@pytest.mark.parametrize(
    ("kind", "at", "values", "sentence"),
    [
        (KIND.REPLACE, 1, {"body": "  "}, "no words"),
        (KIND.REPLACE, 1, {"body": KOREAN}, "Nothing is changed"),
        (KIND.REPLACE, 1, {"body": CHANGED, "language": "tlh-x"}, "not a language"),
        (KIND.REPLACE, 1, {"body": KHMER}, "not written in the letters"),
        (KIND.SPLIT, 1, {"body": KOREAN}, "two parts"),
        (
            KIND.SPLIT,
            1,
            {"body": "하나", "second_body": "둘", "language": "km"},
            "in which you read",
        ),
        (KIND.MOVE, 1, {"to": 1}, "behind itself"),
        (KIND.MOVE, 2, {"to": 1}, "stands there already"),
        (KIND.MOVE, 1, {}, "Choose a paragraph"),
        (KIND.MERGE, 1, {"to": 1}, "joined with itself"),
        (KIND.MERGE, 1, {"to": 2}, "different languages"),
        (KIND.MERGE, 1, {"to": 0}, "joined with nothing"),
        (KIND.DELETE, 0, {}, "title stays"),
        (KIND.REPLACE, 1, {"body": CHANGED, "base": "nothing"}, "did not come whole"),
        (KIND.INSERT, 1, {"body": "제목", "block_kind": BlockKind.TITLE}, "one title"),
    ],
)
def test_what_cannot_be_proposed_gets_a_sentence(
    table: Table, kind: AmendmentKind, at: int, values: dict, sentence: str
) -> None:
    with table.writing() as session:
        block = table.order(session)[at]
        source = session.get_one(Block, block).source_language
        given = {"base": table.head(session, block, source).id, "language": source, **values}
        with pytest.raises(Invalid, match=sentence):
            table.propose(session, kind, at, **given)
        assert session.scalar(select(func.count()).select_from(Amendment)) == 0


def test_the_time_for_amendments_ends(table: Table, moment: Traveller) -> None:
    moment.shift(timedelta(days=4))
    with table.writing() as session, pytest.raises(Refused, match="time for amendments has ended"):
        table.propose(session, KIND.DELETE, 1)


def test_a_wording_that_was_read_before_it_changed_is_shown_with_the_new_one(table: Table) -> None:
    with table.writing() as session:
        block, by = table.order(session)[1], table.actor(session, "hanoi")
        source = table.head(session, block, "ko").id
        old = texts.save_translation(
            session,
            block,
            language="vi",
            body="Cũ ở đây rồi.",
            based_on_id=source,
            base_revision_id=None,
            by=by,
        )
        texts.save_translation(
            session,
            block,
            language="vi",
            body="Mới ở đây rồi.",
            based_on_id=source,
            base_revision_id=old.id,
            by=by,
        )
        with pytest.raises(Conflict, match="changed while you wrote") as caught:
            table.propose(
                session, KIND.REPLACE, 1, by="hanoi", language="vi", base=old.id, body="Cũ ở kia."
            )
        assert caught.value.theirs == "Mới ở đây rồi."


def test_nobody_else_answers_and_not_at_another_stage(table: Table, moment: Traveller) -> None:
    with table.writing() as session:
        made = table.propose(session, KIND.DELETE, 3)
        with pytest.raises(Refused, match="during the merge review"):
            table.accept(session, made)
    table.review(moment)
    with table.writing() as session:
        for name in ("tokyo", "khmer"):
            with pytest.raises(Refused, match="Only the drafting group"):
                commands.decline_amendment(
                    session, made.id, reason="x", language="en", by=table.actor(session, name)
                )
        with pytest.raises(Invalid, match="no words that could be changed"):
            table.accept(session, made, words=Words("x"))


def test_insertions_keep_the_order_of_their_numbers(table: Table, moment: Traveller) -> None:
    with table.writing() as session:
        made = [
            table.propose(session, KIND.INSERT, 1, body=f"새 문단 {number}입니다.")
            for number in range(3)
        ]
    table.review(moment)
    with table.writing() as session:
        for number in (2, 0, 1):
            table.accept(session, made[number])
    assert table.bodies()[2:5] == [f"새 문단 {number}입니다." for number in range(3)]


def test_a_paragraph_that_is_gone_takes_no_amendment(table: Table, moment: Traveller) -> None:
    table.review(moment)
    with table.writing() as session:
        by = table.actor(session, "seoul")
        block = table.order(session)[1]
        head = table.head(session, block, "ko").id
        texts.delete_block(session, block, by=by)
        texts.insert_block(
            session, table.text_id, NewBlock("글", "ko"), after=table.order(session)[0], by=by
        )
        table.statement(session).stage = Stage.CONSULTATION
        table.statement(session).deadline = clock.now() + timedelta(days=1)
        session.flush()
        with pytest.raises(Invalid, match="not in the text any more"):
            commands.propose_amendment(
                session,
                table.statement_id,
                commands.Proposal(KIND.REPLACE, block, head, "ko", CHANGED),
                by=table.actor(session, "khmer"),
            )


class Undone(Exception):
    """Takes everything back that was written."""


PARAGRAPHS = (1, 3)
WORDS_OF = {1: KOREAN, 3: LAST}
chosen = st.tuples(
    st.sampled_from([KIND.REPLACE, KIND.INSERT, KIND.DELETE, KIND.SPLIT, KIND.MOVE, KIND.MERGE]),
    st.sampled_from(PARAGRAPHS),
    st.integers(0, 9),
)


@pytest.mark.parametrize("engine_name", ["sqlite"])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(chosen, min_size=2, max_size=3))
def test_the_text_in_the_database_is_the_same_whichever_is_accepted_first(
    table: Table, moment: Traveller, drawn: list[tuple[AmendmentKind, int, int]]
) -> None:
    """As `test_amendments_rebasing` has it, with the real acts; each try is undone."""
    results = set()
    for backwards in (False, True):
        with suppress(Undone), table.database.transaction() as session:
            statement = table.statement(session)
            statement.stage, statement.deadline = (
                Stage.CONSULTATION,
                clock.now() + timedelta(days=1),
            )
            made = []
            for number, (kind, at, word) in enumerate(drawn):
                words = WORDS_OF[at].split()
                values: dict[str, object] = {}
                if kind is KIND.REPLACE:
                    words[word % len(words)] = f"바뀐{number}"
                    values["body"] = " ".join(words)
                elif kind is KIND.INSERT:
                    values["body"] = f"새로운 문단 {number}입니다."
                elif kind is KIND.SPLIT:
                    values = {"body": words[0], "second_body": " ".join(words[1:])}
                elif kind in {KIND.MOVE, KIND.MERGE}:
                    values["to"] = 4 - at
                by = ("khmer", "tokyo", "karachi")[number]
                made.append(table.propose(session, kind, at, by=by, **values))
            statement.stage = Stage.MERGE_REVIEW
            session.flush()
            shown = bool(review_of(session, statement).collisions)
            try:
                for each in made[::-1] if backwards else made:
                    table.accept(session, each)
            except Invalid:
                shown = True
            session.flush()
            read = read_text(session, table.text_id, [], as_written=True)
            if not shown:
                results.add(tuple(block.body for block in read.blocks))
            raise Undone
    assert len(results) <= 1
