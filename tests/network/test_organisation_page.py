"""An organisation's page: its own names, whom it belongs to, and only the people who agreed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader

from portal.core.orm import Database
from portal.core.sentences import say
from portal.network import panels
from portal.network.models import (
    NameKind,
    NetworkMembership,
    OrganisationKind,
    OrganisationName,
    Side,
    Standing,
    Visibility,
)
from tests.factories import make_membership, make_organisation, make_person
from tests.pages import open_page


def test_every_name_stands_with_its_language_and_dates(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        sisters = make_organisation(session, "南洋姊妹", language="zh-Hant", slug="sisters")
        sisters.names += [
            OrganisationName(language="ko", text="남양자매회", position=1),
            OrganisationName(
                language="en", text="Old Sisters", position=2, kind=NameKind.FORMER, valid_until=date(2012, 5, 1),
            ),
        ]  # fmt: skip
        sisters.countries[0].shown_as = "The island"
    page = open_page(client, "/ko/network/sisters")
    assert page.document.xpath("//h1")[0].text_content() == "남양자매회"
    rows = page.document.xpath("//section[@aria-labelledby='names']//tbody/tr/th")
    assert [(cell.get("lang"), cell.text_content()) for cell in rows] == [
        ("zh-Hant", "南洋姊妹"),
        ("ko", "남양자매회"),
        ("en", "Old Sisters"),
    ]
    assert "2012" in page.text
    assert "The island" in page.text


def test_networks_members_parent_and_branches_are_linked(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        whole = make_organisation(session, "The whole", slug="whole", kind=OrganisationKind.NETWORK)
        network = make_organisation(session, "A network", slug="net", kind=OrganisationKind.NETWORK)
        member = make_organisation(session, "A member", slug="member")
        former = make_organisation(session, "A former member", slug="former")
        make_organisation(session, "A branch", slug="branch", parent_id=network.id)
        session.add_all(
            [
                NetworkMembership(member_id=network.id, network_id=whole.id),
                NetworkMembership(member_id=member.id, network_id=network.id, since=date(2020, 1, 1)),
                NetworkMembership(member_id=former.id, network_id=network.id, until=date(2021, 1, 1)),
            ]
        )  # fmt: skip
    page = open_page(client, "/network/net")
    for link in ("/network/whole", "/network/member", "/network/branch"):
        assert page.links(link)
    assert not page.links("/network/former")
    assert open_page(client, "/network/branch").links("/network/net")


@pytest.mark.parametrize(
    ("visibility", "anonymous", "signed_in", "colleague"),
    [
        (Visibility.PUBLIC, True, True, True),
        (Visibility.MEMBERS, False, True, True),
        (Visibility.NOBODY, False, False, True),
    ],
)
def test_people_are_shown_to_those_whom_they_chose(
    client: FlaskClient, database: Database, sign_in, visibility, anonymous, signed_in, colleague
) -> None:
    with database.transaction() as session:
        home = make_organisation(session, slug="home")
        person = make_person(session, "Keo Sopheany", visibility=visibility)
        make_membership(session, person, home)
        near = make_person(session, "A colleague")
        make_membership(session, near, home)
        far = make_person(session, "From elsewhere")
        make_membership(session, far, make_organisation(session))
    for reader, sees in (
        (client, anonymous),
        (sign_in(far), signed_in),
        (sign_in(near), colleague),
        (sign_in(person), True),
    ):
        assert ("Keo Sopheany" in open_page(reader, "/network/home").text) is sees


def test_a_mail_address_is_never_on_the_page(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        home = make_organisation(session, slug="home", contact_email="desk@home.example.org")
        person = make_person(session, email="canary@home.example.org", visibility=Visibility.PUBLIC)
        make_membership(session, person, home)
    assert "home.example.org" not in open_page(client, "/network/home").html


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        (Standing.ADMITTED, 200),
        (Standing.SUSPENDED, 200),
        (Standing.LEFT, 200),
        (Standing.APPLIED, 404),
        (Standing.DECLINED, 404),
    ],
)
def test_only_who_is_or_was_a_member_has_a_public_page(
    client: FlaskClient, database: Database, sign_in, standing: Standing, status: int
) -> None:
    with database.transaction() as session:
        make_organisation(session, slug="home", standing=standing)
        secretary = make_person(session, is_secretariat=True)
    assert open_page(client, "/network/home").status == status
    assert open_page(sign_in(secretary), "/network/home").status == 200


def test_nothing_is_at_an_address_that_nobody_has(client: FlaskClient) -> None:
    assert open_page(client, "/network/nobody").status == 404


def test_the_page_costs_the_same_for_one_and_thirty_of_everything(
    app: Flask,
    client: FlaskClient,
    database: Database,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    with database.transaction() as session:
        home = make_organisation(session, slug="home", kind=OrganisationKind.NETWORK)

    def grow(count: int) -> int:
        with database.transaction() as session:
            for number in range(count):
                member = make_organisation(session, side=Side.RECEIVING)
                session.add(NetworkMembership(member_id=member.id, network_id=home.id))
                session.add(
                    OrganisationName(organisation_id=home.id, language="en", text=f"Name {number}")
                )
                person = make_person(session, visibility=Visibility.PUBLIC, password=False)
                make_membership(session, person, home)
        # Rows without an act leave the page that this process keeps as it was.
        app.extensions["portal_pages"].clear()
        with statements() as sent:
            assert open_page(client, "/network/home").status == 200
        return sum(line.startswith("SELECT") for line in sent)

    one = grow(1)
    assert grow(29) == one
    assert one <= 7


def test_other_domains_fill_panels_of_the_page(
    app: Flask, client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        make_organisation(session, slug="home")
    monkeypatch.setattr(panels, "_panels", {})
    template = "<p>{{ values.count }} signatures of {{ organisation.slug }}</p>"
    monkeypatch.setattr(
        app.jinja_env,
        "loader",
        ChoiceLoader([DictLoader({"a_panel.html": template}), app.jinja_env.loader]),
    )
    panels.register(
        lambda _session, _organisation, _actor: panels.Panel(
            say("Signatures"), "a_panel.html", {"count": 3}
        ),
        order=2,
    )
    panels.register(lambda _session, _organisation, _actor: None, order=1)
    page = open_page(client, "/network/home")
    assert "3 signatures of home" in page.text
    assert "Signatures" in [heading.text_content() for heading in page.document.iter("h2")]
