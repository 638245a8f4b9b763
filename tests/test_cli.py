"""The command line as an operator uses it, on a data folder of its own."""

import base64
import json
import os
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from tests.harness.mail import running
from tests.harness.serving import COMMAND, Portal, free_port

Run = Callable[..., Result]


@pytest.fixture
def portal(tmp_path: Path) -> Run:
    """`portal("init", …)` runs a command; more environment may be given by name."""

    def run(*arguments: str, typed: str = "", **environment: str) -> Result:
        done = CliRunner().invoke(
            main, arguments, input=typed, env={"PORTAL_DATA": str(tmp_path / "var"), **environment}
        )
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return run


INIT = ("init", "--network", "Two Banks", "--name", "Lan", "--email", "lan@example.org")


def test_init_makes_an_empty_portal_and_invites_its_first_keeper(
    portal: Run, tmp_path: Path
) -> None:
    done = portal(*INIT)
    assert done.exit_code == 0, done.stderr
    link = re.search(r"http://127\.0\.0\.1:8000/en/invitation/\S+", done.stdout)
    assert link
    with sqlite3.connect(tmp_path / "var" / "portal.db") as connection:
        assert connection.execute("SELECT names, is_demo FROM portal").fetchone() == (
            '{"en": "Two Banks"}',
            0,
        )
        mails = connection.execute("SELECT to_address, body FROM outbox").fetchall()
        people = connection.execute("SELECT count(*) FROM people").fetchone()
    connection.close()
    assert [to for to, _ in mails] == ["lan@example.org"]
    assert link.group() in mails[0][1]
    assert people == (0,)


def test_init_asks_for_what_it_was_not_told(portal: Run) -> None:
    done = portal("init", typed="Two Banks\nLan\nlan@example.org\n")
    assert done.exit_code == 0, done.stderr
    assert "The portal of Two Banks is ready" in done.stdout


def test_init_never_touches_a_portal_that_is_there(portal: Run) -> None:
    portal(*INIT)
    done = portal(*INIT)
    assert done.exit_code == 1
    assert "holds a portal already" in done.stderr


def test_init_refuses_what_is_no_mail_address_and_makes_nothing(portal: Run) -> None:
    done = portal("init", "--network", "Two Banks", "--name", "Lan", "--email", "lan")
    assert done.exit_code == 1
    assert "This is not a mail address" in done.stderr
    assert portal(*INIT).exit_code == 0


def test_the_demo_never_touches_a_real_network(portal: Run) -> None:
    portal(*INIT)
    done = portal("demo")
    assert done.exit_code == 1
    assert "a real network, which a demo must not touch" in done.stderr
    assert portal("demo", "--if-empty").exit_code == 0
    assert portal("demo", "accounts").exit_code == 1


def test_doctor_says_what_is_in_order_and_what_to_do(portal: Run, tmp_path: Path) -> None:
    done = portal("doctor")
    assert done.exit_code == 1
    assert "! The database does not have this release's tables: portal db upgrade" in done.stdout
    portal("db", "upgrade")
    done = portal("doctor")
    assert done.exit_code == 1
    assert "! The portal is empty: portal init, or portal demo" in done.stdout
    portal(*INIT)
    done = portal("doctor")
    assert done.exit_code == 0, done.stdout
    assert re.search(r"ok Database: SQLite [\d.]+, journal wal, synchronous FULL", done.stdout)
    assert "ok Portal: a network, Two Banks" in done.stdout
    assert all(line.startswith(("ok ", "! ")) for line in done.stdout.splitlines())
    (tmp_path / "var" / "secret.key").chmod(0o644)
    done = portal("doctor")
    assert done.exit_code == 1
    assert "! Others on this machine can read secret.key: chmod 600" in done.stdout


def test_doctor_looks_at_the_keys_beside_the_database(portal: Run, tmp_path: Path) -> None:
    portal(*INIT)
    assert "ok Keys: none made yet" in portal("doctor").stdout
    portal("demo", PORTAL_DATA=str(tmp_path / "demo"))
    folder = tmp_path / "demo" / "keys"

    def doctor() -> Result:
        return portal("doctor", PORTAL_DATA=str(tmp_path / "demo"))

    assert f"ok Keys: in {folder}; back them up apart from the database" in doctor().stdout
    (folder / "sealed.key").chmod(0o644)
    done = doctor()
    assert done.exit_code == 1
    assert f"chmod 600 {folder / 'sealed.key'}" in done.stdout
    (folder / "sealed.key").chmod(0o600)
    other = base64.b64encode(b"x" * 32).decode()
    for name, words in (("sealed", "do not open with the key"), ("log", "is not signed with")):
        kept = (folder / f"{name}.key").read_text()
        (folder / f"{name}.key").write_text(other)
        done = doctor()
        assert done.exit_code == 1
        assert words in done.stdout
        (folder / f"{name}.key").unlink()
        assert f"lacks {name}.key" in doctor().stdout
        assert not (folder / f"{name}.key").exists()
        (folder / f"{name}.key").touch(0o600)
        (folder / f"{name}.key").write_text(kept)
    assert doctor().exit_code == 0


