"""The room: a wall that the committee moves, phones that follow, and nobody else."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import Invalid, NotFound, Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.network.actors import Actor, actor_for
from portal.network.models import Organisation, Person, Side
from portal.statements import commands
from portal.statements.commands.room import close_room, move_wall, open_room, set_wall
from portal.statements.models import (
    Amendment,
    AmendmentKind,
    AmendmentState,
    AmendmentSupport,
    LiveRoom,
    Stage,
    Statement,
)
from portal.statements.policy.room import is_live
from portal.texts import commands as texts
from portal.texts.commands import NewBlock
from portal.texts.queries import read_text
from tests.factories import (
    make_membership,
    make_organisation,
    make_person,
    make_portal,
    make_representative,
)
from tests.pages import Page, open_page

FIRST = "모든 여성은 안전하게 신고할 수 있어야 합니다."
SECOND = "Mọi phụ nữ phải được báo cáo an toàn."
THIRD = "아무도 쫓겨나지 않습니다."


@dataclass
class Network:
    """A statement in merge review, its two drafting organisations, and members who follow."""

    database: Database
    sign_in: Callable[..., FlaskClient]
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    statement: str
    slug: str
    text: str
    blocks: list[str]

    def actor(self, session: Session, name: str, *, second_factor: bool = True) -> Actor:
        found = actor_for(session, self.people[name].id, second_factor=second_factor)
        assert found is not None
        return found

    def page(self, name: str, part: str = "", locale: str = "en") -> Page:
        return open_page(
            self.sign_in(self.people[name]), f"/{locale}/statements/{self.slug}/room{part}"
        )

    def open(self, **values: str) -> Page:
        return self.page("seoul").submit(
            **{"place": "Main hall", "first": "ko", "second": "km", **values}
        )

    def amend(
        self, session: Session, block: str, number: int, name: str, **values: object
    ) -> Amendment:
        """An amendment as it stands in the database."""
        organisation = self.organisations[name]
        read = read_text(session, self.text, [], as_written=True)
        made = Amendment(
            **{
                "statement_id": self.statement,
                "number": number,
                "kind": AmendmentKind.REPLACE,
                "block_id": block,
                "base_revision_id": next(
                    each.revision_id for each in read.blocks if each.id == block
                ),
                "base_acts": 0,
                "language": "km",
                "body": "ស្ត្រីគ្រប់រូប",
                "organisation_id": organisation.id,
                "side": organisation.side,
                "author_id": self.people[name].id,
                **values,
            }
        )
        session.add(made)
        session.flush()
        return made


@pytest.fixture
def network(database: Database, sign_in: Callable[..., FlaskClient]) -> Network:
    with database.transaction() as session:
        make_portal(session)
        organisations = {
            "seoul": make_organisation(
                session, "바다건너", language="ko", side=Side.RECEIVING, countries=("KR",)
            ),
            "hanoi": make_organisation(session, "Bến Về", language="vi", countries=("VN",)),
            "khmer": make_organisation(session, "ផ្ទះសង្ឃឹម", language="km", countries=("KH",)),
        }
        languages = {"seoul": ["ko"], "hanoi": ["vi"], "khmer": ["km"]}
        people = {
            name: make_representative(session, item, languages=languages[name])
            for name, item in organisations.items()
        }
        people["member"] = make_person(session, languages=["vi"])
        make_membership(session, people["member"], organisations["khmer"])
        people["stranger"] = make_person(session)
        seoul = actor_for(session, people["seoul"].id, second_factor=True)
        assert seoul is not None
        statement = commands.draft_statement(
            session,
            title=NewBlock("신고할 권리", "ko"),
            blocks=[NewBlock(FIRST, "ko"), NewBlock(SECOND, "vi"), NewBlock(THIRD, "ko")],
            drafters=[organisations["hanoi"].id],
            by=seoul,
        )
        statement.stage = Stage.MERGE_REVIEW
        blocks = list(statement.text.order[1:])
    return Network(
        database,
        sign_in,
        organisations,
        people,
        statement.id,
        statement.slug,
        statement.text_id,
        blocks,
    )


def room_of(session: Session, network: Network) -> LiveRoom:
    return session.get_one(LiveRoom, network.statement)


def opened(session: Session, network: Network, *languages: str) -> LiveRoom:
    return open_room(
        session,
        network.statement,
        place="Main hall",
        languages=languages or ("ko", "vi"),
        by=network.actor(session, "seoul"),
    )


def test_a_lead_opens_the_room_and_it_stands_at_the_first_paragraph(network: Network) -> None:
    with network.database.transaction() as session:
        room = opened(session, network)
        assert room.block_id == network.blocks[0]
        assert room.languages == ["ko", "vi"]
        assert is_live(room, session.get_one(Statement, network.statement))


@pytest.mark.parametrize("name", ["khmer", "member", "stranger"])
def test_nobody_else_opens_it(network: Network, name: str) -> None:
    with network.database.transaction() as session, pytest.raises(Refused, match="drafting group"):
        open_room(
            session,
            network.statement,
            place="",
            languages=["ko", "vi"],
            by=network.actor(session, name),
        )


def test_it_opens_only_while_the_text_is_written(network: Network) -> None:
    with network.database.transaction() as session:
        session.get_one(Statement, network.statement).stage = Stage.CONSULTATION
        with pytest.raises(Refused, match="being written"):
            opened(session, network)


def test_the_wall_needs_two_different_languages(network: Network) -> None:
    with network.database.transaction() as session, pytest.raises(Invalid) as refused:
        opened(session, network, "ko", "ko")
    assert set(refused.value.fields) == {"second"}


def test_only_opening_and_closing_are_written_down(network: Network) -> None:
    with network.database.transaction() as session:
        seoul = network.actor(session, "seoul")
        opened(session, network)
        opened(session, network, "ko", "km")
        move_wall(session, network.statement, block_id=network.blocks[2], by=seoul)
        set_wall(session, network.statement, languages=["vi", "km"], size="large", by=seoul)
        close_room(session, network.statement, by=seoul)
        close_room(session, network.statement, by=seoul)
        session.flush()
        acts = session.scalars(
            select(AuditEntry.act).where(AuditEntry.act.startswith("Room"))
        ).all()
        assert acts == ["RoomOpened", "RoomClosed"]
        details = session.scalars(select(AuditEntry.details).where(AuditEntry.act == "RoomOpened"))
        assert "Main hall" not in str(list(details))


def test_a_closed_room_moves_no_more_and_opens_again_where_it_stood(network: Network) -> None:
    with network.database.transaction() as session:
        seoul = network.actor(session, "seoul")
        opened(session, network)
        move_wall(session, network.statement, block_id=network.blocks[1], by=seoul)
        close_room(session, network.statement, by=seoul)
        with pytest.raises(NotFound, match="closed"):
            move_wall(session, network.statement, block_id=network.blocks[0], by=seoul)
        assert opened(session, network).block_id == network.blocks[1]


def test_a_room_ends_with_its_stage(network: Network) -> None:
    with network.database.transaction() as session:
        room = opened(session, network)
        statement = session.get_one(Statement, network.statement)
        statement.stage = Stage.DECISION
        assert not is_live(room, statement)
        with pytest.raises(Refused):
            move_wall(
                session,
                network.statement,
                block_id=network.blocks[1],
                by=network.actor(session, "seoul"),
            )


def test_phones_follow_the_wall_in_their_own_language(network: Network) -> None:
    assert "The room is open." in network.open().text
    page = network.page("member")
    assert "Paragraph 1 of 3" in page.text
    assert FIRST in page.text
    page = network.page("seoul").submit(action="/room/move", block=network.blocks[1])
    assert "Paragraph 2 of 3" in page.text
    page = network.page("member")
    assert "Paragraph 2 of 3" in page.text
    assert SECOND in page.text
    (words,) = page.document.xpath(f"//p[contains(., '{SECOND}')]")
    assert (words.get("lang"), words.get("dir")) == ("vi", "ltr")
    assert not page.document.xpath("//form[contains(@action, '/room/')]")


def test_a_phone_shows_the_paragraph_in_her_language_also_where_the_title_is_not(
    network: Network,
) -> None:
    with network.database.transaction() as session:
        block = read_text(session, network.text, [], as_written=True).blocks[0]
        texts.save_translation(
            session,
            block.id,
            language="km",
            body="ស្ត្រីគ្រប់រូប",
            based_on_id=block.revision_id,
            base_revision_id=None,
            by=network.actor(session, "hanoi"),
        )
    network.open()
    page = network.page("khmer")
    assert page.document.xpath("//p[@lang='km']/text()") == ["ស្ត្រីគ្រប់រូប"]


def test_the_room_is_closed_to_strangers_and_says_so_to_members(network: Network) -> None:
    assert network.page("stranger").status == 403
    page = network.page("member")
    assert page.status == 200
    assert "The room is closed." in page.text
    network.open()
    assert network.page("stranger", "/wall").status == 403
    assert network.page("stranger", "/part").status == 403


def test_the_room_opens_with_two_languages_or_keeps_what_was_typed(network: Network) -> None:
    page = network.open(second="ko")
    assert page.status == 422
    assert "Choose another language" in page.text
    assert page.form().xpath(".//input[@name='place']/@value") == ["Main hall"]


def test_the_wall_shows_both_languages_and_says_what_is_missing(network: Network) -> None:
    network.open(first="ko", second="km")
    page = network.page("member", "/wall")
    assert FIRST in page.text
    assert "Not translated yet" in page.text
    assert page.document.xpath("//noscript/meta[@http-equiv='refresh'][@content='5']")
    assert not page.document.xpath("//nav")
    sections = page.document.xpath("//div[@class='pair']/section/@lang")
    assert sections == ["ko", "km"]


def test_an_urdu_column_stands_from_right_to_left(network: Network) -> None:
    with network.database.transaction() as session:
        block = read_text(session, network.text, [], as_written=True).blocks[0]
        texts.save_translation(
            session,
            block.id,
            language="ur",
            body="تمام خواتین",
            based_on_id=block.revision_id,
            base_revision_id=None,
            by=network.actor(session, "khmer"),
        )
    network.open(first="ko", second="ur")
    page = network.page("member", "/wall")
    (words,) = page.document.xpath("//p[.='تمام خواتین']")
    assert (words.get("lang"), words.get("dir")) == ("ur", "rtl")
    # Nobody has reviewed it, and the wall says so.
    assert page.document.xpath("//section[@lang='ur']//*[contains(@class, 'badge')]")


def test_what_changed_since_merge_review_is_marked(network: Network) -> None:
    network.open()
    with network.database.transaction() as session:
        block = read_text(session, network.text, [], as_written=True).blocks[0]
        texts.edit_block(
            session,
            block.id,
            body=FIRST.replace("안전하게", "두려움 없이"),
            base_revision_id=block.revision_id,
            by=network.actor(session, "hanoi"),
        )
    page = network.page("member", "/wall")
    assert page.document.xpath("//section[@lang='ko']//del/text()") == ["안전하게"]
    assert page.document.xpath("//section[@lang='ko']//ins/text()") == ["두려움 없이"]
    phone = network.page("member")
    assert "What changed in the original" in phone.text


def test_a_paragraph_of_this_session_is_called_new(network: Network) -> None:
    network.open()
    with network.database.transaction() as session:
        seoul = network.actor(session, "seoul")
        made = texts.insert_block(
            session, network.text, NewBlock("새 글", "ko"), after=network.blocks[0], by=seoul
        )
        move_wall(session, network.statement, block_id=made.id, by=seoul)
    assert "This paragraph is new." in network.page("member", "/wall").text


def test_a_paragraph_that_is_taken_out_leaves_the_way_to_its_neighbours(network: Network) -> None:
    network.open()
    with network.database.transaction() as session:
        seoul = network.actor(session, "seoul")
        move_wall(session, network.statement, block_id=network.blocks[1], by=seoul)
        texts.delete_block(session, network.blocks[1], by=seoul)
    page = network.page("seoul")
    assert "taken out" in page.text
    targets = page.document.xpath("//div[@data-follow]//button[@name='block']/@value")
    assert targets == [network.blocks[0], network.blocks[2]]
    assert "taken out" in network.page("member", "/wall").text


def test_a_paragraph_that_was_merged_is_followed(network: Network) -> None:
    network.open()
    with network.database.transaction() as session:
        seoul = network.actor(session, "seoul")
        third = texts.insert_block(
            session, network.text, NewBlock("이어지는 글", "ko"), after=network.blocks[2], by=seoul
        )
        move_wall(session, network.statement, block_id=third.id, by=seoul)
        texts.merge_blocks(session, network.blocks[2], by=seoul)
    page = network.page("member", "/wall")
    assert "Paragraph 3 of 3" in page.text
    assert "이어지는 글" in page.text


def test_amendments_stand_under_their_paragraph_with_support_by_side(network: Network) -> None:
    network.open()
    with network.database.transaction() as session:
        made = network.amend(session, network.blocks[0], 7, "khmer")
        session.add(
            AmendmentSupport(
                amendment_id=made.id,
                organisation_id=network.organisations["seoul"].id,
                side=Side.RECEIVING,
                by_id=network.people["seoul"].id,
            )
        )
        network.amend(session, network.blocks[0], 8, "hanoi", state=AmendmentState.WITHDRAWN)
        network.amend(
            session,
            network.blocks[0],
            3,
            "hanoi",
            state=AmendmentState.DECLINED,
            language="vi",
            body="Khác.",
        )
        network.amend(session, network.blocks[1], 9, "khmer")
    for part in ("/wall", ""):
        page = network.page("member", part)
        heads = page.document.xpath("//article//*[self::h3 or self::h4]/text()")
        assert [head.split(":")[0] for head in heads] == ["Amendment 7", "Amendment 3"]
        first, declined = page.document.xpath("//article")
        assert "Sending side 1" in " ".join(first.text_content().split())
        assert "Receiving side 1" in " ".join(first.text_content().split())
        assert "Declined" in declined.text_content()
        (words,) = first.xpath(".//p[@lang='km']")
        assert words.get("dir") == "ltr"


def test_an_amendment_in_the_same_language_is_marked_against_the_text(network: Network) -> None:
    network.open()
    with network.database.transaction() as session:
        network.amend(
            session,
            network.blocks[0],
            1,
            "khmer",
            language="ko",
            body=FIRST.replace("안전하게", "비밀리에"),
        )
    page = network.page("member", "/wall")
    assert page.document.xpath("//article//del/text()") == ["안전하게"]
    assert page.document.xpath("//article//ins/text()") == ["비밀리에"]


def test_a_wall_asks_again_and_gets_nothing_until_something_changes(network: Network) -> None:
    network.open()
    client = network.sign_in(network.people["member"])
    address = f"/en/statements/{network.slug}/room/wall/part"
    first = client.get(address)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "no-store"
    tag = first.headers["ETag"]
    page = open_page(client, f"/en/statements/{network.slug}/room/wall")
    assert page.document.xpath("//main/@data-tag") == [tag.removeprefix('W/"').removesuffix('"')]

    def again() -> int:
        answer = client.get(address, headers={"If-None-Match": tag})
        assert answer.data == b"" or answer.status_code == 200
        return int(answer.status_code)

    assert again() == 304
    with network.database.transaction() as session:
        move_wall(
            session,
            network.statement,
            block_id=network.blocks[1],
            by=network.actor(session, "seoul"),
        )
    assert again() == 200
    tag = client.get(address).headers["ETag"]
    assert again() == 304
    with network.database.transaction() as session:
        made = network.amend(session, network.blocks[1], 1, "khmer")
    assert again() == 200
    tag = client.get(address).headers["ETag"]
    with network.database.transaction() as session:
        session.get_one(Amendment, made.id).state = AmendmentState.DECLINED
    assert again() == 200
    tag = client.get(address).headers["ETag"]
    with network.database.transaction() as session:
        block = read_text(session, network.text, [], as_written=True).blocks[1]
        texts.edit_block(
            session,
            block.id,
            body="Khác.",
            base_revision_id=block.revision_id,
            by=network.actor(session, "hanoi"),
        )
    assert again() == 200
    tag = client.get(address).headers["ETag"]
    with network.database.transaction() as session:
        close_room(session, network.statement, by=network.actor(session, "seoul"))
    closed = client.get(address, headers={"If-None-Match": tag})
    assert "The room is closed." in closed.json["html"]


def test_the_committee_changes_and_closes_the_wall_from_its_page(network: Network) -> None:
    network.open()
    page = network.page("seoul")
    page = page.submit(action="/room/wall", first="vi", second="ur", size="large")
    assert "The wall is changed." in page.text
    wall = network.page("member", "/wall")
    assert wall.document.xpath("//div[@class='pair']/section/@lang") == ["vi", "ur"]
    assert "large" in wall.document.xpath("//div[contains(@class, 'screen')]/@class")[0].split()
    page = page.submit(action="/room/wall", first="vi", second="vi")
    assert "two different languages" in page.text
    page = page.submit(action="/room/close")
    assert "The room is closed." in page.text
    assert "The room is closed." in network.page("member", "/wall").text


def test_no_member_moves_the_wall_and_no_paragraph_of_another_text_is_shown(
    network: Network,
) -> None:
    network.open()
    client = network.sign_in(network.people["khmer"])
    token = open_page(client, f"/en/statements/{network.slug}/room").token
    for part, data in [
        ("move", {"block": network.blocks[1]}),
        ("wall", {"first": "ko", "second": "vi", "size": "normal"}),
        ("close", {}),
    ]:
        answer = client.post(
            f"/statements/{network.slug}/room/{part}", data={"csrf_token": token, **data}
        )
        assert answer.status_code == 403, part
    lead = network.page("seoul")
    answer = lead.client.post(
        f"/statements/{network.slug}/room/move",
        data={"csrf_token": lead.token, "block": "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
    )
    assert answer.status_code == 404
    with network.database.reading() as session:
        assert room_of(session, network).block_id == network.blocks[0]
