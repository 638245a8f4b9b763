"""A statement through its real pages, from the first draft to signatures; refusals stand where buttons would."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.core import clock
from portal.core.orm import Database
from portal.network.models import Organisation, Person, Power, Role, Side
from portal.statements.models import Signature, Stage, Statement
from portal.texts.queries import read_text
from tests.factories import (
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.harness.time import Traveller
from tests.pages import Page, open_page

WITHHELD = "Canary House of Battambang"
TITLE = "The right to report"
BODY = "Every woman can report in safety."


@dataclass
class People:
    """Representatives of two organisations on each side, and people without powers."""

    database: Database
    sign_in: Callable[..., FlaskClient]
    persons: dict[str, Person]
    organisations: dict[str, Organisation]
    slug: str = ""

    def by(self, name: str, *, second_factor: bool = True) -> FlaskClient:
        return self.sign_in(self.persons[name], second_factor=second_factor)

    def page(self, name: str, part: str = "", *, second_factor: bool = True) -> Page:
        return open_page(
            self.by(name, second_factor=second_factor), f"/statements/{self.slug}{part}"
        )

    def stage(self) -> Stage:
        with self.database.reading() as session:
            return session.scalars(select(Statement.stage)).one()

    def text_id(self) -> str:
        with self.database.reading() as session:
            return session.scalars(select(Statement.text_id)).one()

    def draft(self) -> Page:
        page = open_page(self.by("seoul"), "/statements/new")
        page = page.submit(
            title=TITLE,
            language="en",
            body=f"{BODY}\n\nNobody is sent away.",
            drafters=[self.organisations["hanoi"].id],
        )
        self.slug = page.address.partition("/statements/")[2]
        return page

    def step(self, act: str, **values: str) -> Page:
        """Take the next step through its form on the page of next steps."""
        page = self.page("seoul", "/next")
        (form,) = page.document.xpath(f"//form[.//input[@name='act'][@value='{act}']]")
        fields = {**dict(form.form_values()), **values}
        response = page.client.post(page.address, data=fields, follow_redirects=True)
        return Page(page.client, response, page.address)

    def consult(self) -> None:
        until = (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
        page = self.step("consult", **{"consult-deadline": until, "consult-zone": "Asia/Seoul"})
        assert "Consultation is open." in page.text, page.text

    def decide(self, moment: Traveller) -> None:
        self.consult()
        moment.shift(timedelta(days=4))
        self.step("close")
        self.step("review")
        until = (clock.now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
        page = self.step("decide", **{"decide-deadline": until, "decide-zone": "Asia/Seoul"})
        assert "The decision is open." in page.text, page.text

    def consent(self) -> None:
        for name in self.organisations:
            page = self.page(name, "/decision").submit(choice="consent")
            assert "answer is recorded" in page.text

    def open(self, moment: Traveller) -> None:
        self.draft()
        self.decide(moment)
        self.consent()
        for act in ("count", "release", "open"):
            page = self.step(act)
            assert page.status == 200, page.text
        assert self.stage() is Stage.OPEN

    def sign(self, name: str, **values: str) -> Page:
        return self.page(name, "/sign").submit(agreed="y", **values)

    def signatures(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(Signature)) or 0


@pytest.fixture
def people(moment: Traveller, database: Database, sign_in: Callable[..., FlaskClient]) -> People:
    with database.transaction() as session:
        make_portal(session)
        organisations = {
            "seoul": make_organisation(
                session, "Across the sea", side=Side.RECEIVING, countries=("KR",)
            ),
            "tokyo": make_organisation(session, "Harbour", side=Side.RECEIVING, countries=("JP",)),
            "hanoi": make_organisation(session, "Bến Về", language="vi", countries=("VN",)),
            "khmer": make_organisation(session, WITHHELD, slug="house", countries=("KH",)),
        }
        persons = {
            name: make_representative(session, item, name=f"She of {name}", time_zone="Asia/Seoul")
            for name, item in organisations.items()
        }
        persons["editor"] = make_person(session, "An editor")
        make_membership(session, persons["editor"], organisations["hanoi"], Role.EDITOR)
        persons["decides"] = make_person(session, "Who decides")
        make_membership(
            session,
            persons["decides"],
            organisations["hanoi"],
            Role.REPRESENTATIVE,
            (Power.DECIDE,),
        )
        persons["stranger"] = make_person(session, "A stranger")
    return People(database, sign_in, persons, organisations)


def test_a_statement_is_drafted_decided_released_and_signed_through_its_pages(
    people: People, moment: Traveller
) -> None:
    page = people.draft()
    assert "Your draft is begun" in page.text
    assert people.stage() is Stage.DRAFT
    people.decide(moment)
    people.consent()
    for act, stage in (
        ("count", Stage.ADOPTED),
        ("release", Stage.TRANSLATIONS_CHECKED),
        ("open", Stage.OPEN),
    ):
        assert people.step(act).status == 200
        assert people.stage() is stage
    page = people.sign("hanoi", mandate_body="General assembly", mandate_date="2026-11-01")
    assert "signature stands under this text" in page.text
    assert "Bến Về" in page.text
    people.step("publish")
    (link,) = people.page("seoul", "/next").links("/submissions/new")
    page = open_page(people.by("seoul"), link)
    page.submit(addressee="CEDAW", submitted_on="2026-11-05", language="en")
    assert people.stage() is Stage.SUBMITTED
    people.step("follow")
    assert people.stage() is Stage.FOLLOW_UP


def test_the_public_sees_nothing_before_it_is_open_and_all_of_it_after(
    people: People, moment: Traveller, client: FlaskClient
) -> None:
    people.draft()
    hidden = open_page(client, f"/statements/{people.slug}")
    assert hidden.status == 403
    assert BODY not in hidden.html
    assert people.page("tokyo").status == 403
    people.decide(moment)
    assert people.page("tokyo").status == 200
    assert open_page(client, f"/statements/{people.slug}").status == 403
    people.consent()
    for act in ("count", "release", "open"):
        people.step(act)
    shown = open_page(client, f"/statements/{people.slug}")
    assert shown.status == 200
    assert BODY in shown.text
    assert TITLE in open_page(client, "/statements/").text


def test_a_draft_without_a_title_keeps_what_was_typed(people: People) -> None:
    page = open_page(people.by("seoul"), "/statements/new").submit(
        title=" ", body="Kept words.", drafters=[people.organisations["hanoi"].id]
    )
    assert page.status == 422
    assert page.form().fields["body"].strip() == "Kept words."
    assert page.document.xpath("//input[@name='drafters'][@checked]")


def test_one_side_alone_does_not_open_a_consultation(people: People) -> None:
    page = open_page(people.by("seoul"), "/statements/new").submit(title=TITLE, body=BODY)
    people.slug = page.address.partition("/statements/")[2]
    page = people.page("seoul", "/next")
    assert "one side only" in page.text
    assert not page.document.xpath("//input[@name='consult-deadline']")
    page = people.page("seoul", "/drafters").submit(drafters=[people.organisations["khmer"].id])
    assert "drafting group is changed" in page.text
    people.consult()


def test_a_deadline_is_said_in_its_place_and_kept_as_a_moment(people: People) -> None:
    people.draft()
    people.step(
        "consult",
        **{"consult-deadline": "2026-11-20T17:00", "consult-zone": "Asia/Ulaanbaatar"},
    )
    page = people.page("tokyo")
    (time,) = page.document.xpath("//p[@class='kicker']/time")
    assert time.get("datetime").startswith("2026-11-20T09:00")
    said = page.document.xpath("string(//p[@class='kicker'])")
    assert "until Nov 20, 2026, 5:00\u202fPM in Ulaanbaatar" in said
    assert "Nov 20, 2026, 6:00\u202fPM in Seoul" in said


def test_a_deadline_that_has_passed_is_refused_and_stays_in_the_form(people: People) -> None:
    people.draft()
    page = people.step("consult", **{"consult-deadline": "2026-10-01T17:00"})
    assert page.status == 422
    assert "has passed already" in page.text
    assert page.document.xpath("//input[@name='consult-deadline']/@value") == ["2026-10-01T17:00"]
    assert people.stage() is Stage.DRAFT


def test_a_member_comments_in_her_language_and_is_answered(people: People) -> None:
    people.draft()
    people.consult()
    page = people.page("khmer", "/comments")
    page = open_page(page.client, page.links("/comments/")[1])
    page = page.submit(body="ត្រូវបន្ថែមពាក្យ។", language="km")
    assert page.status == 200
    (comment,) = page.document.xpath("//article[@class='comment']/div[@lang='km']")
    assert "ត្រូវបន្ថែមពាក្យ" in comment.text_content()
    assert not page.document.xpath("//form[contains(@action, '/comments/answer/')]")
    answered = people.page("seoul", "/comments")
    (action,) = {form.get("action") for form in answered.document.xpath("//main//form")}
    page = answered.submit(action, answer="Thank you, we add it.")
    assert "Thank you, we add it." in page.text
    assert "Answer of the drafting group" in page.text


def test_comments_end_with_the_consultation_and_the_page_says_why(
    people: People, moment: Traveller
) -> None:
    people.draft()
    people.consult()
    moment.shift(timedelta(days=4))
    page = people.page("khmer", "/comments")
    assert "Consultation has ended" in page.text
    assert not page.links("/comments/")


def test_the_decision_page_prints_the_rule_and_the_roster(
    people: People, moment: Traveller
) -> None:
    people.draft()
    people.decide(moment)
    page = people.page("khmer", "/decision")
    assert "In a second round at least two thirds of each side must consent" in page.text
    assert "could consent to (needed for a concern and for a block)" in page.text
    assert "at least 60% of each side" in page.text
    assert "Silence is never consent" in page.text
    for name in ("Across the sea", "Harbour", "Bến Về", WITHHELD):
        assert name in page.text
    assert "Too few organisations of the sending side have answered." in page.text


def test_a_block_without_words_is_given_back_and_with_words_returns_the_text(
    people: People, moment: Traveller
) -> None:
    people.draft()
    people.decide(moment)
    page = people.page("khmer", "/decision").submit(choice="block")
    assert page.status == 422
    assert "Choose a paragraph." in page.text
    assert "Offer words" in page.text
    block = page.document.xpath("//select[@name='block_id']/option/@value")[2]
    page = page.submit(choice="block", block_id=block, words="Every person.", language="en")
    assert page.status == 200
    assert "Every person." in page.text
    for name in ("seoul", "tokyo", "hanoi"):
        people.page(name, "/decision").submit(choice="consent")
    people.step("count")
    assert people.stage() is Stage.RETURNED


def test_an_answer_is_changed_and_a_block_lifted_by_its_own_organisation(
    people: People, moment: Traveller
) -> None:
    people.draft()
    people.decide(moment)
    page = people.page("khmer", "/decision")
    block = page.document.xpath("//select[@name='block_id']/option/@value")[1]
    page.submit(choice="block", block_id=block, words="Every person.", language="en")
    others = people.page("tokyo", "/decision")
    assert not others.document.xpath("//form[contains(@action, '/resolve')]")
    page = people.page("khmer", "/decision").submit("/resolve")
    assert "Your block is lifted." in page.text
    page = people.page("khmer", "/decision").submit(choice="consent", words="")
    assert "answer is recorded" in page.text


def test_a_decision_is_not_closed_while_someone_may_still_answer(
    people: People, moment: Traveller
) -> None:
    people.draft()
    people.decide(moment)
    people.page("khmer", "/decision").submit(choice="consent")
    page = people.page("seoul", "/next")
    assert "may still answer" in page.text
    sent = {"csrf_token": page.token, "act": "count"}
    refused = page.client.post(page.address, data=sent)
    assert refused.status_code == 422
    assert "may still answer" in refused.get_data(as_text=True)
    assert people.stage() is Stage.DECISION


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("editor", "Only a representative with the power to sign"),
        ("decides", "Only a representative with the power to sign"),
        ("stranger", "Only a representative with the power to sign"),
    ],
)
def test_a_refusal_stands_where_the_button_would_be(
    people: People, moment: Traveller, who: str, reason: str
) -> None:
    people.open(moment)
    page = people.page(who, "/sign")
    assert page.status == 200
    assert reason in page.text
    assert not page.document.xpath("//main//form")
    assert reason in people.page(who).text


def test_signing_needs_the_second_factor(people: People, moment: Traveller) -> None:
    people.open(moment)
    page = people.page("hanoi", "/sign", second_factor=False)
    assert "second factor" in page.text
    assert not page.document.xpath("//main//form")


def test_two_presses_of_the_button_make_one_signature(people: People, moment: Traveller) -> None:
    people.open(moment)
    first, second = people.page("hanoi", "/sign"), people.page("hanoi", "/sign")
    first.submit(agreed="y")
    page = second.submit(agreed="y")
    assert page.status == 403
    assert "has signed this release already" in page.text
    assert "stands, and nothing was signed a second time" in page.text
    assert page.links(f"/statements/{people.slug}/signatories")
    assert "What you typed" not in page.text
    assert people.signatures() == 1


def test_nothing_is_signed_without_the_tick_or_under_another_text(
    people: People, moment: Traveller
) -> None:
    people.open(moment)
    page = people.page("hanoi", "/sign").submit(mandate_body="Board")
    assert page.status == 422
    assert page.form().fields["mandate_body"] == "Board"
    page = people.page("hanoi", "/sign").submit(agreed="y", text_root="0" * 64)
    assert page.status == 422
    assert "Nothing was signed" in page.text
    page = people.page("hanoi", "/sign").submit(agreed="y", mandate_date="2030-01-01")
    assert page.status == 422
    assert "cannot lie in the future" in page.text
    assert people.signatures() == 0


def test_a_withheld_name_counts_and_is_on_no_page(
    people: People, moment: Traveller, client: FlaskClient
) -> None:
    people.open(moment)
    people.sign("seoul")
    people.sign("khmer", withheld="y")
    pages = [
        open_page(client, f"/statements/{people.slug}{part}")
        for part in ("", "/signatories", "?lang=en")
    ]
    pages += [
        people.page(name, part)
        for name in ("tokyo", "editor")
        for part in ("", "/signatories", "/history")
    ]
    pages.append(open_page(client, "/"))
    for page in pages:
        assert page.status == 200
        assert WITHHELD not in page.html
        assert "/network/house" not in page.html
    assert "2 signatures" in pages[0].text
    assert "1 more has signed and keeps its name" in pages[1].text
    assert "Cambodia" not in pages[1].text


def test_a_withdrawn_withheld_name_stays_withheld(
    people: People, moment: Traveller, client: FlaskClient
) -> None:
    people.open(moment)
    people.sign("khmer", withheld="y")
    page = people.page("khmer", "/signatories")
    assert not page.document.xpath("//form[contains(@action, '/withdraw')]//textarea")
    page = page.submit("/withdraw")
    assert "The signature is withdrawn." in page.text
    public = open_page(client, f"/statements/{people.slug}/signatories")
    assert WITHHELD not in public.html
    assert "whose name was kept from the public was withdrawn on" in public.text


def test_a_withdrawal_is_shown_with_its_date_and_stands(
    people: People, moment: Traveller, client: FlaskClient
) -> None:
    people.open(moment)
    people.sign("hanoi")
    people.page("hanoi", "/signatories").submit("/withdraw", reason="Our board changed.")
    public = open_page(client, f"/statements/{people.slug}/signatories")
    assert "Withdrawn" in public.text
    assert "withdrawn on" in public.text
    page = people.page("hanoi", "/sign")
    assert "The withdrawal stands for this release; a new release can be signed" in page.text


def test_signing_is_paused_and_goes_on(people: People, moment: Traveller) -> None:
    people.open(moment)
    page = people.page("seoul", "/signatories").submit("/freeze")
    assert "Signing is paused" in page.text
    assert "Signing is paused" in people.page("hanoi", "/sign").text
    assert not people.page("hanoi", "/sign").document.xpath("//main//form")
    page = people.page("seoul", "/signatories").submit("/freeze")
    assert "Signing goes on." in page.text
    people.sign("hanoi")
    assert people.signatures() == 1


def test_the_time_for_signing_ends(people: People, moment: Traveller, client: FlaskClient) -> None:
    people.draft()
    people.decide(moment)
    people.consent()
    people.step("count")
    people.step("release")
    until = (clock.now() + timedelta(hours=9, minutes=20)).strftime("%Y-%m-%dT%H:%M")
    people.step("open", **{"open-deadline": until, "open-zone": "Asia/Seoul"})
    assert people.page("seoul", "/signatories").document.xpath(
        "//form[contains(@action, '/freeze')]"
    )
    open_form = people.page("hanoi", "/sign")
    assert "Signing is open: until" in open_form.text
    outside = open_page(client, f"/statements/{people.slug}/sign?as=external")
    moment.shift(timedelta(minutes=21))
    assert "The time for signing has ended." in people.page("hanoi", "/sign").text
    assert "Signing is open: until" in outside.text
    page = people.page("seoul", "/signatories")
    assert not page.document.xpath("//form[contains(@action, '/freeze')]")
    page = open_form.submit(agreed="y", mandate_body="Our board")
    assert page.status == 403
    assert "The time for signing has ended. It ended on" in page.text
    assert "in Seoul" in page.text
    assert "Nothing was signed." in page.text
    assert "Our board" in page.text
    page = outside.submit(
        agreed="y",
        name="An association",
        side="sending",
        country_1="NP",
        members="One\nTwo",
        contact="Maya",
        email="maya@association.example",
    )
    assert page.status == 422
    assert "It ended on" in page.text
    for kept in ("An association", "Nepal", "One", "Two", "Maya", "maya@association.example"):
        assert kept in page.text, kept
    assert not page.document.xpath("//main//form//*[@name='name']")
    assert people.signatures() == 0
    moment.shift(timedelta(days=3))
    page = open_form.submit(agreed="y", mandate_body="Our board")
    assert page.status == 422
    assert "Our board" in page.text


def test_what_was_typed_comes_back_when_signing_was_paused_meanwhile(
    people: People, moment: Traveller
) -> None:
    people.open(moment)
    page = people.page("hanoi", "/sign")
    people.page("seoul", "/signatories").submit("/freeze")
    page = page.submit(mandate_body="Our board")
    assert "Signing is paused" in page.text
    assert "Our board" in page.text
    assert people.signatures() == 0


def test_only_representatives_of_the_drafting_group_take_the_next_step(people: People) -> None:
    people.draft()
    page = people.page("editor", "/next")
    assert page.status == 403
    assert "representatives in the drafting group" in page.text
    page = people.page("seoul", "/next", second_factor=False)
    assert page.status == 403
    assert "second factor" in page.text


def test_no_act_of_another_stage_is_taken(people: People) -> None:
    people.draft()
    page = people.page("seoul", "/next")
    for act in ("close", "review", "release", "publish", "follow", "count", "open", "decide", "x"):
        response = page.client.post(page.address, data={"csrf_token": page.token, "act": act})
        assert response.status_code in {404, 422}, act
    assert people.stage() is Stage.DRAFT


def test_a_released_text_stays_as_it_was_signed(people: People, moment: Traveller) -> None:
    people.open(moment)
    with people.database.reading() as session:
        block = read_text(session, people.text_id(), ["en"]).blocks[0]
    answer = people.page("hanoi", "/history")
    refused = answer.client.get(f"/texts/blocks/{block.id}/edit")
    assert refused.status_code == 403


def test_the_mandate_is_shown_to_the_organisation_that_signed(
    people: People, moment: Traveller
) -> None:
    people.open(moment)
    people.sign("hanoi", mandate_body="Our general assembly")
    for name in ("hanoi", "editor"):
        assert "Our general assembly" in people.page(name, "/signatories").text
    assert "Our general assembly" not in people.page("tokyo", "/signatories").text
    page = people.page("hanoi", "/signatories").submit("/withdraw", reason="")
    assert "Our general assembly" not in page.text