def test_doctor_tries_the_store_of_files(portal: Run, tmp_path: Path) -> None:
    assert "ok Storage: files are kept in" in portal("doctor").output
    done = portal("doctor", PORTAL_STORAGE_URL="nowhere://bucket")
    assert done.exit_code == 1
    assert "PORTAL_STORAGE_URL" in done.output


def test_doctor_tries_the_mail_server(portal: Run) -> None:
    portal(*INIT)
    with running() as server:
        done = portal("doctor", PORTAL_MAIL_URL=server.url)
        assert done.exit_code == 0, done.stdout
        assert "ok Mail: the server takes mail from portal@localhost, 1 wait" in done.stdout
    done = portal("doctor", PORTAL_MAIL_URL=f"smtp://127.0.0.1:{free_port()}")
    assert done.exit_code == 1
    assert "! The mail server does not take mail: check PORTAL_MAIL_URL" in done.stdout
    done = portal("doctor", PORTAL_MAIL_URL="mail.example.org")
    assert done.exit_code == 1
    assert "! Mail cannot go out: PORTAL_MAIL_URL should look like" in done.stdout


def test_doctor_says_when_the_database_does_not_answer(portal: Run) -> None:
    done = portal(
        "doctor", PORTAL_DATABASE_URL=f"postgresql+psycopg://portal@127.0.0.1:{free_port()}/none"
    )
    assert done.exit_code == 1
    assert "! The database does not answer" in done.stdout


def test_nothing_is_served_from_tables_of_another_release(portal: Run) -> None:
    for command in ("serve", "worker"):
        done = portal(command)
        assert done.exit_code == 1
        assert "portal db upgrade" in done.stderr


@pytest.fixture
def served(portal: Run, tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Starts `portal serve` and gives it once it answers."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, port: int, **environment: str) -> "subprocess.Popen[bytes]":
        server = subprocess.Popen(
            [COMMAND, "serve", *arguments],
            env={
                **os.environ,
                "PORTAL_DATA": str(tmp_path / "var"),
                "PORT": str(port),
                "PORTAL_PROCESSES": "1",
                **environment,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(server)
        for _ in range(200):
            with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return server
            assert server.poll() is None
            time.sleep(0.1)
        pytest.fail("the server does not answer")

    yield start
    for server in started:
        server.terminate()
        server.wait(30)


def children(pid: int) -> set[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return {int(child) for child in listed.split()}


def test_serving_sends_mail_too_and_leaves_no_process_behind(
    portal: Run, served: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    portal(*INIT)
    with running() as mail:
        server = served(port=free_port(), PORTAL_MAIL_URL=mail.url)
        for _ in range(150):
            if mail.messages:
                break
            time.sleep(0.1)
        assert mail.recipients == ["lan@example.org"]
        processes = children(server.pid)
        assert len(processes) == 2
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
        assert not any(Path(f"/proc/{pid}").exists() for pid in processes)


def test_serving_without_a_worker_leaves_mail_to_one(
    portal: Run, served: Callable[..., "subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    portal(*INIT)
    with running() as mail:
        server = served("--no-worker", port=free_port(), PORTAL_MAIL_URL=mail.url)
        assert len(children(server.pid)) == 1
        worker = subprocess.Popen(
            [COMMAND, "worker"],
            env={
                **os.environ,
                "PORTAL_DATA": str(tmp_path / "var"),
                "PORTAL_MAIL_URL": mail.url,
            },
            stdout=subprocess.DEVNULL,
        )
        for _ in range(150):
            if mail.messages:
                break
            time.sleep(0.1)
        worker.terminate()
        assert worker.wait(30) == 0
        assert mail.recipients == ["lan@example.org"]


def test_the_demo_names_an_account_for_each_role_and_is_made_once(demo_server: Portal) -> None:
    rows = json.loads(demo_server.run("demo", "accounts", "--json"))
    assert {tuple(sorted(row)) for row in rows} == {
        ("email", "organisation", "password", "person", "role")
    }
    assert {"secretariat", "representative_sending", "representative_receiving", "translator"} <= {
        row["role"] for row in rows
    }
    listed = demo_server.run("demo", "accounts")
    assert all(row["email"] in listed and row["password"] in listed for row in rows)
    assert "nothing was changed" in demo_server.run("demo")
