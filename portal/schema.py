"""Every table of the portal in one place, and the way from any older database to it."""

import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

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
    config = Config()
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
