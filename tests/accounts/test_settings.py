"""What a person says of herself, for whom she acts, and where she is signed in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts import commands
from portal.accounts.models import Invitation, PasswordReset, SignInSession
from portal.core import clock
from portal.core.orm import Database
from portal.network.actors import actor_for
from portal.network.models import Person, Visibility
from tests.factories import make_membership, make_organisation, make_person
from tests.pages import open_page

SignIn = Callable[..., FlaskClient]


def test_a_person_changes_her_settings(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        person = make_person(session, "Dara", languages=["km", "tet"])
    client = sign_in(person)
    page = open_page(client, "/settings")
    assert [field.value for field in page.form("/settings").xpath(".//select[@name='languages']")][
        :2
    ] == ["km", "tet"]
    page = page.submit(
        "/settings",
        name="  ដារ៉ា  ",
        name_language="km",
        reading="Dara",
        languages=["km", "", "vi", "km", "zh-Hant"],
        time_zone="Asia/Phnom_Penh",
        visibility="public",
        locale="km",
    )
    assert page.document.get("lang") == "km"
    with database.reading() as session:
        saved = session.get_one(Person, person.id)
    assert (saved.name, saved.name_language, saved.reading) == ("ដារ៉ា", "km", "Dara")
    assert saved.languages == ["km", "vi", "zh-Hant"]
    assert (saved.time_zone, saved.visibility) == ("Asia/Phnom_Penh", Visibility.PUBLIC)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("time_zone", "Mars/Olympus"),
        ("visibility", "friends"),
        ("locale", "xx"),
        ("languages", ["not a language"]),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_typed_is_lost(
    database: Database, sign_in: SignIn, field: str, value: object
) -> None:
    with database.transaction() as session:
        person = make_person(session, "Dara", languages=["km"])
    client = sign_in(person)
    page = open_page(client, "/settings").submit("/settings", reading="typed", **{field: value})
    assert page.status == 200
    assert "typed" in page.html
    with database.reading() as session:
        saved = session.get_one(Person, person.id)
    assert (saved.name, saved.reading, saved.languages) == ("Dara", "", ["km"])


def test_acting_for_another_of_her_organisations(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        person = make_person(session)
        first, second = make_organisation(session, "First"), make_organisation(session, "Second")
        strangers = make_organisation(session, "Strangers")
        make_membership(session, person, first)
        make_membership(session, person, second)
    client = sign_in(person)
    page = open_page(client, "/settings")
    page = page.submit("/settings/acting-for", organisation=second.id)
    assert page.form("/settings/acting-for").fields["organisation"] == second.id
    answer = client.post(
        "/settings/acting-for", data={"organisation": strangers.id, "csrf_token": page.token}
    )
    assert answer.status_code == 404
    other = open_page(sign_in(person), "/settings")
    assert other.form("/settings/acting-for").fields["organisation"] == first.id


def test_who_belongs_to_one_organisation_is_not_asked(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        person = make_person(session)
        make_membership(session, person, make_organisation(session))
    page = open_page(sign_in(person), "/settings")
    assert not page.document.xpath("//form[contains(@action, 'acting-for')]")


def test_one_device_or_all_others_are_signed_out(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        person, stranger = make_person(session), make_person(session)
    here, phone, laptop = sign_in(person), sign_in(person), sign_in(person)
    hers = sign_in(stranger)
    page = open_page(here, "/settings/security")
    assert page.text.count("A test") == 3
    with database.reading() as session:
        ids = session.scalars(
            select(SignInSession.id)
            .where(SignInSession.person_id == person.id)
            .order_by(SignInSession.id)
        ).all()
        strange = session.scalars(
            select(SignInSession.id).where(SignInSession.person_id == stranger.id)
        ).one()
    page.submit(f"/sessions/{ids[1]}/revoke")
    assert phone.get("/settings").status_code == 303
    assert laptop.get("/settings").status_code == 200
    answer = here.post(
        f"/settings/security/sessions/{strange}/revoke", data={"csrf_token": page.token}
    )
    assert answer.status_code == 404
    open_page(here, "/settings/security").submit("/revoke-all")
    assert laptop.get("/settings").status_code == 303
    assert here.get("/settings").status_code == 200
    assert hers.get("/settings").status_code == 200


def test_the_list_of_devices_takes_the_same_statements_at_any_length(
    database: Database, sign_in: SignIn, statements: Callable[..., object]
) -> None:
    with database.transaction() as session:
        person = make_person(session)
    client = sign_in(person)
    client.get("/settings/security")
    with statements() as few:
        client.get("/settings/security")
    for _ in range(30):
        sign_in(person)
    with statements() as many:
        client.get("/settings/security")
    assert len(few) == len(many)


def test_what_has_served_its_time_is_erased(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        person = make_person(session, email="lan@example.org")
        organisation = make_organisation(session)
        commands.request_reset(session, "lan@example.org")
        commands.invite(session, email="thida@example.org", organisation=organisation)
    sign_in(person)
    with time_machine.travel(clock.now() + timedelta(days=50)), database.transaction() as session:
        commands.erase_old(session)
    with database.reading() as session:
        for model in (SignInSession, PasswordReset, Invitation):
            assert session.scalars(select(model)).all() == []
        assert actor_for(session, person.id) is not None


def test_a_form_does_nothing_in_the_name_of_another_organisation_than_it_was_opened_for(
    database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        person = make_person(session, "Dara", languages=["km"])
        first, second = make_organisation(session, "First"), make_organisation(session, "Second")
        for organisation in (first, second):
            make_membership(session, person, organisation)
    client = sign_in(person)
    here, there = open_page(client, "/settings"), open_page(client, "/settings")
    there.submit("/settings/acting-for", organisation=second.id)
    answer = here.submit("/settings", name="Dara Sok")
    assert answer.status == 403
    assert "now you act for Second. Nothing was changed." in answer.text
    assert "Dara Sok" in answer.text
    with database.reading() as session:
        assert session.get_one(Person, person.id).name == "Dara"
    assert open_page(client, "/settings").submit("/settings", name="Dara Sok").status == 200
    # Choosing again is possible from any page.
    assert here.submit("/settings/acting-for", organisation=first.id).status == 200
