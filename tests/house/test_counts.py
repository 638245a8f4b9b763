"""As many statements to the database for thirty rows as for one, and few of them."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.core import clock
from portal.core.orm import Database
from portal.events import commands as events
from portal.events.models import Audience
from portal.forums import commands as forums
from portal.library import commands as library
from portal.library.models import WorkKind
from portal.mail.models import OutboxMessage
from portal.network.actors import PORTAL, actor_for
from portal.network.models import Organisation, Person, Visibility
from portal.statements import commands as statements
from portal.texts.commands import NewBlock
from portal.wiring import REACTIONS
from tests.factories import (
    make_group,
    make_group_membership,
    make_organisation,
    make_representative,
)
from tests.house.conftest import House, build

LISTS = {
    "/": ("anonymous", "member"),
    "/network": ("anonymous", "member"),
    "/groups": ("anonymous", "member"),
    "/groups/gender-task-force": ("anonymous", "member"),
    "/statements/": ("anonymous", "member", "sending"),
    "/statements/feed.xml": ("anonymous",),
    "/library": ("anonymous", "member"),
    "/library/waiting": ("sending",),
    "/calendar": ("anonymous", "member"),
    "/commitments": ("anonymous", "member"),
    "/commitments.csv": ("anonymous",),
    "/calendar/all.ics": ("anonymous",),
    "/forums": ("anonymous", "member"),
    "/texts/wanted": ("member", "sending"),
    "/home": ("member", "sending", "secretary"),
    "/mailbox": ("secretary",),
    "/audit": ("sending", "secretary"),
    "/admin/organisations": ("secretary",),
    "/admin/people": ("secretary",),
    "/admin/applications": ("secretary",),
    "/search?q=a": ("anonymous",),
}
PUBLIC = [
    *(address for address, roles in LISTS.items() if "anonymous" in roles),
    "/statements/{open}",
    "/statements/{open}/signatories",
    "/library/{work}",
    "/network/{organisation}",
    "/calendar/{gathering}",
    "/commitments/{commitment}",
    "/forums/{series}",
    "/forums/{series}/{edition}",
    "/forums/{series}/{edition}/programme",
]
MOST = 5


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[House]:
    """A planted portal that these tests may fill."""
    built = build(tmp_path_factory.mktemp("counted"), sqlite_template)
    yield built
    built.app.extensions["portal_database"].dispose()


def fill(house: House, rows: int) -> None:
    """That many more of everything that a list shows."""
    inner: Database = house.app.extensions["portal_database"]
    database = Database(inner.url, REACTIONS, address="http://portal.test")
    with database.transaction() as session:
        editor = actor_for(session, house.seed.people["editor"], second_factor=True)
        secretary = actor_for(session, house.seed.people["secretary"], second_factor=True)
        assert editor is not None
        assert secretary is not None
        receiving = session.scalars(
            select(Organisation.id).where(Organisation.slug == "across-the-sea")
        ).one()
        begin = clock.now().isoformat()
        for number in range(rows):
            organisation = make_organisation(session, f"A body {number}", countries=("PH", "KR"))
            person = make_representative(session, organisation, visibility=Visibility.PUBLIC)
            actor = actor_for(session, person.id, second_factor=True)
            assert actor is not None
            statement = statements.draft_statement(
                session,
                title=NewBlock(f"A statement {number}", "en"),
                blocks=[NewBlock("A paragraph", "en")],
                drafters=[receiving],
                by=actor,
            )
            statements.open_consultation(
                session, statement.id, deadline=clock.now() + timedelta(days=9), by=actor
            )
            work = library.create_work(
                session,
                title=NewBlock(f"A work {number}", "en"),
                catalogue=library.Catalogue(
                    kind=WorkKind.POLICY_BRIEF,
                    authors=[library.Author(organisation_id=organisation.id)],
                ),
                by=actor,
            )
            library.propose_publication(session, work.id, by=actor)
            if number % 2:
                library.confirm_publication(session, work.id, by=editor)
            events.plan_gathering(
                session,
                events.Plan(
                    wording=events.Wording(
                        titles={"en": f"A gathering {number}"}, audience=Audience.PUBLIC
                    ),
                    when=events.When(
                        day=clock.today() + timedelta(days=9),
                        zone="Asia/Seoul",
                        start=time(9),
                        minutes=60,
                    ),
                    organisations=[organisation.id],
                ),
                by=PORTAL,
            )
            group = make_group(session, f"A group {number}")
            make_group_membership(session, group, session.get_one(Person, person.id), organisation)
            forums.found_series(
                session, names={"en": f"A series {number}"}, by=secretary, group_id=group.id
            )
            session.add(
                OutboxMessage(
                    key=f"filled:{begin}:{number}",
                    to="a@example.org",
                    locale="en",
                    subject="A mail",
                    body="Words",
                )
            )
    database.dispose()


def count(house: House, address: str, role: str) -> int:
    """Statements for one page that is not kept, by a process that has answered before."""
    client = house.clients[role]
    assert client.get(address).status_code == 200, address
    house.app.extensions["portal_pages"].clear()
    with house.sent() as sent:
        assert client.get(address).status_code == 200
    return len(sent)


def test_a_list_asks_the_database_as_often_for_thirty_rows_as_for_one(own: House) -> None:
    fill(own, 2)
    few = {
        (address, role): count(own, address, role)
        for address, roles in LISTS.items()
        for role in roles
    }
    fill(own, 30)
    many = {key: count(own, *key) for key in few}
    grown = {
        f"{role} {address}": (few[address, role], many[address, role]) for address, role in few
    }
    assert {name: pair for name, pair in grown.items() if pair[1] > pair[0]} == {}


def test_a_public_page_asks_the_database_five_times_at_most(house: House) -> None:
    """As it is shipped: some pages are kept, and ask only whether anything has changed."""
    counts = {}
    for address in PUBLIC:
        here = address.format(**house.seed.things)
        assert house.clients["anonymous"].get(here).status_code == 200, here
        with house.sent() as sent:
            house.clients["anonymous"].get(here)
        counts[address] = len(sent)
    assert {address: number for address, number in counts.items() if number > MOST} == {}
