"""One planted portal for all rules about the house: filled once a worker, read by many tests."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.accounts import commands
from portal.accounts.session import cookie_of
from portal.app import create_app
from portal.core import clock
from portal.core.keys import Keyring
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.wiring import REACTIONS
from tests.house.seed import ROLES, Seed, plant


@dataclass
class House:
    """The planted portal, what is in it, and a browser of each role."""

    app: Flask
    seed: Seed
    clients: dict[str, FlaskClient]

    @contextmanager
    def sent(self) -> Iterator[list[str]]:
        """Gathers what the application sends to its database meanwhile."""
        database: Database = self.app.extensions["portal_database"]
        found: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith("BEGIN"):
                found.append(statement)

        for engine in (database.reader, database.writer):
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            for engine in (database.reader, database.writer):
                event.remove(engine, "before_cursor_execute", note)

    def writes(self) -> AbstractContextManager[list[str]]:
        return self.sent()


def sign_in(app: Flask, person_id: str, *, second_factor: bool) -> FlaskClient:
    """A browser with a session of hers."""
    database: Database = app.extensions["portal_database"]
    with database.transaction() as session:
        started = commands.start_session(session, person_id, device="A test")
        started.sign_in.second_factor_at = clock.now() if second_factor else None
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(cookie_of(started))
    return client


def build(folder: Path, template: Path) -> House:
    """Plant a copy of the empty database and sign everyone in."""
    copied = shutil.copyfile(template, folder / "portal.db")
    settings = Settings(
        data=folder / "data",
        database_url=f"sqlite:///{copied}",
        base_url="http://portal.test",
        secret_key="only for tests",
        processes=1,
    )
    settings.data.mkdir()
    keys = Keyring(settings.keys)
    database = Database(settings.database, REACTIONS, address=settings.address, keys=keys)
    seed = plant(database, settings)
    database.dispose()
    app = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    clients = {
        role: sign_in(app, seed.people[role], second_factor=role != "secretary_without")
        for role in ROLES
        if role != "anonymous"
    }
    return House(app, seed, {"anonymous": app.test_client(), **clients})


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[House]:
    """Nobody may change what is in it: tests that write plant their own."""
    built = build(tmp_path_factory.mktemp("house"), sqlite_template)
    yield built
    built.app.extensions["portal_database"].dispose()
