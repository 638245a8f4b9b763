"""A public statement with a paragraph of each side, and representatives who pledge something to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.commitments.commands import pledge
from portal.commitments.models import Commitment
from portal.core import clock
from portal.core.orm import Database
from portal.network.actors import Actor, actor_for
from portal.network.models import Organisation, Person, Power, Role, Side
from portal.statements.commands import draft_statement
from portal.statements.models import Release, ReleaseBlock, ReleaseLanguage, Stage, Statement
from portal.statements.proof import SOURCE
from portal.texts.commands import NewBlock
from portal.texts.queries import read_text
from tests.factories import (
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)

KOREAN = "모든 여성은 안전하게 신고할 수 있어야 합니다."
VIETNAMESE = "Mọi phụ nữ phải được báo cáo an toàn."
WORDS = "우리는 상담 창구를 두 언어로 엽니다."


@dataclass
class Shore:
    """Who is there, and the ids of the statement's two paragraphs."""

    database: Database
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    statement_id: str = ""
    slug: str = ""
    text_id: str = ""
    korean: str = ""
    vietnamese: str = ""

    def actor(self, session: Session, name: str, *, second_factor: bool = True) -> Actor:
        found = actor_for(session, self.people[name].id, second_factor=second_factor)
        assert found is not None
        return found

    def statement(self, session: Session) -> Statement:
        return session.get_one(Statement, self.statement_id)

    def revision(self, session: Session, block_id: str) -> str:
        """How a paragraph reads in its own language in the newest release."""
        return (
            session.scalars(
                select(ReleaseBlock.revision_id)
                .join(Release, Release.id == ReleaseBlock.release_id)
                .where(ReleaseBlock.block_id == block_id, ReleaseBlock.language == SOURCE)
                .order_by(Release.number.desc())
            ).first()
            or ""
        )

    def pledge(
        self,
        session: Session,
        name: str = "seoul",
        *,
        body: str = WORDS,
        block_id: str = "",
        due_on: date | None = None,
        language: str = "ko",
        second_factor: bool = True,
    ) -> Commitment:
        block = block_id or self.korean
        return pledge(
            session,
            block,
            revision_id=self.revision(session, block),
            body=body,
            language=language,
            due_on=due_on,
            by=self.actor(session, name, second_factor=second_factor),
        )

    def release(self, session: Session) -> Release:
        """Make the text as it stands now what everyone reads."""
        statement = self.statement(session)
        made = Release(
            statement_id=statement.id,
            number=len(statement.releases) + 1,
            text_root="0" * 64,
            released_by_id=self.people["seoul"].id,
        )
        session.add(made)
        session.flush()
        session.add(ReleaseLanguage(release_id=made.id, language="ko", language_root="0" * 64))
        for language in (SOURCE, "ko"):
            read = read_text(
                session,
                statement.text_id,
                [],
                as_written=language == SOURCE,
                exactly=None if language == SOURCE else language,
            )
            session.add_all(
                ReleaseBlock(
                    release_id=made.id,
                    language=language,
                    position=position,
                    block_id=block.id,
                    kind=block.kind,
                    level=block.level,
                    revision_id=block.revision_id,
                )
                for position, block in enumerate((read.title, *read.blocks))
            )
        statement.public_release = made.number
        statement.stage = Stage.OPEN
        statement.changed_at = clock.now()
        session.flush()
        session.expire(statement, ["releases"])
        return made


@pytest.fixture
def shore(database: Database) -> Shore:
    """A released statement; `seoul` and `hanoi` sign for theirs, `editor` and `decides` do not."""
    made = Shore(database)
    with database.transaction() as session:
        make_portal(session)
        made.organisations = {
            "seoul": make_organisation(
                session,
                "바다건너 여성의집",
                language="ko",
                slug="across-the-sea",
                side=Side.RECEIVING,
                countries=("KR",),
            ),
            "hanoi": make_organisation(
                session, "Bến Về", language="vi", slug="ben-ve", countries=("VN",)
            ),
        }
        for name, organisation in made.organisations.items():
            made.people[name] = make_representative(
                session,
                organisation,
                locale="en",
                languages=["ko", "en"] if name == "seoul" else ["vi", "en"],
            )
        made.people["editor"] = make_person(session, "An editor")
        make_membership(session, made.people["editor"], made.organisations["seoul"], Role.EDITOR)
        made.people["decides"] = make_representative(
            session, made.organisations["seoul"], Power.DECIDE
        )
        made.people["stranger"] = make_person(session, "A stranger")
        statement = draft_statement(
            session,
            title=NewBlock("안전하게 신고할 권리", "ko"),
            blocks=[NewBlock(KOREAN, "ko"), NewBlock(VIETNAMESE, "vi")],
            drafters=[made.organisations["hanoi"].id],
            zone="Asia/Seoul",
            by=made.actor(session, "seoul"),
        )
        made.statement_id, made.slug = statement.id, statement.slug
        made.text_id = statement.text_id
        read = read_text(session, statement.text_id, [], as_written=True)
        made.korean, made.vietnamese = (block.id for block in read.blocks)
        made.release(session)
    return made


@pytest.fixture
def by(shore: Shore, sign_in: Callable[..., FlaskClient]) -> Callable[[str], FlaskClient]:
    """`by("seoul")`: her browser."""
    return lambda name: sign_in(shore.people[name])


@pytest.fixture
def tomorrow() -> date:
    return clock.today() + timedelta(days=1)
