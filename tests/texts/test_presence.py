"""Who else is in a paragraph is shown to those who write there, under the name that each lets be seen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.network.actors import Actor, actor_for
from portal.network.models import Person, Side, Visibility
from portal.statements import commands
from portal.texts.commands import NewBlock
from portal.texts.commands.presence import be_here, forget_presences, leave
from portal.texts.models import Presence
from portal.texts.queries.presence import others_in
from portal.wiring import JOBS
from tests.factories import (
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.pages import Page, open_page


@dataclass
class Desk:
    """A paragraph of a draft, and people who may write in it or not."""

    database: Database
    sign_in: Callable[..., FlaskClient]
    people: dict[str, Person]
    block: str

    def actor(self, session: Session, name: str) -> Actor:
        found = actor_for(session, self.people[name].id, second_factor=True)
        assert found is not None
        return found

    def enter(self, name: str) -> None:
        with self.database.transaction() as session:
            be_here(session, self.block, by=self.actor(session, name))

    def page(self, name: str, part: str = "edit") -> Page:
        return open_page(self.sign_in(self.people[name]), f"/en/texts/blocks/{self.block}/{part}")

    def count(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(Presence)) or 0


@pytest.fixture
def desk(database: Database, sign_in: Callable[..., FlaskClient]) -> Desk:
    with database.transaction() as session:
        make_portal(session)
        seoul = make_organisation(session, "바다건너", language="ko", side=Side.RECEIVING)
        hanoi = make_organisation(session, "Bến Về", language="vi")
        people = {
            "minji": make_representative(session, seoul, name="Minji"),
            "lan": make_representative(session, hanoi, name="Lan"),
            "shy": make_representative(
                session, hanoi, name="Hidden Name", visibility=Visibility.NOBODY
            ),
            "outsider": make_person(session, "Outsider"),
        }
        others = make_organisation(session, "Elsewhere")
        people["member"] = make_person(session, "Member")
        make_membership(session, people["member"], others)
        by = actor_for(session, people["minji"].id, second_factor=True)
        assert by is not None
        statement = commands.draft_statement(
            session,
            title=NewBlock("제목", "ko"),
            blocks=[NewBlock("글", "ko")],
            drafters=[hanoi.id],
            by=by,
        )
        block = statement.text.order[1]
    return Desk(database, sign_in, people, block)


def names(desk: Desk, name: str) -> list[str]:
    with desk.database.reading() as session:
        found = others_in(session, desk.block, desk.actor(session, name))
        return [each.name or str(each.organisation) for each in found]


def test_two_in_a_paragraph_see_each_other_and_not_themselves(desk: Desk) -> None:
    desk.enter("minji")
    desk.enter("lan")
    assert names(desk, "minji") == ["Lan"]
    assert names(desk, "lan") == ["Minji"]


def test_saying_it_again_is_still_once(desk: Desk) -> None:
    for _ in range(3):
        desk.enter("minji")
    assert desk.count() == 1


def test_who_does_not_show_her_name_is_someone_of_her_organisation(desk: Desk) -> None:
    desk.enter("shy")
    assert names(desk, "minji") == ["Bến Về"]
    page = desk.page("minji")
    assert "Someone of Bến Về is in this paragraph too." in page.text
    assert "Hidden Name" not in page.html
    # Her own colleagues know her.
    assert names(desk, "lan") == ["Hidden Name"]


def test_a_minute_later_she_is_not_there_any_more(desk: Desk) -> None:
    desk.enter("lan")
    with desk.database.transaction() as session:
        row = session.scalars(select(Presence)).one()
        row.at = clock.now() - timedelta(seconds=61)
    assert names(desk, "minji") == []
    assert desk.count() == 1


def test_after_ten_minutes_it_is_forgotten(desk: Desk, settings: Settings) -> None:
    desk.enter("lan")
    desk.enter("minji")
    with desk.database.transaction() as session:
        row = session.scalars(
            select(Presence).where(Presence.person_id == desk.people["lan"].id)
        ).one()
        row.at = clock.now() - timedelta(minutes=11)
    (job,) = [job for job in JOBS if job.name == "forget who was where"]
    job.run(desk.database, settings)
    with desk.database.reading() as session:
        assert session.scalars(select(Presence.person_id)).all() == [desk.people["minji"].id]
    with desk.database.transaction() as session:
        forget_presences(session)
    assert desk.count() == 1


def test_whoever_leaves_is_gone_at_once(desk: Desk) -> None:
    desk.enter("lan")
    with desk.database.transaction() as session:
        leave(session, desk.block, by=desk.actor(session, "lan"))
    assert names(desk, "minji") == []


@pytest.mark.parametrize("name", ["outsider", "member"])
def test_nobody_enters_a_paragraph_that_is_not_hers_to_write(desk: Desk, name: str) -> None:
    with pytest.raises(Refused):
        desk.enter(name)
    page = open_page(desk.sign_in(desk.people[name]), "/en/home")
    answer = page.client.post(
        f"/texts/blocks/{desk.block}/presence", data={"csrf_token": page.token}
    )
    assert answer.status_code == 403
    assert desk.count() == 0


def test_nothing_of_it_is_logged(desk: Desk) -> None:
    with desk.database.reading() as session:
        before = session.scalar(select(func.count()).select_from(AuditEntry))
    desk.enter("minji")
    desk.enter("lan")
    with desk.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_reading_the_page_writes_nothing_and_its_script_is_told_who_is_there(desk: Desk) -> None:
    desk.enter("lan")
    page = desk.page("minji")
    assert "Lan is in this paragraph too." in page.text
    assert desk.count() == 1
    (address,) = page.document.xpath("//*[@data-presence]/@data-presence")
    answer = page.client.post(address, data={"csrf_token": page.token})
    assert "Lan" in answer.json["html"]
    assert desk.count() == 2
    assert "Minji is in this paragraph too." in desk.page("lan", "translate/vi").text
    answer = page.client.post(address, data={"csrf_token": page.token, "away": "1"})
    assert answer.status_code == 204
    assert desk.count() == 1
