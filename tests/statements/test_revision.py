"""A released text is taken up again by both sides; its release stays, and signers are asked anew."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.mail.models import OutboxMessage
from portal.network.models import Person
from portal.search.models import SearchDocument
from portal.statements import commands
from portal.statements.models import Choice, Signature, Stage, Statement
from portal.statements.queries.deciding import round_of
from portal.statements.queries.history import revision_of, tallies, waiting_revision
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import signatories_of
from portal.texts import commands as texts
from portal.texts.commands import NewBlock
from portal.texts.queries import read_text
from tests.factories import make_portal, make_representative
from tests.harness.time import Traveller
from tests.pages import open_page
from tests.statements.living import Network

NEW = "Every person can report in safety, wherever she is."


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        make_portal(session)
        return Network(session)


def notices(session: Session, prefix: str = "anew:") -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.key.startswith(prefix))))


def revised(session: Session, network: Network, moment: Traveller) -> Statement:
    statement = network.opened(session, moment)
    network.take_up(session, statement)
    network.review(session, statement, moment)
    network.edit(session, statement, NEW)
    return statement


def test_a_new_release_starts_at_nothing_and_asks_each_of_seventy_signers_once(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        for number, organisation in enumerate(network.join(session, 70)):
            network.sign(session, statement, organisation, withheld=number % 7 == 0)
        first = statement.released
        assert first is not None
        network.take_up(session, statement)
        network.review(session, statement, moment)
        network.edit(session, statement, NEW)
        decision = network.ask(session, statement)
        for organisation_id in network.people:
            commands.answer(
                session,
                decision.id,
                choice=Choice.CONSENT,
                by=network.actor(session, session.get_one(type(network.seoul), organisation_id)),
            )
        commands.close_decision(session, decision.id, by=None)
        assert not notices(session)
        network.open(session, statement)
    with database.reading() as session:
        statement = session.scalars(select(Statement)).one()
        assert statement.public_release == 2
        asked = notices(session)
        signed = {each.id for each in session.scalars(select(Signature))}
        assert len(asked) == 70
        assert {each.key.rpartition(":")[2] for each in asked} == signed
        assert len({each.to for each in asked}) == 70
        assert [(each.number, each.total) for each in tallies(session, statement.id)] == [
            (1, 70),
            (2, 0),
        ]
        assert signatories_of(session, first.id).total == 70
        assert read_release(session, first, ["en"]).blocks[0].body != NEW
        call = f"signing:{statement.id}:{statement.stage_since.isoformat()}"
        assert not {each.to for each in asked} & {each.to for each in notices(session, call)}
        assert len(notices(session, call)) == 4


def test_who_confirms_anew_is_counted_apart_from_who_comes_new(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.hanoi)
        network.sign(session, statement, network.tokyo, withheld=True)
        network.take_up(session, statement)
        network.review(session, statement, moment)
        network.edit(session, statement, NEW)
        network.adopt(session, statement)
        network.open(session, statement)
        for organisation in (network.hanoi, network.tokyo, network.khmer):
            network.sign(session, statement, organisation)
        first, second = tallies(session, statement.id)
        assert (first.total, second.total, second.anew) == (2, 3, 2)


def test_someone_who_left_is_not_written_to_but_another_who_may_sign(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.khmer)
        gone = session.get_one(Person, network.people[network.khmer.id])
        gone.left_at = clock.now()
        network.people[network.khmer.id] = make_representative(session, network.khmer).id
        network.take_up(session, statement)
        network.review(session, statement, moment)
        network.edit(session, statement, NEW)
        network.adopt(session, statement)
        network.open(session, statement)
        (asked,) = notices(session)
        follower = session.get_one(Person, network.people[network.khmer.id])
        assert asked.to == follower.email


def test_one_side_cannot_take_a_text_up_alone(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        seoul = network.actor(session, network.seoul)
        values = {
            "reason": "The law has changed.",
            "language": "en",
            "deadline": clock.now() + timedelta(days=3),
            "zone": "Asia/Seoul",
        }
        with pytest.raises(Refused, match="representatives in the drafting group"):
            commands.propose_revision(
                session, statement.id, **values, by=network.actor(session, network.tokyo)
            )
        proposal = commands.propose_revision(session, statement.id, **values, by=seoul)
        assert statement.stage is Stage.OPEN
        for actor in (seoul, network.actor(session, network.tokyo)):
            with pytest.raises(Refused):
                commands.confirm_revision(session, proposal.id, by=actor)
        with pytest.raises(Refused, match="proposed already"):
            commands.propose_revision(session, statement.id, **values, by=seoul)
        hanoi = network.actor(session, network.hanoi)
        commands.decline_revision(session, proposal.id, reason="Not before the hearing.", by=hanoi)
        assert waiting_revision(session, statement.id) is None
        assert statement.stage is Stage.OPEN
        with pytest.raises(Refused):
            commands.confirm_revision(session, proposal.id, by=hanoi)


def test_a_released_text_is_not_taken_up_by_opening_a_consultation(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        with pytest.raises(Invalid, match="moved on"):
            commands.open_consultation(
                session,
                statement.id,
                deadline=clock.now() + timedelta(days=3),
                by=network.actor(session, network.seoul),
            )


def test_during_a_revision_the_release_is_read_and_found_and_not_signed(
    database: Database, network: Network, moment: Traveller, client: FlaskClient
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.hanoi)
        network.take_up(session, statement)
        network.review(session, statement, moment)
        network.edit(session, statement, NEW)
        title = read_text(session, statement.text_id, []).title
        texts.edit_block(
            session,
            title.id,
            body="A title that nobody has adopted",
            base_revision_id=title.revision_id,
            by=network.actor(session, network.seoul),
        )
        with pytest.raises(Refused, match="being worked on again"):
            network.sign(session, statement, network.khmer)
        slug = statement.slug
    for address in (f"/statements/{slug}", f"/statements/{slug}/releases/1", "/statements/", "/"):
        page = open_page(client, address)
        assert page.status == 200
        assert NEW not in page.text
        assert "nobody has adopted" not in page.text
    page = open_page(client, f"/statements/{slug}")
    assert "The text is being worked on again" in page.text
    assert "Every woman can report in safety." in page.text
    assert not page.links("/working")
    assert "Published, and being revised" in open_page(client, "/statements/").text
    assert open_page(client, f"/statements/{slug}?stage=published").status == 200
    with database.reading() as session:
        (found,) = session.scalars(
            select(SearchDocument).where(SearchDocument.subject_type == "statement")
        )
        assert found.audience == "public"
        assert "Every woman can report" in found.body
        assert NEW not in found.body


def test_members_read_the_text_that_is_being_worked_on(
    database: Database,
    network: Network,
    moment: Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:
    with database.transaction() as session:
        statement = revised(session, network, moment)
        slug = statement.slug
        tokyo = session.get_one(Person, network.people[network.tokyo.id])
    page = open_page(sign_in(tokyo), f"/statements/{slug}")
    (link,) = set(page.links("/working"))
    working = open_page(page.client, link)
    assert NEW in working.text
    assert "What is public is the release" in working.text


def test_standing_by_the_release_gives_the_text_its_words_again(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        before = read_text(session, statement.text_id, [], as_written=True)
        network.sign(session, statement, network.hanoi)
        network.take_up(session, statement)
        network.review(session, statement, moment)
        seoul = network.actor(session, network.seoul)
        network.edit(session, statement, NEW)
        texts.insert_block(
            session, statement.text_id, NewBlock("One more.", "en"), after=before.title.id, by=seoul
        )
        texts.delete_block(session, before.blocks[1].id, by=seoul)
        decision = network.ask(session, statement)
        network.answer(session, decision, network.seoul, Choice.CONSENT)
        moment.shift(timedelta(days=9))
        commands.close_due_decisions(session)
        # The statement does not lapse with its revision.
        assert statement.stage is Stage.RETURNED
        with pytest.raises(Invalid, match="Stand by the release"):
            commands.let_lapse(session, statement.id, reason="No more.", by=seoul)
        commands.stand_by_release(session, statement.id, reason="Too few answered.", by=seoul)
        assert statement.stage is Stage.PUBLISHED
        assert revision_of(session, statement.id) is None
        after = read_text(session, statement.text_id, [], as_written=True)
        assert [(each.id, each.body) for each in after.blocks] == [
            (each.id, each.body) for each in before.blocks
        ]
        network.sign(session, statement, network.khmer)
        (tally,) = tallies(session, statement.id)
        assert tally.total == 2
        acts = session.scalars(select(AuditEntry.act)).all()
        assert "RevisionGivenUp" in acts


def test_what_was_handed_over_is_not_signed_again_after_a_revision_was_given_up(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        seoul = network.actor(session, network.seoul)
        commands.publish(session, statement.id, by=seoul)
        commands.record_submission(
            session,
            statement.id,
            addressee="A committee",
            submitted_on=clock.today(),
            reference="",
            by=seoul,
        )
        network.take_up(session, statement)
        network.review(session, statement, moment)
        commands.stand_by_release(session, statement.id, reason="It is good.", by=seoul)
        with pytest.raises(Refused, match="time for signing has ended"):
            network.sign(session, statement, network.khmer)


def test_the_first_decision_on_a_revision_is_a_first_round(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = revised(session, network, moment)
        decision = network.ask(session, statement)
        assert decision.round == 2
        assert round_of(session, decision) == 1


def test_the_pages_of_a_revision_lead_through_it(
    database: Database,
    network: Network,
    moment: Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:
    with database.transaction() as session:
        slug = network.opened(session, moment).slug
        seoul = session.get_one(Person, network.people[network.seoul.id])
        hanoi = session.get_one(Person, network.people[network.hanoi.id])
    page = open_page(sign_in(seoul), f"/statements/{slug}/revise")
    wrong = page.submit(**{"propose-reason": "The law has changed.", "propose-deadline": ""})
    assert wrong.status == 422
    assert "The law has changed." in wrong.html
    past = wrong.submit(**{"propose-deadline": "2026-01-01T10:00"})
    assert past.status == 422
    assert "has passed already" in past.text or "still to come" in past.text
    until = (clock.now() + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    page = past.submit(**{"propose-deadline": until, "propose-zone": "Asia/Ulaanbaatar"})
    assert "Your proposal is with the other side." in page.text
    assert "in Ulaanbaatar" in page.text
    other = open_page(sign_in(hanoi), f"/statements/{slug}/revise")
    assert "The law has changed." in other.text
    confirm = {"csrf_token": other.token, "act": "confirm"}
    answer = other.client.post(other.address, data=confirm, follow_redirects=True)
    assert "Consultation is open on the text." in answer.get_data(as_text=True)
    again = other.client.post(other.address, data=confirm)
    assert again.status_code == 422
    assert "no proposal to answer" in again.get_data(as_text=True)
