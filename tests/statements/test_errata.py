"""A mistake of writing in a released text is corrected, unless one signatory objects."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.errors import Invalid, NotFound, Refused
from portal.core.orm import Database
from portal.log.models import LogPending
from portal.mail.models import OutboxMessage
from portal.network.models import Person
from portal.statements import commands
from portal.statements.commands.errata import erratum_sha256, objection_token
from portal.statements.models import Erratum, Release, Statement
from portal.statements.queries.errata import changes_of, errata_of
from portal.statements.queries.history import count_signatures
from portal.statements.queries.reading import read_release
from tests.factories import make_portal
from tests.harness.time import Traveller
from tests.pages import open_page
from tests.statements.living import Network

WRONG, RIGHT = "Every woman can report in safety.", "Every woman can report in safety!"


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        make_portal(session)
        return Network(session)


def proposed(session: Session, network: Network, statement: Statement, **values: str) -> Erratum:
    release = statement.released
    assert release is not None
    block = read_release(session, release, ["en"]).blocks[0]
    given = {
        "block_id": block.id,
        "language": "en",
        "body": RIGHT,
        "reason": "The mark was wrong.",
        "reason_language": "en",
        **values,
    }
    return commands.propose_erratum(
        session, statement.id, **given, by=network.actor(session, network.seoul)
    )


def confirmed(session: Session, network: Network, statement: Statement) -> Erratum:
    erratum = proposed(session, network, statement)
    commands.confirm_erratum(session, erratum.id, by=network.actor(session, network.hanoi))
    return erratum


def mails(session: Session) -> list[OutboxMessage]:
    return list(
        session.scalars(select(OutboxMessage).where(OutboxMessage.key.startswith("erratum-told:")))
    )


def test_a_correction_is_in_force_after_three_days_by_the_clock_alone(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.hanoi)
        erratum = confirmed(session, network, statement)
        release = statement.released
        assert release is not None
        root = release.text_root
    moment.shift(timedelta(hours=71))
    with database.reading() as session:
        release = session.get_one(Release, release.id)
        assert read_release(session, release, ["en"], corrected=True).blocks[0].body == WRONG
        moment.shift(timedelta(hours=2))
        corrected = read_release(session, release, ["en"], corrected=True).blocks[0]
        assert corrected.body == RIGHT
        assert corrected.erratum_id == erratum.id  # type: ignore[attr-defined]
        # What is signed, and what it is signed under, never changes.
        assert read_release(session, release, ["en"]).blocks[0].body == WRONG
        assert release.text_root == root
        assert count_signatures(session, release.id) == 1
        (found,) = errata_of(session, release.id)
        changed = [each for each in changes_of(session, [found])[found.id] if each.kind != "equal"]
        assert changed


def test_it_goes_into_the_log_when_the_other_side_confirms_it(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        erratum = proposed(session, network, statement)
        of_errata = select(LogPending).where(LogPending.act == "erratum")
        assert session.scalars(of_errata).all() == []
        commands.confirm_erratum(session, erratum.id, by=network.actor(session, network.hanoi))
        (leaf,) = session.scalars(of_errata)
        release = session.get_one(Release, erratum.release_id)
        assert erratum_sha256(session, release, erratum) in leaf.leaf
        assert erratum.sha256 == hashlib.sha256(RIGHT.encode()).hexdigest()


def test_only_the_other_side_says_that_it_is_editorial(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        erratum = proposed(session, network, statement)
        for organisation in (network.seoul, network.tokyo, network.khmer):
            with pytest.raises(Refused):
                commands.confirm_erratum(
                    session, erratum.id, by=network.actor(session, organisation)
                )
        with pytest.raises(Refused):
            commands.confirm_erratum(
                session,
                erratum.id,
                by=network.actor(session, network.hanoi, second_factor=False),
            )
        hanoi = network.actor(session, network.hanoi)
        with pytest.raises(Invalid, match="Say why"):
            commands.refuse_erratum(session, erratum.id, reason=" ", by=hanoi)
        commands.refuse_erratum(session, erratum.id, reason="It changes the claim.", by=hanoi)
        with pytest.raises(Refused):
            commands.confirm_erratum(session, erratum.id, by=hanoi)
        assert not mails(session)


def test_every_signer_is_told_once_and_one_objection_stops_it(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.hanoi)
        network.sign(session, statement, network.khmer, withheld=True)
        erratum = confirmed(session, network, statement)
        assert len(mails(session)) == 2
        tokyo = network.actor(session, network.tokyo)
        with pytest.raises(Refused, match="Only those who signed"):
            commands.object_to_erratum(session, erratum.id, words="No.", language="en", by=tokyo)
        khmer = network.actor(session, network.khmer)
        with pytest.raises(Invalid, match="Say what it changes"):
            commands.object_to_erratum(session, erratum.id, words="", language="en", by=khmer)
        commands.object_to_erratum(
            session, erratum.id, words="It is another claim.", language="en", by=khmer
        )
        moment.shift(timedelta(days=4))
        assert not erratum.in_force
        with pytest.raises(Refused, match="stopped already"):
            commands.object_to_erratum(
                session,
                erratum.id,
                words="Nor we.",
                language="en",
                by=network.actor(session, network.hanoi),
            )


def test_an_objection_comes_too_late_once_it_is_in_force(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.khmer)
        erratum = confirmed(session, network, statement)
        moment.shift(timedelta(hours=73))
        with pytest.raises(Refused, match="time to object has ended"):
            commands.object_to_erratum(
                session,
                erratum.id,
                words="No.",
                language="en",
                by=network.actor(session, network.khmer),
            )
        with pytest.raises(Refused):
            commands.refuse_erratum(
                session, erratum.id, reason="No.", by=network.actor(session, network.seoul)
            )


def test_a_link_in_a_mail_objects_for_its_own_signature_only(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        signature = network.sign(session, statement, network.khmer)
        erratum = confirmed(session, network, statement)
        token = objection_token(session, erratum.id, signature.id)
        for wrong in (token[:-2], "x", f"{token}x"):
            with pytest.raises(NotFound):
                commands.object_from_outside(session, wrong, words="No.", language="en")
        commands.object_from_outside(session, token, words="It is not the same.", language="en")
        with pytest.raises(Invalid, match="stopped already"):
            commands.object_from_outside(session, token, words="Again.", language="en")


def test_bad_proposals_get_a_sentence_and_change_nothing(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.draft(session)
        with pytest.raises(Refused, match="Only a released text"):
            commands.propose_erratum(
                session,
                statement.id,
                block_id="x",
                language="en",
                body="x",
                reason="x",
                reason_language="en",
                by=network.actor(session, network.seoul),
            )
        network.consult(session, statement, moment)
        network.adopt(session, statement)
        network.open(session, statement)
        with pytest.raises(Invalid) as refused:
            proposed(session, network, statement, body=WRONG, reason="")
        assert set(refused.value.fields) == {"body", "reason"}
        with pytest.raises(NotFound):
            proposed(session, network, statement, language="ko")
        proposed(session, network, statement)
        with pytest.raises(Invalid, match="not settled yet"):
            proposed(session, network, statement, body="Other words.")


def test_its_pages_show_what_was_signed_and_what_it_reads_now(
    database: Database,
    network: Network,
    moment: Traveller,
    client: FlaskClient,
    sign_in: Callable[..., FlaskClient],
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.khmer)
        slug = statement.slug
        people = {
            name: session.get_one(Person, network.people[getattr(network, name).id])
            for name in ("seoul", "hanoi", "khmer")
        }
    page = open_page(sign_in(people["seoul"]), f"/statements/{slug}/errata/new")
    page = open_page(page.client, page.links("/errata/new/en/")[1])
    page = page.submit(body=RIGHT, reason="")
    assert page.status == 422
    page = page.submit(reason="The mark was wrong.")
    assert "The erratum is proposed." in page.text
    assert open_page(client, page.address).status == 403
    other = open_page(sign_in(people["hanoi"]), page.address)
    told = other.client.post(
        page.address, data={"csrf_token": other.token, "act": "confirm"}, follow_redirects=True
    )
    assert "You confirmed that it is editorial." in told.get_data(as_text=True)
    public = open_page(client, page.address)
    assert "Signatories can object until" in public.text
    assert not public.document.xpath("//main//form")
    signer = open_page(sign_in(people["khmer"]), page.address)
    assert "Object for your organisation" in signer.text
    assert RIGHT not in open_page(client, f"/statements/{slug}").text
    moment.shift(timedelta(hours=73))
    shown = open_page(client, f"/statements/{slug}")
    assert RIGHT in shown.text
    assert "Corrected: what was signed" in shown.text
    signed = open_page(client, f"/statements/{slug}/releases/1")
    assert WRONG in signed.document.xpath("string(//div[contains(@class, 'margined')])")
    assert "In force since" in signed.text


def test_who_signs_is_told_that_an_erratum_is_in_force_on_the_text(
    database: Database, network: Network, moment: Traveller, client: FlaskClient
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        confirmed(session, network, statement)
        slug = statement.slug
    assert (
        "You sign the words as they were released"
        not in open_page(client, f"/statements/{slug}/sign").text
    )
    moment.shift(timedelta(hours=73))
    page = open_page(client, f"/statements/{slug}/sign")
    assert "1 erratum to this text is in force. You sign the words as they were" in page.text
    (link,) = page.links("/releases/1")
    assert "In force since" in open_page(client, link).text


def test_a_signatory_from_outside_objects_on_the_page_of_its_link(
    database: Database, network: Network, moment: Traveller, client: FlaskClient
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        signature = network.sign(session, statement, network.khmer)
        erratum = confirmed(session, network, statement)
        token = objection_token(session, erratum.id, signature.id)
    page = open_page(client, f"/statements/errata/{token}")
    assert "object" in page.text
    page = page.submit(words="")
    assert page.status == 422
    page = page.submit(words="It is another claim.", language="en")
    assert "Your objection is recorded" in page.text
    assert "stopped already" in page.text
    assert open_page(client, "/statements/errata/forged").status == 404
