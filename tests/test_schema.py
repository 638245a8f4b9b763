"""The tables come about on both engines, and a change of them is done whole or not at all."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.schema import all_tables, changing, create_or_upgrade, is_current
from tests.factories import make_membership, make_organisation, make_person


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    yield database
    database.dispose()


def test_an_empty_database_gets_every_table_and_keeps_them(empty: Database) -> None:
    assert not is_current(empty)
    create_or_upgrade(empty)
    assert is_current(empty)
    with empty.transaction() as session:
        make_person(session)
    create_or_upgrade(empty)
    with empty.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM people")) == 1
        for table in all_tables().tables:
            session.execute(text(f'SELECT count(*) FROM "{table}"'))  # noqa: S608 - our own names


def test_the_audit_log_is_append_only(empty: Database) -> None:
    create_or_upgrade(empty)
    with empty.transaction() as session:
        session.add(AuditEntry(act="X", subject_type="x", subject_id="x", details={}))
    for statement in ("UPDATE audit_entries SET act = 'Y'", "DELETE FROM audit_entries"):
        with pytest.raises(DBAPIError, match="append-only"), empty.transaction() as session:
            session.execute(text(statement))


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_change_that_leaves_rows_pointing_nowhere_is_undone(empty: Database) -> None:
    create_or_upgrade(empty)
    with empty.transaction() as session:
        make_membership(session, make_person(session), make_organisation(session))
    with pytest.raises(RuntimeError, match="point nowhere"), changing(empty) as (_, connection):
        connection.exec_driver_sql("DELETE FROM people")
    with empty.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM people")) == 1
    with pytest.raises(DBAPIError), empty.transaction() as session:
        session.execute(text("DELETE FROM people"))
