"""Signing in and out through the page, as a person does it."""

from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.accounts import queries
from portal.accounts.models import DemoRole, SignInSession
from portal.app import create_app
from portal.core import clock
from portal.core.facts import AuditEntry
from portal.core.ids import digest
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.network.models import Power, Role
from tests.factories import (
    PASSWORD,
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.pages import open_page

SignIn = Callable[..., FlaskClient]


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/settings").status_code == 200


def test_a_person_signs_in_and_out(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_person(session, "Nguyễn Thị Lan", email="lan@example.org")
    open_page(client, "/sign-in").submit(email=" Lan@Example.org ", password=PASSWORD)
    page = open_page(client, "/settings")
    assert "Nguyễn Thị Lan" in page.text
    page.submit("/sign-out")
    assert not is_signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        make_person(session, email="known@example.org")
        make_person(session, email="invited@example.org", password=False)
    said = {
        open_page(client, "/sign-in").submit(email=email, password="not her password").text
        for email in ("known@example.org", "unknown@example.org", "invited@example.org")
    }
    assert len(said) == 1
    assert "do not belong together" in said.pop()


def test_known_and_unknown_addresses_take_the_same_time(database: Database) -> None:
    with database.transaction() as session:
        make_person(session, email="known@example.org")

    def seconds(email: str) -> float:
        began = perf_counter()
        with database.reading() as session:
            assert queries.check_password(session, email, "not her password") is None
        return perf_counter() - began

    seconds("known@example.org"), seconds("unknown@example.org")
    pairs = [(seconds("known@example.org"), seconds("unknown@example.org")) for _ in range(9)]
    known, unknown = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    assert 0.5 < known / unknown < 2


def test_signing_in_leads_back_to_where_one_was_but_never_elsewhere(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        make_person(session, email="lan@example.org")
    page = open_page(client, "/settings/security")
    assert page.address.startswith("/sign-in")
    page = page.submit(email="lan@example.org", password=PASSWORD)
    assert page.address == "/settings/security"
    page.submit("/sign-out")
    for elsewhere in ("https://example.com/", "//example.com", "/\\example.com", "javascript:x"):
        page = open_page(client, "/sign-in", query_string={"next": elsewhere})
        answer = page.submit(email="lan@example.org", password=PASSWORD, follow=False)
        assert answer.response.headers["Location"] in {"/", "/home"}
        open_page(client, "/settings").submit("/sign-out")


def test_the_database_holds_no_secret_of_the_cookie(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        make_person(session, email="lan@example.org")
    open_page(client, "/sign-in").submit(email="lan@example.org", password=PASSWORD)
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"_user_id", "seen", "csrf_token"}
        secret = cookie["_user_id"]
    with database.reading() as session:
        row = session.scalars(select(SignInSession)).one()
        assert row.digest == digest(secret)
        assert secret not in str(vars(row))


def test_nothing_of_these_pages_stays_in_a_cache(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        person = make_person(session)
    hers = sign_in(person)
    for browser, address in ((client, "/sign-in"), (client, "/forgotten"), (hers, "/settings")):
        assert browser.get(address).headers["Cache-Control"] == "no-store"
    page = open_page(hers, "/settings")
    answer = hers.post("/sign-out", data={"csrf_token": page.token})
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_a_cookie_from_before_signing_in_is_not_kept(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        make_person(session, email="lan@example.org")
    page = open_page(client, "/sign-in")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by someone else"
    page.submit(email="lan@example.org", password=PASSWORD)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_anonymous_readers_cost_no_statement(
    client: FlaskClient, statements: Callable[[], Any]
) -> None:
    client.get("/forgotten")
    with statements() as sent:
        assert client.get("/forgotten").status_code == 200
    assert sent == []


def test_knowing_who_asks_takes_three_statements(
    database: Database, sign_in: SignIn, statements: Callable[[], Any]
) -> None:
    with database.transaction() as session:
        person = make_person(session)
        for _ in range(4):
            make_membership(session, person, make_organisation(session), Role.EDITOR)
    client = sign_in(person)
    with statements() as sent:
        assert client.get("/no-such-page").status_code == 404
    assert len(sent) == 3


def test_reading_writes_nothing_to_the_database(
    database: Database, sign_in: SignIn, statements: Callable[[], Any]
) -> None:
    with database.transaction() as session:
        person = make_person(session)
    client = sign_in(person)
    with time_machine.travel(clock.now() + timedelta(minutes=20)), statements() as sent:
        assert is_signed_in(client)
    assert all(statement.lstrip().upper().startswith("SELECT") for statement in sent)


@pytest.mark.parametrize(("grave", "minutes"), [(True, 30), (False, 12 * 60 - 5)])
def test_an_unused_session_ends_sooner_for_those_who_may_sign(
    database: Database, sign_in: SignIn, grave: bool, minutes: int
) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session)
        if grave:
            person = make_representative(session, organisation, Power.SIGN)
        else:
            person = make_person(session)
            make_membership(session, person, organisation)
    client = sign_in(person)
    now = clock.now()
    with time_machine.travel(now + timedelta(minutes=minutes - 1)):
        assert is_signed_in(client)
    with time_machine.travel(now + timedelta(minutes=2 * minutes + 6)):
        assert not is_signed_in(client)


def test_no_session_outlives_twelve_hours(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        person = make_person(session)
    client = sign_in(person)
    began = clock.now()
    for hours in range(1, 12):
        with time_machine.travel(began + timedelta(hours=hours)):
            assert is_signed_in(client)
    with time_machine.travel(began + timedelta(hours=12, seconds=5)):
        assert not is_signed_in(client)


def test_who_has_left_is_signed_out_at_once(database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        person = make_person(session)
    client = sign_in(person)
    with database.transaction() as session:
        session.merge(person).left_at = clock.now()
    assert not is_signed_in(client)


def test_attempts_are_limited(settings: Settings, database: Database) -> None:
    settings.data.mkdir(exist_ok=True)
    app = create_app(settings, TESTING=True)
    client = app.test_client()
    with database.transaction() as session:
        make_person(session, email="lan@example.org")
    page = open_page(client, "/sign-in")
    answers = [
        page.submit(email="lan@example.org", password=f"guess {number}").status
        for number in range(22)
    ]
    assert answers[:20] == [200] * 20
    assert answers[20:] == [429] * 2
    app.extensions["portal_database"].dispose()


def test_signing_in_and_out_is_in_the_audit_log(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        person = make_person(session, email="lan@example.org")
    open_page(client, "/sign-in").submit(email="lan@example.org", password=PASSWORD)
    open_page(client, "/settings").submit("/sign-out")
    with database.reading() as session:
        acts = session.execute(
            select(AuditEntry.act, AuditEntry.person_id).order_by(AuditEntry.id)
        ).all()
    assert [tuple(act) for act in acts] == [("SignedIn", person.id), ("SignedOut", person.id)]


def test_a_demo_offers_its_roles_in_one_press(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_portal(session, is_demo=True)
        keeper = make_person(session, "차여울", is_secretariat=True)
        session.add(DemoRole(role="secretariat", person_id=keeper.id))
    page = open_page(client, "/sign-in")
    assert "The secretariat" in page.text
    page.submit("/sign-in/as/secretariat")
    page = open_page(client, "/settings/security")
    assert "second step of signing in is waived" in page.text
    assert client.get("/admin/invitations").status_code == 200


def test_a_real_network_offers_no_roles(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_portal(session)
        keeper = make_person(session, is_secretariat=True)
        session.add(DemoRole(role="secretariat", person_id=keeper.id))
    page = open_page(client, "/sign-in")
    assert not page.document.xpath("//form[contains(@action, '/sign-in/as/')]")
    token = page.token
    answer = client.post("/sign-in/as/secretariat", data={"csrf_token": token})
    assert answer.status_code == 404
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInSession)) == 0


def test_the_language_is_kept_by_a_cookie_or_the_account(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        person = make_person(session)
    token = open_page(client, "/sign-in").token
    answer = client.post(
        "/language", data={"locale": "km", "next": "/sign-in", "csrf_token": token}
    )
    assert answer.headers["Location"] == "/sign-in"
    assert open_page(client, "/sign-in").document.get("lang") == "km"
    hers = sign_in(person)
    token = open_page(hers, "/settings").token
    hers.post("/language", data={"locale": "ur", "next": "/settings", "csrf_token": token})
    page = open_page(hers, "/settings")
    assert (page.document.get("lang"), page.document.get("dir")) == ("ur", "rtl")
