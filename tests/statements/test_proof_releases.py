"""A change of meaning makes a new release; the old one's proof holds with all who signed it."""

import pytest
from flask.testing import FlaskClient

from portal.core.orm import Database
from portal.log.commands import seal_batch
from portal.network.models import Organisation
from portal.statements import commands
from portal.statements.models import Choice, Statement
from portal.statements.queries.proof import bundle_of, public_release
from portal.statements.verify import verify
from tests.factories import make_portal
from tests.harness.time import Traveller
from tests.statements.living import Network


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        make_portal(session)
        return Network(session)


def bundle(database: Database, statement: Statement, number: int) -> bytes:
    with database.reading() as session:
        return bundle_of(session, public_release(session, statement.slug, number))


def test_release_one_verifies_with_seventy_after_release_two_began_at_nothing(
    database: Database, network: Network, moment: Traveller, client: FlaskClient
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        for number, organisation in enumerate(network.join(session, 70)):
            network.sign(session, statement, organisation, withheld=number % 7 == 0)
        seal_batch(session)
    old = bundle(database, statement, 1)
    before = verify.check(old)
    assert (before.standing, before.named, before.withheld, before.pending) == (70, 60, 10, 0)
    with database.transaction() as session:
        statement = session.get_one(Statement, statement.id)
        network.take_up(session, statement)
        network.review(session, statement, moment)
        network.edit(session, statement, "Every person can report in safety, wherever she is.")
        decision = network.ask(session, statement)
        for key in network.people:
            by = network.actor(session, session.get_one(Organisation, key))
            commands.answer(session, decision.id, choice=Choice.CONSENT, by=by)
        commands.close_decision(session, decision.id, by=None)
        network.open(session, statement)
        network.sign(session, statement, network.hanoi)
        seal_batch(session)
    first = verify.check(bundle(database, statement, 1), previous=old)
    second = verify.check(bundle(database, statement, 2), previous=old)
    assert verify.check(old).standing == first.standing == 70
    assert (second.release, second.standing) == (2, 1)
    page = client.get(f"/statements/{statement.slug}/verify").get_data(as_text=True)
    assert "/releases/1/bundle.json" in page
    assert "/releases/2/bundle.json" in page


def test_a_bundle_takes_as_many_statements_for_seventy_as_for_two(
    database: Database, network: Network, moment: Traveller, client: FlaskClient, statements: object
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        others = network.join(session, 30)
        for organisation in others[:2]:
            network.sign(session, statement, organisation)
        seal_batch(session, force=True)
    address = f"/statements/{statement.slug}/releases/1/bundle.json"
    with statements() as few:  # type: ignore[operator]
        assert client.get(address).status_code == 200
    with database.transaction() as session:
        statement = session.get_one(Statement, statement.id)
        for organisation in others[2:]:
            network.sign(session, statement, organisation)
        seal_batch(session, force=True)
    with statements() as many:  # type: ignore[operator]
        assert client.get(address).status_code == 200
    assert len(many) == len(few)
