"""Mail goes out once, is tried again when the server is away, and is given up where it cannot go."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal import wiring
from portal.core import clock
from portal.core.orm import Database
from portal.core.sentences import say
from portal.core.settings import Settings
from portal.mail import sending
from portal.mail.commands import queue_mail
from portal.mail.models import OutboxMessage
from tests.factories import make_portal
from tests.harness.mail import MailServer, running
from tests.harness.serving import free_port


@pytest.fixture
def server() -> Iterator[MailServer]:
    with running() as server:
        yield server


@pytest.fixture
def sending_to(settings: Settings, server: MailServer) -> Settings:
    return replace(settings, mail_url=server.url, mail_from="portal@example.org")


def queue(database: Database, key: str, to: str = "lan@example.org", **values: object) -> None:
    with database.transaction() as session:
        queue_mail(
            session,
            key=key,
            to=to,
            locale="en",
            subject=f"Mail {key}",
            paragraphs=["Hello,", "https://portal.test/invitation/secret"],
            **values,
        )


def rows(database: Database) -> list[OutboxMessage]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_mail_goes_out_once(database: Database, sending_to: Settings, server: MailServer) -> None:
    for number in range(45):
        queue(database, f"{number}", f"person{number}@example.org")
    assert sending.send_due(database, sending_to) == 45
    assert sending.send_due(database, sending_to) == 0
    assert sorted(server.recipients) == sorted(
        f"person{number}@example.org" for number in range(45)
    )


def test_the_same_mail_is_not_queued_twice(
    database: Database, sending_to: Settings, server: MailServer
) -> None:
    queue(database, "same")
    queue(database, "same")
    sending.send_due(database, sending_to)
    assert server.subjects == ["Mail same"]


def test_mail_of_a_transaction_that_fails_is_never_sent(
    database: Database, sending_to: Settings, server: MailServer
) -> None:
    def queue_and_break() -> None:
        with database.transaction() as session:
            queue_mail(
                session, key="x", to="a@example.org", locale="en", subject="x", paragraphs=["x"]
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        queue_and_break()
    sending.send_due(database, sending_to)
    assert server.messages == []


def test_what_a_message_looks_like(
    database: Database, sending_to: Settings, server: MailServer
) -> None:
    with database.transaction() as session:
        queue_mail(
            session,
            key="khmer",
            to="dara@example.org",
            locale="km",
            subject=say("An invitation"),
            paragraphs=["សូមស្វាគមន៍", "Nguyễn Thị Lan\r\nBcc: someone@example.org"],
            headers={
                "List-Unsubscribe": "<https://portal.test/u/1>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Bcc": "someone@example.org",
            },
        )
    sending.send_due(database, sending_to)
    message, row = server.messages[0], rows(database)[0]
    assert message["From"] == "Solidarity Portal <portal@example.org>"
    assert message["To"] == "dara@example.org"
    assert message["Message-ID"] == f"<{row.id}@example.org>"
    assert message["Date"].datetime == row.created_at.replace(microsecond=0)
    assert message["List-Unsubscribe"] == "<https://portal.test/u/1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "km"
    assert message["Bcc"] is None
    assert message.get_content_charset() == "utf-8"
    content = message.get_content().replace("\r\n", "\n")
    assert content.startswith("សូមស្វាគមន៍\n\nNguyễn Thị Lan")
    assert "\n" not in message["Subject"]


def test_words_are_not_kept_once_they_are_out(database: Database, sending_to: Settings) -> None:
    queue(database, "secret")
    assert "secret" in rows(database)[0].body
    sending.send_due(database, sending_to)
    assert rows(database)[0].body == ""


def test_a_server_away_for_a_day_loses_and_doubles_nothing(
    database: Database, settings: Settings
) -> None:
    port = free_port()
    away = replace(settings, mail_url=f"smtp://127.0.0.1:{port}")
    began = clock.now()
    for hour in range(24):
        with time_machine.travel(began + timedelta(hours=hour), tick=False):
            queue(database, f"of hour {hour}")
            for minute in range(0, 60, 10):
                with time_machine.travel(began + timedelta(hours=hour, minutes=minute), tick=False):
                    assert sending.send_due(database, away) == 0
    assert max(row.attempts for row in rows(database)) < 40
    with running(port=port) as server:
        for minutes in range(0, 65, 5):
            with time_machine.travel(began + timedelta(hours=24, minutes=minutes), tick=False):
                sending.send_due(database, away)
        assert sorted(server.subjects) == sorted(f"Mail of hour {hour}" for hour in range(24))


def test_after_three_days_a_message_is_given_up(database: Database, settings: Settings) -> None:
    away = replace(settings, mail_url=f"smtp://127.0.0.1:{free_port()}")
    queue(database, "never")
    began = clock.now()
    for hour in range(0, 74, 2):
        with time_machine.travel(began + timedelta(hours=hour), tick=False):
            sending.send_due(database, away)
        if hour < 71:
            assert rows(database)[0].failed_at is None
    row = rows(database)[0]
    assert row.failed_at is not None
    assert "ConnectionRefusedError" in row.last_error


def test_an_address_that_does_not_exist_holds_up_nobody(
    database: Database, sending_to: Settings, server: MailServer
) -> None:
    server.answers = {"nobody@example.org": "550 No such user", "busy@example.org": "450 Later"}
    queue(database, "1", "nobody@example.org")
    queue(database, "2", "busy@example.org")
    queue(database, "3", "lan@example.org")
    sending.send_due(database, sending_to)
    nobody, busy, lan = rows(database)
    assert nobody.failed_at is not None
    assert busy.failed_at is None
    assert busy.due_at > clock.now()
    assert lan.sent_at is not None
    server.answers = {}
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        sending.send_due(database, sending_to)
    assert server.recipients == ["lan@example.org", "busy@example.org"]


def test_a_connection_lost_in_the_middle_delays_the_rest(
    database: Database, sending_to: Settings, server: MailServer
) -> None:
    for number in range(3):
        queue(database, f"{number}", f"person{number}@example.org")
    server.hang_up_after_data = True
    assert sending.send_due(database, sending_to) == 0
    server.hang_up_after_data = False
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert sending.send_due(database, sending_to) == 3
    assert len(server.messages) == 3


def test_two_workers_share_the_work(
    database: Database, sending_to: Settings, server: MailServer
) -> None:
    for number in range(60):
        queue(database, f"{number}", f"person{number}@example.org")
    workers = [
        threading.Thread(target=sending.send_due, args=(database, sending_to)) for _ in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(server.recipients) == sorted(
        f"person{number}@example.org" for number in range(60)
    )


def test_what_a_dead_worker_claimed_is_taken_up_later(
    database: Database, sending_to: Settings, server: MailServer
) -> None:
    queue(database, "claimed")
    with database.transaction() as session:
        session.scalars(select(OutboxMessage)).one().claimed_until = clock.now() + sending.CLAIM
    assert sending.send_due(database, sending_to) == 0
    with time_machine.travel(clock.now() + sending.CLAIM + timedelta(seconds=1)):
        assert sending.send_due(database, sending_to) == 1
    assert len(server.messages) == 1


def test_mail_that_is_not_due_waits(
    database: Database, sending_to: Settings, server: MailServer
) -> None:
    queue(database, "tomorrow", due=clock.now() + timedelta(days=1))
    assert sending.send_due(database, sending_to) == 0
    with time_machine.travel(clock.now() + timedelta(days=1, seconds=1)):
        assert sending.send_due(database, sending_to) == 1


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_a_real_network_sends_mail_out(
    database: Database, sending_to: Settings, server: MailServer, is_demo: bool
) -> None:
    with database.transaction() as session:
        make_portal(session, is_demo=is_demo)
    queue(database, "x")
    wiring.send_mail(database, sending_to)
    assert len(server.messages) == (0 if is_demo else 1)


def test_old_mail_is_forgotten(database: Database, sending_to: Settings) -> None:
    queue(database, "old")
    sending.send_due(database, sending_to)
    queue(database, "waiting")
    with time_machine.travel(clock.now() + timedelta(days=31)), database.transaction() as session:
        sending.erase_old(session)
    assert [row.key for row in rows(database)] == ["waiting"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 587, "", "", "starttls")),
        ("smtps://mail.example.org", ("mail.example.org", 465, "", "", "whole")),
        ("smtp://me%40x:p%2Fw@h:25?tls=none", ("h", 25, "me@x", "p/w", "none")),
    ],
)
def test_how_the_mail_address_is_read(url: str, expected: tuple[object, ...]) -> None:
    server = sending.mail_server(url)
    assert (server.host, server.port, server.user, server.password, server.tls) == expected


@pytest.mark.parametrize("url", ["mail.example.org:587", "http://mail.example.org", "smtp://h:x"])
def test_a_mail_address_that_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(sending.MailAddressInvalid):
        sending.mail_server(url)


def test_a_password_never_goes_out_unencrypted(
    database: Database, settings: Settings, server: MailServer
) -> None:
    queue(database, "x")
    with_password = replace(
        settings, mail_url=f"smtp://me:secret@127.0.0.1:{server.port}", mail_from="p@example.org"
    )
    assert sending.send_due(database, with_password) == 0
    assert "STARTTLS" in rows(database)[0].last_error
