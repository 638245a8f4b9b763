"""The demo, made once on each engine: every stage and badge occurs, and every page of it answers."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urldefrag, urlsplit
from zoneinfo import ZoneInfo

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
from portal.core.keys import Keyring
from portal.core.orm import Database
from portal.core.settings import Settings
from portal.demo.making import demo_accounts, make_demo
from portal.demo.reading import Content
from portal.demo.reading.library import Work as WorkContent
from portal.demo.reading.statements import ENDS
from portal.demo.reading.statements import Statement as StatementContent
from portal.events.models import Gathering, GatheringKind, GatheringStatus
from portal.forums.models import (
    Edition,
    EditionStatus,
    ForumSession,
    ProgrammeVersion,
    SessionKind,
)
from portal.library.models import Openness, Work
from portal.log.models import LogCheckpoint, LogPending
from portal.log.queries import log_key
from portal.mail.models import OutboxMessage
from portal.network.actors import Actor, actor_for
from portal.network.models import Organisation, Person, Portal, Power, Side
from portal.statements.models import (
    PUBLIC,
    Amendment,
    AmendmentKind,
    AmendmentState,
    Decision,
    Erratum,
    LiveRoom,
    Milestone,
    Outcome,
    Release,
    SignatoryKind,
    Signature,
    SignatureState,
    Stage,
    Statement,
)
from portal.statements.policy import may_confirm_as_officer
from portal.statements.policy.errata import objections_open
from portal.statements.policy.room import is_live
from portal.statements.queries.amending import see
from portal.statements.queries.proof import bundle_of, public_releases
from portal.statements.rebasing import Behind, Clean, Collides
from portal.statements.sealing import signer_of
from portal.statements.verify import verify
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
    database = Database(url, REACTIONS, address=settings.address, keys=Keyring(settings.keys))
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


def test_a_deadline_of_the_present_stage_is_the_content_s_with_its_place(
    session: Session, content: Content
) -> None:
    made = {statement.slug: statement for statement in session.scalars(select(Statement))}
    seen = set()
    for one in content.statements:
        for given in one.about.deadlines:
            if ENDS[given.step] != one.about.stage:
                continue
            statement = made[one.about.slug]
            assert statement.deadline is not None, one.about.key
            local = statement.deadline.astimezone(ZoneInfo(given.zone))
            assert (f"{local:%H:%M}", statement.zone) == (given.time, given.zone)
            assert statement.deadline > clock.now()
            seen.add(statement.stage)
    assert seen >= {
        Stage.DRAFT,
        Stage.CONSULTATION,
        Stage.AMENDMENTS_CLOSED,
        Stage.MERGE_REVIEW,
        Stage.DECISION,
        Stage.ADOPTED,
        Stage.OPEN,
    }


def test_decisions_end_in_each_way_and_one_is_open(session: Session) -> None:
    decisions = session.scalars(select(Decision)).all()
    assert {decision.outcome for decision in decisions} == {*Outcome, None}
    assert sum(decision.outcome is None for decision in decisions) == 1


def test_amendments_of_every_kind_are_there_with_every_answer(
    session: Session, content: Content
) -> None:
    amendments = session.scalars(select(Amendment)).all()
    assert {one.kind for one in amendments} == set(AmendmentKind)
    assert {one.state for one in amendments} == set(AmendmentState)
    assert {"km", "ur", "ne", "bn", "vi", "ko", "id"} <= {one.language for one in amendments}
    laid = {(one.language, one.reason): one for one in amendments}
    for statement in content.statements:
        revision = statement.about.revision
        for one in (*statement.about.amendments, *(revision.amendments if revision else ())):
            made = laid.pop((one.language, one.reason))
            assert len(made.supporters) == len(one.supporters)
            wanted = {"pending": "open"}.get(one.outcome, one.outcome)
            assert made.state.value == wanted, one.key
            assert (made.objection, made.objection_answer) == (
                one.objection or "",
                one.objection_answer or "",
            )
    assert laid == {}
    objected = [one for one in amendments if one.objected_at]
    assert any(one.objection_answered_at is None for one in objected)
    assert any(one.objection_answered_at for one in objected)


def test_what_was_decided_on_left_no_amendment_unanswered(session: Session) -> None:
    waiting = {Stage.CONSULTATION, Stage.AMENDMENTS_CLOSED, Stage.MERGE_REVIEW}
    settled = session.scalars(
        select(Amendment.state)
        .join(Statement, Statement.id == Amendment.statement_id)
        .where(Statement.stage.not_in(waiting))
    ).all()
    assert settled
    assert AmendmentState.OPEN not in settled


def test_in_merge_review_amendments_meet(session: Session) -> None:
    merged = session.scalars(select(Statement).where(Statement.stage == Stage.MERGE_REVIEW)).one()
    standing = [
        see(session, merged, one).standing
        for one in session.scalars(select(Amendment).where(Amendment.statement_id == merged.id))
        if one.state is AmendmentState.OPEN
    ]
    assert any(isinstance(one, Clean) for one in standing)
    assert any(isinstance(one, Behind | Collides) for one in standing)


def test_signatures_of_every_kind_are_there_in_every_state(session: Session) -> None:
    signatures = session.scalars(select(Signature)).all()
    assert {one.kind for one in signatures} == set(SignatoryKind)
    assert {one.state for one in signatures} == set(SignatureState) - {SignatureState.DECLINED}
    hidden = [one for one in signatures if one.withheld]
    assert {one.kind for one in hidden} >= {SignatoryKind.MEMBER, SignatoryKind.INDIVIDUAL}
    assert all(not one.name and signer_of(session, one).name for one in hidden)
    assert any(one.affiliation for one in signatures if one.kind is SignatoryKind.INDIVIDUAL)
    assert any(one.people for one in signatures if one.kind is SignatoryKind.COLLECTIVE)
    assert {one.kind for one in signatures if one.members} == {
        SignatoryKind.MEMBER,
        SignatoryKind.EXTERNAL,
    }
    assert len({one.language for one in signatures}) >= 5
    for one in signatures:
        assert (one.reviewed_by_id is not None) == (
            one.kind is not SignatoryKind.MEMBER and one.counts
        )


def test_one_signature_waits_for_the_second_officer_who_can_confirm_it(session: Session) -> None:
    waiting = session.scalars(
        select(Signature).where(Signature.state == SignatureState.AWAITING_OFFICER)
    ).one()
    earlier = session.scalars(
        select(Signature).where(
            Signature.organisation_id == waiting.organisation_id,
            Signature.state == SignatureState.CONFIRMED,
        )
    ).all()
    assert earlier
    assert all(one.second_officer_id not in {None, one.signed_by_id} for one in earlier)
    second = actor_for(
        session,
        earlier[0].second_officer_id or "",
        chosen=waiting.organisation_id,
        second_factor=True,
    )
    assert second is not None
    assert may_confirm_as_officer(session, second, waiting)


def test_one_statement_was_released_twice_and_signed_anew(session: Session) -> None:
    counts = dict(
        session.execute(
            select(Release.number, func.count())
            .join(Statement, Statement.id == Release.statement_id)
            .join(Signature, Signature.release_id == Release.id)
            .where(Statement.public_release == 2, Signature.state == SignatureState.CONFIRMED)
            .group_by(Release.number)
        ).all()
    )
    assert set(counts) == {1, 2}
    assert 0 < counts[2] < counts[1]


def test_one_erratum_is_in_force_and_one_can_be_objected_to(session: Session) -> None:
    errata = session.scalars(select(Erratum)).all()
    assert sorted(one.in_force for one in errata) == [False, True]
    assert all(objections_open(one) for one in errata if not one.in_force)
    assert len({one.release_id for one in errata}) == 2


def test_a_round_number_was_reached_on_its_day(session: Session) -> None:
    days = session.scalars(select(Milestone.reached_at)).all()
    assert days
    assert min(days) < clock.now() - timedelta(days=100)


def test_a_text_is_on_the_wall_of_a_room_that_the_programme_names(session: Session) -> None:
    room = session.scalars(select(LiveRoom)).one()
    statement = session.get_one(Statement, room.statement_id)
    assert is_live(room, statement)
    assert statement.stage is Stage.MERGE_REVIEW
    meeting = session.scalars(
        select(ForumSession).where(ForumSession.statement_id == statement.id)
    ).one()
    assert meeting.kind is SessionKind.CLOSING_DISCUSSION


def test_the_verifier_accepts_the_bundle_of_every_public_release(session: Session) -> None:
    """With the log's key at hand, and nothing left outside the log."""
    key = log_key(session)
    checked = 0
    for statement in session.scalars(
        select(Statement).where(Statement.public_release.is_not(None))
    ):
        for release in public_releases(session, statement):
            report = verify.check(bundle_of(session, release), key)
            counted = session.scalar(
                select(func.count()).where(
                    Signature.release_id == release.id,
                    Signature.state == SignatureState.CONFIRMED,
                )
            )
            assert report.standing == counted, statement.slug
            checked += 1
    assert checked == sum(bool(s.public_release) for s in session.scalars(select(Statement))) + 1
    assert not session.scalar(select(func.count()).select_from(LogPending))
    assert (session.scalar(select(func.count()).select_from(LogCheckpoint)) or 0) > 3


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
    blocks = _blocks(session)
    seen: set[TranslationState] = set()
    for one in _texts(content):
        resourced = {block for block, language in _taken(one) if language != _source(one, block)}
        for item in one.text.translations():
            if item.block in resourced:
                # What was a translation is the source by now, or one of another source.
                continue
            version = session.get_one(Version, (blocks[one.about.slug][item.block], item.language))
            assert version.state.value == item.state, (one.about.slug, item.language, item.block)
            seen.add(version.state)
    assert seen == set(TranslationState)


