"""The secretariat's lists and the log: as many statements for thirty rows as for one."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal.core.facts import announce
from portal.core.orm import Database
from portal.network.facts import NameAdded
from portal.network.models import Application, Standing, Visibility
from tests.factories import make_membership, make_organisation, make_person, make_representative
from tests.pages import open_page

SignIn = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    "address", ["/admin/applications", "/admin/organisations", "/admin/people", "/audit"]
)
def test_one_and_thirty_rows_cost_the_same(
    database: Database,
    sign_in: SignIn,
    statements: Callable[[], AbstractContextManager[list[str]]],
    address: str,
) -> None:
    with database.transaction() as session:
        secretary = make_person(session, is_secretariat=True)
    client = sign_in(secretary)

    def grow(count: int) -> int:
        with database.transaction() as session:
            for _ in range(count):
                member = make_organisation(session)
                asks = make_organisation(session, standing=Standing.APPLIED)
                session.add(
                    Application(
                        organisation_id=asks.id, contact_name="X", contact_email="x@example.org"
                    )
                )
                person = make_person(session, password=False)
                make_membership(session, person, member)
                announce(
                    session,
                    NameAdded(subject=member.id, by=person.id, organisation=member.id, name="A"),
                )
        open_page(client, address)
        with statements() as sent:
            assert open_page(client, address).status == 200
        return len(sent)

    assert grow(1) == grow(28)


def test_an_organisation_reads_its_own_part_of_the_log_and_no_other(
    database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        home, other = (
            make_organisation(session, slug="home"),
            make_organisation(session, slug="other"),
        )
        editor = make_representative(session, home, name="The Editor", visibility=Visibility.NOBODY)
        stranger = make_representative(session, other, name="The Stranger")
        announce(
            session, NameAdded(subject=home.id, by=editor.id, organisation=home.id, name="강다리")
        )
        announce(
            session,
            NameAdded(subject=other.id, by=stranger.id, organisation=other.id, name="Far away"),
        )
    page = open_page(sign_in(editor), "/audit")
    assert "Added the name “강다리”" in page.text
    assert "The Editor" in page.text
    assert "Far away" not in page.text
    refused = open_page(sign_in(editor), "/audit?organisation=other")
    assert refused.status == 403
    assert "read by its own people" in refused.text


def test_the_secretariat_reads_the_whole_log(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        home = make_organisation(session, "Two Banks", slug="home")
        secretary = make_person(session, is_secretariat=True)
        announce(session, NameAdded(subject=home.id, name="강다리"))
    page = open_page(sign_in(secretary), "/audit")
    assert "강다리" in page.text
    assert "The portal itself" in page.text
    assert page.links("/network/home")


def test_the_log_cannot_be_changed(database: Database) -> None:
    with database.transaction() as session:
        home = make_organisation(session)
        announce(session, NameAdded(subject=home.id, name="강다리"))
    for act in ("UPDATE audit_entries SET act = 'x'", "DELETE FROM audit_entries"):
        with pytest.raises(DatabaseError, match="append-only"), database.transaction() as session:
            session.execute(text(act))


def test_people_are_found_by_name_or_address(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        secretary = make_person(session, is_secretariat=True)
        make_person(session, "민서연", email="min@example.org")
        make_person(session, "Luz", email="luz@example.org")
    page = open_page(sign_in(secretary), "/admin/people").submit("/admin/people", q="MIN@")
    assert "민서연" in page.text
    assert "Luz" not in page.text


def test_organisations_are_listed_by_standing(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        secretary = make_person(session, is_secretariat=True)
        for standing in Standing:
            make_organisation(session, f"Of {standing.value}", standing=standing)
    client = sign_in(secretary)
    for standing in Standing:
        page = open_page(client, f"/admin/organisations?standing={standing.value}")
        assert f"Of {standing.value}" in page.text
        assert page.text.count("Of ") == 1
