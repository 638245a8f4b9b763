"""A rush of co-signing: 1,000 organisations in a minute on SQLite with two processes.

First 1,000 members, then 1,000 from outside. Each reads the page with the text and the form, and
sends it. Goal: nothing lost, nothing doubled, 95 of 100 acknowledged within 300 ms.
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
from portal.statements.models import SignatoryKind, Signature
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


@dataclass(frozen=True)
class Visitor:
    """Who comes to the page below the statement, and what she fills in."""

    page: str
    typed: dict[str, str]
    cookie: str = ""


def prepare(folder: Path) -> tuple[Opened, list[Visitor]]:
    """A portal whose statement 1,000 signed-in representatives are about to sign."""
    settings = Settings(data=folder, secret_key=kept_secret(folder))
    app = create_app(settings)
    database: Database = app.extensions["portal_database"]
    create_or_upgrade(database)
    members = []
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None  # noqa: S101 - there is a secret
    with database.transaction() as session:
        make_portal(session)
        opened = open_statement(session)
        for actor in make_crowd(session, MANY):
            started = accounts.start_session(session, str(actor.person_id))
            started.sign_in.second_factor_at = clock.now()
            cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(cookie_of(started))}"
            members.append(Visitor("sign", {"agreed": "y"}, cookie))
    database.dispose()
    return opened, members


def from_outside() -> list[Visitor]:
    """As many organisations that have no account, each with an address of its own."""
    return [
        Visitor(
            "sign?as=external",
            {
                "name": f"ផ្ទះស្ត្រី {number}",
                "language": "km",
                "country_1": "KH",
                "country_2": "",
                "side": "sending",
                "role": "co_signer",
                "email": f"board{number}@signatory.example",
                "contact": "សុភា",
                "agreed": "y",
            },
        )
        for number in range(MANY)
    ]


def sign_on(connection: HTTPConnection, slug: str, visitor: Visitor, found: Found) -> None:
    """Read the page as a browser would, and send its form."""
    path = f"/statements/{quote(slug)}/{visitor.page}"
    headers = {"Cookie": visitor.cookie} if visitor.cookie else {}
    began = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    for given in answer.headers.get_all("Set-Cookie", []):
        headers["Cookie"] = given.partition(";")[0]
    found.reading.append(time.perf_counter() - began)
    body = urlencode({**hidden_fields(page, 'name="text_root"'), **visitor.typed})
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.perf_counter()
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    found.signing.append(time.perf_counter() - began)
    found.statuses[answer.status] += 1


def rush(port: int, slug: str, visitors: Sequence[Visitor]) -> Found:
    """Let them come evenly over a minute, whatever the answers take."""
    found, coming = Found(), Queue[tuple[float, Visitor]]()
    began = time.perf_counter()
    for number, visitor in enumerate(visitors):
        coming.put((began + number * MINUTE / len(visitors), visitor))

    def hand() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            try:
                due, visitor = coming.get_nowait()
            except Empty:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            sign_on(connection, slug, visitor, found)

    hands = [threading.Thread(target=hand) for _ in range(HANDS)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    return found


def quantile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def told(who: str, found: Found, kept: int, distinct: int) -> bool:
    """Print what became of one rush; whether each was taken down once, and soon enough."""
    acknowledged, late = found.statuses[303], quantile(found.signing, 0.95)
    print(f"   {who}: acknowledged {acknowledged}, kept {kept}, distinct {distinct}")
    if acknowledged != MANY:
        print(f"   answers: {dict(found.statuses)}")
    print(
        f"   signing: median {quantile(found.signing, 0.5) * 1000:.0f} ms, "
        f"95th {late * 1000:.0f} ms (goal {GOAL * 1000:.0f}), slowest {max(found.signing) * 1000:.0f} ms; "
        f"reading the page: 95th {quantile(found.reading, 0.95) * 1000:.0f} ms"
    )
    return acknowledged == kept == distinct == MANY and late < GOAL


def main() -> int:
    print(f"   {MANY} organisations in {MINUTE:.0f} s, {PROCESSES} processes, SQLite")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened, members = prepare(folder)
        with serving("portal", folder) as server:
            inside = rush(server.port, opened.slug, members)
            outside = rush(server.port, opened.slug, from_outside())
        database = Database(f"sqlite:///{folder / 'portal.db'}")
        with database.reading() as session:
            counted = {
                kind: (kept, distinct)
                for kind, kept, distinct in session.execute(
                    select(
                        Signature.kind, func.count(), func.count(func.distinct(Signature.mark))
                    ).group_by(Signature.kind)
                )
            }
        database.dispose()
    held = [
        told("members", inside, *counted.get(SignatoryKind.MEMBER, (0, 0))),
        told("from outside", outside, *counted.get(SignatoryKind.EXTERNAL, (0, 0))),
    ]
    return 0 if all(held) else 1
