"""What tests of statements share."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from portal.core.orm import Database
from tests.harness.time import Traveller
from tests.statements.amending import Table, laid


@pytest.fixture
def moment() -> Iterator[Traveller]:
    """A morning in November 2026; the test moves it on."""
    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=True) as traveller:
        yield traveller


@pytest.fixture
def table(moment: Traveller, database: Database) -> Table:
    """A statement in consultation."""
    return laid(database)
