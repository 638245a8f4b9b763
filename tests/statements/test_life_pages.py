"""Languages of a release, giving up, succession, history and the list, through their pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, Refused
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.mail.models import OutboxMessage
from portal.network.models import Person
from portal.statements import commands
from portal.statements.models import Amendment, AmendmentKind, Choice, Stage, Statement
from portal.statements.queries.history import count_signatures
from portal.texts import commands as texts
from portal.texts.queries import read_text
from tests.factories import make_person, make_portal
from tests.harness.time import Traveller
from tests.pages import Page, open_page
from tests.statements.living import Network


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        make_portal(session)
        return Network(session)


@pytest.fixture
def visit(
    database: Database, network: Network, sign_in: Callable[..., FlaskClient]
) -> Callable[..., Page]:
    """`visit("seoul", "/next")` opens a page of the newest statement as that organisation's lead."""

    def open_as(name: str, part: str = "") -> Page:
        with database.reading() as session:
            person = session.get_one(Person, network.people[getattr(network, name).id])
            slug = session.scalars(select(Statement.slug).order_by(Statement.id.desc())).first()
        return open_page(sign_in(person), f"/statements/{slug}{part}")

    return open_as


def translate(session: Session, network: Network, statement: Statement, language: str) -> None:
    """Every paragraph, checked by a second person."""
    one, other = network.actor(session, network.khmer), network.actor(session, network.tokyo)
    read = read_text(session, statement.text_id, [], as_written=True)
    for block in (read.title, *read.blocks):
        texts.save_translation(
            session,
            block.id,
            language=language,
            body=f"{language}: …",
            based_on_id=block.revision_id,
            base_revision_id=None,
            by=one,
        )
        texts.submit_translation(session, block.id, language=language, by=one)
        texts.review_translation(session, block.id, language=language, by=other)


