"""What tests of statements share."""

import pytest

from portal.core.orm import Database
from tests.harness.time import Traveller
from tests.statements.amending import Table, laid


@pytest.fixture
def table(moment: Traveller, database: Database) -> Table:
    """A statement in consultation."""
    return laid(database)
