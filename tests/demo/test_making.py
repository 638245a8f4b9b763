"""The demo, made once on each engine: every stage and badge occurs, and every page of it answers."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts import passwords
from portal.accounts.models import Credential
from portal.accounts.queries import person_by_email
from portal.app import create_app
from portal.commitments.models import Commitment, CommitmentState
from portal.core import clock
from portal.core.errors import Conflict
from portal.core.facts import AuditEntry
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.demo.making import demo_accounts, make_demo
from portal.demo.reading import Content
from portal.demo.reading.library import Work as WorkContent
from portal.demo.reading.statements import Statement as StatementContent
from portal.events.models import Gathering, GatheringKind, GatheringStatus
from portal.forums.models import Edition, EditionStatus, ProgrammeVersion
from portal.library.models import Openness, Work
from portal.mail.models import OutboxMessage
from portal.network.actors import Actor, actor_for
from portal.network.models import Organisation, Person, Portal, Power, Side
from portal.statements.models import (
    PUBLIC,
    Decision,
    Outcome,
    Signature,
    SignatureState,
    Stage,
    Statement,
)
from portal.texts.models import Significance, Text, TranslationState, Version
from portal.texts.queries import read_text
from portal.texts.queries.reading import Badge
from portal.wiring import REACTIONS
from tests.conftest import ENGINES
from tests.harness.postgresql import Cluster

LOCALES = ("en", "ko", "vi", "km", "ur")


@dataclass(frozen=True)
class Made:
    """A demo in a database of its own."""

    settings: Settings
    database: Database


@pytest.fixture(scope="module", params=ENGINES)
def made(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    database_name: Callable[[], str],
) -> Iterator[Made]:
    """The demo of today, on each engine in turn."""
    folder = tmp_path_factory.mktemp("demo")
    name, cluster = "", None
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        url = f"sqlite:///{shutil.copyfile(template, folder / 'portal.db')}"
    else:
        found: Cluster = request.getfixturevalue("cluster")
        cluster, name = found, database_name()
        url = cluster.create(name, template=request.getfixturevalue("postgresql_template"))
    settings = Settings(
        data=folder, database_url=url, base_url="http://portal.test", secret_key="only for tests"
    )
    database = Database(url, REACTIONS, address=settings.address)
    with database.transaction() as session:
        make_demo(session, settings)
    yield Made(settings, database)
    database.dispose()
    if cluster is not None:
        cluster.drop(name)


@pytest.fixture
def session(made: Made) -> Iterator[Session]:
    with made.database.reading() as session:
        yield session


@pytest.fixture(scope="module")
def app(made: Made) -> Iterator[Flask]:
    app = create_app(made.settings, TESTING=True, RATELIMIT_ENABLED=False)
    yield app
    app.extensions["portal_database"].dispose()


@pytest.fixture(scope="module")
def walked(app: Flask) -> dict[str, str]:
    """Every page that an anonymous reader comes to by links, address -> HTML.

    In Khmer all of them; in the other languages those that the navigation leads to.
    """
    client = app.test_client()
    found: dict[str, str] = {}
    for locale in LOCALES:
        everything = locale == "km"
        waiting = [f"/{locale}/", f"/{locale}/sign-in"]
        while waiting:
            address = waiting.pop()
            if address in found:
                continue
            found[address] = page = _get(client, address)
            if everything or address == f"/{locale}/":
                waiting += [link for link in _links(page) if link.startswith(f"/{locale}/")]
    return found


def _get(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    if answer.status_code == 303 and "/sign-in" in answer.headers["Location"]:
        return "<p>"
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    is_page = answer.mimetype == "text/html"
    return answer.get_data(as_text=True) if is_page else f"<pre>{len(answer.get_data())}</pre>"


def _links(page: str) -> list[str]:
    """Addresses on this site that a page leads to, without what only sorts, and single mails."""
    links = lxml.html.document_fromstring(page).xpath("//a/@href")
    plain = [urldefrag(link).url for link in links if not urlsplit(link).netloc]
    beside = ("?", "/ask", "/mailbox/")
    return [link for link in plain if not any(part in link for part in beside)]


# --- what is in it ---------------------------------------------------------------------------------


def test_there_is_one_statement_in_each_stage(session: Session, content: Content) -> None:
    stages = {
        statement.slug: statement.stage.value for statement in session.scalars(select(Statement))
    }
    assert stages == {one.about.slug: one.about.stage for one in content.statements}
    assert sorted(stages.values()) == sorted(stage.value for stage in Stage)


def test_what_is_still_open_ends_in_the_future(session: Session) -> None:
    for stage in (Stage.CONSULTATION, Stage.DECISION, Stage.OPEN):
        for deadline in session.scalars(select(Statement.deadline).where(Statement.stage == stage)):
            assert deadline is not None
            assert deadline > clock.now()


def test_decisions_end_in_each_way_and_one_is_open(session: Session) -> None:
    decisions = session.scalars(select(Decision)).all()
    assert {decision.outcome for decision in decisions} == {*Outcome, None}
    assert sum(decision.outcome is None for decision in decisions) == 1


def test_signatures_are_there_withheld_and_withdrawn_too(session: Session) -> None:
    signatures = session.scalars(select(Signature)).all()
    assert any(signature.withheld for signature in signatures)
    assert any(signature.state is SignatureState.WITHDRAWN for signature in signatures)
    assert len({signature.language for signature in signatures}) >= 5


def test_what_was_pledged_is_there_with_what_came_of_it(session: Session, content: Content) -> None:
    wanted = [one for statement in content.statements for one in statement.about.commitments]
    laid = {made.body: made for made in session.scalars(select(Commitment))}
    assert set(laid) == {one.body for one in wanted}
    for one in wanted:
        made = laid[one.body]
        assert made.state.value == one.state
        assert [report.words for report in made.reports] == [one.outcome] * bool(one.outcome)
    assert {made.state for made in laid.values()} == set(CommitmentState)
    assert any(made.is_overdue for made in laid.values())


def test_translations_stand_where_the_content_says(session: Session, content: Content) -> None:
    texts = dict(
        session.execute(
            select(Statement.slug, Statement.text_id).union_all(select(Work.slug, Work.text_id))
        ).all()
    )
    seen: set[TranslationState] = set()
    for one in _texts(content):
        text = session.get_one(Text, texts[one.about.slug])
        for item in one.text.translations():
            version = session.get_one(Version, (text.order[item.block], item.language))
            assert version.state.value == item.state, (one.about.slug, item.language, item.block)
            seen.add(version.state)
    assert seen == set(TranslationState)


def test_exactly_what_the_content_calls_stale_is_stale(session: Session, content: Content) -> None:
    texts = dict(
        session.execute(
            select(Statement.slug, Statement.text_id).union_all(select(Work.slug, Work.text_id))
        ).all()
    )
    for one in _texts(content):
        found = {
            (number, language)
            for language in one.text.titles
            for number, block in enumerate(
                read_text(session, texts[one.about.slug], [], exactly=language, drafts=True).blocks,
                start=1,
            )
            if block.stale
        }
        assert found == {
            (stale.block, language)
            for stale in one.text.stale
            for language in stale.languages
            if stale.significance != "typo"
        }


def _texts(content: Content) -> list[StatementContent | WorkContent]:
    return [*content.statements, *content.works]


def test_the_library_shows_badges_of_all_kinds(session: Session) -> None:
    seen: set[Badge] = set()
    withheld = 0
    for work in session.scalars(select(Work)):
        read = read_text(session, work.text_id, [], as_written=True)
        for language in read.completeness:
            blocks = read_text(session, work.text_id, [], exactly=language).blocks
            seen |= {block.badge for block in blocks}
            withheld += sum(block.withheld for block in blocks)
    # A human draft is its translator's desk: readers see that paragraph as missing.
    assert seen == set(Badge) - {Badge.DRAFT}
    assert withheld > 0


def test_a_safety_change_withholds_only_what_fell_behind(session: Session) -> None:
    guide = session.scalars(select(Work).where(Work.slug == "someone-to-talk-to")).one()
    behind = read_text(session, guide.text_id, [], exactly="km").blocks
    assert [block.stale for block in behind if block.withheld] == [Significance.SAFETY]
    kept = read_text(session, guide.text_id, [], exactly="ko").blocks
    assert not any(block.withheld for block in kept)


def test_works_are_for_everyone_or_for_members(session: Session) -> None:
    assert set(session.scalars(select(Work.openness))) == {Openness.PUBLIC, Openness.MEMBERS}
    for work in session.scalars(select(Work)):
        assert work.published_by_id != work.proposed_by_id


def test_the_forum_has_met_been_missed_cancelled_and_goes_on(session: Session) -> None:
    editions = session.scalars(select(Edition)).all()
    assert {edition.status for edition in editions} == {
        EditionStatus.HELD,
        EditionStatus.MISSED,
        EditionStatus.CANCELLED,
        EditionStatus.PLANNED,
    }
    assert any(edition.renumbered_from for edition in editions)
    assert session.scalar(select(func.count()).select_from(ProgrammeVersion)) == 1


def test_the_calendar_holds_what_comes_and_what_was_called_off(session: Session) -> None:
    gatherings = session.scalars(select(Gathering)).all()
    ahead = [one for one in gatherings if one.starts_at > clock.now()]
    assert {one.kind for one in ahead} >= {
        GatheringKind.PREPARATORY_MEETING,
        GatheringKind.RALLY,
        GatheringKind.HEARING,
        GatheringKind.DEADLINE,
        GatheringKind.TRAINING,
        GatheringKind.FORUM,
    }
    assert any(one.status is GatheringStatus.CANCELLED for one in ahead)


def test_all_that_happened_is_in_the_log_and_in_the_past(session: Session) -> None:
    moments = session.scalars(select(AuditEntry.at).order_by(AuditEntry.at)).all()
    assert len(moments) > 1000
    assert moments[-1] <= clock.now()
    assert moments[0] < clock.now() - timedelta(days=365)
    acts = set(session.scalars(select(AuditEntry.act)))
    assert acts >= {"OrganisationAdmitted", "StatementSigned", "WorkPublished", "EditionAdded"}


def test_a_portal_that_has_people_is_left_alone(made: Made) -> None:
    with pytest.raises(Conflict), made.database.transaction() as session:
        make_demo(session, made.settings)


# --- who is in it ----------------------------------------------------------------------------------


def test_each_role_signs_in_with_the_password_that_is_listed(
    made: Made, session: Session, content: Content
) -> None:
    accounts = demo_accounts(session, made.settings)
    assert {account["role"] for account in accounts} == {
        person.demo for person in content.people if person.demo
    }
    for account in accounts:
        person = person_by_email(session, account["email"])
        assert person is not None
        assert person.name == account["person"]
        credential = session.get_one(Credential, person.id)
        assert passwords.fits(credential.password_hash, account["password"])
        assert passwords.weakness(account["password"], person.email, person.name) is None
        actor = actor_for(session, person.id)
        assert actor is not None
        assert actor.acting_for is not None
        assert actor.acting_for.name == account["organisation"]


def test_each_role_may_do_what_it_is_called(made: Made, session: Session) -> None:
    actors: dict[str, Actor] = {}
    for account in demo_accounts(session, made.settings):
        person = person_by_email(session, account["email"])
        assert person is not None
        actor = actor_for(session, person.id)
        assert actor is not None
        actors[account["role"]] = actor
    assert actors["secretariat"].is_secretariat
    assert actors["coordinator"].coordinates
    for side in ("sending", "receiving"):
        representative = actors[f"representative_{side}"]
        assert representative.side is Side(side)
        assert all(representative.has_power(power) for power in Power)
    assert not actors["member"].edits_for(actors["member"].organisation_id)
    assert actors["editor"].edits_for(actors["editor"].organisation_id)


def test_another_portal_has_other_passwords(made: Made, session: Session) -> None:
    other = Settings(data=made.settings.data, secret_key="another one")
    mine = [account["password"] for account in demo_accounts(session, made.settings)]
    theirs = [account["password"] for account in demo_accounts(session, other)]
    assert not set(mine) & set(theirs)
    assert mine == [account["password"] for account in demo_accounts(session, made.settings)]


def test_everybody_s_address_is_made_up(session: Session) -> None:
    addresses = [
        *session.scalars(select(Person.email)),
        *session.scalars(select(OutboxMessage.to)),
        *filter(None, session.scalars(select(Organisation.contact_email))),
    ]
    assert addresses
    assert all(_made_up(address) for address in addresses)


def test_mail_waits_in_the_mailbox_and_only_the_newest(session: Session) -> None:
    due = session.scalars(select(OutboxMessage.due_at)).all()
    assert due
    assert min(due) > clock.now() - timedelta(days=31)
    assert not session.scalar(select(func.count()).where(OutboxMessage.sent_at.is_not(None)))


def test_it_says_that_it_is_a_demo(session: Session) -> None:
    portal = session.scalars(select(Portal)).one()
    assert portal.is_demo
    assert set(portal.names) >= set(LOCALES)


# --- its pages -------------------------------------------------------------------------------------


def test_a_reader_reaches_everything_public(walked: dict[str, str], content: Content) -> None:
    public = {stage.value for stage in PUBLIC}
    expected = [
        *(f"/km/network/{one.key}" for one in content.organisations),
        *(f"/km/groups/{one.slug}" for one in content.groups),
        *(f"/km/statements/{s.about.slug}" for s in content.statements if s.about.stage in public),
        *(
            f"/km/library/{work.about.slug}"
            for work in content.works
            if work.about.kind != "minutes"
        ),
        *(f"/km/forums/{series.slug}" for series in content.series),
        *(f"/km/calendar/{one.key}" for one in content.gatherings if one.public and one.days > 0),
        *(f"/{locale}/" for locale in LOCALES),
        *(f"/{locale}/network" for locale in LOCALES),
        *(f"/{locale}/statements" for locale in LOCALES),
        *(f"/{locale}/library" for locale in LOCALES),
        *(f"/{locale}/commitments" for locale in LOCALES),
        *(f"/{locale}/forums" for locale in LOCALES),
        *(f"/{locale}/calendar" for locale in LOCALES),
    ]
    assert [address for address in expected if address not in walked] == []


def test_what_is_not_public_yet_is_reached_by_nobody(
    walked: dict[str, str], app: Flask, content: Content
) -> None:
    for one in content.statements:
        if Stage(one.about.stage) not in PUBLIC:
            assert f"/km/statements/{one.about.slug}" not in walked
            answer = app.test_client().get(f"/km/statements/{one.about.slug}")
            assert answer.status_code in {302, 303, 403, 404}


def test_no_page_shows_a_mail_address_of_anybody_real(walked: dict[str, str]) -> None:
    shown = {
        address
        for page in walked.values()
        for address in re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", page)
    }
    assert all(_made_up(address) for address in shown)


def test_nobody_whose_name_is_withheld_is_named(
    walked: dict[str, str], session: Session, content: Content
) -> None:
    organisations = {one.key: one for one in content.organisations}
    checked = 0
    for one in content.statements:
        pages = [
            page for address, page in walked.items() if f"/statements/{one.about.slug}" in address
        ]
        for signature in one.about.signatures:
            if signature.withheld and signature.organisation and pages:
                for name in organisations[signature.organisation].names:
                    assert not any(name.text in page for page in pages)
                    checked += 1
    assert checked > 3
    hidden = session.scalars(select(Person).where(Person.visibility == "nobody")).all()
    assert hidden
    for person in hidden:
        naming = [
            address
            for address, page in walked.items()
            if (person.name in page or person.email in page) and "/mailbox" not in address
        ]
        assert naming == [], person.name


def test_each_role_finds_what_waits_for_her(made: Made, app: Flask, walked: dict[str, str]) -> None:
    assert walked["/en/sign-in"].count("</button>") > 7
    with made.database.reading() as session:
        roles = [account["role"] for account in demo_accounts(session, made.settings)]
    for role in roles:
        client = app.test_client()
        page = lxml.html.document_fromstring(client.get("/sign-in").get_data(as_text=True))
        token = page.xpath("//input[@name='csrf_token']/@value")[0]
        form = page.xpath(f"//form[contains(@action, {role!r})] | //form[.//*[@value={role!r}]]")[0]
        fields = {**dict(form.fields), "csrf_token": token}
        button = form.xpath(f".//button[@value={role!r}]")
        if button:
            fields[button[0].get("name")] = role
        answer = client.post(form.get("action") or "/sign-in", data=fields)
        assert answer.status_code == 303, role
        assert client.get("/home", follow_redirects=True).status_code == 200, role


def _made_up(address: str) -> bool:
    domain = address.rpartition("@")[2].rstrip(".")
    return bool(re.fullmatch(r"(.+\.)?(example|example\.(org|net|com)|localhost)", domain))


# --- another day -----------------------------------------------------------------------------------


def test_the_demo_is_made_as_well_on_any_other_day(
    sqlite_template: Path, tmp_path: Path, content: Content
) -> None:
    url = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'portal.db')}"
    database = Database(url, REACTIONS, address="http://portal.test")
    leap_day = date(2028, 2, 29)
    with database.transaction() as session:
        make_demo(session, Settings(data=tmp_path, secret_key="any"), day=leap_day)
    with database.reading() as session:
        stages = dict(session.execute(select(Statement.slug, Statement.stage)).all())
        assert {slug: stage.value for slug, stage in stages.items()} == {
            one.about.slug: one.about.stage for one in content.statements
        }
        newest = session.scalars(select(func.max(AuditEntry.at))).one()
        assert newest.date() <= leap_day
    database.dispose()
