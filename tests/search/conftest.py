"""A database that can search, on each engine in turn."""

from collections.abc import Iterator

import pytest

from portal.core.orm import Base, Database
from portal.search.models import SearchDocument


@pytest.fixture
def searching(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    Base.metadata.create_all(database.writer, tables=[SearchDocument.__table__])
    yield database
    database.dispose()