def test_what_the_content_calls_stale_or_an_amendment_changed_is_stale(
    session: Session, content: Content
) -> None:
    blocks = _blocks(session)
    for one in _texts(content):
        expected = {
            (stale.block, language)
            for stale in one.text.stale
            for language in stale.languages
            if stale.significance != "typo"
        }
        expected |= {
            (block, language)
            for block, amended in _taken(one)
            for language in one.text.blocks[block - 1].bodies
            if language != amended
        }
        if isinstance(one, StatementContent) and one.about.revision is not None:
            expected -= {(each.block, each.language) for each in one.about.revision.wordings}
        text_id = _text_id(session, one.about.slug)
        found = {
            (blocks[one.about.slug].index(block.id), language)
            for language in {*one.text.titles, *(amended for _, amended in _taken(one))}
            for block in read_text(session, text_id, [], exactly=language, drafts=True).blocks
            if block.stale
        }
        assert found == expected, one.about.slug


def _taken(one: StatementContent | WorkContent) -> set[tuple[int, str]]:
    """Blocks that an accepted amendment has changed, with the language that it was written in."""
    if not isinstance(one, StatementContent):
        return set()
    amendments = [*one.about.amendments]
    amendments += one.about.revision.amendments if one.about.revision else ()
    return {(each.block, each.language) for each in amendments if each.outcome.startswith("acc")}


def _source(one: StatementContent | WorkContent, block: int) -> str:
    return one.text.blocks[block - 1].source


def _text_id(session: Session, slug: str) -> str:
    return session.scalars(
        select(Statement.text_id)
        .where(Statement.slug == slug)
        .union_all(select(Work.text_id).where(Work.slug == slug))
    ).one()


def _blocks(session: Session) -> dict[str, list[str]]:
    """Each text's blocks in the order in which they stand in the content."""
    rows = session.execute(
        select(Statement.slug, Statement.text_id).union_all(select(Work.slug, Work.text_id))
    ).all()
    return {slug: session.get_one(Text, text_id).order for slug, text_id in rows}


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
            if signature.external and pages:
                outside = signature.external
                unshown = [outside.email, *filter(None, [outside.contact])]
                if signature.withheld or not (signature.confirmed and signature.reviewed):
                    unshown.append(outside.name)
                for words in unshown:
                    assert not any(words in page for page in pages), words
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
