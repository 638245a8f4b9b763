"""Who asks to be forgotten is forgotten everywhere here, and the proof still holds."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from portal.core.errors import NotFound, Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Base, Database
from portal.log.models import LogPlace
from portal.log.notes import encoded, public_of, signed
from portal.network.actors import actor_for
from portal.statements import commands
from portal.statements.commands.erasing import erase_signatory
from portal.statements.commands.proving import add_key, sign_with_key
from portal.statements.commands.signing import Read, SignOn, accept_signatures, sign_on
from portal.statements.models import SignatoryKind, Signature, SignatureState, Statement
from portal.statements.sealing import link_token
from portal.statements.verify import verify
from tests.harness.time import Traveller
from tests.pages import open_page
from tests.statements.proving import Proved, prove

NAME, MAIL = "Canary Nakamura Erased", "canary-erased@example.org"
CANARIES = (NAME, MAIL, "Canary University", "Canary contact")


@pytest.fixture
def proved(database: Database, moment: Traveller) -> Proved:
    return prove(database, moment)


def by_herself(proved: Proved) -> str:
    """An individual from outside signs on, answers her mail and is accepted; the signature's id."""
    with proved.database.transaction() as session:
        statement = session.get_one(Statement, proved.statement.id)
        release = statement.released
        assert release is not None
        read = Read(release.id, release.text_root, "ko", release.languages[0].language_root)
        sign_on(
            session,
            statement.id,
            SignOn(
                kind=SignatoryKind.INDIVIDUAL,
                name=NAME,
                language="en",
                email=MAIL,
                contact="Canary contact",
                affiliation="Canary University",
                countries=("JP",),
            ),
            read,
        )
        session.flush()
        key = session.scalars(
            select(Signature.id).where(Signature.kind == SignatoryKind.INDIVIDUAL)
        ).one()
        commands.confirm_sign_on(session, link_token(session, key))
        accept_signatures(
            session, statement.id, [key], by=proved.network.actor(session, proved.network.seoul)
        )
    return key


def erase(proved: Proved, key: str) -> None:
    with proved.database.transaction() as session:
        by = actor_for(session, proved.secretary.id, second_factor=True)
        assert by is not None
        erase_signatory(session, key, by=by)


def everything(database: Database) -> str:
    """Every value in every table."""
    with database.reading() as session:
        return "\n".join(
            repr(tuple(row))
            for table in Base.metadata.sorted_tables
            for row in session.execute(text(f'SELECT * FROM "{table.name}"'))  # noqa: S608
        )


def test_after_erasure_no_table_and_no_page_holds_the_name(
    proved: Proved, client: FlaskClient, sign_in: Callable[..., FlaskClient]
) -> None:
    key = by_herself(proved)
    proved.seal()
    before = everything(proved.database)
    assert NAME in before
    old = proved.bundle()
    assert NAME in old.decode()
    erase(proved, key)
    after = everything(proved.database)
    for canary in CANARIES:
        assert canary not in after, canary
    salt = next(
        each["salt"]
        for each in json.loads(old)["signatures"]
        if each["identity"] and each["identity"]["name"] == NAME
    )
    assert salt not in after
    secretary = sign_in(proved.secretary)
    for reader in (client, secretary):
        for part in ("", "/signatories", "/verify", "/releases/1/bundle.json", "/history"):
            page = reader.get(f"/statements/{proved.slug}{part}").get_data(as_text=True)
            assert NAME not in page, part
    assert NAME not in secretary.get(f"/statements/{proved.slug}/erasures").get_data(as_text=True)
    assert NAME not in secretary.get("/network/audit").get_data(as_text=True)


def test_the_bundle_of_before_and_the_one_of_after_both_verify(proved: Proved) -> None:
    proved.sign(proved.network.seoul)
    key = by_herself(proved)
    proved.seal()
    old = proved.bundle()
    assert verify.check(old).named == 2
    erase(proved, key)
    assert verify.check(old).named == 2
    report = proved.report(previous=old)
    assert (report.named, report.erased, report.withdrawn) == (1, 1, 0)
    proved.seal()
    report = proved.report(previous=old)
    assert (report.named, report.erased) == (1, 1)
    assert "Erased at the signatory's wish: 1." in verify.summary(report)
    (line,) = [
        each for each in json.loads(proved.bundle())["signatures"] if each["shown"] == "erased"
    ]
    assert line["identity"] is line["salt"] is line["own_key"] is None
    assert line["withdrawal"]["leaf"]["act"] == "withdrawal"
    with proved.database.reading() as session:
        row = session.get_one(Signature, key)
        assert row.state is SignatureState.WITHDRAWN
        assert row.erased_at is not None
        # Its place in the log stays: nothing there names anyone.
        assert session.get(LogPlace, (key, "signature")) is not None