def test_a_required_language_holds_the_release_back_before_the_button(
    database: Database, network: Network, moment: Traveller, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        statement = network.draft(session)
        statement_id = statement.id
    page = visit("seoul", "/languages").submit(languages=["km"])
    assert "The release waits for these languages" in page.text
    assert "Holds it back" in page.text
    with database.transaction() as session:
        statement = session.get_one(Statement, statement_id)
        network.consult(session, statement, moment)
        network.adopt(session, statement)
    reader = visit("tokyo", "/languages")
    assert "Only representatives in the drafting group" in reader.text
    assert not reader.document.xpath("//main//form")
    page = visit("seoul", "/next")
    assert "These required languages are missing" in page.text
    assert not page.document.xpath("//input[@name='act'][@value='release']")
    assert page.links("/languages")
    with database.transaction() as session:
        translate(session, network, session.get_one(Statement, statement_id), "km")
    page = visit("seoul", "/next")
    page = page.submit()
    assert "The adopted text is released." in page.text
    assert "The text is released." in visit("seoul", "/languages").text


def test_from_the_decision_on_a_required_language_is_only_added(
    database: Database, network: Network, moment: Traveller, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        statement = network.draft(session)
        lead = network.actor(session, network.seoul)
        commands.require_languages(session, statement.id, languages=["km", "ko"], by=lead)
        network.consult(session, statement, moment)
        commands.require_languages(session, statement.id, languages=["km"], by=lead)
        network.ask(session, statement)
        with pytest.raises(Invalid, match="You can add to it, but take none off"):
            commands.require_languages(session, statement.id, languages=["ko"], by=lead)
    page = visit("seoul", "/languages")
    assert "The decision was opened on this list." in page.text
    page = page.submit(languages=["km", "vi"])
    assert "The release waits for these languages" in page.text
    for fewer in (["km"], []):
        refused = visit("seoul", "/languages").submit(languages=fewer)
        assert refused.status == 422
        assert "take none off. The list is as it was." in refused.text
    with database.reading() as session:
        assert session.scalars(select(Statement)).one().required_languages == ["km", "vi"]


def test_a_language_is_added_later_and_no_signature_is_touched(
    database: Database, network: Network, moment: Traveller, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        before = network.sign(session, statement, network.hanoi).payload_sha256
        release = statement.released
        assert release is not None
        with pytest.raises(Invalid, match="not wholly translated"):
            commands.add_release_language(
                session, release.id, language="km", by=network.actor(session, network.seoul)
            )
        translate(session, network, statement, "km")
    page = visit("seoul", "/languages")
    page = page.submit("/releases/1/languages/km")
    assert "can be read and signed in this language" in page.text
    page = visit("seoul", "/releases/1?lang=km")
    assert page.document.xpath("//div[contains(@class, 'margined')]//p[@lang='km']")
    with database.reading() as session:
        statement = session.scalars(select(Statement)).one()
        release = statement.released
        assert release is not None
        assert count_signatures(session, release.id) == 1
        assert {each.language for each in release.languages} == {"en", "km"}
        assert before


def test_an_unanswered_amendment_stands_before_the_decision(
    database: Database, network: Network, moment: Traveller, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        statement = network.draft(session)
        network.consult(session, statement, moment)
        block = read_text(session, statement.text_id, [], as_written=True).blocks[0]
        session.add(
            Amendment(
                statement_id=statement.id,
                number=1,
                kind=AmendmentKind.REPLACE,
                block_id=block.id,
                base_revision_id=block.revision_id,
                base_acts=0,
                language="en",
                body="Every person.",
                organisation_id=network.khmer.id,
                side=network.khmer.side,
                author_id=network.people[network.khmer.id],
            )
        )
        session.flush()
        with pytest.raises(Invalid):
            network.ask(session, statement)
    page = visit("seoul", "/next")
    assert "1 amendment has no answer yet." in page.text
    assert not page.document.xpath("//input[@name='act'][@value='decide']")


def test_a_statement_is_given_up_with_a_reason(
    database: Database, network: Network, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        network.draft(session)
    page = visit("seoul", "/lapse").submit(reason=" ")
    assert page.status == 422
    page = page.submit(reason="The law was withdrawn.")
    assert "The statement is given up." in page.text
    assert "Gave a statement up: The law was withdrawn." in page.text
    with database.reading() as session:
        assert session.scalars(select(Statement.stage)).one() is Stage.LAPSED
    again = visit("seoul", "/lapse")
    assert "moved on" in again.text
    assert not again.document.xpath("//main//form")


def test_a_later_statement_takes_the_place_of_an_earlier_one(
    database: Database,
    network: Network,
    moment: Traveller,
    client: FlaskClient,
    visit: Callable[..., Page],
) -> None:
    with database.transaction() as session:
        later = network.draft(session, slug="later")
        network.consult(session, later, moment)
        network.adopt(session, later)
        network.open(session, later)
        statement = network.opened(session, moment)
        with pytest.raises(Invalid):
            commands.supersede(
                session,
                statement.id,
                successor_id=later.id,
                by=network.actor(session, network.seoul),
            )
        commands.publish(session, statement.id, by=network.actor(session, network.seoul))
        slug, later_id = statement.slug, later.id
    page = visit("seoul", "/replace").submit(successor=later_id)
    assert "The later statement stands in this one's place" in page.text
    public = open_page(client, f"/statements/{slug}")
    assert "Another statement has taken the place of this one." in public.text
    assert public.links("/statements/later")


def test_the_history_tells_every_act_to_members_only(
    database: Database,
    network: Network,
    moment: Traveller,
    client: FlaskClient,
    sign_in: Callable[..., FlaskClient],
    visit: Callable[..., Page],
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        network.sign(session, statement, network.khmer, withheld=True)
        slug = statement.slug
        stranger = make_person(session, "A stranger")
    page = visit("tokyo", "/history")
    for words in (
        "Began to draft a statement",
        "Reached the stage “Consultation”, which lasts until",
        "in Seoul",
        "Both sides have adopted the text.",
        "Froze the text as release 1",
    ):
        assert words in page.text
    assert page.document.xpath("//li[@aria-current='step']")
    assert "ផ្ទះសង្ឃឹម" not in page.text
    assert open_page(sign_in(stranger), f"/statements/{slug}/history").status == 403
    assert open_page(client, f"/statements/{slug}/history").address.startswith("/sign-in")


def test_the_list_is_sorted_by_what_ends_and_by_what_is_signed(
    database: Database, network: Network, moment: Traveller, client: FlaskClient
) -> None:
    with database.transaction() as session:
        lead = network.actor(session, network.seoul)
        made = []
        for slug in ("first", "second", "third"):
            statement = network.draft(session, slug=slug)
            network.consult(session, statement, moment)
            network.adopt(session, statement)
            commands.release(session, statement.id, by=lead)
            days = {"first": 50, "second": 40}.get(slug)
            until = clock.now() + timedelta(days=days) if days else None
            commands.open_signing(session, statement.id, deadline=until, by=lead)
            made.append(statement)
        network.sign(session, made[0], network.hanoi)
        network.sign(session, made[0], network.khmer)
        network.sign(session, made[2], network.hanoi)

    def order(sort: str) -> list[str]:
        links = open_page(client, f"/statements/?sort={sort}").links("/statements/")
        found = [link.rpartition("/")[2] for link in links]
        return [name for name in found if name in {"first", "second", "third"}]

    assert order("newest") == ["third", "second", "first"]
    assert order("deadline") == ["second", "first", "third"]
    assert order("signed") == ["first", "third", "second"]
    assert order("nonsense") == order("newest")


def test_an_hour_that_the_clock_leaves_out_is_none(
    database: Database, network: Network, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        network.draft(session)
    page = visit("seoul", "/next").submit(
        **{"consult-deadline": "2027-03-28T02:30", "consult-zone": "Europe/Berlin"}
    )
    assert page.status == 422
    assert "Clocks are put forward there" in page.text
    nowhere = visit("seoul", "/next").submit(
        **{"consult-deadline": "2027-03-28T12:30", "consult-zone": "Moon/Tycho"}
    )
    assert nowhere.status == 422
    assert "Choose one of the answers offered." in nowhere.text


def test_a_stage_says_until_when_it_is_meant_to_be_done_and_nothing_is_refused_after_it(
    database: Database, network: Network, moment: Traveller, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        statement = network.draft(session)
        lead = network.actor(session, network.seoul)
        commands.open_consultation(
            session, statement.id, deadline=clock.now() + timedelta(days=3), by=lead
        )
    moment.shift(timedelta(days=4))
    past = (clock.now() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    page = visit("seoul", "/next").submit(
        **{"close-deadline": past, "close-zone": "Asia/Ulaanbaatar"}
    )
    assert page.status == 422
    assert "has passed already" in page.text
    until = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    visit("seoul", "/next").submit(**{"close-deadline": until, "close-zone": "Asia/Ulaanbaatar"})
    for part in ("", "/next"):
        assert "in Ulaanbaatar" in visit("seoul", part).document.xpath(
            "string(//p[@class='kicker'])"
        )
    (present,) = visit("tokyo").document.xpath("//li[@aria-current='step']")
    assert "in Ulaanbaatar" in present.text_content()
    assert "which is meant to be done by" in visit("tokyo", "/history").text
    client = visit("seoul").client
    assert "in Ulaanbaatar" in open_page(client, "/statements/").text
    assert "in Ulaanbaatar" in open_page(client, "/home").text
    moment.shift(timedelta(days=3))
    said = visit("tokyo").document.xpath("string(//p[@class='kicker'])")
    assert "was meant to be done by" in said
    assert "that time has passed" in open_page(visit("seoul").client, "/home").text
    page = visit("seoul", "/next").submit()
    assert "The merge review has begun." in page.text
    assert "in Ulaanbaatar" not in visit("tokyo").document.xpath("string(//p[@class='kicker'])")


def test_the_first_who_is_handed_a_statement_may_answer_until_a_deadline(
    database: Database, network: Network, moment: Traveller, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        commands.publish(session, statement.id, by=network.actor(session, network.seoul))
    until = (clock.now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    page = visit("seoul", "/submissions/new").submit(
        addressee="CEDAW Committee", language="en", deadline=until, zone="Europe/Zurich"
    )
    assert page.status == 200
    with database.reading() as session:
        statement = session.scalars(select(Statement)).one()
        assert statement.stage is Stage.SUBMITTED
        assert (statement.deadline is not None, statement.zone) == (True, "Europe/Zurich")
        entry = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.act == "StageReached")
            .order_by(AuditEntry.id.desc())
        ).first()
        assert entry is not None
        assert entry.details["zone"] == "Europe/Zurich"
        assert entry.details["deadline"]
    assert not visit("seoul", "/submissions/new").document.xpath("//input[@name='deadline']")


def test_each_place_is_offered_once_and_a_stored_name_of_before_stays(
    database: Database, network: Network, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        network.draft(session)

    def offered() -> list[str]:
        return visit("seoul", "/next").document.xpath("//select[@name='consult-zone']//@value")

    found = offered()
    assert "America/Adak" in found
    assert "America/Atka" not in found
    labels = visit("seoul", "/next").document.xpath("//select[@name='consult-zone']//option/text()")
    assert len(labels) == len(set(labels))
    with database.transaction() as session:
        session.scalars(select(Statement)).one().zone = "America/Atka"
    assert "America/Atka" in offered()
    until = (clock.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    page = visit("seoul", "/next").submit(**{"consult-deadline": until})
    assert "Consultation is open." in page.text


def later(days: int) -> str:
    return (clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_a_deadline_that_was_promised_is_put_later_with_a_reason_and_never_earlier(
    database: Database, network: Network, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        statement = network.draft(session)
        commands.open_consultation(
            session,
            statement.id,
            deadline=clock.now() + timedelta(days=5),
            zone="Asia/Seoul",
            by=network.actor(session, network.seoul),
        )
        before, asked = statement.deadline, mails(session)
        assert before is not None
    assert visit("seoul", "/next").links("/deadline")
    for until in (later(2), ""):
        page = visit("seoul", "/deadline").submit(
            deadline=until, zone="Asia/Seoul", reason="Earlier."
        )
        assert page.status == 422
        assert "Others rely on this deadline" in page.text
    page = visit("seoul", "/deadline").submit(deadline=later(9), zone="Asia/Seoul", reason="")
    assert page.status == 422
    page = visit("seoul", "/deadline").submit(
        deadline=later(9), zone="Asia/Ulaanbaatar", reason="Tết begins."
    )
    assert "The deadline is moved." in page.text
    assert "Tết begins." in visit("tokyo", "/history").text
    with database.reading() as session:
        statement = session.scalars(select(Statement)).one()
        assert statement.deadline is not None
        assert statement.deadline > before
        assert (statement.zone, statement.stage) == ("Asia/Ulaanbaatar", Stage.CONSULTATION)
        assert mails(session) == 2 * asked


def mails(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(OutboxMessage)) or 0


def test_a_decision_stays_open_until_its_later_deadline(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.draft(session)
        network.consult(session, statement, moment)
        decision = network.ask(session, statement)
        network.answer(session, decision, network.khmer, Choice.CONSENT)
        lead, asked = network.actor(session, network.seoul), mails(session)
        until = decision.ends_at + timedelta(days=7)
        with pytest.raises(Invalid, match="only be put later"):
            commands.move_deadline(
                session,
                statement.id,
                deadline=decision.ends_at - timedelta(days=1),
                reason="Sooner.",
                by=lead,
            )
        commands.move_deadline(
            session, statement.id, deadline=until, reason="Boards meet later.", by=lead
        )
        # The one that has answered is not asked again.
        assert mails(session) == asked + 3
    with database.transaction() as session:
        moment.shift(timedelta(days=9))
        assert commands.close_due_decisions(session) == 0
        moment.shift(timedelta(days=7))
        with pytest.raises(Invalid, match="It stays"):
            commands.move_deadline(
                session,
                statement.id,
                deadline=clock.now() + timedelta(days=3),
                reason="Too late.",
                by=network.actor(session, network.seoul),
            )
        assert commands.close_due_decisions(session) == 1


def test_a_deadline_that_is_only_meant_comes_moves_and_goes(
    database: Database, network: Network, visit: Callable[..., Page]
) -> None:
    with database.transaction() as session:
        network.draft(session)
    for until in (later(9), later(4), ""):
        page = visit("seoul", "/deadline").submit(
            deadline=until, zone="Asia/Seoul", reason="We meet."
        )
        assert page.status == 200
        kicker = page.document.xpath("string(//p[@class='kicker'])")
        assert ("in Seoul" in kicker) is bool(until)
    assert "Took the deadline of this stage away" in visit("hanoi", "/history").text
    assert visit("tokyo", "/deadline").status == 403


def test_signing_is_put_later_only_while_it_runs_and_has_an_end(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.opened(session, moment)
        lead = network.actor(session, network.seoul)
        until = clock.now() + timedelta(days=3)
        with pytest.raises(Invalid, match="Signing has no end here"):
            commands.move_deadline(session, statement.id, deadline=until, reason="End.", by=lead)
        statement.deadline = until
        with pytest.raises(Refused):
            commands.move_deadline(
                session,
                statement.id,
                deadline=until + timedelta(days=1),
                reason="More time.",
                by=network.actor(session, network.tokyo),
            )
        commands.move_deadline(
            session,
            statement.id,
            deadline=until + timedelta(days=4),
            reason="More time.",
            by=lead,
        )
        moment.shift(timedelta(days=5))
        network.sign(session, statement, network.hanoi)


@pytest.mark.parametrize(
    ("until", "zone", "said"),
    [
        ("0001-01-01T00:00", "Asia/Seoul", "Write a date and time such as"),
        ("9999-12-31T23:59", "America/Los_Angeles", "Write a date and time such as"),
        ("9999-12-31T23:59", "UTC", "This lies more than ten years ahead."),
        ("2207-03-01T10:00", "Asia/Seoul", "This lies more than ten years ahead."),
        ("2027-03-01T10:00", "\r\n", "Choose the place whose clocks this time is read from."),
    ],
)
def test_a_deadline_that_no_clock_shows_or_nobody_plans_is_refused_in_words(
    database: Database,
    network: Network,
    visit: Callable[..., Page],
    until: str,
    zone: str,
    said: str,
) -> None:
    with database.transaction() as session:
        network.draft(session)
    page = visit("seoul", "/deadline").submit(deadline=until, zone=zone, reason="We meet.")
    assert page.status == 422
    assert said in page.text
    assert visit("seoul", "/deadline").status == 200


def test_no_decision_is_opened_for_ever(
    database: Database, network: Network, moment: Traveller
) -> None:
    with database.transaction() as session:
        statement = network.draft(session)
        network.consult(session, statement, moment)
        with pytest.raises(Invalid, match="more than ten years ahead"):
            commands.open_decision(
                session,
                statement.id,
                ends_at=clock.now() + timedelta(days=66_000),
                by=network.actor(session, network.seoul),
            )
