"""What every test can ask for: a database of its own on each engine, the application, a browser."""

# ruff: noqa: PLC0415 - a fixture loads what it gives only when a test asks for it
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from portal.core import clock, locales
from portal.core.orm import Database
from portal.core.settings import Settings
from tests.harness import postgresql
from tests.harness.postgresql import Cluster, Shared, locked

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from playwright.sync_api import Browser, BrowserContext, Page

    from portal.network.models import Person
    from tests.harness.serving import Portal
    from tests.harness.time import Traveller

RUN = "PORTAL_TEST_RUN"
ENGINES = ("sqlite", "postgresql")
MEMORY = 6 * 2**30
"""Free bytes for which a run is held in memory; the databases of its tests sync all the time."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a test in a browser waits as often as it works."""
    return len(os.sched_getaffinity(0)) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Give the whole run, with all its workers, one folder."""
    for name in [name for name in os.environ if name.startswith("PORTAL_") and name != RUN]:
        del os.environ[name]
    if not hasattr(config, "workerinput"):
        disk, memory = Path(tempfile.gettempdir()), Path("/dev/shm")  # noqa: S108 - a folder of its own in it
        postgresql.sweep(disk)
        postgresql.sweep(memory)
        roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > MEMORY
        run = Path(tempfile.mkdtemp(prefix="portal-tests-", dir=memory if roomy else disk))
        (run / "pid").write_text(str(os.getpid()))
        os.environ[RUN] = str(run)
        if config.option.basetemp is None:
            config.option.basetemp = run / "files"


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run = Path(os.environ.pop(RUN))
        Shared(run).stop()
        shutil.rmtree(run, ignore_errors=True)


@pytest.fixture(scope="session")
def run_folder() -> Path:
    """The folder that all workers of this run share."""
    return Path(os.environ[RUN])


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A test begins in English, whatever the page was in that the one before had asked for."""
    with locales.speaking("en"):
        yield


@pytest.fixture
def moment() -> "Iterator[Traveller]":
    """A morning in November 2026; the test moves it on."""
    import time_machine

    with time_machine.travel(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=True) as traveller:
        yield traveller


# --- databases -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def cluster(run_folder: Path) -> Cluster:
    """The PostgreSQL cluster of this run."""
    return Shared(run_folder).cluster()


@pytest.fixture(scope="session")
def sqlite_template(run_folder: Path) -> Path:
    """A SQLite file with the whole schema and no rows, to be copied."""
    path = run_folder / "template.db"
    with locked(run_folder / "sqlite.lock"):
        if not path.exists():
            fresh = run_folder / "template-in-the-making.db"
            lay_schema(f"sqlite:///{fresh}")
            fresh.rename(path)
    return path


@pytest.fixture(scope="session")
def postgresql_template(run_folder: Path, cluster: Cluster) -> str:
    """The name of a PostgreSQL database with the whole schema and no rows, to be copied."""
    name, done = "portal_template", run_folder / "template-laid"
    with locked(run_folder / "template.lock"):
        if not done.exists():
            cluster.drop(name)
            lay_schema(cluster.create(name))
            done.touch()
    return name


def lay_schema(url: str) -> None:
    from portal.schema import create_or_upgrade

    database = Database(url)
    try:
        create_or_upgrade(database)
    finally:
        database.dispose()


_numbers = count(1)


@pytest.fixture(scope="session")
def database_name(worker_id: str) -> Callable[[], str]:
    """A name for a new database that no other worker uses."""
    return lambda: f"portal_{worker_id}_{next(_numbers)}"


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """Which worker this is, also where there is only one."""
    given = getattr(request.config, "workerinput", {"workerid": "alone"})
    return str(given["workerid"])


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Each engine in turn; a test that holds for one only parametrises this directly."""
    return str(request.param)


@pytest.fixture
def database_url(
    engine_name: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    database_name: Callable[[], str],
) -> Iterator[str]:
    """The address of a fresh database with the schema and no rows, on each engine in turn."""
    if engine_name == "sqlite":
        copied = shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "portal.db")
        yield f"sqlite:///{copied}"
        return
    cluster, name = request.getfixturevalue("cluster"), database_name()
    yield cluster.create(name, template=request.getfixturevalue("postgresql_template"))
    cluster.drop(name)


@pytest.fixture
def empty_database_url(
    engine_name: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    database_name: Callable[[], str],
) -> Iterator[str]:
    """The address of a database with nothing in it, on each engine in turn."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    cluster, name = request.getfixturevalue("cluster"), database_name()
    yield cluster.create(name)
    cluster.drop(name)


