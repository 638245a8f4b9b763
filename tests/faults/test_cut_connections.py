"""The link breaks while a form for signing is sent or answered: nobody is lost, nobody doubled.

Each form goes over a socket that is cut at a random byte of the request, after the request before
any answer, or within the answer. Then the person does what people do: she opens the page again,
and unless it says that her organisation has signed she sends the form again.
"""

import random
import socket
import struct
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import commands as accounts
from portal.accounts.session import cookie_of
from portal.app import create_app
from portal.core import clock
from portal.core.orm import Database
from portal.core.settings import Settings, kept_secret
from portal.mail.models import OutboxMessage
from portal.network.actors import Actor
from portal.network.models import Side
from portal.statements.models import Signature, SignatureRole, SignatureState
from portal.statements.queries.signing import signatories_of
from tests.factories import make_portal
from tests.harness.crowd import Opened, make_crowd, open_statement
from tests.harness.forms_by_hand import Hand, hidden_fields
from tests.harness.serving import Portal

RUNS = 100
FROM_OUTSIDE = 30
TRIES = 12
SIGNED = "Your organisation has signed this release already."
CUTS = ("within the request", "before the answer", "within the answer")


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20261123)


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[Portal]:
    """Two processes: what was cut off may still be under way when she sends it again."""
    portal = Portal(tmp_path / "served", {"PORTAL_PROCESSES": "2"})
    portal.run("db", "upgrade")
    portal.start()
    yield portal
    portal.stop()


@pytest.fixture
def database(live_server: Portal) -> Iterator[Database]:
    """The served portal's own."""
    database = Database(f"sqlite:///{live_server.data / 'portal.db'}")
    with database.transaction() as session:
        make_portal(session)
    yield database
    database.dispose()


def cookies(folder: Path, database: Database, crowd: Sequence[Actor]) -> list[str]:
    """Of a signed-in browser for each."""
    app = create_app(Settings(data=folder, secret_key=kept_secret(folder)))
    app.extensions["portal_database"].dispose()
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    found = []
    with database.transaction() as session:
        for actor in crowd:
            started = accounts.start_session(session, str(actor.person_id))
            started.sign_in.second_factor_at = clock.now()
            found.append(f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(cookie_of(started))}")
    return found


def send(port: int, request: bytes, cut: str, chance: random.Random) -> bytes:
    """Send it over a link that breaks; what came back before it did."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as link:
        if chance.random() < 0.5:
            # Closing throws away what is under way and tells the server so at once.
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if cut == "within the request":
            link.sendall(request[: chance.randrange(1, len(request))])
            return b""
        link.sendall(request)
        if cut == "before the answer":
            return b""
        came, wanted = b"", chance.randrange(1, 1_500)
        while len(came) < wanted and (more := link.recv(wanted - len(came))):
            came += more
        return came


def through(
    hand: Hand,
    path: str,
    form: Callable[[str], dict[str, str]],
    cut: str,
    chance: random.Random,
    *,
    is_done: Callable[[str], bool],
) -> tuple[bool, int]:
    """Try until the page, or an answer, says that it is done: whether an answer did, and how often.

    The second time the link may break again; the third time it holds.
    """
    for presses in range(1, TRIES):
        page = hand.read(path)
        if is_done(page):
            return False, presses - 1
        request = hand.request(path, form(page))
        came = send(hand.port, request, cut, chance) if presses < 3 else whole(hand.port, request)
        if came.startswith(b"HTTP/1.1 303"):
            return True, presses
        cut = chance.choice(CUTS)
    raise AssertionError(f"Not done after {TRIES - 1} times; the last answer began {came[:300]!r}")


def whole(port: int, request: bytes) -> bytes:
    """Send it over a link that holds."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as link:
        link.sendall(request)
        came = b""
        while more := link.recv(65536):
            came += more
    return came


def signed(session: Session, opened: Opened) -> Counter[str | None]:
    """How many rows each organisation has under the release."""
    return Counter(
        session.scalars(
            select(Signature.organisation_id).where(Signature.release_id == opened.release_id)
        )
    )


def test_a_hundred_organisations_sign_over_links_that_break(
    live_server: Portal, database: Database, chance: random.Random
) -> None:
    with database.transaction() as session:
        opened = open_statement(session)
        crowd = make_crowd(session, RUNS)
    path = f"/en/statements/{quote(opened.slug)}/sign"
    outcomes: Counter[tuple[str, int]] = Counter()
    for number, (actor, cookie) in enumerate(
        zip(crowd, cookies(live_server.data, database, crowd), strict=True)
    ):
        cut = CUTS[number % len(CUTS)]
        acknowledged, presses = through(
            Hand(live_server.port, cookie),
            path,
            lambda page: {**hidden_fields(page, 'name="text_root"'), "agreed": "y"},
            cut,
            chance,
            is_done=lambda page: SIGNED in page,
        )
        outcomes[cut, presses] += 1
        with database.reading() as session:
            kept = signed(session, opened)[actor.organisation_id]
            assert kept == 1, (cut, acknowledged, presses)
    with database.reading() as session:
        assert signed(session, opened) == Counter({actor.organisation_id: 1 for actor in crowd})
        found = signatories_of(session, opened.release_id)
        assert (found.lines, found.bodies) == (RUNS, RUNS)
    # The cuts did cut: some had to press again, some had signed without being told.
    assert sum(times for (_, presses), times in outcomes.items() if presses > 1) >= RUNS // 5
    assert sum(
        times for (cut, presses), times in outcomes.items() if cut == CUTS[1] and presses == 1
    )


def test_thirty_sign_on_from_outside_over_links_that_break(
    live_server: Portal, database: Database, chance: random.Random
) -> None:
    """The page says of nobody that she has signed; she presses until an answer arrives."""
    with database.transaction() as session:
        opened = open_statement(session)
    path = f"/en/statements/{quote(opened.slug)}/sign?as=external"
    pressed = 0
    for number in range(FROM_OUTSIDE):
        typed = {
            "name": f"ផ្ទះស្ត្រី {number}",
            "language": "km",
            "country_1": "KH",
            "country_2": "",
            "website": "",
            "members": "",
            "side": Side.SENDING.value,
            "role": SignatureRole.CO_SIGNER.value,
            "email": f"board{number}@signatory.example",
            "contact": "សុភា",
            "agreed": "y",
        }
        acknowledged, presses = through(
            Hand(live_server.port),
            path,
            lambda page, typed=typed: {**hidden_fields(page, 'name="text_root"'), **typed},
            CUTS[number % len(CUTS)],
            chance,
            is_done=lambda _page: False,
        )
        assert acknowledged
        pressed += presses
    assert pressed > FROM_OUTSIDE
    with database.reading() as session:
        rows = session.scalars(
            select(Signature).where(Signature.release_id == opened.release_id)
        ).all()
        assert Counter(row.state for row in rows) == {SignatureState.UNCONFIRMED: FROM_OUTSIDE}
        assert len({row.mark for row in rows}) == FROM_OUTSIDE
        mails = Counter(
            session.scalars(
                select(OutboxMessage.to).where(OutboxMessage.to.like("board%@signatory.example"))
            )
        )
    assert mails == Counter(f"board{number}@signatory.example" for number in range(FROM_OUTSIDE))
