"""An organisation's own editors change its page through the forms; others are told why they cannot."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.core.orm import Database
from portal.network.models import (
    NameKind,
    Organisation,
    OrganisationName,
    Power,
    Role,
    Side,
)
from portal.network.queries.organisations import organisation_by_id
from tests.factories import make_membership, make_organisation, make_person, make_representative
from tests.pages import open_page

SignIn = Callable[..., FlaskClient]
PAGES = ("", "/names", "/countries", "/about", "/networks", "/people")


@pytest.fixture
def home(database: Database) -> Organisation:
    with database.transaction() as session:
        return make_organisation(session, "Two Banks", slug="home", languages=["vi"])


@pytest.fixture
def editor(database: Database, home: Organisation, sign_in: SignIn) -> FlaskClient:
    with database.transaction() as session:
        person = make_person(session, "An editor")
        make_membership(session, person, home, Role.EDITOR)
    return sign_in(person)


def stored(database: Database, organisation: Organisation) -> Organisation:
    with database.reading() as session:
        return organisation_by_id(session, organisation.id)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("home")
def test_an_editor_of_another_organisation_is_refused_with_a_sentence(
    database: Database, sign_in: SignIn, page: str
) -> None:
    with database.transaction() as session:
        other = make_representative(session, make_organisation(session))
    client = sign_in(other)
    refused = open_page(client, f"/network/home/edit{page}")
    assert refused.status == 403
    assert (
        "Only this organisation's own editors and the secretariat change its page." in refused.text
    )


def test_a_plain_member_is_told_whom_to_ask(
    database: Database, home: Organisation, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        member = make_person(session)
        make_membership(session, member, home)
    refused = open_page(sign_in(member), "/network/home/edit")
    assert refused.status == 403
    assert "Ask one of its editors" in refused.text


@pytest.mark.usefixtures("home")
def test_a_stranger_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/network/home/edit")
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_the_details_are_changed_and_the_side_declared(
    database: Database, home: Organisation, editor: FlaskClient
) -> None:
    page = open_page(editor, "/network/home/edit").submit(
        "/network/home/edit",
        side="both",
        kind="union",
        city="Busan",
        website="home.example.org",
        topics=["wages"],
        languages=["ko", "vi"],
        ecosoc_status="special",
    )
    assert "The details are saved." in page.text
    found = stored(database, home)
    assert (found.side, found.city, found.website) == (
        Side.BOTH,
        "Busan",
        "https://home.example.org",
    )
    assert (found.topics, sorted(found.languages)) == (["wages"], ["ko", "vi"])


def test_the_secretariat_may_help_but_not_choose_the_side(
    database: Database, home: Organisation, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        secretary = make_person(session, is_secretariat=True)
    client = sign_in(secretary)
    page = open_page(client, "/network/home/edit")
    assert "declared by itself" in page.text
    page.submit("/network/home/edit", city="Incheon")
    assert stored(database, home).city == "Incheon"
    refused = page.submit("/network/home/edit", side="receiving", city="Daegu")
    assert refused.status in {403, 409}
    assert stored(database, home).side is Side.SENDING


def test_two_editors_at_once_lose_nothing_silently(
    database: Database, home: Organisation, editor: FlaskClient
) -> None:
    first = open_page(editor, "/network/home/edit")
    second = open_page(editor, "/network/home/edit")
    first.submit("/network/home/edit", city="Busan")
    late = second.submit("/network/home/edit", city="Daegu")
    assert late.status == 409
    assert "Busan" in late.text
    assert "Daegu" in late.text
    assert stored(database, home).city == "Busan"


def test_names_are_added_changed_ordered_and_ended(
    database: Database, home: Organisation, editor: FlaskClient
) -> None:
    page = open_page(editor, "/network/home/edit/names")
    page = page.submit(
        "/edit/names", text="두 강기슭", language="ko", kind="official", valid_from="2013-01-01"
    )
    new = stored(database, home).names[1]
    assert (new.text, new.language, new.valid_from) == ("두 강기슭", "ko", date(2013, 1, 1))
    page.submit(f"/names/{new.id}/raise")
    assert [name.text for name in stored(database, home).names] == ["두 강기슭", "Two Banks"]
    old = stored(database, home).names[1]
    page = open_page(editor, f"/network/home/edit/names/{old.id}")
    page.submit(f"/names/{old.id}", kind="former", valid_until="2012-12-31")
    changed = stored(database, home).names[1]
    assert (changed.kind, changed.valid_until) == (NameKind.FORMER, date(2012, 12, 31))
    open_page(editor, f"/network/home/edit/names/{old.id}").submit("/remove")
    assert [name.text for name in stored(database, home).names] == ["두 강기슭"]


def test_a_name_cannot_end_before_it_begins(
    database: Database, home: Organisation, editor: FlaskClient
) -> None:
    page = open_page(editor, "/network/home/edit/names").submit(
        "/edit/names", text="Twice", valid_from="2013-01-01", valid_until="2012-01-01"
    )
    assert "A name cannot end before it begins." in page.text
    assert len(stored(database, home).names) == 1


def test_the_last_name_stays(database: Database, home: Organisation, editor: FlaskClient) -> None:
    key = stored(database, home).names[0].id
    page = open_page(editor, f"/network/home/edit/names/{key}")
    assert not page.document.xpath("//form[contains(@action, 'remove')]")
    token = page.document.xpath("//input[@name='csrf_token']")[0].get("value")
    answer = editor.post(f"/network/home/edit/names/{key}/remove", data={"csrf_token": token})
    assert answer.status_code == 400
    assert len(stored(database, home).names) == 1


def test_a_name_of_another_organisation_is_not_here(
    database: Database, editor: FlaskClient
) -> None:
    with database.transaction() as session:
        make_organisation(session, "Elsewhere")
        key = session.scalar(
            select(OrganisationName.id).where(OrganisationName.text == "Elsewhere")
        )
    assert open_page(editor, f"/network/home/edit/names/{key}").status == 404


def test_a_country_is_shown_as_the_organisation_names_it(
    database: Database, home: Organisation, editor: FlaskClient, client: FlaskClient
) -> None:
    page = open_page(editor, "/network/home/edit/countries")
    page = page.submit("/edit/countries", code="TW", shown_as="臺灣")
    assert [(row.code, row.shown_as) for row in stored(database, home).countries] == [
        ("VN", ""),
        ("TW", "臺灣"),
    ]
    assert "臺灣" in open_page(client, "/network/home").text
    page.submit("/countries/VN/remove")
    assert [row.code for row in stored(database, home).countries] == ["TW"]
    assert "臺灣" in open_page(client, "/network").text


def test_the_description_is_written_in_several_languages(
    database: Database, home: Organisation, editor: FlaskClient, client: FlaskClient
) -> None:
    page = open_page(editor, "/network/home/edit/about")
    page = page.submit("/edit/about", language="ur", text="ہم مل کر کام کرتے ہیں۔")
    page.submit("/edit/about", language="ko", text="함께 일합니다.")
    assert list(stored(database, home).about) == ["ur", "ko"]
    shown = open_page(client, "/ur/network/home")
    assert shown.document.xpath("//div[@lang='ur' and @dir='rtl']/p")
    page = open_page(editor, "/network/home/edit/about?language=ur")
    page.submit("/edit/about", text="")
    assert list(stored(database, home).about) == ["ko"]


def test_a_description_that_changed_meanwhile_is_not_overwritten(
    database: Database, home: Organisation, editor: FlaskClient
) -> None:
    open_page(editor, "/network/home/edit/about").submit("/edit/about", language="en", text="One.")
    first = open_page(editor, "/network/home/edit/about?language=en")
    second = open_page(editor, "/network/home/edit/about?language=en")
    first.submit("/edit/about", text="Two.")
    late = second.submit("/edit/about", text="Three.")
    assert late.status == 409
    assert "Two." in late.text
    assert "Three." in late.text
    assert stored(database, home).about == {"en": "Two."}


def test_hostile_text_stays_text(
    database: Database, home: Organisation, editor: FlaskClient, client: FlaskClient
) -> None:
    open_page(editor, "/network/home/edit/names").submit(
        "/edit/names", text="<script>alert(1)</script>\u202e", language="und"
    )
    open_page(editor, "/network/home/edit").submit(
        "/network/home/edit", website="javascript:alert(1)//.x"
    )
    page = open_page(client, "/network/home")
    assert "<script>alert" not in page.html
    assert "javascript:" not in page.html
    assert stored(database, home).website == ""


# --- people --------------------------------------------------------------------------------------


def test_a_role_is_ended_rather_than_deleted(
    database: Database, home: Organisation, editor: FlaskClient
) -> None:
    with database.transaction() as session:
        person = make_person(session, "Someone Here")
        held = make_membership(session, person, home)
    page = open_page(editor, "/network/home/edit/people").submit(f"/people/{held.id}/end")
    assert "Earlier roles" in page.text
    assert "Someone Here" in page.text
    with database.reading() as session:
        kept = session.get_one(type(held), held.id)
        assert kept.until is not None


def test_an_editor_cannot_make_representatives(
    database: Database, home: Organisation, editor: FlaskClient
) -> None:
    with database.transaction() as session:
        person = make_person(session, "Someone Here")
        held = make_membership(session, person, home)
    page = open_page(editor, f"/network/home/edit/people/{held.id}")
    assert "Representatives are named by" in page.text
    refused = page.submit(role="representative", powers=["sign"])
    assert refused.status == 403
    assert open_page(editor, "/network/home/edit/people").text.count("Representative") <= 1


def test_who_may_delegate_names_a_representative_with_stated_powers(
    database: Database, home: Organisation, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        head = make_representative(session, home, Power.DELEGATE)
        person = make_person(session, "Someone Here")
        held = make_membership(session, person, home)
    client = sign_in(head)
    page = open_page(client, f"/network/home/edit/people/{held.id}")
    page = page.submit(role="representative", powers=["sign"])
    assert "Sign statements in the organisation's name" in page.text
    with database.reading() as session:
        now = session.scalars(
            select(type(held)).where(type(held).person_id == person.id).order_by(type(held).id)
        ).all()
    assert [(row.role, row.powers, row.until is None) for row in now] == [
        (Role.MEMBER, [], False),
        (Role.REPRESENTATIVE, ["sign"], True),
    ]
    half = sign_in(head, second_factor=False)
    refused = open_page(half, f"/network/home/edit/people/{now[1].id}")
    assert refused.status == 403


def test_powers_without_the_role_are_pointed_out(
    database: Database, home: Organisation, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        head = make_representative(session, home)
        held = make_membership(session, make_person(session), home)
    page = open_page(sign_in(head), f"/network/home/edit/people/{held.id}")
    page = page.submit(role="member", powers=["sign"])
    assert "Only representatives have powers." in page.text


def test_anyone_may_go_herself(database: Database, home: Organisation, sign_in: SignIn) -> None:
    with database.transaction() as session:
        person = make_person(session, "Someone Here")
        make_membership(session, person, home)
    client = sign_in(person)
    page = open_page(client, "/network/home").submit("/end")
    assert "The role has ended." in page.text
    assert not page.document.xpath("//main//form")
