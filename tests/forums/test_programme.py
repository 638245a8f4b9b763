"""The programme: planned with its clashes shown, published in versions, read everywhere."""

import gzip
from datetime import time, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from portal.core.orm import Database
from portal.forums import commands
from portal.forums.models import Day, PersonRole, ProgrammeVersion, SessionKind
from portal.forums.programme import difference, from_plain, to_plain
from portal.forums.queries.programme import draft_of
from portal.network.actors import PORTAL
from portal.network.models import Side
from tests.forums.conftest import Forum, SignIn, add_room, add_session, details
from tests.pages import Page, open_page


def day_choice(page: Page, number: int) -> str:
    return page.form().xpath(".//select[@name='day']/option/@value")[number + 1]


def test_a_coordinator_plans_publishes_moves_and_cancels(
    client: FlaskClient, forum: Forum, sign_in: SignIn
) -> None:
    hers = sign_in(forum.coordinator)
    programme = f"{forum.address}/programme"
    assert "not published yet" in open_page(client, programme).text
    open_page(hers, f"{programme}/rooms").submit(name="Их танхим", language="mn-Cyrl", booths="4")
    page = open_page(hers, f"{programme}/new")
    room = page.form().xpath(".//input[@name='rooms']/@value")[0]
    page = page.submit(
        language="vi",
        title="Dòng sông không thuộc về bờ nào",
        kind="keynote",
        floor="vi",
        interpretation=["ko", "km", "ur"],
        speakers="Trịnh Ngọc Diệp / Bến Đò\nMin Seo-yeon",
        interpreters="Đặng Lam Hương",
        day=day_choice(page, 1),
        start="09:30",
        end="10:30",
        rooms=[room],
    )
    assert "Nothing clashes" in page.text
    assert "Dòng sông" not in open_page(client, programme).text

    page = page.submit("/publish")
    assert "Version 1 of the programme is published" in page.text
    shown = open_page(client, programme)
    assert "In Vietnamese, interpreted into Korean, Khmer, and Urdu" in shown.text
    assert "09:30–10:30" in shown.text
    assert "Trịnh Ngọc Diệp Bến Đò, Min Seo-yeon" in shown.text
    assert "Đặng Lam Hương" not in shown.text
    (heading,) = shown.document.xpath("//li[contains(@class, 'session')]/h4")
    assert (heading.get("lang"), heading.get("dir")) == ("vi", "ltr")

    draft = f"{programme}/draft"
    page = open_page(hers, f"{programme}/new")
    page = page.submit(
        title="Workshop",
        language="en",
        speakers="Min Seo-yeon",
        day=day_choice(page, 1),
        start="10:00",
        end="11:00",
        rooms=[room],
    )
    assert "are both in the room “Их танхим” from 10:00 to 10:30" in page.text
    edits = page.links("/move")
    page = open_page(hers, edits[-1]).submit(start="10:30", end="11:30")
    assert "Nothing clashes" in page.text
    page = open_page(hers, edits[0]).submit(start="09:00", end="10:00")
    assert "Moved" in page.text
    page = page.submit("/publish")
    assert "Version 2 of the programme is published" in page.text
    shown = open_page(client, programme).text
    assert "Moved Keynote" in shown
    assert "New in the programme" in shown

    open_page(hers, edits[0]).submit("/cancel")
    open_page(hers, draft).submit("/publish")
    events = Calendar.from_ical(client.get(f"{programme}.ics").data).walk("VEVENT")
    first = next(event for event in events if "Dòng sông" in event["summary"])
    assert (first["status"], first["sequence"]) == ("CANCELLED", 2)
    assert first["dtstart"].dt.time() == time(9)
    assert "Cancelled" in open_page(client, programme).text
    page = open_page(hers, draft)
    assert "Readers see the programme as it stands here" in page.text


def test_publishing_needs_a_second_factor(
    forum: Forum, sign_in: SignIn, database: Database
) -> None:
    with database.transaction() as session:
        add_session(session, forum.edition, "Opening")
    hers = sign_in(forum.coordinator, second_factor=False)
    page = open_page(hers, f"{forum.address}/programme/draft")
    assert "This needs your second factor" in page.text
    assert "/publish" not in page.html


def test_both_times_are_shown_with_a_warning(
    forum: Forum, sign_in: SignIn, database: Database, client: FlaskClient
) -> None:
    with database.transaction() as session:
        add_session(session, forum.edition, "Opening", start="09:30", end="10:30")
        commands.publish_programme(session, forum.edition.id, by=PORTAL)
    address = f"{forum.address}/programme"
    shown = open_page(sign_in(forum.coordinator), address).text
    assert "09:30–10:30 10:30 in Seoul" in shown
    assert "Your clock is set to another time: Seoul" in shown
    assert "01:30 in UTC" in open_page(client, address).text


