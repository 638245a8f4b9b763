"""Migrations lead from nothing to the models and back, on both engines."""

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from portal import schema
from portal.core.orm import Database

OWN = {"alembic_version"}
INDEX = "search_index"
"""Full-text indexes keep tables of their own beside those of the models."""


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    yield database
    database.dispose()


def tables(database: Database) -> set[str]:
    with database.reader.connect() as connection:
        return set(inspect(connection).get_table_names()) - OWN


def modelled() -> set[str]:
    return {name for name in schema.all_tables().tables if not name.startswith(INDEX)}


def plain(names: set[str]) -> set[str]:
    return {name for name in names if not name.startswith(INDEX)}


def guards(database: Database) -> set[str]:
    """The triggers that keep what is only ever added to."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if database.reader.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with database.reader.connect() as connection:
        return set(connection.execute(text(query)).scalars())


def test_there_is_one_line_of_migrations() -> None:
    scripts = ScriptDirectory.from_config(schema.configuration(Database("sqlite://")))
    assert len(scripts.get_heads()) == 1


def test_the_files_are_named_by_their_day() -> None:
    files = [path.name for path in (schema.MIGRATIONS / "versions").glob("*.py")]
    assert files
    for name in files:
        year, month, day, _ = name.split("_", 3)
        assert (len(year), len(month), len(day)) == (4, 2, 2), name
        assert (year + month + day).isdigit(), name


def test_up_from_nothing_gives_what_the_models_say(empty: Database) -> None:
    schema.create_or_upgrade(empty)
    with schema.changing(empty) as (config, _):
        command.check(config)
    assert schema.is_current(empty)


def test_up_from_nothing_gives_the_guards_that_the_models_make(empty: Database) -> None:
    """Whichever way a database is made, nobody changes what is only ever added to."""
    schema.create_or_upgrade(empty)
    migrated = guards(empty)
    schema.downgrade(empty, "base")
    with schema.changing(empty) as (_, connection):
        schema.all_tables().create_all(connection)
    assert migrated == guards(empty)
    assert any("revisions" in name for name in migrated)


def test_down_to_nothing_leaves_nothing_and_up_again_works(empty: Database) -> None:
    schema.create_or_upgrade(empty)
    assert plain(tables(empty)) == modelled()
    schema.downgrade(empty, "base")
    assert tables(empty) == set()
    assert guards(empty) == set()
    assert not schema.is_current(empty)
    schema.create_or_upgrade(empty)
    assert plain(tables(empty)) == modelled()


def test_going_up_twice_changes_nothing(empty: Database) -> None:
    schema.create_or_upgrade(empty)
    before = tables(empty)
    schema.create_or_upgrade(empty)
    assert tables(empty) == before


def test_the_models_have_no_change_without_a_migration() -> None:
    assert schema.differences() == []
