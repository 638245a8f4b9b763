"""The mailbox page: open in a demo, closed and without words in a real network."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.mail.commands import queue_mail
from portal.mail.models import OutboxMessage
from tests.factories import make_person, make_portal
from tests.pages import open_page

SignIn = Callable[..., FlaskClient]


def queue(database: Database, number: int = 0) -> OutboxMessage:
    with database.transaction() as session:
        message = queue_mail(
            session,
            key=f"mail {number}",
            to=f"person{number}@example.org",
            locale="en",
            subject=f"Mail {number}",
            paragraphs=[
                "Hello <b>Lan</b>,",
                "http://portal.test/en/invitation/abc",
                "See https://example.org/a?b=1&c=2 too.",
            ],
        )
        assert message is not None
        return message


def test_a_demo_shows_its_mail_to_everyone(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        make_portal(session, is_demo=True)
    queue(database)
    page = open_page(client, "/mailbox")
    page = open_page(client, page.links("/mailbox/")[0])
    assert "Hello <b>Lan</b>," in page.text
    assert page.links("/en/invitation/abc") == ["/en/invitation/abc"]
    assert page.links("example.org/a") == ["https://example.org/a?b=1&c=2"]


def test_a_real_network_shows_it_to_the_secretariat_only(
    client: FlaskClient, database: Database, sign_in: SignIn
) -> None:
    with database.transaction() as session:
        make_portal(session)
        member = make_person(session)
        keeper = make_person(session, is_secretariat=True)
    message = queue(database)
    for address in ("/mailbox", f"/mailbox/{message.id}"):
        assert client.get(address).headers["Location"].startswith("/sign-in")
        assert sign_in(member).get(address).status_code == 403
        assert sign_in(keeper, second_factor=False).get(address).status_code == 403
        assert sign_in(keeper).get(address).status_code == 200


def test_where_mail_goes_out_nobody_reads_its_words(
    settings: Settings, database: Database, sign_in: SignIn, app: Flask
) -> None:
    with database.transaction() as session:
        make_portal(session)
        keeper = make_person(session, is_secretariat=True)
    message = queue(database)
    other = create_app(
        replace(settings, mail_url="smtp://mail.example.org"), TESTING=True, RATELIMIT_ENABLED=False
    )
    client = sign_in(keeper, other.test_client())
    assert "invitation" not in open_page(client, "/mailbox").html
    assert client.get(f"/mailbox/{message.id}").status_code == 404
    other.extensions["portal_database"].dispose()


@pytest.mark.parametrize("number", [1, 30, 45])
def test_the_list_takes_the_same_statements_at_any_length(
    client: FlaskClient, database: Database, statements: Callable[[], Any], number: int
) -> None:
    with database.transaction() as session:
        make_portal(session, is_demo=True)
    for each in range(number):
        queue(database, each)
    client.get("/mailbox")
    with statements() as sent:
        page = open_page(client, "/mailbox")
    assert len(sent) == 2
    assert len(page.document.xpath("//main//h2")) == min(number, 30)
    if number > 30:
        page = open_page(client, "/mailbox?page=2")
        assert len(page.document.xpath("//main//h2")) == number - 30