def test_a_member_with_a_key_of_its_own_is_forgotten_too(proved: Proved) -> None:
    own = b"the board's own, only in a test."
    mine = proved.sign(
        proved.network.seoul, mandate_body="Canary assembly", mandate_date=date(2026, 1, 5)
    )
    with proved.database.transaction() as session:
        actor = proved.network.actor(session, proved.network.seoul)
        add_key(session, public_key=encoded(public_of(own)), label="", by=actor)
        made = encoded(signed(own, mine.payload.encode()))
        sign_with_key(session, mine.id, key_signature=made, by=actor)
    proved.seal()
    erase(proved, mine.id)
    with proved.database.reading() as session:
        row = session.get_one(Signature, mine.id)
        assert (row.organisation_id, row.signed_by_id, row.key_id, row.key_signature) == (
            None,
            None,
            None,
            "",
        )
        assert row.mark
        assert "Canary assembly" not in everything(proved.database)
    assert "바다건너 여성의집" not in proved.bundle().decode()
    assert proved.report().erased == 1


def test_a_withheld_signatory_is_forgotten_with_what_was_sealed(proved: Proved) -> None:
    hidden = proved.sign(proved.network.khmer, withheld=True)
    proved.seal()
    sealed = hidden.sealed
    assert sealed
    erase(proved, hidden.id)
    assert sealed not in everything(proved.database)
    report = proved.report()
    assert (report.withheld, report.erased) == (0, 1)


def test_one_that_never_counted_leaves_nothing(proved: Proved) -> None:
    with proved.database.transaction() as session:
        statement = session.get_one(Statement, proved.statement.id)
        release = statement.released
        assert release is not None
        read = Read(release.id, release.text_root, "ko", release.languages[0].language_root)
        asked = SignOn(
            kind=SignatoryKind.INDIVIDUAL,
            name=NAME,
            language="en",
            email=MAIL,
            contact="Canary contact",
            affiliation="Canary University",
            countries=("JP",),
        )
        sign_on(session, statement.id, asked, read)
        session.flush()
        key = session.scalars(select(Signature.id)).one()
    erase(proved, key)
    after = everything(proved.database)
    for canary in CANARIES:
        assert canary not in after, canary
    with proved.database.reading() as session:
        assert session.get(Signature, key) is None


def test_the_audit_log_says_that_someone_was_erased_and_never_who(proved: Proved) -> None:
    key = by_herself(proved)
    erase(proved, key)
    with proved.database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "SignatoryErased")).one()
        assert entry.person_id == proved.secretary.id
        assert set(entry.details) == {"release", "signature"}


def test_only_the_secretariat_erases_with_a_second_factor_and_the_number(
    proved: Proved, sign_in: Callable[..., FlaskClient], client: FlaskClient
) -> None:
    mine = proved.sign(proved.network.hanoi)
    address = f"/statements/{proved.slug}/signatures/{mine.id}/erase"
    assert sign_in(proved.network.people[proved.network.hanoi.id]).get(address).status_code == 403
    assert sign_in(proved.secretary, second_factor=False).get(address).status_code == 403
    secretary = sign_in(proved.secretary)
    listed = open_page(secretary, f"/statements/{proved.slug}/erasures")
    assert listed.links(f"/signatures/{mine.id}/erase")
    page = open_page(secretary, address)
    wrong = page.submit(confirmation="12345678")
    assert wrong.status == 422
    assert "Nothing was erased" in wrong.text
    assert proved.report().named == 1
    done = wrong.submit(confirmation=mine.payload_sha256[:8])
    assert "The signatory is erased" in done.text
    assert proved.report().erased == 1
    assert secretary.get(address).status_code == 404
    with proved.database.transaction() as session:
        by = proved.network.actor(session, proved.network.hanoi)
        with pytest.raises(Refused, match="secretariat"):
            erase_signatory(session, mine.id, by=by)
        by = actor_for(session, proved.secretary.id, second_factor=True)
        assert by is not None
        with pytest.raises(NotFound):
            erase_signatory(session, "none", by=by)