@pytest.fixture
def database(database_url: str, settings: Settings) -> Iterator[Database]:
    """A fresh database with the portal's reactions and keys, on each engine in turn."""
    from portal.core.keys import Keyring
    from portal.wiring import REACTIONS

    database = Database(
        database_url, REACTIONS, address="http://portal.test", keys=Keyring(settings.keys)
    )
    yield database
    database.dispose()


# --- the application -----------------------------------------------------------------------------


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a portal on a fresh database, on each engine in turn."""
    return Settings(
        data=tmp_path / "data",
        database_url=database_url,
        base_url="http://portal.test",
        secret_key="only for tests",
        processes=1,
    )


@pytest.fixture(scope="session")
def built_app(tmp_path_factory: pytest.TempPathFactory) -> "tuple[Flask, dict[str, Any]]":
    """One application for a worker, and its extensions as they were: building it takes a while."""
    from portal.app import create_app

    data = tmp_path_factory.mktemp("app")
    settings = Settings(
        data=data,
        database_url=f"sqlite:///{data / 'nothing.db'}",
        base_url="http://portal.test",
        secret_key="only for tests",
        processes=1,
    )
    app = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    app.extensions["portal_database"].dispose()
    return app, dict(app.extensions)


@pytest.fixture
def app(
    built_app: "tuple[Flask, dict[str, Any]]", settings: Settings, database: Database
) -> Iterator["Flask"]:
    """The application on a fresh database; errors of ours are raised, not shown.

    It has connections of its own, and has given every one of them back when the test ends.
    """
    from portal.core.limits import limiter

    app, extensions = built_app
    limiter.enabled = False  # one for all applications; the one built last set it
    settings.data.mkdir(exist_ok=True)
    own = Database(
        settings.database, database.reactions, address=settings.address, keys=database.keys
    )
    app.extensions.clear()
    app.extensions.update(
        extensions, portal_settings=settings, portal_database=own, portal_pages={}
    )
    yield app
    held = [engine.pool.checkedout() for engine in (own.reader, own.writer)]
    own.dispose()
    assert held == [0, 0], "a request kept a connection"


@pytest.fixture
def client(app: "Flask") -> "FlaskClient":
    """An anonymous reader."""
    return app.test_client()


@pytest.fixture
def sign_in(app: "Flask", database: Database) -> "Callable[..., FlaskClient]":
    """`sign_in(person)` gives a browser with a session of hers, her second factor shown."""
    from portal.accounts import commands
    from portal.accounts.session import cookie_of

    def sign_in(
        person: "Person", client: "FlaskClient | None" = None, *, second_factor: bool = True
    ) -> "FlaskClient":
        with database.transaction() as session:
            started = commands.start_session(session, person.id, device="A test")
            started.sign_in.second_factor_at = clock.now() if second_factor else None
        client = client or app.test_client()
        with client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(cookie_of(started))
        return client

    return sign_in


@pytest.fixture
def statements(app: "Flask") -> "Callable[[], AbstractContextManager[list[str]]]":
    """`with statements() as sent:` gathers what the application sends to its database."""
    database: Database = app.extensions["portal_database"]

    @contextmanager
    def gathering() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith("BEGIN"):
                sent.append(statement)

        for engine in (database.reader, database.writer):
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            for engine in (database.reader, database.writer):
                event.remove(engine, "before_cursor_execute", note)

    return gathering


# --- the whole portal, from outside --------------------------------------------------------------


@pytest.fixture
def live_server(tmp_path: Path, sqlite_template: Path) -> Iterator["Portal"]:
    """An empty portal, served by its own server in a process of its own."""
    from tests.harness.serving import Portal

    portal = Portal(tmp_path / "served")
    portal.data.mkdir()
    shutil.copyfile(sqlite_template, portal.data / "portal.db")
    portal.start()
    yield portal
    portal.stop()


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Portal"]:
    """A portal with the demo network, served once for all tests of a worker."""
    from tests.harness.serving import Portal

    portal = Portal(tmp_path_factory.mktemp("demo") / "var")
    portal.run("demo")
    portal.start()
    yield portal
    portal.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, one for each worker."""
    from tests.harness.chromium import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture(params=[False, True], ids=["without JavaScript", "with JavaScript"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs scripts: both, because every task works without."""
    return bool(request.param)


@pytest.fixture
def new_reader(browser: "Browser") -> Iterator[Callable[..., "Page"]]:
    """Makes people with a browser of their own: `new_reader(locale="km", width=320)`.

    Requests to any other place than this machine are refused, and an uncaught script error or a
    refusal by the Content-Security-Policy fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(*, locale: str = "en", width: int = 1280, scripts: bool = True, **options) -> "Page":
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: (
                complaints.append(line.text) if "Content Security Policy" in line.text else None
            ),
        )
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith(("http://127.0.0.1", "data:", "blob:"))
                else complaints.append(f"The page asked {asked.url}")
            ),
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints
