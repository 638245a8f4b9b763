"""Amendments through their real pages, in Korean, Khmer, Urdu and Vietnamese texts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.mail.models import OutboxMessage
from portal.network.models import Person
from portal.statements import commands
from portal.statements.models import Amendment, AmendmentKind, AmendmentState
from portal.texts import commands as texts
from tests.factories import make_person
from tests.harness.time import Traveller
from tests.pages import Page, open_page
from tests.statements.amending import KHMER, KOREAN, LAST, Table

CHANGED = "모든 사람은 안전하게 신고할 수 있어야 합니다."
URDU = "ہر عورت محفوظ طریقے سے رپورٹ کر سکے۔"
KIND = AmendmentKind


@pytest.fixture
def visit(table: Table, sign_in: Callable[[Person], FlaskClient]) -> Callable[..., Page]:
    """`visit("khmer", "/amendments")` opens a page of the statement as that person."""
    return lambda who, part="": open_page(
        sign_in(table.people[who]), f"/statements/{table.slug}{part}"
    )


def block(table: Table, at: int) -> str:
    with table.database.reading() as session:
        return table.order(session)[at]


def count(table: Table) -> int:
    with table.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Amendment)) or 0


def propose(
    visit: Callable[..., Page],
    table: Table,
    who: str,
    at: int,
    kind: str = "replace",
    **values: str,
) -> Page:
    page = visit(who, f"/amendments/new/{block(table, at)}?kind={kind}")
    return page.submit(reason=values.pop("reason", "이유"), **values)


def test_she_finds_the_way_from_the_comments_and_writes_in_khmer(
    table: Table, visit: Callable[..., Page]
) -> None:
    page = visit("khmer", "/comments")
    (link, *_rest) = page.links(f"/amendments/new/{block(table, 1)}")
    page = open_page(page.client, link)
    assert page.form().fields["language"] == "ko"
    assert page.form().fields["body"].strip() == KOREAN
    page = page.submit(language="km", body=KHMER, reason="ពាក្យនេះច្បាស់ជាង")
    assert page.status == 200, page.text
    assert "Amendment 1" in page.text
    (words,) = page.document.xpath("//p[@class='changes'][@lang='km']")
    assert KHMER in words.text_content()
    (reason,) = page.document.xpath("//section[h2='Why']/p")
    assert (reason.get("lang"), reason.text_content()) == ("km", "ពាក្យនេះច្បាស់ជាង")
    listed = visit("tokyo", "/amendments")
    assert "Amendment 1" in listed.text
    assert "Waits for its answer" in listed.text


def test_an_urdu_amendment_stands_from_right_to_left(
    table: Table, visit: Callable[..., Page]
) -> None:
    page = propose(visit, table, "karachi", 3, language="ur", body=URDU, reason="وجہ")
    (words,) = page.document.xpath("//p[@class='changes'][@lang='ur']")
    assert words.get("dir") == "rtl"
    assert page.document.xpath("//p[@lang='ko'][contains(., '즉각적인')]")


def test_the_difference_is_shown_in_words(table: Table, visit: Callable[..., Page]) -> None:
    page = propose(visit, table, "khmer", 1, language="ko", body=CHANGED)
    assert page.document.xpath("//p[@class='changes']/del/text()") == ["여성은"]
    assert "Words taken out are struck" in page.text


@pytest.mark.parametrize(
    ("kind", "at", "values", "said"),
    [
        ("insert", 1, {"body": "새 문단입니다. 새 문단.", "language": "ko"}, "새 문단입니다."),
        ("delete", 3, {}, "should be taken out"),
        ("move", 3, {"target": "1"}, "should come behind this one"),
        ("merge", 1, {"target": "3"}, "joined to it"),
        (
            "split",
            3,
            {"body": "우리는 즉각적인 조치를", "second_body": "요구합니다."},
            "should become two",
        ),
    ],
)
def test_every_kind_is_proposed_through_its_form(
    table: Table, visit: Callable[..., Page], kind: str, at: int, values: dict, said: str
) -> None:
    given = {
        name: block(table, int(value)) if name == "target" else value
        for name, value in values.items()
    }
    page = propose(visit, table, "khmer", at, kind, **given)
    assert page.status == 200, page.text
    assert said in page.text
    assert table.amendment().kind.value == kind


def test_two_presses_make_one_amendment(table: Table, visit: Callable[..., Page]) -> None:
    first = visit("khmer", f"/amendments/new/{block(table, 1)}")
    first.submit(language="ko", body=CHANGED, reason="하나")
    page = first.submit(language="ko", body=CHANGED, reason="하나")
    assert "has proposed this already" in page.text
    assert count(table) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"body": ""}, "This is needed."),
        ({"body": KOREAN}, "Nothing is changed."),
        ({"body": KHMER}, "not written in the letters"),
        ({"body": CHANGED, "reason": ""}, "This is needed."),
        ({"body": CHANGED, "base": ""}, "did not come whole"),
        ({"body": CHANGED, "language": "xx"}, "Choose one of the answers offered."),
    ],
)
def test_a_form_that_cannot_be_taken_comes_back_with_its_words(
    table: Table, visit: Callable[..., Page], values: dict, sentence: str
) -> None:
    given = {"language": "ko", "reason": "남은 이유", **values}
    page = propose(visit, table, "khmer", 1, **given)
    assert page.status == 422
    assert sentence in page.text
    assert page.form().fields["body"].strip() == given["body"]
    assert page.form().fields["reason"].strip() == given["reason"]
    assert count(table) == 0


def test_a_paragraph_that_changed_while_she_wrote_shows_both(
    table: Table, visit: Callable[..., Page]
) -> None:
    with table.writing() as session:
        source = table.head(session, block(table, 1), "ko").id
        by = table.actor(session, "hanoi")
        old = texts.save_translation(
            session,
            block(table, 1),
            language="vi",
            body="Mọi phụ nữ đều an toàn.",
            based_on_id=source,
            base_revision_id=None,
            by=by,
        )
        texts.submit_translation(session, block(table, 1), language="vi", by=by)
    page = visit("hanoi", f"/amendments/new/{block(table, 1)}")
    assert page.form().fields["body"].strip() == "Mọi phụ nữ đều an toàn."
    with table.writing() as session:
        newer = texts.save_translation(
            session,
            block(table, 1),
            language="vi",
            body="Mọi phụ nữ luôn an toàn.",
            based_on_id=source,
            base_revision_id=old.id,
            by=by,
        )
    page = page.submit(language="vi", body="Mọi người đều an toàn.", reason="Lý do")
    assert page.status == 409
    assert "changed while you wrote" in page.text
    assert "Mọi phụ nữ luôn an toàn." in page.text
    assert page.form().fields["body"].strip() == "Mọi người đều an toàn."
    assert page.form().fields["base"] == newer.id
    assert page.submit().status == 200


def test_after_the_deadline_the_page_says_so_and_takes_nothing(
    table: Table, visit: Callable[..., Page], moment: Traveller
) -> None:
    moment.shift(timedelta(days=2, hours=23, minutes=55))
    page = visit("khmer", f"/amendments/new/{block(table, 1)}")
    moment.shift(timedelta(minutes=10))
    late = page.submit(language="ko", body=CHANGED, reason="늦음")
    assert late.status == 403
    assert "time for amendments has ended" in late.text
    closed = visit("khmer", f"/amendments/new/{block(table, 1)}")
    assert not closed.document.xpath("//main//form")
    assert "time for amendments has ended" in visit("khmer", "/amendments").text
    assert count(table) == 0


def test_the_list_is_narrowed_sorted_and_teaches_when_empty(
    table: Table, visit: Callable[..., Page]
) -> None:
    assert "No amendment yet" in visit("tokyo", "/amendments").text
    propose(visit, table, "khmer", 1, language="ko", body=CHANGED)
    propose(visit, table, "tokyo", 3, "delete")
    page = visit("seoul", "/amendments")
    titles = [title.text_content() for title in page.document.xpath("//article/h2")]
    assert titles == ["Amendment 1", "Amendment 2"]
    newest = page.submit("/amendments", sort="newest")
    assert [t.text_content() for t in newest.document.xpath("//article/h2")] == titles[::-1]
    for filters, left in (
        ({"side": "receiving"}, ["Amendment 2"]),
        ({"block": block(table, 1)}, ["Amendment 1"]),
        ({"state": "open"}, titles),
    ):
        narrowed = page.submit("/amendments", **filters)
        assert [t.text_content() for t in narrowed.document.xpath("//article/h2")] == left
    assert "No amendment is like this" in page.submit("/amendments", state="declined").text


def test_support_is_given_and_taken_back(table: Table, visit: Callable[..., Page]) -> None:
    propose(visit, table, "khmer", 1, language="ko", body=CHANGED)
    page = visit("tokyo", "/amendments/1").submit("/support")
    assert "supports this amendment" in page.text
    assert "2 organisations stand behind it" in page.text
    page = page.submit("/support")
    assert "not support this amendment any more" in page.text
    assert not visit("khmer", "/amendments/1").document.xpath(
        "//form[contains(@action, '/support')]"
    )


def test_her_own_amendment_is_changed_and_withdrawn(
    table: Table, visit: Callable[..., Page]
) -> None:
    propose(visit, table, "khmer", 1, language="ko", body=CHANGED)
    page = visit("khmer", "/amendments/1/change")
    assert page.form().fields["body"].strip() == CHANGED
    page = page.submit(body="모두가 안전하게 신고할 수 있어야 합니다.")
    assert "Your amendment is changed." in page.text
    assert visit("tokyo", "/amendments/1/change").status == 403
    page = page.submit("/withdraw")
    assert "Withdrawn" in page.text
    assert table.amendment().state is AmendmentState.WITHDRAWN


def test_the_merge_review_answers_every_amendment_and_tells_their_proposers(
    table: Table, visit: Callable[..., Page], moment: Traveller
) -> None:
    propose(visit, table, "khmer", 1, language="ko", body=CHANGED)
    propose(visit, table, "tokyo", 1, language="ko", body=KOREAN.replace("여성", "이주민"))
    propose(visit, table, "karachi", 3, "delete")
    table.review(moment)
    members = visit("tokyo", "/merge")
    assert "Only the drafting group answers amendments" in members.text
    assert not members.document.xpath("//main//form[@method='post']")
    page = visit("seoul", "/merge")
    assert "Amendment 2 changes the same words." in page.text
    assert "0 of 3 done" in page.text
    page = page.submit("/amendments/1/answer", act="accept")
    assert "The answer is recorded" in page.text
    assert table.bodies()[1] == CHANGED
    assert "The same words have been changed in the text since." in page.text
    answer = visit("hanoi", "/amendments/2/answer")
    assert not answer.document.xpath("//button[@value='accept']")
    assert "여성" in answer.text
    refused = answer.submit(act="decline")
    assert refused.status == 422
    assert "Say why" in refused.text
    page = answer.submit(
        act="change", body="모든 사람과 이주민은 안전하게 신고할 수 있어야 합니다.", language="vi"
    )
    assert page.status == 200
    visit("hanoi", "/amendments/3/answer").submit(
        act="decline", answer="Cần thiết cho chúng tôi.", language="vi"
    )
    assert "3 of 3 done" in visit("seoul", "/merge").text
    with table.database.reading() as session:
        mails = session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.startswith("amendment:"))
        ).all()
        assert {mail.to for mail in mails} == {
            table.people[name].email for name in ("khmer", "tokyo", "karachi")
        }
    declined = visit("karachi", "/amendments/3")
    (words,) = declined.document.xpath("//p[@lang='vi'][contains(., 'chúng tôi')]")
    assert words.text_content() == "Cần thiết cho chúng tôi."


def test_a_proposer_objects_once_and_is_answered(
    table: Table, visit: Callable[..., Page], moment: Traveller
) -> None:
    propose(visit, table, "khmer", 1, language="km", body=KHMER)
    table.review(moment)
    page = visit("seoul", "/amendments/1/answer").submit(
        act="change", body=f"{KHMER} ជានិច្ច។", answer="Shorter."
    )
    assert page.status == 200, page.text
    page = visit("khmer", "/amendments/1")
    assert "Accepted with changes" in page.text
    assert (
        visit("tokyo", "/amendments/1").document.xpath("//form[contains(@action,'/object')]") == []
    )
    assert page.submit("/object", words="").status == 422
    page = page.submit("/object", words="នេះមិនមែនជាអ្វីដែលយើងចង់បានទេ។")
    assert "Your objection is in." in page.text
    assert not page.document.xpath("//form[contains(@action, '/object')]")
    page = visit("seoul", "/amendments/1")
    page = page.submit("/objection", answer="고쳤습니다.")
    assert "The objection is answered" in page.text
    history = open_page(page.client, f"/texts/blocks/{block(table, 1)}/history?lang=km")
    assert "Amendment 1 was accepted." in history.text


def test_an_answer_given_on_an_old_page_is_not_taken(
    table: Table, visit: Callable[..., Page], moment: Traveller
) -> None:
    propose(visit, table, "khmer", 1, language="ko", body=CHANGED)
    propose(visit, table, "tokyo", 1, language="ko", body=f"{KOREAN} 언제나.")
    table.review(moment)
    old = visit("seoul", "/amendments/2/answer")
    visit("hanoi", "/merge").submit("/amendments/1/answer", act="accept")
    page = old.submit(act="accept", answer="남은 말")
    assert page.status == 409
    assert "has changed since you opened this page" in page.text
    assert page.form().fields["answer"].strip() == "남은 말"
    page = page.submit(act="accept")
    assert "The answer is recorded" in page.text
    assert table.bodies()[1] == f"{CHANGED} 언제나."
    again = old.submit(act="accept")
    assert "answered or withdrawn in the meantime" in again.text


def test_an_orphan_is_listed_and_placed_through_its_page(
    table: Table, visit: Callable[..., Page], moment: Traveller
) -> None:
    propose(visit, table, "khmer", 3, language="ko", body=f"{LAST[:-1]}, 지금.")
    table.review(moment)
    with table.writing() as session:
        texts.delete_block(session, table.order(session)[3], by=table.actor(session, "seoul"))
    page = visit("seoul", "/merge")
    assert "Amendments whose paragraph is gone" in page.text
    refused = visit("seoul", "/amendments/1/answer")
    assert not refused.document.xpath("//button[@value='accept']")
    assert not visit("tokyo", "/amendments/1").document.xpath("//form[contains(@action, '/place')]")
    page = visit("khmer", "/amendments/1").submit("/place", block=block(table, 1))
    assert "has its paragraph again" in page.text
    assert "Amendments whose paragraph is gone" not in visit("seoul", "/merge").text


def test_a_declined_amendment_is_opened_again(
    table: Table, visit: Callable[..., Page], moment: Traveller
) -> None:
    propose(visit, table, "khmer", 3, "delete")
    table.review(moment)
    visit("seoul", "/amendments/1/answer").submit(act="decline", answer="필요합니다.")
    page = visit("seoul", "/amendments/1").submit("/take-back")
    assert "Waits for its answer" in page.text


def test_amendments_are_for_members_only(
    table: Table,
    visit: Callable[..., Page],
    sign_in: Callable[[Person], FlaskClient],
    client: FlaskClient,
) -> None:
    propose(visit, table, "khmer", 1, language="ko", body=CHANGED)
    with table.database.transaction() as session:
        stranger = make_person(session, "A stranger")
    for path in ("/amendments", "/amendments/1", "/merge", "/amendments/file"):
        address = f"/statements/{table.slug}{path}"
        assert open_page(sign_in(stranger), address).status == 403
        assert CHANGED not in open_page(client, address).html
    assert visit("tokyo", "/amendments/99").status == 404
    assert visit("tokyo", "/amendments/new/nothing").status == 404


def test_the_pages_take_as_many_statements_for_thirty_amendments_as_for_one(
    table: Table,
    visit: Callable[..., Page],
    moment: Traveller,
    statements: Callable,
) -> None:
    with table.writing() as session:
        table.propose(session, KIND.REPLACE, 1, body=CHANGED)
        commands.support_amendment(
            session,
            session.scalars(select(Amendment.id)).one(),
            by=table.actor(session, "tokyo"),
        )

    def counted(path: str) -> int:
        visit("seoul", path)
        page = visit("seoul", path)
        with statements() as sent:
            page.client.get(page.address)
        return len(sent)

    with table.writing() as session:
        for number in range(28):
            made = table.propose(
                session,
                (KIND.REPLACE, KIND.INSERT)[number % 2],
                1 + 2 * (number % 4 // 2),
                by=("tokyo", "hanoi", "karachi")[number % 3],
                body=f"{KOREAN} {number}번째 말을 더합니다.",
            )
            if number % 2:
                commands.support_amendment(session, made.id, by=table.actor(session, "khmer"))
    many = {path: counted(path) for path in ("/amendments", "/amendments/1")}
    table.review(moment)
    many["/merge"] = counted("/merge")
    with table.writing() as session:
        for made in session.scalars(select(Amendment).where(Amendment.number > 1)).all():
            session.delete(made)
    few = {path: counted(path) for path in many}
    assert {path: (few[path], many[path]) for path in many if many[path] > few[path]} == {}
    assert max(many.values()) <= 25
