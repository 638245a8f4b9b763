"""Whoever may still sign hears of a later deadline; nobody learns from it who withholds her name."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.orm import Database
from portal.mail.models import OutboxMessage
from portal.network.models import Person
from portal.statements import commands
from portal.statements.models import Statement
from tests.factories import make_portal
from tests.harness.time import Traveller
from tests.statements.living import Network


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        make_portal(session)
        return Network(session)


def opened(session: Session, network: Network, moment: Traveller) -> Statement:
    """A statement that can be signed for a week, with only new mail in the outbox."""
    statement = network.opened(session, moment)
    statement.deadline = clock.now() + timedelta(days=7)
    return statement


def put_later(session: Session, network: Network, statement: Statement) -> list[OutboxMessage]:
    """Put the deadline a week later; the mail that this caused."""
    known = set(session.scalars(select(OutboxMessage.id)))
    assert statement.deadline is not None
    commands.move_deadline(
        session,
        statement.id,
        deadline=statement.deadline + timedelta(days=7),
        zone="Asia/Phnom_Penh",
        reason="Boards meet later.",
        by=network.actor(session, network.seoul),
    )
    return [each for each in session.scalars(select(OutboxMessage)) if each.id not in known]


def addresses(session: Session, network: Network, *names: str) -> set[str]:
    people = [network.people[getattr(network, name).id] for name in names]
    return {session.get_one(Person, person).email for person in people}


@pytest.mark.parametrize("published", [False, True])
def test_who_has_not_signed_hears_until_when_signing_goes_on_now(
    database: Database, network: Network, moment: Traveller, *, published: bool
) -> None:
    with database.transaction() as session:
        statement = opened(session, network, moment)
        network.sign(session, statement, network.tokyo)
        if published:
            commands.publish(session, statement.id, by=network.actor(session, network.seoul))
        sent = put_later(session, network, statement)
        assert {mail.to for mail in sent} == addresses(session, network, "seoul", "hanoi", "khmer")
        for mail in sent:
            assert f"/statements/{statement.slug}/sign" in mail.body
            assert "in Phnom Penh" in mail.body
            assert "report" not in mail.subject
        again = put_later(session, network, statement)
        assert {mail.to for mail in again} == {mail.to for mail in sent}


def test_the_outbox_tells_nobody_who_has_signed_with_a_withheld_name(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = opened(session, network, moment)
        network.sign(session, statement, network.tokyo)
        network.sign(session, statement, network.khmer, withheld=True)
        sent = put_later(session, network, statement)
        # Were one left out, or told something else, it would be the one that withholds its name.
        assert {mail.to for mail in sent} == addresses(session, network, "seoul", "hanoi", "khmer")
        assert len({(mail.subject, mail.body) for mail in sent}) == 1
        assert all("your organisation's signature" not in mail.body for mail in sent)
        assert all("waits" not in mail.subject for mail in sent)


def test_nobody_is_told_of_a_later_deadline_while_signing_is_paused(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = opened(session, network, moment)
        commands.freeze_signing(
            session, statement.id, frozen=True, by=network.actor(session, network.seoul)
        )
        assert put_later(session, network, statement) == []
