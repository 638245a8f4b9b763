"""Passwords: which are refused, how they are kept, changed and forgotten."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts import passwords
from portal.accounts.models import Credential, PasswordReset
from portal.core import clock
from portal.core.orm import Database
from portal.mail.models import OutboxMessage
from tests.factories import PASSWORD, make_person
from tests.pages import open_page

SignIn = Callable[..., FlaskClient]
NEW = "seven boats at dawn"


@pytest.mark.parametrize(
    "weak",
    [
        "short", "elevenchars", "password1234", "Password1234!", "P@ssw0rd2027", "qwertyuiop12",
        "123456789012", "aaaaaaaaaaaa", "abcabcabcabc", "iloveyou2027", "solidarity27", "Welcome!2027",
        "lan.nguyen27", "lan.nguyen@example.org", "1q2w3e4r5t6y", "2027-11-23-05", "administrator",
        "x" * 300,
    ],
)  # fmt: skip
def test_what_others_would_try_first_is_refused(weak: str) -> None:
    assert passwords.weakness(weak, "lan.nguyen@example.org", "Nguyễn Thị Lan") is not None


@pytest.mark.parametrize(
    "good",
    [
        NEW, PASSWORD, "ផ្ទះតូចមួយក្បែរទន្លេ", "강 건너 작은 등불 셋", "con đò nhỏ sang sông", "چھوٹی کشتی دریا پار",
        "mauve-kettle-41-north", "Tr0ub4dor and three", "correct horse battery staple",
    ],
)  # fmt: skip
def test_a_few_words_in_any_language_are_good(good: str) -> None:
    assert passwords.weakness(good, "lan.nguyen@example.org", "Nguyễn Thị Lan") is None


def test_a_password_is_the_same_however_a_keyboard_composed_it() -> None:
    kept = passwords.keep("con đò nhỏ sang sông")
    assert kept.startswith("$argon2id$")
    assert passwords.fits(kept, "con đò nhỏ sang sông")
    assert not passwords.fits(kept, "con do nho sang song")
    assert not passwords.fits(None, "anything at all")
    assert not passwords.fits("damaged", "anything at all")


def reset_link(database: Database, to: str) -> str:
    with database.reading() as session:
        body = session.scalars(
            select(OutboxMessage.body)
            .where(OutboxMessage.to == to, OutboxMessage.key.startswith("password-reset:"))
            .order_by(OutboxMessage.id.desc())
        ).first()
    assert body is not None
    link = next(line for line in body.splitlines() if line.startswith("http"))
    return urlsplit(link).path.removeprefix("/en")


def test_a_forgotten_password_is_set_anew_by_mail(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        lan = make_person(session, email="lan@example.org")
    elsewhere = sign_in(lan)
    open_page(client, "/forgotten").submit("/forgotten", email="LAN@example.org")
    link = reset_link(database, "lan@example.org")
    page = open_page(client, link).submit(password="password1234", again="password1234")
    assert "among the first that others would try" in page.text
    page = page.submit(password=NEW, again="seven boats at dusk")
    assert "Both must be the same" in page.text
    page = page.submit(password=NEW, again=NEW)
    assert page.address == "/sign-in"
    assert elsewhere.get("/settings").status_code == 303, "every other device is signed out"
    assert client.get(link).status_code == 404, "a link works once"
    page.submit("/sign-in", email="lan@example.org", password=NEW)
    assert client.get("/settings").status_code == 200
    with database.reading() as session:
        keys = session.scalars(select(OutboxMessage.key).order_by(OutboxMessage.id)).all()
    assert keys[-1].startswith("password-changed:")


def test_nothing_tells_whether_an_address_has_an_account(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        make_person(session, email="known@example.org")
    said = set()
    for email in ("known@example.org", "unknown@example.org"):
        said.add(open_page(client, "/forgotten").submit("/forgotten", email=email).text)
    assert len(said) == 1
    with database.reading() as session:
        assert len(session.scalars(select(PasswordReset)).all()) == 2, "both write alike"
        assert session.scalars(select(OutboxMessage.to)).all() == ["known@example.org"]


def test_a_reset_link_lasts_an_hour(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_person(session, email="lan@example.org")
    open_page(client, "/forgotten").submit("/forgotten", email="lan@example.org")
    link = reset_link(database, "lan@example.org")
    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        page = open_page(client, link)
    assert page.status == 404
    assert "older than an hour" in page.text


def test_using_one_link_spends_the_others(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_person(session, email="lan@example.org")
    links = []
    for _ in range(2):
        open_page(client, "/forgotten").submit("/forgotten", email="lan@example.org")
        links.append(reset_link(database, "lan@example.org"))
    open_page(client, links[0]).submit(password=NEW, again=NEW)
    assert client.get(links[1]).status_code == 404


def test_links_are_kept_as_digests(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_person(session, email="lan@example.org")
    open_page(client, "/forgotten").submit("/forgotten", email="lan@example.org")
    token = reset_link(database, "lan@example.org").rpartition("/")[2]
    with database.reading() as session:
        row = session.scalars(select(PasswordReset)).one()
    assert token not in str(vars(row))


def test_changing_the_password_signs_the_other_devices_out(
    database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        lan = make_person(session, email="lan@example.org")
        old = session.get_one(Credential, lan.id).password_hash
    here, elsewhere = sign_in(lan), sign_in(lan)
    page = open_page(here, "/settings/security/password").submit(password=NEW, again=NEW)
    assert page.address == "/settings/security"
    assert here.get("/settings").status_code == 200
    assert elsewhere.get("/settings").status_code == 303
    with database.reading() as session:
        assert session.get_one(Credential, lan.id).password_hash != old
