"""Second officers, networks that name members, bodies and lines, withdrawals, a new release."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.core.errors import Invalid, Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.log.models import LogPending
from portal.mail.models import OutboxMessage
from portal.network.actors import actor_for
from portal.network.models import NetworkMembership, OrganisationKind, Person, Side
from portal.statements import commands
from portal.statements.commands.signing.counting import milestones_up_to
from portal.statements.models import SignatoryKind, Signature, SignatureRole, SignatureState
from portal.statements.policy import may_sign
from portal.statements.queries.signing import (
    Figures,
    Member,
    Signatory,
    signatories_of,
    signers_to_tell,
)
from portal.statements.queries.signing.counting import (
    count_bodies,
    figures_under,
    withheld_by_country,
    withheld_by_side,
)
from portal.statements.sealing import Signer
from tests.factories import make_organisation, make_representative
from tests.harness.time import Traveller
from tests.statements.test_life import Network, network, open_for_signature, sign

__all__ = ["network"]


def rule(database: Database, network: Network) -> str:
    """Ask two people of the Khmer organisation to sign; gives the id of the second."""
    with database.transaction() as session:
        one = network.actor(session, network.khmer)
        with pytest.raises(Invalid, match="only one person"):
            commands.set_signing_rule(session, second_officer=True, by=one)
        second = make_representative(session, network.khmer)
        commands.set_signing_rule(session, second_officer=True, by=one)
        return second.id


def test_nobody_lets_the_second_officer_go_and_signs_alone(
    database: Database, network: Network, moment: Traveller
) -> None:
    second_id = rule(database, network)
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        first = network.actor(session, network.khmer)
        for wanted in (False, False):
            commands.set_signing_rule(session, second_officer=wanted, by=first)
        with pytest.raises(Refused, match="less than 24 hours ago"):
            sign(session, network, statement, network.khmer)
        on, off = session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.key.startswith("signing-rule:"))
            .order_by(OutboxMessage.id)
        )
        second = session.get_one(Person, second_id)
        assert on.to == off.to == second.email
        assert "two people of your organisation have to sign" in on.body
        assert "one person of your organisation is enough to sign" in off.body
        assert session.get_one(Person, first.person_id).name in off.body
        assert "/statements/signing-rule" in off.body
        other = actor_for(session, second_id, second_factor=True)
        assert other is not None
        assert may_sign(session, other, statement)
        moment.shift(timedelta(hours=24))
        sign(session, network, statement, network.khmer)


def test_a_rule_that_never_asked_for_two_makes_nobody_wait(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        first = network.actor(session, network.khmer)
        commands.set_signing_rule(session, second_officer=False, by=first)
        sign(session, network, statement, network.khmer)


@pytest.mark.parametrize("withheld", [False, True])
def test_a_second_officer_confirms_what_the_first_has_signed(
    database: Database, network: Network, moment: Traveller, withheld: bool
) -> None:
    second_id = rule(database, network)
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        signature = sign(session, network, statement, network.khmer, withheld=withheld)
        release = signature.release_id
        assert signature.state is SignatureState.AWAITING_OFFICER
        assert signatories_of(session, release).lines == 0
        assert not session.scalars(select(LogPending).where(LogPending.act == "signature")).all()
        (mail,) = session.scalars(
            select(OutboxMessage).where(OutboxMessage.key.startswith("officer:"))
        )
        second = actor_for(session, second_id, second_factor=True)
        without = actor_for(session, second_id)
        assert second is not None
        assert without is not None
        assert "ផ្ទះសង្ឃឹម" not in mail.subject + mail.body
        with pytest.raises(Refused, match="waits for a second officer"):
            sign(session, network, statement, network.khmer)
        for by in (
            network.actor(session, network.khmer),
            network.actor(session, network.tokyo),
            without,
        ):
            with pytest.raises(Refused):
                commands.confirm_as_officer(session, signature.id, by=by)
        commands.confirm_as_officer(session, signature.id, by=second)
        assert signatories_of(session, release).lines == 1
        assert (signature.second_officer_id is None) is withheld
        with pytest.raises(Refused):
            commands.confirm_as_officer(session, signature.id, by=second)


def test_what_the_second_officer_declines_stands_nowhere_and_can_be_signed_anew(
    database: Database, network: Network, moment: Traveller
) -> None:
    second_id = rule(database, network)
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        first = sign(session, network, statement, network.khmer)
        second = actor_for(session, second_id, second_factor=True)
        assert second is not None
        commands.decline_as_officer(session, first.id, reason="មិនទាន់", by=second)
        signed = signatories_of(session, first.release_id)
        assert (signed.lines, len(signed.withdrawn)) == (0, 0)
        again = sign(session, network, statement, network.khmer)
        commands.withdraw_signature(
            session, again.id, reason="", by=network.actor(session, network.khmer)
        )
        assert not session.scalars(select(Signature)).all()
        third = sign(session, network, statement, network.khmer)
        commands.confirm_as_officer(session, third.id, by=second)
        assert signatories_of(session, third.release_id).lines == 1


def test_a_network_names_members_of_its_own_and_bodies_are_counted_once(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        alliance = make_organisation(
            session, "Alliance", kind=OrganisationKind.NETWORK, side=Side.BOTH
        )
        network.people[alliance.id] = make_representative(session, alliance)
        for member in (network.tokyo, network.khmer):
            session.add(
                NetworkMembership(
                    member_id=member.id, network_id=alliance.id, since=date(2020, 1, 1)
                )
            )
        session.flush()
        with pytest.raises(Invalid, match="does not belong to your network"):
            sign(session, network, statement, alliance, members=[network.hanoi.id])
        with pytest.raises(Invalid, match="Only a network"):
            sign(session, network, statement, network.tokyo, members=[network.khmer.id])
        signature = sign(
            session,
            network,
            statement,
            alliance,
            members=[network.tokyo.id, network.khmer.id],
            role=SignatureRole.ENDORSER,
        )
        assert '"members":["' in (signature.identity or "")
        sign(session, network, statement, network.tokyo)
        signed = signatories_of(session, signature.release_id)
        assert (signed.lines, signed.bodies) == (2, 3)
        assert signed.named[0].role is SignatureRole.ENDORSER
        assert {member.name for member in signed.named[0].members} == {"Harbour", "ផ្ទះសង្ឃឹម"}
        assert {each.email for each in signers_to_tell(session, signature.release_id)} == {
            network.people[alliance.id].email,
            network.people[network.tokyo.id].email,
        }


def test_a_withdrawal_of_a_withheld_name_shows_only_its_day(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        signature = sign(session, network, statement, network.khmer, withheld=True)
        commands.withdraw_signature(
            session,
            signature.id,
            reason="ផ្ទះសង្ឃឹម ផ្លាស់ប្តូរ",
            by=network.actor(session, network.khmer),
        )
        signed = signatories_of(session, signature.release_id)
        assert (signed.lines, len(signed.withdrawn), len(signed.withheld_withdrawn)) == (0, 0, 1)
        assert signature.withdrawn_reason == ""
        for entry in session.scalars(select(AuditEntry).where(AuditEntry.act.contains("Sign"))):
            assert network.khmer.id not in repr(entry.details)
            assert entry.organisation_id != network.khmer.id
            assert entry.person_id != network.people[network.khmer.id].id


@given(st.integers(0, 5_000))
def test_milestones_are_round_and_never_ahead(count: int) -> None:
    reached = milestones_up_to(count)
    assert all(number <= count for number in reached)
    assert reached == sorted(set(reached))
    assert milestones_up_to(count + 1)[: len(reached)] == reached


names = st.sampled_from(["Harbour", "HARBOUR", "harbour.", "Bến Về", "អង្គការ", "人權", "Other"])
ids = st.sampled_from([None, None, "one", "two"])


def line(name: str, organisation: str | None, members: list[tuple[str, str | None]]) -> Signatory:
    return Signatory(
        signature_id="",
        kind=SignatoryKind.EXTERNAL,
        name=name,
        language="und",
        slug=None,
        side=None,
        countries=(),
        role=SignatureRole.CO_SIGNER,
        mandate_date=None,
        signed_at=datetime(2026, 1, 1, tzinfo=UTC),
        withdrawn_at=None,
        members=[Member(text, "und", key) for text, key in members],
        organisation_id=organisation,
    )


@settings(deadline=None)
@given(
    st.lists(st.builds(line, names, ids, st.lists(st.tuples(names, ids), max_size=3)), max_size=8),
    st.randoms(),
)
def test_bodies_do_not_depend_on_order_and_repeats_add_none(lines: list[Signatory], dice) -> None:
    count = count_bodies(lines)
    shuffled = list(lines)
    dice.shuffle(shuffled)
    assert count <= sum(1 + len(item.members) for item in lines)
    assert count_bodies([*lines, *lines]) == count
    assert count_bodies(shuffled) == count


def test_figures_count_every_country_and_a_named_member_under_its_own() -> None:
    member = Member("Harbour", "en", "harbour", None, Side.RECEIVING, ("JP", "KR"))
    outside = Member("Friends", "en")
    big = replace(
        line("Big network", "big", []),
        side=Side.SENDING,
        countries=("KH", "VN"),
        members=[member, outside],
    )
    figures = figures_under([big], lambda each: each.countries, {"KH": Figures(3, 0)})
    assert figures == {
        "KH": Figures(4, 2),
        "VN": Figures(1, 2),
        "JP": Figures(0, 1),
        "KR": Figures(0, 1),
    }
    # Who signs too is counted once, as it signed itself.
    own = replace(line("Harbour", "harbour", []), side=Side.BOTH, countries=("JP",))
    assert figures_under([big, own], lambda each: (each.side,), {}) == {
        Side.SENDING: Figures(1, 2),
        Side.BOTH: Figures(1, 1),
    }


def withheld(*signers: tuple[Side | None, str, bool]) -> list[tuple[Signer, bool]]:
    return [(Signer(side=side, countries=(code,)), is_body) for side, code, is_body in signers]


def test_figures_of_withheld_names_tell_of_nobody_by_what_is_left() -> None:
    three = [(Side.SENDING, "NP", True)] * 3
    assert withheld_by_side(withheld(*three)) == {Side.SENDING: Figures(3, 3)}
    # One without a side would be what is missing from the total.
    assert withheld_by_side(withheld(*three, (None, "JP", True))) == {}
    # One person among organisations, or one organisation among people, is not told apart either.
    assert withheld_by_country(withheld(*three, (None, "NP", False))) == {"NP": Figures(4, 0)}
    people = [(None, "NP", False)] * 3
    assert withheld_by_country(withheld(*people, (None, "NP", True))) == {"NP": Figures(4, 0)}
    assert withheld_by_country(withheld(*three, *people)) == {"NP": Figures(6, 3)}
