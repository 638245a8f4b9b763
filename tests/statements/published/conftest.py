"""A statement that is open for signature in Korean, with two names under it and one withheld."""

import pytest

from portal.core.orm import Database
from portal.statements.models import Statement
from tests.harness.time import Traveller
from tests.statements.test_life import Network, open_for_signature, sign


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        return Network(session)


@pytest.fixture
def released(database: Database, network: Network, moment: Traveller) -> Statement:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        sign(session, network, statement, network.seoul)
        sign(session, network, statement, network.hanoi)
        sign(session, network, statement, network.khmer, withheld=True)
        assert statement.releases[0].languages
        assert statement.called_by_id
    return statement
