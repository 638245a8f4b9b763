"""Both sides adopt, or nothing is adopted; the rule is the network's, and the clock closes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.core import clock
from portal.core.errors import Invalid, Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.network.actors import actor_for
from portal.network.models import Person, Side
from portal.statements import commands
from portal.statements.models import Answer, Choice, NetworkRule, Outcome, Stage, Statement
from portal.statements.queries.deciding import present_rule, round_of
from portal.statements.rules import CONSENTS, Cast, Rule, decide, outcome_of
from portal.texts.queries import read_text
from portal.wiring import close_decisions
from tests.factories import make_person, make_portal
from tests.harness.time import Traveller
from tests.pages import open_page
from tests.statements.living import Network

CASTS = st.lists(
    st.builds(
        Cast,
        organisation=st.uuids().map(str),
        side=st.sampled_from(Side),
        countries=st.lists(st.sampled_from(["KR", "JP", "VN", "KH"]), max_size=2).map(tuple),
        choice=st.none() | st.sampled_from(Choice),
        resolved=st.booleans(),
    ),
    max_size=12,
)
RULES = st.builds(
    Rule,
    answered=st.integers(1, 100),
    second_round_consent=st.integers(50, 100),
    largest_country=st.integers(1, 100),
)


@given(rule=RULES, casts=CASTS, round_number=st.integers(1, 3))
def test_adoption_without_both_sides_threshold_is_impossible(
    rule: Rule, casts: list[Cast], round_number: int
) -> None:
    result = decide(rule, casts, round_number)
    if not result.adopted:
        return
    for side in (Side.SENDING, Side.RECEIVING):
        mine = [cast for cast in casts if cast.side in {side, Side.BOTH}]
        answered = [cast for cast in mine if cast.choice is not None]
        consents = [cast for cast in answered if cast.choice in CONSENTS]
        assert mine
        assert consents
        # Thirds are written 33 and 67, which is a third of a hundredth off.
        assert len(answered) / len(mine) >= rule.answered / 100 - 0.0034
        if round_number > 1:
            assert len(consents) / len(mine) >= rule.second_round_consent / 100 - 0.0034
    assert not any(cast.choice is Choice.BLOCK and not cast.resolved for cast in casts)


@given(rule=RULES, casts=CASTS, round_number=st.integers(1, 2))
def test_what_is_not_adopted_lapses_only_where_too_few_answered_and_nobody_blocks(
    rule: Rule, casts: list[Cast], round_number: int
) -> None:
    result = decide(rule, casts, round_number)
    outcome = outcome_of(result)
    unheard = any(
        side.roster == 0 or f"answers-{side.side.value}" in result.lacking for side in result.sides
    )
    assert (outcome is Outcome.ADOPTED) == result.adopted
    assert (outcome is Outcome.LAPSED) == (unheard and not result.open_blocks)


def test_two_of_three_are_two_thirds() -> None:
    casts = [
        Cast(f"{side}{n}", side, (country,), Choice.CONSENT if n < 2 else Choice.STAND_ASIDE)
        for side, country in ((Side.SENDING, "VN"), (Side.RECEIVING, "KR"))
        for n in range(3)
    ]
    assert decide(Rule(), casts, 2).adopted
    assert not decide(Rule(second_round_consent=68), casts, 2).adopted


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        make_portal(session)
        return Network(session)


def asked(database: Database, network: Network, moment: Traveller) -> str:
    """A statement whose decision is open; gives the decision's id."""
    with database.transaction() as session:
        statement = network.draft(session)
        network.consult(session, statement, moment)
        return network.ask(session, statement).id


def test_the_portal_closes_what_nobody_closes(
    database: Database, network: Network, moment: Traveller, settings: Settings
) -> None:
    asked(database, network, moment)
    close_decisions(database, settings)
    with database.reading() as session:
        assert session.scalars(select(Statement.stage)).one() is Stage.DECISION
    moment.shift(timedelta(days=9))
    close_decisions(database, settings)
    close_decisions(database, settings)
    with database.reading() as session:
        assert session.scalars(select(Statement.stage)).one() is Stage.LAPSED
        closed = session.scalars(select(AuditEntry).where(AuditEntry.act == "DecisionClosed")).all()
        assert [entry.person_id for entry in closed] == [None]


