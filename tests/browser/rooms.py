"""A statement in merge review with people who edit and follow it, served by a real server."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from portal.core.orm import Database
from portal.network.actors import Actor, actor_for
from portal.network.models import Side
from portal.statements import commands
from portal.statements.models import Stage
from portal.texts import commands as texts
from portal.texts.commands import NewBlock
from portal.texts.queries import read_text
from portal.wiring import REACTIONS
from tests.factories import (
    PASSWORD,
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.harness.serving import Portal

KHMER = "ស្ត្រីគ្រប់រូបត្រូវតែអាចរាយការណ៍អំពីអំពើហិង្សា ដោយមិនបាត់បង់សិទ្ធិស្នាក់នៅ។"
KOREAN = "모든 여성은 체류 자격을 잃지 않고 폭력을 신고할 수 있어야 합니다."
URDU = "ہر عورت کو یہ حق ہونا چاہیے کہ وہ رہائش کا حق کھوئے بغیر تشدد کی رپورٹ کر سکے۔"
ENGLISH = "Every woman must be able to report violence without losing her right to stay."
SECOND = "We ask each hospital and each labour office for an interpreter, free of charge."
THIRD = "Nobody may be sent away because she has spoken."
WRITTEN_IN = {"ko": KOREAN, "km": KHMER, "ur": URDU}


@dataclass
class Room:
    """The statement, and a browser for each person who comes."""

    portal: Portal
    new_reader: Callable[..., Page]
    database: Database
    statement: str
    slug: str
    text: str
    blocks: list[str]
    people: dict[str, str] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        with self.database.reading() as session:
            found = actor_for(session, self.people[name], second_factor=True)
        assert found is not None
        return found

    def come(self, name: str, **options: object) -> Page:
        """A browser in which this person has signed in."""
        page = self.new_reader(**{"locale": "en", **options})
        page.goto(f"{self.portal.url}/en/sign-in")
        page.get_by_label("Mail address").fill(f"{name}@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What waits for you")
        return page

    def goto(self, page: Page, part: str = "", locale: str = "en") -> Page:
        page.goto(f"{self.portal.url}/{locale}/statements/{self.slug}/room{part}")
        return page

    def edit(self, page: Page, number: int = 1, locale: str = "en") -> Page:
        """The page on which a paragraph is edited; the first is 1."""
        page.goto(f"{self.portal.url}/{locale}/texts/blocks/{self.blocks[number - 1]}/edit")
        if page.evaluate("() => matchMedia('(scripting: enabled)').matches"):
            page.locator("form[data-watched]").wait_for()
        return page

    def words(self, number: int = 1) -> str:
        with self.database.reading() as session:
            read = read_text(session, self.text, [], as_written=True)
        return read.blocks[number - 1].body

    def change(self, name: str, words: str, number: int = 1) -> None:
        """Somebody saves other words meanwhile."""
        actor = self.actor(name)
        with self.database.transaction() as session:
            block = read_text(session, self.text, [], as_written=True).blocks[number - 1]
            texts.edit_block(
                session, block.id, body=words, base_revision_id=block.revision_id, by=actor
            )


def furnish(portal: Portal, new_reader: Callable[..., Page]) -> Room:
    """Two drafting organisations, a member of a third, and three paragraphs in four languages."""
    database = Database(f"sqlite:///{portal.data / 'portal.db'}", REACTIONS)
    with database.transaction() as session:
        make_portal(session, is_demo=True)
        seoul = make_organisation(
            session, "바다건너 여성의집", language="ko", side=Side.RECEIVING, countries=("KR",)
        )
        hanoi = make_organisation(session, "Hội Bến Về", language="vi", countries=("VN",))
        khmer = make_organisation(session, "ផ្ទះសង្ឃឹម", language="km", countries=("KH",))
        people = {}
        for name, organisation, languages in [
            ("minji", seoul, ["ko", "en"]),
            ("lan", hanoi, ["vi", "en"]),
            ("sophea", khmer, ["km"]),
        ]:
            people[name] = make_representative(
                session,
                organisation,
                name=name.title(),
                email=f"{name}@example.org",
                languages=languages,
            ).id
        member = make_person(
            session, "Zeb", email="zeb@example.org", locale="en", languages=["ur", "en"]
        )
        make_membership(session, member, khmer)
        people["zeb"] = member.id
        by = actor_for(session, people["minji"], second_factor=True)
        other = actor_for(session, people["sophea"], second_factor=True)
        assert by is not None
        assert other is not None
        statement = commands.draft_statement(
            session,
            title=NewBlock("The right to report in safety", "en"),
            blocks=[NewBlock(words, "en") for words in (ENGLISH, SECOND, THIRD)],
            drafters=[hanoi.id],
            slug="report",
            by=by,
        )
        statement.stage = Stage.MERGE_REVIEW
        first = read_text(session, statement.text_id, [], as_written=True).blocks[0]
        for language, words in WRITTEN_IN.items():
            texts.save_translation(
                session,
                first.id,
                language=language,
                body=words,
                based_on_id=first.revision_id,
                base_revision_id=None,
                by=other,
            )
            texts.submit_translation(session, first.id, language=language, by=other)
        blocks = list(statement.text.order[1:])
    return Room(
        portal,
        new_reader,
        database,
        statement.id,
        statement.slug,
        statement.text_id,
        blocks,
        people,
    )
