"""Every table of the portal in one place, and the way from any older database to it."""

import pkgutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData, inspect

import portal
from portal.core import facts
from portal.core.orm import Base, Database

MIGRATIONS = Path(__file__).parent / "migrations"


def all_tables() -> MetaData:
    """The schema as the models have it: importing a domain's models makes them part of it."""
    for package in pkgutil.iter_modules(portal.__path__, f"{portal.__name__}."):
        if package.ispkg and find_spec(f"{package.name}.models"):
            import_module(f"{package.name}.models")
    assert facts.AuditEntry.metadata is Base.metadata  # noqa: S101 - core's one table is here too
    return Base.metadata


def configuration(database: Database, connection: Connection | None = None) -> Config:
    """Alembic's settings for a database."""
    config = Config(stdout=StringIO())
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option(
        "file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
    )
    config.set_main_option("timezone", "UTC")
    config.set_main_option("sqlalchemy.url", database.url.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def create_or_upgrade(database: Database) -> None:
    """Bring the database to this release's schema, from nothing or from an older one."""
    with changing(database) as (config, connection):
        if ScriptDirectory.from_config(config).get_heads():
            command.upgrade(config, "head")
        else:
            all_tables().create_all(connection)


def is_current(database: Database) -> bool:
    """Whether the database has this release's schema."""
    with database.reader.connect() as connection:
        heads = ScriptDirectory.from_config(configuration(database)).get_heads()
        if not heads:
            return set(all_tables().tables) <= set(inspect(connection).get_table_names())
        return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)


def downgrade(database: Database, revision: str) -> None:
    """Bring the database back to an older schema; what only the newer one held is lost."""
    with changing(database) as (config, _):
        command.downgrade(config, revision)


def differences() -> Sequence[str]:
    """In what the models differ from what all migrations make of an empty database."""
    with _scratch() as database, changing(database) as (config, _):
        if not ScriptDirectory.from_config(config).get_heads():
            return ["There is no migration yet."]
        command.upgrade(config, "head")
        try:
            command.check(config)
        except CommandError as difference:
            return [str(difference)]
        return []


def write_revision(message: str) -> str:
    """Write the migration that brings an older schema to the models; gives its path."""
    with _scratch() as database, changing(database) as (config, _):
        if ScriptDirectory.from_config(config).get_heads():
            command.upgrade(config, "head")
        written = command.revision(config, message, autogenerate=True)
        assert isinstance(written, Script)  # noqa: S101 - one revision was asked for
        return written.path


@contextmanager
def _scratch() -> Iterator[Database]:
    """An empty database that is thrown away."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'scratch.db'}")
        try:
            yield database
        finally:
            database.dispose()


@contextmanager
def changing(database: Database) -> Iterator[tuple[Config, Connection]]:
    """A transaction in which tables may change; it is done whole or not at all.

    SQLite changes a table by copying and dropping it, which must not take along the rows that
    point to it: foreign keys rest meanwhile, and are all checked before the commit.
    """
    with database.writer.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        raw = connection.connection.driver_connection
        if sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield configuration(database, connection), connection
                if sqlite:
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                    if broken:
                        raise RuntimeError(f"Rows that point nowhere: {broken[:5]}")
        finally:
            if sqlite and raw is not None:
                raw.execute("PRAGMA foreign_keys=ON")
