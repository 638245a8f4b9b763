"""A PostgreSQL cluster of the tests' own: made in a folder, reached by socket, gone afterwards."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

MISSING = "PostgreSQL's server is missing. Install it with: apt-get install postgresql"
# What is lost when the machine stops is only a test: nothing waits for the disk.
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_connections = 200
shared_buffers = 64MB
timezone = UTC
log_min_messages = fatal
"""


@dataclass(frozen=True)
class Cluster:
    """A running cluster: the folder of its socket."""

    folder: str

    def url(self, name: str) -> str:
        """The SQLAlchemy address of one of its databases."""
        return f"postgresql+psycopg://portal@/{name}?host={self.folder}"

    def run(self, statement: str, **names: str) -> None:
        """Run one statement on the maintenance database; `{name}` stands for an identifier."""
        composed = sql.SQL(statement).format(  # type: ignore[arg-type]
            **{key: sql.Identifier(value) for key, value in names.items()}
        )
        with psycopg.connect(
            host=self.folder, user="portal", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(composed)

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database as a copy of another and give its address."""
        self.run("CREATE DATABASE {name} TEMPLATE {template}", name=name, template=template)
        return self.url(name)

    def drop(self, name: str) -> None:
        self.run("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)


def programs() -> Path:
    """The folder of initdb and pg_ctl; the newest version wins."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[4])
    )
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path:
        return Path(on_path).parent
    pytest.fail(MISSING, pytrace=False)


def as_server(*command: str | Path) -> None:
    """Run a program as whoever may run PostgreSQL: root may not, and lends it to `postgres`."""
    lent = (
        ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        if os.geteuid() == 0
        else []
    )
    done = subprocess.run(
        [*lent, *map(str, command)],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )
    if done.returncode:
        pytest.fail(f"{command[0]} failed:\n{done.stdout}", pytrace=False)


def start(root: Path | None = None) -> Cluster:
    """Make and start a cluster in a new folder below `root`. Takes about two seconds.

    In memory a database is copied from its template ten times as fast as on a disk.
    """
    tools = programs()
    folder = Path(tempfile.mkdtemp(prefix="portal-postgresql-", dir=root))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    as_server(
        tools / "initdb",
        *("--pgdata", data, "--username=portal", "--auth=trust", "--encoding=UTF8"),
        *("--locale=C.UTF-8", "--no-sync"),
    )
    settings = CONFIGURATION.format(folder=folder)
    (data / "postgresql.auto.conf").write_text(settings, encoding="utf-8")
    as_server(
        tools / "pg_ctl", "--pgdata", data, "--log", folder / "log", "--silent", "--wait", "start"
    )
    return Cluster(str(folder))


def stop(cluster: Cluster) -> None:
    """Stop the cluster at once and remove its folder."""
    folder = Path(cluster.folder)
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            os.kill(pid, 0)
            time.sleep(0.02)
    shutil.rmtree(folder, ignore_errors=True)


class Shared:
    """One cluster for all workers of a test run, started by whichever needs it first."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.note = run / "postgresql.json"

    def cluster(self) -> Cluster:
        with locked(self.run / "postgresql.lock"):
            if not self.note.exists():
                self.note.write_text(json.dumps({"folder": start(self.run.parent).folder}))
            return Cluster(json.loads(self.note.read_text())["folder"])

    def stop(self) -> None:
        if self.note.exists():
            stop(Cluster(json.loads(self.note.read_text())["folder"]))


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that the other workers of this run respect."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sweep(root: Path, prefix: str = "portal-tests-") -> None:
    """Stop what runs that were killed have left behind below a folder."""
    for run in root.glob(f"{prefix}*"):
        with contextlib.suppress(OSError, ValueError):
            pid = int((run / "pid").read_text())
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                Shared(run).stop()
                shutil.rmtree(run, ignore_errors=True)
