"""A draft that two organisations write together, for the tests of a text's pages."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from portal.core.orm import Database
from portal.network.actors import Actor, actor_for
from portal.network.models import Person, Role, Side
from portal.statements.commands import draft_statement
from portal.texts.commands import NewBlock
from portal.texts.queries import ReadBlock, ReadText, read_text
from tests.factories import (
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.pages import Page, open_page

BODIES = (
    "We oppose this law, and we ask for a hearing before the summer ends.",
    "Call 1345 by 5 May 2027.",
    "No woman is left alone.",
)


@dataclass
class Desk:
    """A text in English, the people around it, and what stands in it now."""

    database: Database
    text_id: str
    slug: str
    people: dict[str, Person]
    sign_in: Callable[[Person], FlaskClient]

    def read(self, language: str = "en", *, drafts: bool = False) -> ReadText:
        with self.database.reading() as session:
            return read_text(
                session, self.text_id, [language], exactly=language, drafts=drafts, insist=drafts
            )

    @property
    def blocks(self) -> list[ReadBlock]:
        return list(self.read().blocks)

    @property
    def bodies(self) -> list[str]:
        return [block.body for block in self.blocks]

    def by(self, name: str) -> FlaskClient:
        return self.sign_in(self.people[name])

    def actor(self, name: str) -> Actor:
        with self.database.reading() as session:
            found = actor_for(session, self.people[name].id, second_factor=True)
        assert found is not None
        return found

    def page(self, name: str, address: str) -> Page:
        return open_page(self.by(name), address)

    def write(self, name: str = "seoul") -> Page:
        return self.page(name, f"/texts/{self.text_id}/write")


@pytest.fixture
def desk(database: Database, sign_in: Callable[[Person], FlaskClient]) -> Desk:
    with database.transaction() as session:
        make_portal(session)
        seoul = make_organisation(session, "Across the sea", side=Side.RECEIVING, countries=("KR",))
        hanoi = make_organisation(session, "Bến Về", language="vi")
        people = {
            "seoul": make_representative(session, seoul, languages=["en"]),
            "hanoi": make_representative(session, hanoi, languages=["vi", "en"]),
            "translator": make_person(session, "A translator", languages=["vi", "en"]),
            "reader": make_person(session, "A second reader", languages=["en", "vi"]),
            "native": make_person(session, "A native speaker", languages=["vi"]),
            "stranger": make_person(session, "A stranger"),
        }
        for name in ("translator", "reader", "native"):
            make_membership(session, people[name], hanoi, Role.EDITOR)
        lead = actor_for(session, people["seoul"].id, second_factor=True)
        assert lead is not None
        statement = draft_statement(
            session,
            title=NewBlock("The right to report", "en"),
            blocks=[NewBlock(body, "en") for body in BODIES],
            drafters=[hanoi.id],
            by=lead,
        )
        return Desk(database, statement.text_id, statement.slug, people, sign_in)
