"""A statement in consultation whose paragraphs are written in three languages, and who takes part."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.orm import Database
from portal.network.actors import Actor, actor_for
from portal.network.models import Organisation, Person, Side
from portal.statements import commands
from portal.statements.commands import Proposal
from portal.statements.models import Amendment, AmendmentKind, Statement
from portal.statements.queries.amending import amendment_at
from portal.texts.commands import NewBlock
from portal.texts.models import Revision, Text, Version
from portal.texts.queries import read_text
from tests.factories import make_organisation, make_portal, make_representative
from tests.harness.time import Traveller

KOREAN = "모든 여성은 안전하게 신고할 수 있어야 합니다."
VIETNAMESE = "Mọi phụ nữ phải được báo cáo an toàn."
KHMER = "ស្ត្រី\u200bគ្រប់\u200bរូប\u200bអាច\u200bរាយការណ៍\u200bដោយ\u200bសុវត្ថិភាព។"
LAST = "우리는 즉각적인 조치를 요구합니다."


@dataclass
class Table:
    """Who sits at it: two organisations draft (Seoul, Hanoi), two more are members."""

    database: Database
    people: dict[str, Person]
    organisations: dict[str, Organisation]
    statement_id: str
    text_id: str
    slug: str

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.transaction() as session:
            yield session

    def actor(self, session: Session, name: str) -> Actor:
        found = actor_for(session, self.people[name].id, second_factor=True)
        assert found is not None
        return found

    def statement(self, session: Session) -> Statement:
        return session.get_one(Statement, self.statement_id)

    def order(self, session: Session) -> list[str]:
        return session.get_one(Text, self.text_id).order

    def head(self, session: Session, block: str, language: str) -> Revision:
        version = session.get_one(Version, (block, language))
        return session.get_one(Revision, version.revision_id)

    def bodies(self) -> list[str]:
        with self.database.reading() as session:
            read = read_text(session, self.text_id, [], as_written=True)
            return [read.title.body, *(block.body for block in read.blocks)]

    def propose(
        self,
        session: Session,
        kind: AmendmentKind,
        at: int,
        *,
        by: str = "khmer",
        language: str = "ko",
        base: str | None = None,
        to: int | None = None,
        **values: object,
    ) -> Amendment:
        """An amendment on the paragraph at `at` in the order (0 is the title)."""
        block = self.order(session)[at]
        read = base or self.head(session, block, language).id
        return commands.propose_amendment(
            session,
            self.statement_id,
            Proposal(
                kind=kind,
                block_id=block,
                base_revision_id=read,
                language=language,
                target_block_id=None if to is None else self.order(session)[to],
                **values,
            ),
            by=self.actor(session, by),
        ).amendment

    def seen(self, session: Session, amendment: Amendment) -> str:
        return amendment_at(session, self.statement(session), amendment.number).seen

    def accept(self, session: Session, amendment: Amendment, **values: object) -> Amendment:
        return commands.accept_amendment(
            session,
            amendment.id,
            seen=self.seen(session, amendment),
            by=self.actor(session, "seoul"),
            **values,
        )

    def review(self, moment: Traveller) -> None:
        """Let the time for amendments end and begin the merge review."""
        moment.shift(timedelta(days=4))
        with self.database.transaction() as session:
            lead = self.actor(session, "seoul")
            commands.close_amendments(session, self.statement_id, by=lead)
            commands.begin_merge_review(session, self.statement_id, by=lead)

    def amendment(self, number: int = 1) -> Amendment:
        with self.database.reading() as session:
            found = session.scalars(select(Amendment).where(Amendment.number == number)).one()
            session.expunge(found)
            return found


def laid(database: Database) -> Table:
    """Consultation is open for three days."""
    with database.transaction() as session:
        make_portal(session)
        organisations = {
            "seoul": make_organisation(
                session, "바다건너", language="ko", side=Side.RECEIVING, countries=("KR",)
            ),
            "tokyo": make_organisation(session, "Harbour", side=Side.RECEIVING, countries=("JP",)),
            "hanoi": make_organisation(session, "Bến Về", language="vi", countries=("VN",)),
            "khmer": make_organisation(session, "ផ្ទះសង្ឃឹម", language="km", countries=("KH",)),
            "karachi": make_organisation(
                session, "روشنی", language="ur", side=Side.BOTH, countries=("PK",)
            ),
        }
        languages = {
            "seoul": ["ko"],
            "tokyo": ["en", "ko"],
            "hanoi": ["vi"],
            "khmer": ["km", "ko"],
            "karachi": ["ur"],
        }
        people = {
            name: make_representative(
                session, organisation, name=f"She of {name}", languages=languages[name]
            )
            for name, organisation in organisations.items()
        }
        lead = actor_for(session, people["seoul"].id, second_factor=True)
        assert lead is not None
        statement = commands.draft_statement(
            session,
            title=NewBlock("안전하게 신고할 권리", "ko"),
            blocks=[NewBlock(KOREAN, "ko"), NewBlock(VIETNAMESE, "vi"), NewBlock(LAST, "ko")],
            drafters=[organisations["hanoi"].id],
            by=lead,
        )
        commands.open_consultation(
            session, statement.id, deadline=clock.now() + timedelta(days=3), by=lead
        )
        return Table(
            database, people, organisations, statement.id, statement.text_id, statement.slug
        )
