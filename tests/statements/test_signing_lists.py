"""Signing on behalf of a list: read in any encoding, corrected, handed in, accepted by the other side."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import Invalid, NotFound, Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.mail.models import OutboxMessage
from portal.network.actors import actor_for
from portal.network.imports import decode
from portal.statements import commands
from portal.statements.commands.signing.reading_lists import members_in
from portal.statements.models import (
    Milestone,
    SignatoryKind,
    Signature,
    SignatureList,
    SignatureOrigin,
    SignatureState,
    Statement,
)
from portal.statements.queries.signing import Flag, all_waiting, queue_of, signatories_of
from tests.factories import make_person, make_representative
from tests.harness.time import Traveller
from tests.statements.test_life import Network, network, open_for_signature, sign

__all__ = ["network"]
LINES = """이름,국가
Harbour,JP
이주여성 모임,KR
이주여성 모임,KR
Dr. Kim Jimin,KR
80 women activists of 7 countries,
Bến Về,VN
"""


@pytest.fixture
def opened(database: Database, network: Network, moment: Traveller) -> str:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        sign(session, network, statement, network.hanoi)
        return statement.id


def bring(
    session: Session, network: Network, opened: str, data: bytes = LINES.encode()
) -> SignatureList:
    return commands.upload_signatures(
        session, opened, data, "list.csv", by=network.actor(session, network.seoul)
    )


def read_of(session: Session, opened: str) -> commands.Read:
    release = session.get_one(Statement, opened).releases[-1]
    read = release.languages[0]
    return commands.Read(release.id, release.text_root, read.language, read.language_root)


def hand_in(session: Session, network: Network, opened: str, listed: SignatureList) -> None:
    commands.hand_in_list(
        session,
        listed.id,
        read_of(session, opened),
        basis="종이에 받았고, 원본은 서울 사무실에 있습니다.",
        by=network.actor(session, network.seoul),
    )


def accepted(session: Session, network: Network, opened: str) -> Signature:
    """The first line of a list, brought by Seoul and accepted by Hanoi."""
    hand_in(session, network, opened, bring(session, network, opened))
    chosen = waiting(session, opened)
    commands.accept_signatures(session, opened, chosen, by=network.actor(session, network.hanoi))
    return session.get_one(Signature, chosen[0])


def test_what_came_from_a_list_is_withdrawn_when_its_owner_asks(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        signature = accepted(session, network, opened)
        who, name = network.actor(session, network.hanoi), signature.name
        with pytest.raises(Invalid, match="how its owner asked"):
            commands.withdraw_listed(session, signature.id, reason=" ", by=who)
        assert signature.state is SignatureState.CONFIRMED
        commands.withdraw_listed(session, signature.id, reason="She wrote to us.", by=who)
        assert signature.state is SignatureState.WITHDRAWN
        (gone,) = signatories_of(session, signature.release_id).withdrawn
        assert (gone.name, gone.withdrawn_reason) == (name, "She wrote to us.")
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.act == "ListedSignatureWithdrawn")
        ).one()
        assert entry.person_id == who.person_id
        assert "She wrote to us." not in str(entry.details)
        with pytest.raises(Refused, match="does not stand any more"):
            commands.withdraw_listed(session, signature.id, reason="Again.", by=who)


def test_only_those_who_may_accept_a_list_withdraw_from_it(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        signature = accepted(session, network, opened)
        for organisation in (network.seoul, network.tokyo):
            with pytest.raises(Refused):
                commands.withdraw_listed(
                    session,
                    signature.id,
                    reason="She wrote to us.",
                    by=network.actor(session, organisation),
                )
        own = session.scalars(
            select(Signature).where(Signature.origin == SignatureOrigin.OWN)
        ).first()
        assert own is not None
        with pytest.raises(Refused, match="not taken over from a list"):
            commands.withdraw_listed(
                session,
                own.id,
                reason="She wrote to us.",
                by=network.actor(session, network.hanoi),
            )


def waiting(session: Session, opened: str) -> list[str]:
    return all_waiting(
        session, session.get_one(Statement, opened), SignatureState.IN_REVIEW, "ZZZZ"
    )


def test_each_line_is_understood_and_kept_as_it_came(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        lines = bring(session, network, opened).lines
        assert [(line.kind, line.problem, line.skipped) for line in lines] == [
            (SignatoryKind.EXTERNAL, "member", False),
            (SignatoryKind.EXTERNAL, "", False),
            (SignatoryKind.EXTERNAL, "doubled", True),
            (SignatoryKind.INDIVIDUAL, "", False),
            (SignatoryKind.COLLECTIVE, "", False),
            (SignatoryKind.EXTERNAL, "member", False),
        ]
        assert lines[4].parsed["people"] == 80
        assert [line.raw for line in lines] == LINES.splitlines()[1:]
        assert lines[0].organisation_id == network.tokyo.id


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-16"])
def test_a_list_comes_in_the_encoding_of_its_country(
    database: Database, network: Network, opened: str, encoding: str
) -> None:
    data = "\n".join(f"이주여성 인권 모임 제{number}지부" for number in range(1, 30)).encode(
        encoding
    )
    with database.transaction() as session:
        listed = bring(session, network, opened, data)
        assert listed.lines[0].parsed["name"] == "이주여성 인권 모임 제1지부"
        assert decode(data).encoding == listed.encoding


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp932", "移住女性の会 渡り鳥女性相談室"), ("big5hkscs", "河岸姊妹工作坊 新移民女性協會")],
)
def test_also_in_japanese_and_chinese_encodings(
    database: Database, network: Network, opened: str, encoding: str, name: str
) -> None:
    data = "\n".join(f"{name}{number}" for number in range(1, 30)).encode(encoding)
    with database.transaction() as session:
        listed = bring(session, network, opened, data)
        assert listed.lines[0].parsed["name"] == f"{name}1"


def test_handed_in_lines_wait_for_a_person_of_the_other_side(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        listed = bring(session, network, opened)
        hand_in(session, network, opened, listed)
        chosen = waiting(session, opened)
        assert len(chosen) == 3
        release = read_of(session, opened).release_id
        assert signatories_of(session, release).lines == 1
        statement = session.get_one(Statement, opened)
        page = queue_of(session, statement, SignatureState.IN_REVIEW, 1).page
        assert all(Flag.LISTED in item.flags for item in page.items)
        with pytest.raises(Refused, match="two people publish"):
            commands.accept_signatures(
                session, opened, chosen, by=network.actor(session, network.seoul)
            )
        assert (
            commands.accept_signatures(
                session, opened, chosen, by=network.actor(session, network.hanoi)
            )
            == 3
        )
        signed = signatories_of(session, release)
        assert (signed.lines, signed.bodies, signed.people_claimed) == (4, 2, 80)
        listed_lines = [item for item in signed.named if item.origin is SignatureOrigin.LISTED]
        assert {item.taken_over_by for item in listed_lines} == {network.seoul.id}
        assert [item.name for item in signed.collectives] == ["80 women activists of 7 countries"]
        assert signed.claims_as_at is not None


def test_a_colleague_or_the_same_side_cannot_accept_a_list(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        statement = session.get_one(Statement, opened)
        hand_in(session, network, opened, bring(session, network, opened))
        chosen = waiting(session, opened)

        colleague = actor_for(
            session, make_representative(session, network.seoul).id, second_factor=True
        )
        assert colleague is not None
        with pytest.raises(Refused, match="other side"):
            commands.accept_signatures(session, statement.id, chosen, by=colleague)
        secretary = actor_for(
            session, make_person(session, is_secretariat=True).id, second_factor=True
        )
        assert secretary is not None
        assert commands.accept_signatures(session, opened, chosen, by=secretary) == 3


def test_a_member_on_a_list_is_asked_and_never_signed_for(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        hand_in(session, network, opened, bring(session, network, opened))
        asked = session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.startswith("listed-member:"))
        ).all()
        # Hanoi has signed already and is left in peace.
        assert [mail.to for mail in asked] == [network.people[network.tokyo.id].email]
        names = session.scalars(
            select(Signature.name).where(Signature.origin == SignatureOrigin.LISTED)
        ).all()
        assert "Harbour" not in names
        assert "Bến Về" not in names


def test_lines_are_corrected_before_they_are_handed_in(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        listed = bring(session, network, opened)
        harbour, _, doubled, person, _, _ = listed.lines
        by = network.actor(session, network.seoul)
        external = SignatoryKind.EXTERNAL
        changes = {
            harbour.id: commands.LineChange(external, "Harbour of another town", country="JP"),
            doubled.id: commands.LineChange(external, "ផ្ទះស្ត្រី", language="km", country="KH"),
            person.id: commands.LineChange(
                SignatoryKind.INDIVIDUAL, "김지민", language="ko", affiliation="서울대학교"
            ),
        }
        commands.change_lines(session, listed.id, changes, by=by)
        assert [line.problem for line in listed.lines] == ["", "", "", "", "", "member"]
        hand_in(session, network, opened, listed)
        rows = {
            row.name: row
            for row in session.scalars(
                select(Signature).where(Signature.origin == SignatureOrigin.LISTED)
            )
        }
        assert set(rows) == {
            "Harbour of another town",
            "이주여성 모임",
            "ផ្ទះស្ត្រី",
            "김지민",
            "80 women activists of 7 countries",
        }
        assert rows["김지민"].affiliation == "서울대학교"
        assert rows["ផ្ទះស្ត្រី"].countries == ["KH"]


def test_problems_keep_the_preview(database: Database, network: Network, opened: str) -> None:
    with database.transaction() as session:
        listed = bring(session, network, opened)
        by = network.actor(session, network.seoul)
        with pytest.raises(Invalid, match="how these signatures were collected"):
            commands.hand_in_list(session, listed.id, read_of(session, opened), basis=" ", by=by)
        collective = listed.lines[4]
        change = commands.LineChange(SignatoryKind.COLLECTIVE, "Women of the factory")
        commands.change_lines(session, listed.id, {collective.id: change}, by=by)
        with pytest.raises(Invalid, match="not said how many"):
            hand_in(session, network, opened, listed)
        assert not waiting(session, opened)
        commands.drop_list(session, listed.id, by=by)
        with pytest.raises(Invalid, match="given up already"):
            hand_in(session, network, opened, listed)


def test_only_leads_bring_lists_and_only_their_own_colleagues_change_them(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        for organisation in (network.tokyo, network.khmer):
            with pytest.raises(Refused):
                commands.upload_signatures(
                    session, opened, b"A\nB", "x", by=network.actor(session, organisation)
                )
        listed = bring(session, network, opened)
        with pytest.raises(NotFound):
            commands.change_lines(session, listed.id, {}, by=network.actor(session, network.hanoi))
        for data in (b"", b"%PDF-1.7", b"PK\x03\x04"):
            with pytest.raises(Invalid):
                bring(session, network, opened, data)


def test_a_thousand_lines_are_handed_in_and_accepted(
    database: Database, network: Network, opened: str
) -> None:
    data = "\n".join(
        f"Association of street {number} in town {number % 7}" for number in range(1000)
    )
    with database.transaction() as session:
        listed = bring(session, network, opened, data.encode())
        assert len(listed.lines) == 1000
        hand_in(session, network, opened, listed)
    with database.transaction() as session:
        chosen = waiting(session, opened)
        assert len(chosen) == 1000
        commands.accept_signatures(
            session, opened, chosen, by=network.actor(session, network.hanoi)
        )
    with database.reading() as session:
        release = read_of(session, opened).release_id
        signed = signatories_of(session, release)
        assert (signed.lines, signed.bodies) == (1001, 1001)
        reached = session.scalars(select(Milestone.count).order_by(Milestone.count)).all()
        assert list(reached) == [10, 25, 50, 70, 100, 150, 200, 250, 500, 1000]
        assert [count for count, _ in signed.milestones] == list(reached)


def test_a_network_on_a_list_names_its_members(
    database: Database, network: Network, opened: str
) -> None:
    """Each is a body of its own, and none of them a line."""
    raw = "강변 이주민 연대 (물푸레·나눔의 집, 강둑 상담소, 다리 건너)\n보리밭 모임\n"
    with database.transaction() as session:
        listed = bring(session, network, opened, raw.encode())
        first = listed.lines[0]
        assert first.parsed["members"] == ["물푸레·나눔의 집", "강둑 상담소", "다리 건너"]
        hand_in(session, network, opened, listed)
        commands.accept_signatures(
            session, opened, waiting(session, opened), by=network.actor(session, network.hanoi)
        )
        release = session.get_one(Statement, opened).releases[-1]
        signed = signatories_of(session, release.id)
        named = next(item for item in signed.named if item.name == "강변 이주민 연대")
        assert [member.name for member in named.members] == first.parsed["members"]
        assert (signed.lines, signed.bodies) == (3, 6)


def test_a_second_name_stays_with_the_first_and_makes_no_second_body(
    database: Database, network: Network, opened: str
) -> None:
    with database.transaction() as session:
        lines = bring(
            session,
            network,
            opened,
            "이주여성연대 (Alliance of Migrant Women)\nHouse of Rivers (HOR)\nHouse of Rivers\n".encode(),
        ).lines
        assert [(line.parsed["name"], line.problem) for line in lines] == [
            ("이주여성연대 (Alliance of Migrant Women)", ""),
            ("House of Rivers (HOR)", ""),
            ("House of Rivers", "doubled"),
        ]


def test_brackets_inside_the_members_brackets_are_part_of_a_name() -> None:
    line = "이주인권네트워크 (가람센터, (사)나루 이주여성센터, 다솜 (서울, 부산) 모임)"
    assert members_in(line) == ["가람센터", "(사)나루 이주여성센터", "다솜 (서울, 부산) 모임"]
    assert members_in("Network (A; B; A)") == ["A", "B"]
    assert members_in("Network [갑·을·병]") == ["갑", "을", "병"]
    assert members_in("Network (never closed, twice") == []