def test_a_block_returns_what_too_few_answered(
    database: Database, network: Network, moment: Traveller
) -> None:
    decision_id = asked(database, network, moment)
    with database.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        decision = network.latest(session, statement)
        block = read_text(session, statement.text_id, []).blocks[0]
        network.answer(
            session,
            decision,
            network.khmer,
            Choice.BLOCK,
            words="Every person.",
            language="en",
            block_id=block.id,
        )
        moment.shift(timedelta(days=9))
        commands.close_due_decisions(session)
        assert statement.stage is Stage.RETURNED
        assert decision.id == decision_id
        # Back to all members, and then a second round by its own rule.
        network.consult(session, statement, moment)
        second = network.ask(session, statement)
        assert round_of(session, second) == 2
        for organisation in (network.seoul, network.tokyo, network.hanoi):
            network.answer(session, second, organisation, Choice.CONSENT)
        network.answer(session, second, network.khmer, Choice.STAND_ASIDE)
        result = commands.close_decision(
            session, second.id, by=network.actor(session, network.seoul)
        )
        assert result.lacking == ("consent-sending",)


def test_an_answer_comes_too_late_after_the_deadline_and_after_the_close(
    database: Database, network: Network, moment: Traveller
) -> None:
    asked(database, network, moment)
    with database.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        decision = network.latest(session, statement)
        moment.shift(timedelta(days=9))
        with pytest.raises(Refused, match="This decision has ended"):
            network.answer(session, decision, network.seoul, Choice.CONSENT)
        commands.close_due_decisions(session)
        with pytest.raises(Invalid, match="ended already"):
            commands.close_decision(session, decision.id, by=None)


def test_a_lifted_block_stands_in_the_log(
    database: Database, network: Network, moment: Traveller
) -> None:
    asked(database, network, moment)
    with database.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        decision = network.latest(session, statement)
        block = read_text(session, statement.text_id, []).blocks[0]
        network.answer(
            session,
            decision,
            network.khmer,
            Choice.BLOCK,
            words="No.",
            language="en",
            block_id=block.id,
        )
        given = session.scalars(select(Answer).where(Answer.choice == Choice.BLOCK)).one()
        commands.resolve_block(session, given.id, by=network.actor(session, network.khmer))
        with pytest.raises(Invalid, match="no block of yours"):
            commands.resolve_block(session, given.id, by=network.actor(session, network.khmer))
        acts = session.scalars(select(AuditEntry.act)).all()
        assert acts.count("BlockLifted") == 1


def test_another_rule_holds_from_the_next_decision_on(
    database: Database, network: Network, moment: Traveller
) -> None:
    asked(database, network, moment)
    with database.transaction() as session:
        secretary = make_person(session, "The secretary", is_secretariat=True)
        by = actor_for(session, secretary.id, second_factor=True)
        assert by is not None
        statement = session.scalars(select(Statement)).one()
        with pytest.raises(Refused, match="secretariat"):
            commands.agree_rule(
                session, Rule(answered=80), agreed="x", by=network.actor(session, network.seoul)
            )
        with pytest.raises(Invalid) as refused:
            commands.agree_rule(
                session, Rule(answered=0, least_days=1, second_round_consent=40), agreed=" ", by=by
            )
        assert set(refused.value.fields) == {
            "answered",
            "least_days",
            "second_round_consent",
            "agreed",
        }
        commands.agree_rule(
            session, Rule(answered=80, least_days=14), agreed="Assembly of May 2026, Seoul", by=by
        )
        assert present_rule(session) == Rule(answered=80, least_days=14)
        # The decision that is open keeps its rule.
        assert Rule(**network.latest(session, statement).rule) == Rule()
        other = network.draft(session, slug="other")
        network.consult(session, other, moment)
        with pytest.raises(Invalid, match="stays open for at least"):
            network.ask(session, other)
        decision = commands.open_decision(
            session,
            other.id,
            ends_at=clock.now() + timedelta(days=15),
            by=network.actor(session, network.seoul),
        )
        assert decision.rule["answered"] == 80
        assert session.scalars(select(NetworkRule.agreed)).one() == "Assembly of May 2026, Seoul"


