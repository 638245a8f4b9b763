"""Statements that were really signed are signed again, by the very names that stand under them.

Each list goes the way of a list of signatures: read, looked at, corrected where it was published
with remarks in it, handed in by one side and accepted by the other.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.orm import Database
from portal.log.commands import seal_batch
from portal.mail.models import OutboxMessage
from portal.network.models import (
    NetworkMembership,
    Organisation,
    OrganisationKind,
    Person,
    Side,
)
from portal.statements import commands
from portal.statements.commands import LineChange, Read, SignOn
from portal.statements.models import (
    Choice,
    SignatoryKind,
    SignatureList,
    SignatureListLine,
    SignatureState,
    Statement,
)
from portal.statements.queries.history import tallies
from portal.statements.queries.proof import bundle_of, public_release
from portal.statements.queries.signing import all_waiting, signatories_of
from portal.statements.verify import verify
from tests.factories import make_organisation, make_portal, make_representative
from tests.harness.crowd import Opened, actor_of, open_statement, sign_as
from tests.harness.field import LISTS, statement_file
from tests.harness.time import Traveller
from tests.pages import Page, open_page
from tests.statements.living import Network

pytestmark = pytest.mark.real

PACKED = (
    "S01_legalisierung_jetzt_2020",
    "signatories_as_one_comma_separated_string",
    [statement_file("S01_legalisierung_jetzt_2020")["signatories_as_one_comma_separated_string"]["de"]],
)  # fmt: skip
STATED = {
    "S01_legalisierung_jetzt_2020": lambda known: known["count_list"],
    "S02_refugees_welcome_balkan_2018": lambda known: known["count"],
    "S05_cerd_ngo_report_korea_2012": lambda known: known["count"],
    # Its three academics stand on one line.
    "S07_protect_not_surveil_2024": lambda known: known["count_organisations"] + 1,
    "S11_japan_immigration_bill_2023": lambda known: known["count_callers"],
}
"""How many lines a statement's file says that its list has."""
NAMED = {"S04_korea_women_interpreters_petition_2020": 16}
"""How many members its networks name in brackets, none of which stands on a line of its own."""
NO_NAME = re.compile(r"\(\d+ not named")
REMARK = re.compile(r" \((?:sic;|begins) ")
"""What those who collected a list wrote into it, instead of a name and behind one."""
ANSWER = re.compile(r"/sign/answer/(\S+)")
BASIS = "Copied from the page on which the list was published."


def person(session: Session, key: str) -> Person:
    return session.get_one(Person, key)


def read_of(opened: Opened) -> Read:
    return Read(opened.release_id, opened.text_root, opened.language, opened.language_root)


def bring(session: Session, opened: Opened, lines: Sequence[str]) -> SignatureList:
    return commands.upload_signatures(
        session,
        opened.statement_id,
        "\n".join(lines).encode(),
        "list.txt",
        by=actor_of(session, person(session, opened.receiving)),
    )


def hand_in(session: Session, opened: Opened, listed: SignatureList) -> None:
    by = actor_of(session, person(session, opened.receiving))
    commands.hand_in_list(session, listed.id, read_of(opened), basis=BASIS, by=by)


def correct(
    session: Session, opened: Opened, listed: SignatureList, changes: dict[str, LineChange]
) -> None:
    by = actor_of(session, person(session, opened.receiving))
    commands.change_lines(session, listed.id, changes, by=by)


def accept(session: Session, opened: Opened) -> int:
    """Everything that waits, by the other side."""
    statement = session.get_one(Statement, opened.statement_id)
    chosen = all_waiting(session, statement, SignatureState.IN_REVIEW, "ZZZZ")
    by = actor_of(session, person(session, opened.sending))
    return commands.accept_signatures(session, statement.id, chosen, by=by)


def said(line: SignatureListLine) -> LineChange:
    """What the preview shows of a line, as its form sends it back."""
    return LineChange(
        line.kind,
        str(line.parsed["name"]),
        taken=not line.skipped,
        language=str(line.parsed["language"]),
        country=str(line.parsed["country"]),
        people=line.parsed["people"],
        member=line.organisation_id or "",
    )


def as_published(listed: SignatureList) -> dict[str, LineChange]:
    """Write names of two scripts as they stood, without the collectors' remarks; leave out what is no name."""
    changes = {}
    for line in listed.lines:
        raw = " ".join(line.raw.split())
        if NO_NAME.match(raw):
            changes[line.id] = replace(said(line), taken=False)
        elif REMARK.search(raw):
            changes[line.id] = replace(said(line), name=raw.partition(" (")[0])
        elif "several_names" in line.parsed["notes"] and line.parsed["name"] != raw:
            changes[line.id] = replace(said(line), name=raw)
    return changes


