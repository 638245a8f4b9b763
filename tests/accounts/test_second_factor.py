"""The second step of signing in: set up, shown, lost, and asked for where it matters."""

import html
from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts import authenticators, policy
from portal.accounts.authenticators import Vault
from portal.accounts.models import Authenticator, RecoveryCode
from portal.core import clock
from portal.core.ids import digest
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.network.actors import actor_for
from portal.network.models import Person, Power, Role
from tests.factories import (
    PASSWORD,
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.pages import Page, open_page

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def lan(database: Database) -> Person:
    """A representative who may sign, in a real network."""
    with database.transaction() as session:
        make_portal(session)
        return make_representative(
            session, make_organisation(session), Power.SIGN, name="Lan", email="lan@example.org"
        )


def enter(client: FlaskClient) -> Page:
    return open_page(client, "/sign-in").submit(
        "/sign-in", email="lan@example.org", password=PASSWORD
    )


def set_up(client: FlaskClient, at: datetime | None = None) -> tuple[str, Page]:
    """Walk through setting up; gives the secret and the page with the recovery codes."""
    page = open_page(client, "/settings/security/authenticator").submit("/begin")
    address = html.unescape(page.links("otpauth:")[0])
    totp = pyotp.parse_uri(address)
    assert page.document.xpath("//img[starts-with(@src, 'data:image/svg+xml')]")
    return totp.secret, page.submit("/authenticator", code=totp.at(at or clock.now()))


def codes_on(page: Page) -> list[str]:
    return [code.text for code in page.document.xpath("//main//li/code")]


def test_who_may_sign_is_led_to_set_it_up(client: FlaskClient, lan: Person) -> None:
    page = enter(client)
    assert page.address.startswith("/settings/security/authenticator")
    assert "your role needs a second step" in page.text
    _, page = set_up(client)
    assert len(codes_on(page)) == authenticators.RECOVERY_CODES
    page = open_page(client, "/settings/security")
    assert "10 recovery codes are left" in page.text
    assert "cannot be turned off" in page.text


def test_without_it_shown_an_actor_has_no_second_factor(database: Database, lan: Person) -> None:
    with database.reading() as session:
        actor = actor_for(session, lan.id)
        shown = actor_for(session, lan.id, second_factor=True)
    assert actor is not None
    assert shown is not None
    assert policy.second_factor_needed(actor)
    assert not policy.has_shown_second_factor(actor)
    assert policy.has_shown_second_factor(shown)


def test_a_code_is_asked_for_after_the_password_and_works_once(
    client: FlaskClient, lan: Person
) -> None:
    enter(client)
    now = clock.now()
    with time_machine.travel(now, tick=False):
        secret, _ = set_up(client, now)
        open_page(client, "/settings").submit("/sign-out")
    later = now + timedelta(minutes=2)
    with time_machine.travel(later, tick=False):
        page = enter(client)
        assert page.address.startswith("/sign-in/code")
        assert client.get("/settings").status_code == 303, "half a sign-in opens nothing"
        page = page.submit("/sign-in/code", code="000 000")
        assert "This code is not right" in page.text
        code = pyotp.TOTP(secret).at(later)
        page.submit("/sign-in/code", code=f"{code[:3]} {code[3:]}")
        assert client.get("/settings").status_code == 200
        open_page(client, "/settings").submit("/sign-out")
        page = enter(client).submit("/sign-in/code", code=code)
        assert "This code is not right" in page.text


def test_the_code_of_setting_up_does_not_sign_in(client: FlaskClient, lan: Person) -> None:
    with time_machine.travel(clock.now(), tick=False):
        enter(client)
        secret, _ = set_up(client)
        open_page(client, "/settings").submit("/sign-out")
        page = enter(client).submit("/sign-in/code", code=pyotp.TOTP(secret).at(clock.now()))
        assert "This code is not right" in page.text


def test_a_recovery_code_stands_in_once(client: FlaskClient, lan: Person) -> None:
    enter(client)
    _, page = set_up(client)
    code = codes_on(page)[0]
    open_page(client, "/settings").submit("/sign-out")
    enter(client).submit("/sign-in/code", code=f" {code.upper().replace('-', ' ')} ")
    page = open_page(client, "/settings/security")
    assert "9 recovery codes are left" in page.text
    page.submit("/sign-out")
    assert "not right" in enter(client).submit("/sign-in/code", code=code).text


def test_half_a_sign_in_lasts_ten_minutes(client: FlaskClient, lan: Person) -> None:
    enter(client)
    set_up(client)
    open_page(client, "/settings").submit("/sign-out")
    enter(client)
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        assert open_page(client, "/sign-in/code").address.startswith("/sign-in?")


def test_other_sessions_end_when_it_is_set_up(
    client: FlaskClient, lan: Person, sign_in: SignIn
) -> None:
    other = sign_in(lan)
    assert other.get("/settings").status_code == 200
    enter(client)
    set_up(client)
    assert client.get("/settings").status_code == 200
    assert other.get("/settings").status_code == 303


def test_secrets_and_codes_cannot_be_read_from_the_database(
    client: FlaskClient,
    database: Database,
    lan: Person,
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    enter(client)
    secret, page = set_up(client)
    with database.reading() as session:
        kept = session.scalars(select(Authenticator)).one()
        digests = set(session.scalars(select(RecoveryCode.digest)))
    assert secret not in kept.secret
    assert Vault(settings.data).open(kept.secret) == secret
    assert Vault(tmp_path_factory.mktemp("another")).open(kept.secret) is None
    assert digests == {digest(code) for code in codes_on(page)}
    assert (settings.data / "authenticators.key").stat().st_mode & 0o077 == 0


def test_whoever_may_sign_cannot_turn_it_off_and_others_can(
    client: FlaskClient, database: Database, lan: Person, sign_in: SignIn
) -> None:
    enter(client)
    set_up(client)
    page = open_page(client, "/settings/security")
    answer = client.post("/settings/security/authenticator/remove", data={"csrf_token": page.token})
    assert answer.status_code == 403
    with database.transaction() as session:
        member = make_person(session)
        make_membership(session, member, make_organisation(session), Role.MEMBER)
    hers = sign_in(member)
    set_up(hers)
    open_page(hers, "/settings/security").submit("/authenticator/remove")
    with database.reading() as session:
        left = session.scalars(select(Authenticator.person_id)).all()
    assert left == [lan.id]


def test_new_recovery_codes_void_the_old_ones(client: FlaskClient, lan: Person) -> None:
    enter(client)
    _, page = set_up(client)
    old = codes_on(page)
    page = open_page(client, "/settings/security/recovery-codes").submit("/recovery-codes")
    new = codes_on(page)
    assert len(new) == 10
    assert not set(old) & set(new)
    page.submit("/sign-out")
    assert "not right" in enter(client).submit("/sign-in/code", code=old[0]).text


@pytest.mark.parametrize(("drift", "good"), [(-65, False), (-30, True), (30, True), (65, False)])
def test_a_clock_half_a_minute_wrong_is_forgiven(drift: int, good: bool) -> None:
    secret, now = authenticators.new_secret(), clock.now()
    code = pyotp.TOTP(secret).at(now + timedelta(seconds=drift))
    assert bool(authenticators.matching_step(secret, code, at=now, after=0)) is good


def test_grave_acts_ask_for_the_password_again(
    database: Database, lan: Person, sign_in: SignIn
) -> None:
    client = sign_in(lan)
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        page = open_page(client, "/settings/security/password")
        assert page.address.startswith("/sign-in/confirm")
        page = page.submit("/sign-in/confirm", password="not hers at all")
        assert "not the password of your account" in page.text
        page = page.submit("/sign-in/confirm", password=PASSWORD)
        assert page.address == "/settings/security/password"
        assert page.status == 200