def fill(session, forum: Forum, sessions: int, rooms: int = 4) -> None:
    made = [
        add_room(session, forum.edition, f"Room {number}", capacity=60) for number in range(rooms)
    ]
    titles = "Permits that tie and permits that free: what changed in country number"
    for number in range(sessions):
        slot, room = divmod(number, rooms)
        hour = 9 + slot % 8
        add_session(
            session,
            forum.edition,
            f"{titles} {number}",
            day=1 + slot // 8,
            start=f"{hour:02}:00",
            end=f"{hour:02}:45",
            rooms=(made[room].id,),
            kind=list(SessionKind)[number % 8],
            floor_language=["ko", "vi", "km", "ur", "mn-Cyrl"][number % 5],
            interpretation=["en", "ko", "vi"],
            people=[
                commands.Part(name=f"Speaker {number}", side=Side.SENDING, organisation="Bến Đò"),
                commands.Part(name=f"Chair {number}", role=PersonRole.CHAIR),
            ],
        )


def test_sixty_sessions_weigh_little_and_cost_few_statements(
    forum: Forum, database: Database, client: FlaskClient, statements
) -> None:
    address = f"{forum.address}/programme"
    sent = []
    for sessions in (1, 60):
        with database.transaction() as session:
            fill(session, forum, sessions)
            commands.publish_programme(session, forum.edition.id, by=PORTAL)
        with statements() as gathered:
            page = open_page(client, address)
        sent.append(len([one for one in gathered if one.startswith("SELECT")]))
    assert len(page.document.xpath("//h4")) == 61
    assert sent[0] == sent[1] <= 5
    assert len(gzip.compress(page.response.data, 6)) <= 14 * 1024
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304


def test_the_draft_page_costs_as_much_for_one_session_as_for_thirty(
    forum: Forum, database: Database, sign_in: SignIn, statements
) -> None:
    hers = sign_in(forum.coordinator)
    sent = []
    for sessions in (1, 29):
        with database.transaction() as session:
            fill(session, forum, sessions)
        with statements() as gathered:
            open_page(hers, f"{forum.address}/programme/draft")
        sent.append(len([one for one in gathered if one.startswith("SELECT")]))
    assert sent[0] == sent[1]


def test_a_version_is_frozen_and_reads_back_as_it_was(forum: Forum, database: Database) -> None:
    with database.transaction() as session:
        fill(session, forum, 5)
        version = commands.publish_programme(session, forum.edition.id, by=PORTAL)
        draft = draft_of(session, forum.edition.id)
        assert from_plain(version.content) == draft == from_plain(to_plain(draft))
        assert not difference(draft, from_plain(to_plain(draft)))
    with pytest.raises(Exception, match="append-only"), database.transaction() as session:
        session.get_one(ProgrammeVersion, version.id).number = 9


def test_nine_o_clock_stays_nine_o_clock_when_the_days_move(
    forum: Forum, database: Database
) -> None:
    with database.transaction() as session:
        entry = add_session(session, forum.edition, "Opening", day=1)
        moved = details(first_day=None, last_day=None)
        with pytest.raises(Exception, match="There are sessions on a later day"):
            commands.change_edition(session, forum.edition.id, moved, by=PORTAL)
        session.rollback()
    with database.transaction() as session:
        entry = add_session(session, forum.edition, "Opening", day=1)
        day = session.get_one(Day, entry.day_id)
        before = day.date
        later = details(
            first_day=forum.edition.first_day + timedelta(days=2),
            last_day=forum.edition.last_day + timedelta(days=3),
            zone="Asia/Seoul",
        )
        commands.change_edition(session, forum.edition.id, later, by=PORTAL)
        assert day.date == before + timedelta(days=2)
        assert (day.number, entry.start) == (1, time(9))
        numbers = session.scalars(
            select(Day.number).where(Day.edition_id == forum.edition.id).order_by(Day.date)
        ).all()
        assert numbers == [0, 1, 2, 3, 4]


def test_nothing_is_published_twice(forum: Forum, database: Database, sign_in: SignIn) -> None:
    with database.transaction() as session:
        add_session(session, forum.edition, "Opening")
        commands.publish_programme(session, forum.edition.id, by=PORTAL)
    with (
        pytest.raises(Exception, match="Nothing has changed"),
        database.transaction() as session,
    ):
        commands.publish_programme(session, forum.edition.id, by=PORTAL)
