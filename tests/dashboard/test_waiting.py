"""What waits for a person about statements: for whom it concerns, and until it is done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.orm import Database
from portal.dashboard.queries import Task, waiting_for
from portal.network.actors import Actor, actor_for
from portal.network.models import Organisation, Person
from portal.statements import commands
from portal.statements.commands.amending import Words
from portal.statements.models import OBJECTION_WINDOW, AmendmentKind, Statement
from portal.texts.queries import read_text
from tests.factories import make_person, make_portal, make_representative
from tests.harness.time import Traveller
from tests.pages import open_page
from tests.statements.amending import Table
from tests.statements.conftest import table
from tests.statements.living import Network

__all__ = ["table"]


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        make_portal(session)
        return Network(session)


def tasks(session: Session, actor: Actor) -> set[Task]:
    return {row.task for row in waiting_for(session, actor)}


def test_amendments_and_objections_wait_for_the_drafting_group_with_their_number(
    table: Table, moment: Traveller
) -> None:
    def rows(name: str) -> dict[Task, int | None]:
        with table.database.reading() as session:
            return {row.task: row.count for row in waiting_for(session, table.actor(session, name))}

    with table.writing() as session:
        for at in (1, 3):
            table.propose(session, AmendmentKind.REPLACE, at, by="tokyo", body="다른 말입니다.")
    assert rows("seoul") == {Task.COMMENT: None}
    table.review(moment)
    assert rows("seoul")[Task.ANSWER_AMENDMENTS] == rows("hanoi")[Task.ANSWER_AMENDMENTS] == 2
    assert rows("tokyo") == {}
    with table.writing() as session:
        table.accept(session, table.amendment(1), words=Words("아주 다른 말입니다."))
    assert rows("seoul")[Task.ANSWER_AMENDMENTS] == 1
    assert rows("tokyo") == {Task.SEE_CHANGES: None}
    with table.writing() as session:
        commands.object_to_changes(
            session, table.amendment(1).id, words="No.", by=table.actor(session, "tokyo")
        )
    assert rows("tokyo") == {}
    assert rows("hanoi")[Task.ANSWER_OBJECTIONS] == 1


def propose_erratum(session: Session, network: Network, statement: Statement) -> str:
    block = read_text(session, statement.text_id, [], as_written=True).blocks[0]
    return commands.propose_erratum(
        session,
        statement.id,
        block_id=block.id,
        language="en",
        body="Every woman can report in safety!",
        reason="A mark was missing.",
        reason_language="en",
        by=network.actor(session, network.seoul),
    ).id


def test_an_erratum_waits_for_the_other_side_and_then_for_those_who_signed(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.tokyo)
        network.sign(session, statement, network.khmer, withheld=True)
        erratum = propose_erratum(session, network, statement)

    def who(task: Task) -> list[Organisation]:
        with database.reading() as session:
            return [
                each
                for each in network.all
                if task in tasks(session, network.actor(session, each, second_factor=False))
            ]

    assert who(Task.ANSWER_ERRATUM) == [network.hanoi]
    assert who(Task.READ_ERRATUM) == []
    with database.transaction() as session:
        commands.confirm_erratum(session, erratum, by=network.actor(session, network.hanoi))
    assert who(Task.ANSWER_ERRATUM) == []
    assert who(Task.READ_ERRATUM) == [network.tokyo, network.khmer]
    with database.reading() as session:
        (row,) = waiting_for(session, network.actor(session, network.tokyo))
        assert row.deadline is not None
        assert row.values == {"erratum_id": erratum}
    moment.shift(OBJECTION_WINDOW + timedelta(minutes=1))
    assert who(Task.READ_ERRATUM) == []


def test_a_revision_waits_for_the_other_side_and_its_release_for_those_who_signed_before(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.tokyo)
        proposal = commands.propose_revision(
            session,
            statement.id,
            reason="The law has changed.",
            language="en",
            deadline=clock.now() + timedelta(days=3),
            zone="Asia/Seoul",
            by=network.actor(session, network.seoul),
        )
        assert Task.ANSWER_REVISION in tasks(session, network.actor(session, network.hanoi))
        assert Task.ANSWER_REVISION not in tasks(session, network.actor(session, network.seoul))
        commands.confirm_revision(session, proposal.id, by=network.actor(session, network.hanoi))
        assert Task.ANSWER_REVISION not in tasks(session, network.actor(session, network.hanoi))
        assert Task.SIGN not in tasks(session, network.actor(session, network.khmer))
        network.review(session, statement, moment)
        network.edit(session, statement, "Every woman can report in safety and in her language.")
        network.adopt(session, statement)
        network.open(session, statement)
        assert tasks(session, network.actor(session, network.tokyo)) == {Task.SIGN_ANEW}
        assert tasks(session, network.actor(session, network.khmer)) == {Task.SIGN}
        network.sign(session, statement, network.tokyo)
        assert tasks(session, network.actor(session, network.tokyo)) == set()


def test_a_signature_waits_for_another_officer_of_the_same_organisation_alone(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        second = make_representative(session, session.get_one(Organisation, network.khmer.id))
        first = network.actor(session, network.khmer)
        commands.set_signing_rule(session, second_officer=True, by=first)
        network.sign(session, statement, network.khmer, withheld=True)
        other = actor_for(session, second.id)
        assert other is not None
        assert tasks(session, other) == {Task.CONFIRM}
        assert tasks(session, first) == set()
        assert Task.CONFIRM not in tasks(session, network.actor(session, network.tokyo))


def test_signatures_of_a_list_wait_for_the_other_side_and_the_secretariat(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        lead = network.actor(session, network.seoul)
        listed = commands.upload_signatures(
            session, statement.id, b"One house\nAnother house\n", "list.txt", by=lead
        )
        assert statement.released is not None
        read = statement.released.languages[0]
        commands.hand_in_list(
            session,
            listed.id,
            commands.Read(
                statement.released.id,
                statement.released.text_root,
                read.language,
                read.language_root,
            ),
            basis="On paper.",
            by=lead,
        )
        secretary = actor_for(session, make_person(session, is_secretariat=True).id)
        assert secretary is not None
        for actor in (network.actor(session, network.hanoi), secretary):
            (row,) = [row for row in waiting_for(session, actor) if row.task is Task.ACCEPT_LISTED]
            assert row.count == 2
        for organisation in (network.seoul, network.tokyo):
            actor = network.actor(session, organisation)
            assert not tasks(session, actor) & {Task.ACCEPT_LISTED, Task.REVIEW}


def test_her_page_leads_to_each_of_them(
    database: Database,
    network: Network,
    moment: Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.tokyo)
        erratum = propose_erratum(session, network, statement)
        commands.confirm_erratum(session, erratum, by=network.actor(session, network.hanoi))
        person = session.get_one(Person, network.people[network.tokyo.id])
    page = open_page(sign_in(person), "/home")
    assert "Read the erratum of what you signed" in page.text
    (link,) = page.links(f"/errata/{erratum}")
    assert open_page(page.client, link).status == 200
