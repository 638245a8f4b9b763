"""Signing through the real pages: from outside in three kinds, the queue, lists, officers."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import brotli
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.core import clock
from portal.core.orm import Database
from portal.mail.models import OutboxMessage
from portal.network.models import NetworkMembership, OrganisationKind
from portal.statements.models import Signature, SignatureRole, SignatureState, Statement
from portal.statements.queries.signing import signatories_of
from tests.factories import make_organisation, make_representative
from tests.harness.time import Traveller
from tests.pages import Page, open_page
from tests.statements.test_pages import People, people

__all__ = ["people"]
KINDS = {
    "external": {
        "name": "پردیسی بہنوں کی انجمن",
        "language": "ur",
        "side": "sending",
        "country_1": "PK",
        "contact": "سعدیہ",
        "website": "https://behnen.example",
    },
    "individual": {"name": "김지민", "language": "ko", "affiliation": "서울대학교"},
    "collective": {
        "name": "ស្ត្រីរោងចក្រ",
        "language": "km",
        "people": "80",
        "country_1": "KH",
        "country_2": "TH",
        "contact": "សុភា",
    },
}
MAIL = "we@behnen.example"


@pytest.fixture
def opened(people: People, moment: Traveller) -> People:
    people.open(moment)
    return people


def mails(people: People, start: str) -> list[OutboxMessage]:
    with people.database.reading() as session:
        return list(
            session.scalars(
                select(OutboxMessage)
                .where(OutboxMessage.key.startswith(start))
                .order_by(OutboxMessage.id)
            )
        )


def sign_on(people: People, client: FlaskClient, kind: str, prefix: str = "", **more: str) -> Page:
    page = open_page(client, f"{prefix}/statements/{people.slug}/sign?as={kind}")
    assert page.status == 200
    return page.submit(**{**KINDS[kind], "email": MAIL, "agreed": "y", **more})


def answer(people: People, client: FlaskClient) -> Page:
    found = re.search(
        r"http://portal.test(\S+/sign/answer/\S+)", mails(people, "sign-on:")[-1].body
    )
    assert found
    return open_page(client, found[1])


@pytest.mark.parametrize("kind", list(KINDS))
def test_an_outsider_signs_by_mail_and_shows_once_a_person_has_looked(
    opened: People, client: FlaskClient, kind: str
) -> None:
    name = KINDS[kind]["name"]
    page = sign_on(opened, client, kind, prefix="/ur")
    assert "/sign/sent" in page.address
    public = f"/statements/{opened.slug}/signatories"
    assert name not in open_page(client, public).html
    page = answer(opened, client)
    assert page.document.get("lang") == "ur"
    assert name in page.html
    with opened.database.reading() as session:
        assert session.scalars(select(Signature)).one().state is SignatureState.UNCONFIRMED
    (button,) = page.document.xpath("//main//button[@value='confirm']")
    page = press(page, button)
    assert name not in open_page(client, public).html
    queue = opened.page("hanoi", "/review")
    assert name in queue.html
    assert MAIL in queue.html
    (box,) = queue.document.xpath("//main//input[@name='chosen']")
    page = queue.submit(chosen=box.get("value"), act="accept")
    assert "1 signature is accepted" in page.text
    shown = open_page(client, public)
    assert name in shown.html
    for hidden in (MAIL, KINDS[kind].get("contact", MAIL)):
        assert hidden not in shown.html
    if kind == "individual":
        assert "for identification only" in shown.text
    if kind == "collective":
        assert "80 people" in shown.text
    if kind == "external":
        assert name in open_page(client, f"/statements/{opened.slug}").html


def press(page: Page, button) -> Page:
    """Press one button of a page with several forms."""
    form = button.getparent()
    while form.tag != "form":
        form = form.getparent()
    fields = {**dict(form.form_values()), button.get("name"): button.get("value")}
    response = page.client.post(page.address, data=fields, headers={"Origin": "http://localhost"})
    address = response.headers.get("Location", page.address)
    return (
        open_page(page.client, address)
        if response.status_code == 303
        else Page(page.client, response, page.address)
    )


def test_both_times_the_answer_is_the_same(opened: People, client: FlaskClient) -> None:
    first = sign_on(opened, client, "external")
    second = sign_on(opened, client, "external")
    strip = re.compile(r'nonce="[^"]*"|value="[^"]*"')
    assert strip.sub("", first.html) == strip.sub("", second.html)
    assert len(mails(opened, "sign-on:")) == 1


def test_what_was_typed_stays_in_a_form_that_needs_a_change(
    opened: People, client: FlaskClient
) -> None:
    page = sign_on(opened, client, "collective", email="no address")
    assert page.status == 422
    assert "This is not a mail address." in page.text
    assert page.document.xpath("//input[@name='name']/@value") == [KINDS["collective"]["name"]]
    assert page.document.xpath("//select[@name='country_2']/option[@selected]/@value") == ["TH"]


def test_a_link_that_leads_nowhere_says_so(opened: People, client: FlaskClient) -> None:
    page = open_page(client, f"/statements/{opened.slug}/sign/answer/nothing")
    assert page.status == 404
    assert "leads nowhere any more" in page.text


def test_the_name_is_kept_from_the_public_and_then_taken_back(
    opened: People, client: FlaskClient
) -> None:
    sign_on(opened, client, "external")
    page = answer(opened, client)
    for act in ("confirm", "withhold"):
        (button,) = page.document.xpath(f"//main//button[@value='{act}']")
        page = press(page, button)
        assert page.status == 200
    assert "No, the name is kept from the public" in page.text
    queue = opened.page("seoul", "/review")
    (box,) = queue.document.xpath("//main//input[@name='chosen']")
    queue.submit(chosen=box.get("value"), act="accept")
    public = open_page(client, f"/statements/{opened.slug}/signatories")
    assert "1 more has signed and keeps its name" in public.text
    assert KINDS["external"]["name"] not in public.html
    page = answer(opened, client)
    (button,) = page.document.xpath("//main//button[@value='withdraw']")
    page = press(page, button)
    assert "A signature whose name was kept from the public was withdrawn on" in page.text
    page = answer(opened, client)
    assert "The withdrawal stands for this release; a new release can be signed" in page.text
    assert not page.document.xpath("//main//button")


def test_a_flood_is_cleared_in_three_presses(opened: People, client: FlaskClient) -> None:
    for number in range(60):
        sign_on(opened, client, "individual", email=f"flood{number}@spam.example")
    page = opened.page("hanoi", "/review?state=unconfirmed")
    assert len(page.document.xpath("//input[@name='chosen']")) == 50
    (every,) = page.links("every=1")
    page = open_page(page.client, every)
    page = page.submit(act="ask")
    assert "Decline 60 signatures?" in page.text
    unanswered = page.submit(act="decline")
    assert unanswered.status == 422
    page = unanswered.submit(reason="A flood", act="decline")
    assert "60 signatures are declined." in page.text
    assert len(mails(opened, "sign-on")) == 60


def test_the_queue_is_for_reviewers(opened: People, client: FlaskClient) -> None:
    assert opened.page("tokyo", "/review").status == 403
    assert opened.page("hanoi", "/review", second_factor=False).status == 403
    page = opened.page("hanoi", "/review")
    assert "Nothing waits" in page.text


def test_a_second_officer_confirms_on_the_signing_page(
    opened: People, database: Database, client: FlaskClient
) -> None:
    with database.transaction() as session:
        second = make_representative(session, opened.organisations["khmer"])
    rule = open_page(opened.by("khmer"), "/statements/signing-rule")
    page = rule.submit(second_officer="y")
    assert "Saved." in page.text
    page = opened.sign("khmer", withheld="y")
    assert "another representative has been asked" in page.text
    assert (
        "Nobody has signed yet" in open_page(client, f"/statements/{opened.slug}/signatories").text
    )
    assert "You have signed it yourself" in opened.page("khmer", "/sign").text
    opened.persons["second"] = second
    page = opened.page("second", "/sign").submit("/confirm", act="confirm")
    assert "stands under this text" in page.text
    public = open_page(client, f"/statements/{opened.slug}/signatories")
    assert "1 more has signed and keeps its name" in public.text


def test_a_list_goes_through_its_pages(opened: People, client: FlaskClient) -> None:
    pasted = "Harbour\n이주여성 모임\nស្ត្រីរោងចក្រ\nDr. Kim Jimin\n80 women activists"
    page = opened.page("seoul", "/lists").submit(pasted=pasted)
    assert "It seems to be a member." in page.text
    assert "4 lines are taken. 1 member is asked to sign itself." in page.text
    missing = page.submit(act="hand_in")
    assert missing.status == 422
    assert "Write how they were collected" in missing.text
    page = missing.submit(act="hand_in", basis="서울에서 종이에 받았습니다.")
    assert "4 signatures wait for a person of the other side." in page.text
    queue = opened.page("hanoi", "/review?tick=all")
    assert "Taken over from a list" in queue.text
    page = queue.submit(act="accept")
    assert "4 signatures are accepted" in page.text
    shown = open_page(client, f"/statements/{opened.slug}/signatories")
    assert "taken over from a list by Across the sea" in shown.text
    assert "ស្ត្រីរោងចក្រ" in shown.html
    assert "Harbour" not in shown.text


def test_whoever_brought_a_list_cannot_accept_it(opened: People) -> None:
    page = opened.page("seoul", "/lists").submit(pasted="An association\nAnother")
    page.submit(act="hand_in", basis="On paper.")
    page = opened.page("seoul", "/review?tick=all").submit(act="accept")
    assert page.status == 403
    assert "two people publish" in page.text


def test_a_long_list_is_paged_sorted_and_asks_no_more_of_the_database(
    opened: People, client: FlaskClient, statements: Callable
) -> None:
    address = f"/statements/{opened.slug}/signatories"
    pasted = "\n".join(f"Association of street {number}" for number in range(12))
    opened.page("seoul", "/lists").submit(pasted=pasted).submit(act="hand_in", basis="x")
    every = opened.page("hanoi", "/review?every=1")
    every.submit(act="accept")
    client.get(address)
    with statements() as few:
        client.get(address)
    pasted = "\n".join(f"Association of road {number}" for number in range(230))
    opened.page("seoul", "/lists").submit(pasted=pasted).submit(act="hand_in", basis="x")
    every = opened.page("hanoi", "/review?every=1")
    assert "230 signatures are accepted" in every.submit(act="accept").text
    with statements() as many:
        page = open_page(client, address)
    assert len(many) <= len(few)
    assert len(page.document.xpath("//tbody/tr[not(ancestor::details)]")) == 200
    rest = open_page(client, f"{address}?page=2&sort=name")
    assert len(rest.document.xpath("//tbody/tr[not(ancestor::details)]")) == 42
    whole = open_page(client, f"{address}?all=1&sort=date")
    assert len(whole.document.xpath("//tbody/tr[not(ancestor::details)]")) == 242
    assert "200 on" in whole.text


def test_a_network_ticks_the_members_that_it_names(
    opened: People, database: Database, client: FlaskClient
) -> None:
    with database.transaction() as session:
        alliance = make_organisation(session, "Alliance", kind=OrganisationKind.NETWORK)
        opened.persons["alliance"] = make_representative(session, alliance)
        session.add(
            NetworkMembership(
                member_id=opened.organisations["tokyo"].id,
                network_id=alliance.id,
                since=date(2020, 1, 1),
            )
        )
    page = opened.page("alliance", "/sign")
    assert "Harbour" in page.text
    page.submit(
        agreed="y", members=[opened.organisations["tokyo"].id], role=SignatureRole.ENDORSER.value
    )
    shown = open_page(client, f"/statements/{opened.slug}/signatories").text
    assert "Signs with its members: Harbour" in shown
    assert "Endorses it" in shown
    assert "Which of your members" not in opened.page("tokyo", "/sign").text


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_each_form_is_small_enough_for_a_weak_link(opened: People, client: FlaskClient) -> None:
    """With its style sheet; there is no script that it needs."""
    for tag in ("ur", "km", "ko", "en"):
        for kind in KINDS:
            address = f"/{tag}/statements/{opened.slug}/sign?as={kind}"
            page = open_page(client, address)
            (style,) = re.findall(r'href="([^"]+\.css)"', page.html)
            weight = sum(
                len(brotli.compress(data, quality=quality))
                for data, quality in ((page.response.data, 5), (client.get(style).data, 11))
            )
            assert weight <= 14 * 1024, (tag, kind, weight)


@pytest.mark.parametrize("member", [True, False])
def test_a_page_of_an_older_text_comes_back_with_the_present_one_and_can_be_signed(
    opened: People, client: FlaskClient, member: bool
) -> None:
    typed = {"mandate_body": "Our board"} if member else {**KINDS["external"], "email": MAIL}
    older = {"text_root": "0" * 64, "release": "01J00000000000000000000000"}
    page = opened.page("hanoi", "/sign") if member else outside_form(opened, client)
    page = page.submit(agreed="y", **typed, **older)
    assert page.status == 422
    assert "What you typed is kept: read the present text and press again." in page.text
    assert opened.signatures() == 0
    form = page.form()
    for name, value in typed.items():
        assert form.fields[name] == value, name
    assert not page.document.xpath("//input[@name='agreed'][@checked]")
    again = page.submit()
    assert again.status == 422
    done = page.submit(agreed="y")
    assert done.status == 200
    assert opened.signatures() == 1


def outside_form(people: People, client: FlaskClient, kind: str = "external") -> Page:
    return open_page(client, f"/statements/{people.slug}/sign?as={kind}")


def test_a_member_signs_for_herself_too(opened: People) -> None:
    (address,) = opened.page("hanoi", "/sign").links("as=individual")
    page = open_page(opened.by("hanoi"), address)
    assert "not for your organisation" in page.text
    page = page.submit(agreed="y", name="Jimin", language="ko", email="jimin@home.example")
    assert "/sign/sent" in page.address
    assert mails(opened, "sign-on:")[-1].to == "jimin@home.example"


def test_an_optional_answer_that_is_missing_is_an_empty_one(
    opened: People, client: FlaskClient
) -> None:
    page = outside_form(opened, client, "collective")
    sent = {
        name: value for name, value in page.form().form_values() if not name.startswith("country")
    }
    given = {name: KINDS["collective"][name] for name in ("name", "language", "people", "contact")}
    response = client.post(
        page.address,
        data={**sent, **given, "email": MAIL, "agreed": "y"},
        headers={"Origin": "http://localhost"},
    )
    assert response.status_code == 303
    assert opened.signatures() == 1


def test_the_list_says_until_when_a_statement_is_open(opened: People, client: FlaskClient) -> None:
    with opened.database.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        statement.deadline = clock.now() + timedelta(days=3)
        statement.zone = "Asia/Seoul"
    assert "in Seoul" in open_page(client, "/statements/?sort=deadline").text
    with opened.database.transaction() as session:
        session.scalars(select(Statement)).one().deadline = None
    assert "in Seoul" not in open_page(client, "/statements/?sort=deadline").text


def test_a_half_sent_list_comes_back_with_the_text_that_is_open_and_can_be_handed_in(
    opened: People,
) -> None:
    page = opened.page("seoul", "/lists").submit(pasted="An association\nAnother")
    page = page.submit(act="hand_in", basis="On paper.", text_root="", language_root="")
    assert page.status == 422
    assert opened.signatures() == 0
    page = page.submit(act="hand_in")
    assert "2 signatures wait for a person of the other side." in page.text


def test_the_day_of_a_signature_is_the_readers_own(
    opened: People, client: FlaskClient, moment: Traveller
) -> None:
    with opened.database.transaction() as session:
        session.merge(opened.persons["tokyo"]).time_zone = "Asia/Tokyo"
    # 20:30 in UTC is half past five on the next morning in Tokyo.
    now = clock.now()
    moment.shift(now.replace(hour=20, minute=30) + timedelta(days=1) - now)
    evening = clock.now()
    assert "stands under this text" in opened.sign("hanoi").text
    morning = evening + timedelta(days=1)
    for page, day in (
        (open_page(client, f"/statements/{opened.slug}/signatories"), evening),
        (opened.page("tokyo", "/signatories"), morning),
    ):
        (cell,) = page.document.xpath("//td/time")
        assert cell.text == f"{day:%b} {day.day}, {day.year}"
    with opened.database.reading() as session:
        (line,) = signatories_of(session, session.scalars(select(Signature.release_id)).one()).named
        assert line.signed_on == evening.date()


def test_words_of_no_stated_language_do_not_pass_for_the_pages_own(
    opened: People, client: FlaskClient
) -> None:
    for name, reason in (("hanoi", "이사회가 반대했습니다."), ("seoul", "Our board said no.")):
        opened.sign(name)
        opened.page(name, "/signatories").submit(reason=reason)
    page = open_page(client, f"/km/statements/{opened.slug}/signatories")
    said = {each.text: each.get("lang") for each in page.document.xpath("//q")}
    assert said == {"이사회가 반대했습니다.": "ko", "Our board said no.": "und"}