def from_outside(session: Session, opened: Opened, read: Read, asked: Sequence[SignOn]) -> None:
    """Each signs on, answers its mail, and the other side accepts."""
    addresses = {item.email for item in asked}
    before = set(session.scalars(select(OutboxMessage.id)))
    for item in asked:
        commands.sign_on(session, opened.statement_id, item, read)
    session.flush()
    mails = [
        mail
        for mail in session.scalars(select(OutboxMessage).where(OutboxMessage.to.in_(addresses)))
        if mail.id not in before and ANSWER.search(mail.body)
    ]
    assert len(mails) == len(asked)
    for mail in mails:
        link = ANSWER.search(mail.body)
        assert link is not None
        commands.confirm_sign_on(session, link[1])
    assert accept(session, opened) == len(asked)


def shown(client: FlaskClient, slug: str) -> Page:
    """The public page of signatories, all on one page."""
    return open_page(client, f"/statements/{slug}/signatories?all=1")


def names_on(page: Page, where: str) -> list[str]:
    """The names in a part of the page, as they stand there."""
    return page.document.xpath(f"//main//{where}/*[self::bdi or self::a][@lang][1]/text()")


# --- each list -----------------------------------------------------------------------------------


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(
    ("name", "lines"),
    [(name, lines) for name, _, lines in LISTS],
    ids=[f"{name}:{place}" for name, place, _ in LISTS],
)
def test_a_list_that_was_published_is_signed_without_the_loss_of_a_line(
    database: Database, client: FlaskClient, name: str, lines: list[str]
) -> None:
    """One of its names is a member: she is asked, and the list is whole once she has signed."""
    with database.transaction() as session:
        make_portal(session)
        opened = open_statement(session)
        plain = [line for line in lines if "(" not in line]
        ours = make_organisation(session, plain[len(plain) // 2])
        representative = make_representative(session, ours).id
        listed = bring(session, opened, lines)
        assert [line.raw for line in listed.lines] == lines
        assert [line.number for line in listed.lines] == list(range(1, len(lines) + 1))
        correct(session, opened, listed, as_published(listed))
        hand_in(session, opened, listed)
        key = listed.id
    with database.transaction() as session:
        assert signatories_of(session, opened.release_id).lines == 0
        kept = session.get_one(SignatureList, key).lines
        signed = [line for line in kept if line.signature_id]
        asked = [line for line in kept if not line.signature_id and line.problem == "member"]
        left = [line for line in kept if line.skipped]
        # Each line is one of the three, and none is two.
        assert len(signed) + len(asked) + len(left) == len(kept) == len(lines)
        assert [line.raw for line in kept] == lines
        assert [line.organisation_id for line in asked] == [ours.id]
        assert all(NO_NAME.match(line.raw) for line in left)
        mails = session.scalars(
            select(OutboxMessage.to).where(OutboxMessage.key.startswith("listed-member:"))
        ).all()
        assert mails == [person(session, representative).email]
        assert accept(session, opened) == len(signed)
        sign_as(session, opened, actor_of(session, person(session, representative)))
    with database.reading() as session:
        found = signatories_of(session, opened.release_id)
    people = [line for line in lines if line.startswith("[")]
    assert found.lines == len(lines) - len(left)
    if name in STATED:
        assert found.lines == STATED[name](statement_file(name))
    assert len(found.individuals) == len(people)
    named = NAMED.get(name, 0)
    assert sum(len(signatory.members) for signatory in found.named) == named
    assert found.bodies == found.lines - len(people) + named
    page = shown(client, opened.slug)
    names = [
        " ".join(line.split()) for line in lines if line not in people and not NO_NAME.match(line)
    ]
    wanted = [line.partition(" (")[0] if unnamed(line) else line for line in names]
    assert sorted(names_on(page, "tbody/tr/td")) == sorted(wanted)
    assert names_on(page, "ul[@class='names']/li") == people


def bare(text: str) -> str:
    """Without the commas between the entries of one cell, and without spaces."""
    return re.sub(r"[ ,]", "", text)


def unnamed(line: str) -> bool:
    """Whether the brackets at its end hold no other name of its own: its members, or a remark."""
    return line.partition(" (")[2].count(",") > 1 or REMARK.search(line) is not None


# --- lists that are more than a line a signature -------------------------------------------------


def test_a_list_in_one_cell_is_cut_into_its_names_and_put_right(database: Database) -> None:
    """Commas stand inside three names, one is missing between two, and one name stands twice.

    Its 64 pieces become 59 organisations and 2 people: the newer list of 62 without the one that
    came later, and with one name told from the place that stands behind it.
    """
    _, _, (cell,) = PACKED
    newer = next(lines for name, _, lines in LISTS if name == PACKED[0])
    assert cell.count(",") + 1 == statement_file(PACKED[0])["count_naive_comma_split"] == 64
    with database.transaction() as session:
        opened = open_statement(session)
        listed = bring(session, opened, [cell])
        raw = [line.raw for line in listed.lines]
        assert bare("".join(raw)) == bare(cell)
        # A place behind a comma is part of the name before it.
        assert "Colectivo MAWVN, Berlin" in raw
        left = [(line.raw, line.problem) for line in listed.lines if line.skipped]
        assert left == [("Justizwatch", "doubled")]
        by_raw = {line.raw: line for line in listed.lines}
        cut, its_rest = (
            by_raw["Verein Migration"],
            by_raw["Entwicklung und Partizipation MEPa e.V."],
        )
        reach, glued = (
            line for line in listed.lines if "Rassismus" in line.raw or "ReachOut" in line.raw
        )
        changes = {
            cut.id: replace(said(cut), name=f"{cut.raw}, {its_rest.raw}"),
            its_rest.id: replace(said(its_rest), taken=False),
            reach.id: replace(said(reach), name=f"{reach.raw}, Rassismus und Antisemitismus"),
            glued.id: replace(said(glued), name="Allmende e.V."),
        }
        correct(session, opened, listed, changes)
        hand_in(session, opened, listed)
        assert accept(session, opened) == len(listed.lines) - 2
        found = signatories_of(session, opened.release_id)
    assert [item.name for item in found.individuals] == ["[individual 1]", "[individual 2]"]
    assert (found.lines, found.bodies) == (61, 59)
    names = {item.name for item in found.named}
    assert names - set(newer) == {"Lampedusa Berlin"}
    assert set(newer) - names == {"Justizwatch, Lampedusa Berlin", "Verein Salam Leipzig"}


def test_a_coalition_and_each_of_its_members_sign(database: Database, client: FlaskClient) -> None:
    """18 lines: the coalition, its 14 organisations (2 of them members here) and 3 academics.

    15 distinct bodies: the coalition and the 14, each of which is named by the coalition and has
    signed; the academics are people and no bodies.
    """
    known = statement_file("S07_protect_not_surveil_2024")
    names = [name for name in known["coalition_members_that_sign"] if not name.startswith("[")]
    assert len(names) == known["count_organisations"] == 14
    coalition = SignOn(
        SignatoryKind.EXTERNAL, known["coalition"], "en", "desk@coalition.example", members=names
    )
    academics = [
        SignOn(SignatoryKind.INDIVIDUAL, f"[individual {number}]", "en", f"{number}@uni.example")
        for number in range(1, known["count_individuals"] + 1)
    ]
    with database.transaction() as session:
        make_portal(session)
        opened = open_statement(session)
        from_outside(session, opened, read_of(opened), [coalition])
        alone = signatories_of(session, opened.release_id)
        assert (alone.lines, alone.bodies) == (1, 15)
        for name in names[2:4]:
            ours = make_organisation(session, name, kind=OrganisationKind.NETWORK)
            sign_as(session, opened, actor_of(session, make_representative(session, ours)))
        listed = bring(session, opened, names)
        asked = [line.raw for line in listed.lines if line.problem == "member"]
        assert asked == names[2:4]
        correct(session, opened, listed, as_published(listed))
        hand_in(session, opened, listed)
        assert accept(session, opened) == 12
        from_outside(session, opened, read_of(opened), academics)
        found = signatories_of(session, opened.release_id)
    assert (found.lines, found.bodies, len(found.individuals)) == (18, 15, 3)
    page = shown(client, opened.slug)
    (line,) = page.document.xpath("//main//tbody/tr[td[1]/bdi='#ProtectNotSurveil']")
    assert line.xpath(".//small//*[self::a or self::bdi]/text()") == names
    assert len(page.document.xpath("//main//tbody/tr[not(ancestor::details)]")) == 15


def test_a_network_names_its_member_which_signs_too(database: Database) -> None:
    """12 lines and 12 bodies in the end, as the report's cover has them; the network is one body."""
    known = statement_file("S05_cerd_ngo_report_korea_2012")
    names = known["signatories"]
    above, below = (
        "Joint Committee with Migrants in Korea",
        "Women Migrants Human Rights Center of Korea",
    )
    with database.transaction() as session:
        make_portal(session)
        opened = open_statement(session)
        network = make_organisation(
            session, above, kind=OrganisationKind.NETWORK, side=Side.RECEIVING, countries=("KR",)
        )
        member = make_organisation(session, below, side=Side.RECEIVING, countries=("KR",))
        session.add(
            NetworkMembership(member_id=member.id, network_id=network.id, since=date(2001, 1, 1))
        )
        for_network, for_member = (
            actor_of(session, make_representative(session, each)) for each in (network, member)
        )
        listed = bring(session, opened, names)
        assert {line.raw for line in listed.lines if line.problem == "member"} == {above, below}
        correct(session, opened, listed, as_published(listed))
        hand_in(session, opened, listed)
        assert accept(session, opened) == known["count"] - 2
        sign_as(session, opened, for_network, members=[member.id])
        named = signatories_of(session, opened.release_id)
        assert (named.lines, named.bodies) == (11, 12)
        sign_as(session, opened, for_member)
        found = signatories_of(session, opened.release_id)
    assert (found.lines, found.bodies) == (12, 12)
    assert {item.name for item in found.named} == set(names)


# --- a text that changes while it is signed ------------------------------------------------------


def present(network: Network, statement: Statement) -> Opened:
    """The release that is open for signature now, and who leads."""
    release = statement.released
    assert release is not None
    read = release.languages[0]
    return Opened(
        statement.id,
        statement.slug,
        release.id,
        release.text_root,
        read.language,
        read.language_root,
        sending=network.people[network.hanoi.id],
        receiving=network.people[network.seoul.id],
    )


def test_a_text_revised_while_it_is_signed_counts_each_release_apart(
    database: Database, client: FlaskClient, moment: Traveller
) -> None:
    """The Ten Acts were corrected while people signed; here it is plain who signed which words.

    Twelve sign the first release, eight as members and four from outside; five
    sign the second one too (three members, two from outside), and one more comes new.
    """
    names = [line for name, _, lines in LISTS if name == PACKED[0] for line in lines][:13]
    with database.transaction() as session:
        make_portal(session)
        network = Network(session)
        statement = network.opened(session, moment)
        ours = {name: make_organisation(session, name) for name in names[:8]}
        for each in ours.values():
            network.people[each.id] = make_representative(session, each).id
        for each in ours.values():
            network.sign(session, statement, each)
        outside = [
            SignOn(SignatoryKind.EXTERNAL, name, "und", f"board{number}@signatory.example")
            for number, name in enumerate(names[8:])
        ]
        opened = present(network, statement)
        from_outside(session, opened, read_of(opened), outside[:4])
        seal_batch(session, force=True)
        first = bundle_of(session, public_release(session, statement.slug, 1))
        assert verify.check(first).standing == 12
        network.take_up(session, statement)
        network.review(session, statement, moment)
        network.edit(
            session, statement, "Every woman can report in safety, and paragraph 10.2 too."
        )
        decision = network.ask(session, statement)
        for key in network.people:
            by = network.actor(session, session.get_one(Organisation, key))
            commands.answer(session, decision.id, choice=Choice.CONSENT, by=by)
        commands.close_decision(session, decision.id, by=None)
        network.open(session, statement)
        assert [(item.number, item.total) for item in tallies(session, statement.id)] == [
            (1, 12),
            (2, 0),
        ]
        for name in names[:3]:
            network.sign(session, statement, ours[name])
        opened = present(network, statement)
        from_outside(session, opened, read_of(opened), [*outside[:2], outside[4]])
        seal_batch(session, force=True)
        assert [
            (item.number, item.total, item.anew) for item in tallies(session, statement.id)
        ] == [
            (1, 12, 0),
            (2, 6, 5),
        ]
        bundles = [
            bundle_of(session, public_release(session, statement.slug, number)) for number in (1, 2)
        ]
    assert verify.check(first).standing == 12
    old, new = (verify.check(bundle, previous=first) for bundle in bundles)
    assert (old.release, old.standing, new.release, new.standing) == (1, 12, 2, 6)
    signed = [{name for name in names if name in bundle.decode()} for bundle in bundles]
    assert signed == [set(names[:12]), {*names[:3], *names[8:10], names[12]}]
    page = open_page(client, f"/statements/{statement.slug}")
    assert "release 1: 12 · release 2: 6, of them 5 confirmed anew" in page.text
