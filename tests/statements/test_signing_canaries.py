"""Canaries: withheld names and mail addresses are searched for wherever anybody could find them."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.core.orm import Base, Database
from portal.statements import commands
from portal.statements.models import SignatoryKind, Signature, Statement
from portal.statements.sealing import link_token
from tests.harness.time import Traveller
from tests.statements.test_pages import WITHHELD, People, people

__all__ = ["people"]
OUTSIDE = "Canary Collective of Nowhere"
CANARIES = (
    OUTSIDE,
    "canary-contact-person",
    "canary-withheld@canary.example",
    "canary-shown@shown.example",
    "canary-member-of-network",
    "canary.example",
    "Canary Board of Battambang",
)
MOST = 160
"""Addresses to walk; the portal of this test has fewer."""


@pytest.fixture
def planted(people: People, moment: Traveller, database: Database) -> People:
    """A member and an outsider that withhold their names, and an outsider that does not."""
    people.open(moment)
    people.sign("seoul")
    people.sign("khmer", withheld="y", mandate_body="Canary Board of Battambang")
    with database.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        release = statement.releases[-1]
        read = release.languages[0]
        for name, email, withheld in (
            (OUTSIDE, "canary-withheld@canary.example", True),
            ("Shown association", "canary-shown@shown.example", False),
        ):
            commands.sign_on(
                session,
                statement.id,
                commands.SignOn(
                    kind=SignatoryKind.EXTERNAL,
                    name=name,
                    language="en",
                    email=email,
                    contact="canary-contact-person",
                    website="https://canary.example" if withheld else "",
                    countries=("KH",),
                    members=("canary-member-of-network",) if withheld else (),
                    withheld=withheld,
                ),
                commands.Read(release.id, release.text_root, read.language, read.language_root),
            )
        for signature in session.scalars(
            select(Signature).where(Signature.kind == SignatoryKind.EXTERNAL)
        ):
            commands.confirm_sign_on(session, link_token(session, signature.id))
    page = people.page("hanoi", "/review?tick=all").submit(act="accept")
    assert "2 signatures are accepted" in page.text
    people.page("khmer", "/signatories").submit("/withdraw")
    return people


def walk(client: FlaskClient, start: str) -> dict[str, str]:
    """Everything that links lead to from one address on, without the other languages."""
    found: dict[str, str] = {}
    waiting = deque([start, "/", "/statements/"])
    while waiting and len(found) < MOST:
        address = waiting.popleft()
        path = urlsplit(address).path
        if address in found or path.startswith(("/static", "/ko", "/vi", "/km", "/ur", "/en")):
            continue
        answer = client.get(address)
        found[address] = repr(answer.headers) + answer.get_data().decode("utf-8", "replace")
        if not answer.mimetype.startswith(("text/html", "application/atom")):
            continue
        for link in re.findall(r'(?:href|src)="([^"#]+)', found[address]):
            there = urljoin(address, link.replace("&amp;", "&"))
            if not urlsplit(there).netloc or there.startswith("http://portal.test"):
                waiting.append(there.removeprefix("http://portal.test"))
    return found


@pytest.mark.parametrize("who", ["anonymous", "tokyo"])
def test_no_page_feed_or_export_holds_a_canary(
    planted: People, client: FlaskClient, who: str
) -> None:
    asking = client if who == "anonymous" else planted.by(who)
    own = f"/statements/{planted.slug}"
    found = walk(asking, f"{own}/signatories")
    assert "Shown association" in found[f"/statements/{planted.slug}/signatories"]
    assert any("/signatories" in address for address in found)
    for address, held in found.items():
        for canary in CANARIES:
            assert canary not in held, f"{canary} in {address}"
        # How the members decided is told to members, whoever signed afterwards.
        if address.startswith(own) and not address.endswith("/decision"):
            assert WITHHELD not in held, f"{WITHHELD} in {address}"


def test_no_table_but_the_sealed_column_and_the_outbox_holds_a_canary(
    planted: People, database: Database
) -> None:
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                held = {
                    key: value
                    for key, value in row.items()
                    if (table.name, str(key)) not in {("outbox", "to_address"), ("outbox", "to")}
                }
                for canary in CANARIES:
                    assert canary not in repr(held), f"{canary} in {table.name}"
                if table.name.startswith(("signature", "log_", "audit", "outbox")):
                    assert WITHHELD not in repr(held), table.name
                    assert planted.organisations["khmer"].slug not in repr(held).split("'")
