"""Names that are withheld: sealed in the row, counted, and in no other place."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from portal.core.errors import Invalid, Refused
from portal.core.keys import Keyring
from portal.core.orm import Base, Database
from portal.log.models import LogPending
from portal.network.models import Side
from portal.statements import commands
from portal.statements.models import Signature, Statement
from portal.statements.proof import commitment
from portal.statements.queries.signing import signatories_of, signers_to_tell
from portal.statements.sealing import organisation_mark, signer_of
from tests.factories import make_organisation, make_representative
from tests.harness.time import Traveller
from tests.statements.test_life import Network, network, open_for_signature, sign

__all__ = ["network"]


def everything(database: Database) -> str:
    """All that the signatures, the log, the audit and the outbox hold, as one text."""
    found = []
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name.startswith(("signature", "log_", "audit", "outbox", "search")):
                found += [repr(tuple(row)) for row in session.execute(select(table))]
    return "\n".join(found)


def test_a_withheld_name_stands_in_the_row_only_sealed(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        signature = sign(
            session,
            network,
            statement,
            network.khmer,
            withheld=True,
            mandate_body="សភា",
            mandate_date=date(2026, 1, 5),
        )
        key = signature.id
    held = everything(database)
    for told in ("ផ្ទះសង្ឃឹម", "សភា", network.khmer.slug):
        assert told not in held
    with database.transaction() as session:
        signature = session.get_one(Signature, key)
        assert (signature.organisation_id, signature.name, signature.identity) == (None, "", None)
        assert (signature.signed_by_id, signature.countries, signature.salt) == (None, [], None)
        assert (signature.mandate_body, signature.side, signature.name_language) == (
            "",
            None,
            "und",
        )
        assert '"side":null' in signature.payload
        assert network.khmer.id not in signature.payload
        signer = signer_of(session, signature)
        assert (signer.name, signer.organisation_id) == ("ផ្ទះសង្ឃឹម", network.khmer.id)
        assert signer.mandate_date == date(2026, 1, 5)
        assert signer.salt
        assert signer.identity
        assert commitment(signer.salt, signer.identity) == signature.commitment


@pytest.mark.parametrize("withheld", [False, True])
def test_an_organisation_signs_once_whether_named_or_withheld(
    database: Database, network: Network, moment: Traveller, withheld: bool
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        first = sign(session, network, statement, network.khmer, withheld=withheld)
        assert first.mark == organisation_mark(session, network.khmer.id)
        with pytest.raises(Refused, match="signed this release already"):
            sign(session, network, statement, network.khmer, withheld=not withheld)
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO signatures (id, release_id, mark, kind, origin, sealed, name, "
                "name_language, affiliation, countries, role, state, withheld, names_members, "
                "language, language_root, mandate_body, commitment, payload, payload_sha256, "
                "locale, at, review_reason, withdrawn_reason, key_signature) "
                "SELECT 'another', release_id, mark, kind, origin, sealed, name, name_language, "
                "affiliation, countries, role, state, withheld, names_members, language, "
                "language_root, mandate_body, commitment, payload, 'another', locale, at, "
                "review_reason, withdrawn_reason, key_signature FROM signatures"
            )
        )


def test_those_who_call_or_draft_are_named(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        for organisation in (network.seoul, network.hanoi):
            with pytest.raises(Invalid, match="called for or drafted"):
                sign(session, network, statement, organisation, withheld=True)


def test_a_withheld_country_and_side_show_where_three_share_them(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        release = statement.releases[-1]
        sign(session, network, statement, network.tokyo)
        others = []
        for _ in range(3):
            other = make_organisation(session, countries=("NP",), side=Side.SENDING)
            network.people[other.id] = make_representative(session, other)
            others.append(other)
        for other in others[:2]:
            sign(session, network, statement, other, withheld=True)
        signed = signatories_of(session, release.id)
        assert (signed.lines, signed.bodies, signed.withheld) == (3, 3, 2)
        assert signed.withheld_by_country == {}
        assert dict(signed.by_side) == {Side.RECEIVING: 1}
        assert dict(signed.by_country) == {"JP": 1}
        sign(session, network, statement, others[2], withheld=True)
        signed = signatories_of(session, release.id)
        assert signed.withheld_by_country == {"NP": 3}
        assert dict(signed.by_side) == {Side.RECEIVING: 1, Side.SENDING: 3}
        # One of another side would be told apart by the difference.
        sign(session, network, statement, network.khmer, withheld=True)
        assert dict(signatories_of(session, release.id).by_side) == {
            Side.RECEIVING: 1,
            Side.SENDING: 4,
        }
        japan = make_organisation(session, countries=("JP",), side=Side.RECEIVING)
        network.people[japan.id] = make_representative(session, japan)
        sign(session, network, statement, japan, withheld=True)
        signed = signatories_of(session, release.id)
        assert dict(signed.by_side) == {Side.RECEIVING: 1}
        assert signed.lines == 6


def test_with_the_key_lost_names_stay_withheld_and_counts_hold(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        sign(session, network, statement, network.khmer, withheld=True)
        sign(session, network, statement, network.tokyo)
        release = statement.releases[-1].id
    database.keys = Keyring()
    with database.transaction() as session:
        signed = signatories_of(session, release)
        assert (signed.lines, signed.withheld) == (2, 1)
        assert [item.name for item in signed.named] == ["Harbour"]
        hidden = session.scalars(select(Signature).where(Signature.withheld)).one()
        assert not signer_of(session, hidden).readable
        assert [each.email for each in signers_to_tell(session, release)] == [
            network.people[network.tokyo.id].email
        ]


def test_what_an_older_release_left_in_clear_is_sealed(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        for organisation in (network.khmer, network.tokyo):
            signature = sign(session, network, statement, organisation)
            signature.mark = None
            if organisation is network.khmer:
                signature.withheld = True
                signature.withdrawn_reason = "ផ្ទះសង្ឃឹម"
    with database.transaction() as session:
        assert signatories_of(session, session.scalars(select(Statement)).one().releases[-1].id)
        with pytest.raises(Refused, match="already"):
            sign(session, network, session.scalars(select(Statement)).one(), network.khmer)
        assert commands.seal_withheld(session) == 2
        assert commands.seal_withheld(session) == 0
        rows = {row.withheld: row for row in session.scalars(select(Signature))}
        assert rows[True].organisation_id is None
        assert signer_of(session, rows[True]).organisation_id == network.khmer.id
        assert rows[True].mark == organisation_mark(session, network.khmer.id)
        assert rows[False].mark == organisation_mark(session, network.tokyo.id)
    assert "ផ្ទះសង្ឃឹម" not in everything(database)


def test_each_act_is_written_down_for_the_log(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = open_for_signature(session, network, moment)
        signature = sign(session, network, statement, network.khmer, withheld=True)
        commands.withdraw_signature(
            session, signature.id, reason="", by=network.actor(session, network.khmer)
        )
        leaves = {
            (row.act, row.subject_id): row.leaf
            for row in session.scalars(select(LogPending))
            if row.act in {"signature", "withdrawal"}
        }
        assert set(leaves) == {("signature", signature.id), ("withdrawal", signature.id)}
        assert signature.payload_sha256 in leaves["signature", signature.id]
        assert signature.payload_sha256 not in leaves["withdrawal", signature.id]
        assert "ផ្ទះ" not in "".join(leaves.values())
