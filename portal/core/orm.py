"""The base of every table, and the database's two doors: one that writes and one that only reads.

SQLite is the embedded default: WAL with `synchronous=FULL`, so that what is acknowledged is on
disk; writers take `BEGIN IMMEDIATE` and queue instead of failing. PostgreSQL is the same model
behind another address. A reading session cannot write: the database itself refuses.
"""

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from sqlalchemy import (
    DDL,
    JSON,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.ids import new_id
from portal.core.keys import Keyring

Id = Annotated[str, mapped_column(String(26), primary_key=True, default=new_id)]
"""A ULID primary key."""
Language = Annotated[str, mapped_column(String(35))]
"""A BCP 47 tag."""
Words = Mapping[str, str]
"""One short text in several languages: tag -> text."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware on the way in, aware and in UTC on the way out, on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs its zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Declarative base; constraints have names, so that each can be mapped to its sentence."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: UtcDateTime(),
        str: Text(),
        dict[str, Any]: JSON(),
        dict[str, str]: JSON(),
        list[str]: JSON(),
        list[int]: JSON(),
        list[dict[str, Any]]: JSON(),
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            length=40,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


Row = TypeVar("Row", bound=Base)


def hold(session: Session, kind: type[Row], key: str) -> Row:
    """The row as it stands now, held until the transaction ends. Raises NotFound."""
    found = session.get(kind, key, populate_existing=True, with_for_update={"of": kind})
    if found is None:
        raise NotFound
    return found


def append_only(table: Table) -> None:
    """Let the database refuse UPDATE and DELETE on a table, whoever asks."""
    for statement, dialect in append_only_ddl(table.name):
        ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
        event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def append_only_ddl(table: str) -> Sequence[tuple[str, str]]:
    """The statements behind `append_only` with their dialects, for migrations too."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    sqlite = [
        (f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {refuse}", "sqlite")
        for act in ("UPDATE", "DELETE")
    ]
    raising = "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END"
    function = f"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${raising}$$"
    trigger = (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    return [*sqlite, (function, "postgresql"), (trigger, "postgresql")]


Reactions = Mapping[type[Any], Sequence[Callable[[Session, Any], None]]]


class Database:
    """Two engines on one address, and the sessions that come from them."""

    def __init__(
        self,
        url: str,
        reactions: Reactions | None = None,
        *,
        address: str = "",
        keys: Keyring | None = None,
    ) -> None:
        self.url = url
        self.reactions: Reactions = reactions or {}
        self.address = address
        """The site's public address, for links in mail (`core.links`)."""
        self.keys = keys or Keyring()
        self.writer = _engine(url, writes=True)
        self.reader = _engine(url, writes=False)
        self._writing = sessionmaker(self.writer, expire_on_commit=False)
        self._reading = sessionmaker(self.reader, expire_on_commit=False, autoflush=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction that commits at the end of the block, or not at all.

        Everything announced inside is reacted to inside. Functions queued with
        `after_commit(session, …)` run once the commit is on disk.
        """
        with self._writing() as session:
            session.info["reactions"] = self.reactions
            session.info["address"] = self.address
            session.info["keys"] = self.keys
            session.info["after_commit"] = []
            with session.begin():
                yield session
                _finish(session)
            for function in session.info["after_commit"]:
                function()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads."""
        with self.open_reading() as session:
            yield session

    def open_reading(self) -> Session:
        """The same, to be closed by whoever opened it (one for each request)."""
        session = self._reading()
        session.info["address"] = self.address
        session.info["keys"] = self.keys
        return session

    def dispose(self) -> None:
        """Close pooled connections (before a fork, at the end)."""
        self.writer.dispose()
        self.reader.dispose()


def at_end(session: Session, key: object, function: Callable[[Session], None]) -> None:
    """Run `function` once for `key` when the transaction is about to commit, inside it.

    For what follows from many changes together: thirty edited paragraphs are indexed once.
    """
    session.info.setdefault("at_end", {}).setdefault(key, function)


def finish(session: Session, key: object) -> None:
    """Run now what waits under `key` for the end, where many days pass in one transaction."""
    waiting: dict[object, Callable[[Session], None]] = session.info.get("at_end", {})
    if key in waiting:
        waiting.pop(key)(session)


def _finish(session: Session) -> None:
    waiting: dict[object, Callable[[Session], None]] = session.info.get("at_end", {})
    while waiting:
        waiting.pop(next(iter(waiting)))(session)


def after_commit(session: Session, function: Callable[[], None]) -> None:
    """Run `function` once this transaction is on disk; never when it rolls back."""
    session.info.setdefault("after_commit", []).append(function)


def _engine(url: str, *, writes: bool) -> Engine:
    if url.startswith("postgresql"):
        options = "" if writes else "-c default_transaction_read_only=on"
        return create_engine(
            url, connect_args={"options": f"-c timezone=UTC {options}"}, pool_pre_ping=True
        )
    engine = create_engine(url, connect_args={"timeout": 20})

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling defers BEGIN; ours names the kind it needs.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA busy_timeout=20000")
        connection.execute("PRAGMA trusted_schema=OFF")
        if not writes:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def moment_column(**options: Any) -> Any:
    """A column that holds the moment of insertion unless told otherwise."""
    return mapped_column(UtcDateTime(), default=clock.now, **options)