def test_the_rule_has_a_page(
    database: Database,
    network: Network,
    sign_in: Callable[..., FlaskClient],
) -> None:
    with database.transaction() as session:
        secretary = make_person(session, "The secretary", is_secretariat=True)
        member = session.get_one(Person, network.people[network.seoul.id])
    page = open_page(sign_in(member), "/statements/rule")
    assert "at least 60% of each side" in page.text
    assert "two thirds of each side" in page.text
    assert not page.document.xpath("//main//form")
    page = open_page(sign_in(secretary), "/statements/rule").submit(answered="101", agreed="May")
    assert page.status == 422
    assert "from 1 to 100" in page.text
    page = page.submit(answered="75", agreed="The assembly of May 2026")
    assert "The rule is written down." in page.text
    assert "at least 75% of each side" in page.text
    assert "The assembly of May 2026" in page.text


def test_a_published_concern_stands_under_the_text_in_its_language(
    database: Database,
    network: Network,
    moment: Traveller,
    client: FlaskClient,
    sign_in: Callable[..., FlaskClient],
) -> None:
    asked(database, network, moment)
    with database.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        decision = network.latest(session, statement)
        for organisation, words, publish in (
            (network.khmer, "យើងព្រួយបារម្ភ។", True),
            (network.hanoi, "Chỉ để biết.", False),
        ):
            network.answer(
                session,
                decision,
                organisation,
                Choice.CONCERN,
                words=words,
                language="km" if publish else "vi",
                publish_words=publish,
            )
        network.answer(session, decision, network.seoul, Choice.CONSENT)
        network.answer(session, decision, network.tokyo, Choice.CONSENT)
        commands.close_decision(session, decision.id, by=None)
        network.open(session, statement)
        slug = statement.slug
        tokyo = session.get_one(Person, network.people[network.tokyo.id])
    page = open_page(client, f"/statements/{slug}")
    (concern,) = page.document.xpath("//q[@lang='km']")
    assert concern.text_content() == "យើងព្រួយបារម្ភ។"
    assert "Chỉ để biết." not in page.text
    members = open_page(sign_in(tokyo), f"/statements/{slug}/decision")
    assert "Chỉ để biết." in members.text
    assert "Both sides have adopted the text." in members.text


def test_the_page_of_the_decision_groups_by_side_and_shows_what_is_blocked(
    database: Database,
    network: Network,
    moment: Traveller,
    sign_in: Callable[..., FlaskClient],
) -> None:
    asked(database, network, moment)
    with database.transaction() as session:
        slug = session.scalars(select(Statement.slug)).one()
        people = {
            name: session.get_one(Person, network.people[getattr(network, name).id])
            for name in ("seoul", "khmer")
        }
    page = open_page(sign_in(people["khmer"]), f"/statements/{slug}/decision")
    block = page.document.xpath("//select[@name='block_id']/option/@value")[2]
    page = page.submit(choice="block", block_id=block, words="Every person.", language="en")
    assert "Your organisation has answered “We block”" in page.text
    beside = page.document.xpath("string(//article)")
    assert "Every woman can report in safety." in beside or "Nobody is sent away." in beside
    assert "Every person." in beside
    page = page.submit(choice="consent", words="")
    assert "It takes the place of the one that it gave before: “We block”." in page.text
    page = open_page(sign_in(people["seoul"]), f"/statements/{slug}/decision")
    heads = [head.text_content().split()[0] for head in page.document.xpath("//section[last()]/h3")]
    assert heads == ["Sending", "Receiving"]
