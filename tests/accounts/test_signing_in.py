"""Signing in and out through the page, as a person does it."""

from flask.testing import FlaskClient

from portal.core.orm import Database
from tests.factories import PASSWORD, make_person
from tests.pages import open_page


def test_a_person_signs_in_and_out(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_person(session, "Nguyễn Thị Lan", email="lan@example.org")
    page = open_page(client, "/sign-in")
    page = page.submit(email=" Lan@Example.org ", password=PASSWORD)
    assert "Nguyễn Thị Lan" in open_page(client, "/sign-in").text
