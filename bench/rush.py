"""A rush of co-signing: 1,000 organisations in a minute on SQLite with two processes.

Each reads the page with the text and the form, and sends it. Goal: nothing lost, nothing doubled,
95 of 100 signatures acknowledged within 300 ms.
"""

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import quote, urlencode

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import func, select

from bench.serving import PROCESSES, serving
from portal.accounts import commands as accounts
from portal.accounts.session import cookie_of
from portal.app import create_app
from portal.core import clock
from portal.core.orm import Database
from portal.core.settings import Settings, kept_secret
from portal.schema import create_or_upgrade
from portal.statements.models import Signature
from tests.factories import make_portal
from tests.harness.crowd import Opened, make_crowd, open_statement
from tests.harness.forms_by_hand import hidden_fields

MANY = 1_000
MINUTE = 60.0
HANDS = 16
"""Connections that the load may keep open at once."""
GOAL = 0.300


@dataclass
class Found:
    statuses: Counter[int] = field(default_factory=Counter)
    reading: list[float] = field(default_factory=list)
    signing: list[float] = field(default_factory=list)


def prepare(folder: Path) -> tuple[Opened, list[str]]:
    """A portal whose statement 1,000 signed-in representatives are about to sign; their cookies."""
    settings = Settings(data=folder, secret_key=kept_secret(folder))
    app = create_app(settings)
    database: Database = app.extensions["portal_database"]
    create_or_upgrade(database)
    cookies = []
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None  # noqa: S101 - there is a secret
    with database.transaction() as session:
        make_portal(session)
        opened = open_statement(session)
        for actor in make_crowd(session, MANY):
            started = accounts.start_session(session, str(actor.person_id))
            started.sign_in.second_factor_at = clock.now()
            cookies.append(
                f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(cookie_of(started))}"
            )
    database.dispose()
    return opened, cookies


def sign_on(connection: HTTPConnection, slug: str, cookie: str, found: Found) -> None:
    """Read the page as a browser would, and send its form."""
    path, headers = f"/statements/{quote(slug)}/sign", {"Cookie": cookie}
    began = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    for given in answer.headers.get_all("Set-Cookie", []):
        headers["Cookie"] = given.partition(";")[0]
    found.reading.append(time.perf_counter() - began)
    body = urlencode({**hidden_fields(page, 'name="text_root"'), "agreed": "y"})
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.perf_counter()
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    found.signing.append(time.perf_counter() - began)
    found.statuses[answer.status] += 1


def rush(port: int, slug: str, cookies: Sequence[str]) -> Found:
    """Let them come evenly over a minute, whatever the answers take."""
    found, coming = Found(), Queue[tuple[float, str]]()
    began = time.perf_counter()
    for number, cookie in enumerate(cookies):
        coming.put((began + number * MINUTE / len(cookies), cookie))

    def hand() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            try:
                due, cookie = coming.get_nowait()
            except Empty:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            sign_on(connection, slug, cookie, found)

    hands = [threading.Thread(target=hand) for _ in range(HANDS)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    return found


def quantile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened, cookies = prepare(folder)
        with serving("portal", folder) as server:
            began = time.perf_counter()
            found = rush(server.port, opened.slug, cookies)
            seconds = time.perf_counter() - began
        database = Database(f"sqlite:///{folder / 'portal.db'}")
        with database.reading() as session:
            signed = session.execute(
                select(
                    func.count(), func.count(func.distinct(Signature.organisation_id))
                ).select_from(Signature)
            ).one()
        database.dispose()
    acknowledged = found.statuses[303]
    late = quantile(found.signing, 0.95)
    print(f"   {MANY} organisations in {seconds:.0f} s, {PROCESSES} processes, SQLite")
    if acknowledged != MANY:
        print(f"   answers: {dict(found.statuses)}")
    print(f"   acknowledged {acknowledged}, kept {signed[0]}, organisations {signed[1]}")
    print(
        f"   signing: median {quantile(found.signing, 0.5) * 1000:.0f} ms, "
        f"95th {late * 1000:.0f} ms (goal {GOAL * 1000:.0f}), slowest {max(found.signing) * 1000:.0f} ms"
    )
    print(f"   reading the page: 95th {quantile(found.reading, 0.95) * 1000:.0f} ms")
    exact = acknowledged == signed[0] == signed[1] == MANY
    return 0 if exact and late < GOAL else 1
