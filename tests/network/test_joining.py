"""An organisation asks to join on the public page; the secretariat admits it or says why not."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.mail.models import OutboxMessage
from portal.network.commands import admission
from portal.network.models import Application, Organisation, Side, Standing
from tests.factories import make_organisation, make_person, make_representative
from tests.pages import Page, open_page

SignIn = Callable[..., FlaskClient]

ANSWERS = {
    "name_1": "សមាគមស្រ្តីចំណាកស្រុក",
    "language_1": "km",
    "name_2": "Women Who Left",
    "language_2": "en",
    "side": "sending",
    "kind": "ngo",
    "country_1": "KH",
    "about": "យើងជួយស្ត្រី។",
    "about_language": "km",
    "contact_name": "កែវ សុភាព",
    "contact_email": "Desk@Left.example.org ",
}


def ask(client: FlaskClient, **changes: object) -> Page:
    return open_page(client, "/km/network/join").submit("/network/join", **{**ANSWERS, **changes})


@pytest.fixture
def secretary(database: Database, sign_in: SignIn) -> FlaskClient:
    with database.transaction() as session:
        person = make_person(session, "Secretary", is_secretariat=True)
    return sign_in(person)


def applicant(database: Database) -> Organisation:
    with database.reading() as session:
        found = session.scalar(select(Organisation).order_by(Organisation.id.desc()))
        assert found is not None
        assert found.names
        assert found.countries is not None
        return found


def mails(database: Database) -> list[OutboxMessage]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_an_application_waits_unseen_and_is_acknowledged(
    client: FlaskClient, database: Database
) -> None:
    page = ask(client, topics=["wages", "violence"], languages=["km", "ko"])
    assert page.address == "/km/network/join/sent"
    found = applicant(database)
    assert found.standing is Standing.APPLIED
    assert [(name.language, name.text) for name in found.names] == [
        ("km", "សមាគមស្រ្តីចំណាកស្រុក"),
        ("en", "Women Who Left"),
    ]
    assert found.slug == "women-who-left"
    assert (found.side, found.topics, found.languages) == (
        Side.SENDING,
        ["wages", "violence"],
        ["km", "ko"],
    )
    (mail,) = mails(database)
    assert (mail.to, mail.locale) == ("desk@left.example.org", "km")
    assert "Women Who Left" not in open_page(client, "/network").html
    assert open_page(client, f"/network/{found.slug}").status == 404


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name_1": "  "}, "name_1"),
        ({"side": []}, "side"),
        ({"about": ""}, "about"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"website": "not an address"}, "website"),
    ],
)
def test_a_gap_is_shown_beside_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, database: Database, changes: dict[str, object], words: str
) -> None:
    page = ask(client, **changes)
    assert page.status == 200
    assert page.document.xpath(f"//div[@id='errors']//a[@href='#{words}']")
    assert page.document.xpath("//input[@name='name_2']")[0].get("value") == "Women Who Left"
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_the_same_address_cannot_ask_twice(client: FlaskClient, database: Database) -> None:
    ask(client)
    again = ask(client, name_1="Another")
    assert again.status == 409
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Application)) == 1


def test_a_flood_closes_the_form_for_a_while(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "MOST_WAITING_AN_HOUR", 2)
    for number in range(2):
        ask(client, contact_email=f"a{number}@example.org")
    refused = ask(client, contact_email="a3@example.org")
    assert refused.status == 403
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Application)) == 2


def test_the_secretariat_admits_and_the_page_becomes_public(
    client: FlaskClient, database: Database, secretary: FlaskClient
) -> None:
    ask(client)
    queue = open_page(secretary, "/admin/applications")
    (link,) = [link for link in queue.links("/admin/applications/") if "?" not in link]
    page = open_page(secretary, link)
    assert "desk@left.example.org" in page.text
    page = page.submit("/admit")
    assert page.status == 200
    assert open_page(client, "/network/women-who-left").status == 200
    assert any(mail.key.startswith("admitted:") for mail in mails(database))
    with database.reading() as session:
        acts = session.scalars(select(AuditEntry.act)).all()
        details = [str(item) for item in session.scalars(select(AuditEntry.details))]
    assert "OrganisationAdmitted" in acts
    assert not any("left.example.org" in item for item in details)
    # Twice is no error page, and changes nothing.
    assert open_page(secretary, link).status == 200
    again = secretary.post(link + "/admit", data={"csrf_token": _token(secretary)})
    assert again.status_code == 403


def _token(client: FlaskClient) -> str:
    page = open_page(client, "/network/join")
    return str(page.document.xpath("//input[@name='csrf_token']")[0].get("value"))


def test_declining_needs_a_reason_and_tells_it(
    client: FlaskClient, database: Database, secretary: FlaskClient
) -> None:
    ask(client)
    (link,) = open_page(secretary, "/admin/applications").links("/admin/applications/0")
    page = open_page(secretary, link).submit(link, reason=" ")
    assert page.document.xpath("//p[@id='reason-error']")
    page.submit(link, reason="You are part of Women Who Stayed already.")
    mail = mails(database)[-1]
    assert "Women Who Stayed" in mail.body
    assert applicant(database).standing is Standing.DECLINED


def test_a_flood_is_declined_in_one_go(
    client: FlaskClient, database: Database, secretary: FlaskClient
) -> None:
    for number in range(3):
        ask(client, contact_email=f"a{number}@example.org")
    page = open_page(secretary, "/admin/applications")
    keys = [box.get("value") for box in page.document.xpath("//input[@name='application']")]
    page = page.submit("/admin/applications", application=keys[:2], reason="Not an organisation.")
    assert len(page.document.xpath("//input[@name='application']")) == 1
    with database.reading() as session:
        declined = select(func.count()).where(Organisation.standing == Standing.DECLINED)
        assert session.scalar(declined.select_from(Organisation)) == 2


def test_the_secretariat_sees_whom_an_applicant_resembles(
    client: FlaskClient, database: Database, secretary: FlaskClient
) -> None:
    with database.transaction() as session:
        make_organisation(session, "Women who Left e.V.", slug="known")
    ask(client)
    (link,) = open_page(secretary, "/admin/applications").links("/admin/applications/0")
    assert open_page(secretary, link).links("/network/known")


def test_only_the_secretariat_with_a_second_factor_comes_in(
    database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        someone = make_representative(session, make_organisation(session))
        secretary = make_person(session, is_secretariat=True)
    for address in ("/admin", "/admin/applications", "/admin/organisations", "/admin/people", "/admin/import"):  # fmt: skip
        refused = open_page(sign_in(someone), address)
        assert refused.status == 403
        assert "Only the secretariat does this." in refused.text
        half = open_page(sign_in(secretary, second_factor=False), address)
        assert "second factor" in half.text
        assert open_page(sign_in(secretary), address).status == 200


def test_a_suspended_organisation_acts_no_more_until_readmitted(
    database: Database, secretary: FlaskClient, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        home = make_organisation(session, slug="home")
        editor = make_representative(session, home)
    page = open_page(secretary, "/admin/organisations/home/suspend")
    page.submit(reason="Its board asked for it.")
    assert open_page(sign_in(editor), "/network/home/edit").status == 403
    page = open_page(secretary, "/admin/organisations?standing=suspended")
    page.submit("/admin/organisations/home/readmit")
    assert open_page(sign_in(editor), "/network/home/edit").status == 200


def test_leaving_is_the_organisations_own_decision(
    database: Database, client: FlaskClient, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        home = make_organisation(session, slug="home")
        decides = make_representative(session, home)
    page = open_page(sign_in(decides), "/network/home/edit").submit("/network/home/leave")
    assert "has left the network" in page.text
    assert "has left the network" in open_page(client, "/en/network/home").text
    assert "home" not in str(open_page(client, "/network").links("/network/home"))
