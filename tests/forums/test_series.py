"""A series, its editions and their days on the calendar, through their pages."""

from datetime import date

from flask.testing import FlaskClient
from icalendar import Calendar

from portal.core.orm import Database
from portal.forums import commands
from portal.forums.models import EditionStatus
from portal.network.actors import PORTAL
from tests.factories import make_person
from tests.forums.conftest import Forum, SignIn, details
from tests.pages import open_page


def test_the_continuity_page_answers_without_an_account(client: FlaskClient, forum: Forum) -> None:
    page = open_page(client, "/en/forums/two-banks")
    assert page.status == 200
    assert "Nobody yet. Without a host the series breaks off." in page.text
    assert "Oct 12, 2028 to" in page.text
    assert "Ulaanbaatar, Mongolia" in page.text
    assert "Two Banks Forum" in open_page(client, "/en/forums").text


def test_a_coordinator_adds_past_forums_as_they_were(
    client: FlaskClient, forum: Forum, sign_in: SignIn
) -> None:
    hers = sign_in(forum.coordinator)
    page = open_page(hers, "/forums/two-banks/new").submit(
        language="ja",
        year="2016",
        number="",
        renumbered_from="3",
        name="",
        city="神戸",
        country="JP",
        zone="Asia/Tokyo",
        precision="month",
        first_day="2016-06-01",
        last_day="2016-06-30",
        published_text="六月のどこか",
        published_source="会報",
        other_host="潮だまり",
    )
    assert page.status == 200
    page = open_page(hers, f"{page.address}/status").submit(
        status="missed", language="ja", reason="助成金が打ち切られました。"
    )
    assert "Could not be held" in page.text
    shown = open_page(client, "/forums/two-banks").text
    for words in (
        "六月のどこか",
        "会報",
        "June 2016",
        "潮だまり",
        "助成金",
        "Announced as number 3",
    ):
        assert words in shown
    again = open_page(hers, f"{page.address}/status").submit(status="held")
    assert again.status == 403


def test_only_its_coordinators_and_the_secretariat_plan_a_forum(
    client: FlaskClient, forum: Forum, sign_in: SignIn, database: Database
) -> None:
    member = sign_in(forum.member)
    for place in ("new", "2028/edit", "2028/status", "2028/programme/draft"):
        assert open_page(member, f"/forums/two-banks/{place}").status == 403
        assert client.get(f"/forums/two-banks/{place}").status_code == 303
    assert open_page(member, "/forums/new").status == 403
    with database.transaction() as session:
        secretary = make_person(session, "The secretariat", is_secretariat=True)
    page = open_page(sign_in(secretary), "/forums/new")
    blank = page.submit(name="Another forum", language="en", group=" ")
    assert "Choose one of the answers offered." in blank.text
    page = page.submit(name="Another forum", language="en")
    assert "The series is begun" in page.text


def test_an_editions_days_stand_on_the_calendar_and_follow_it(
    client: FlaskClient, forum: Forum, sign_in: SignIn, database: Database
) -> None:
    (first,) = Calendar.from_ical(client.get("/calendar/all.ics").data).walk("VEVENT")
    assert first["dtstart"].dt == date(2028, 10, 12)
    assert first["dtend"].dt == date(2028, 10, 16)
    listed = open_page(client, "/en/calendar")
    assert "Two banks, one river" in listed.text
    hers = sign_in(forum.coordinator)
    entry = open_page(hers, listed.links("/calendar/")[0])
    assert "/forums/two-banks/2028" in entry.html
    assert open_page(hers, f"{entry.address}/move").status == 403

    open_page(hers, f"{forum.address}/edit").submit(first_day="2028-10-19", last_day="2028-10-22")
    (moved,) = Calendar.from_ical(client.get("/calendar/all.ics").data).walk("VEVENT")
    assert (moved["uid"], moved["sequence"]) == (first["uid"], 1)
    assert moved["dtstart"].dt == date(2028, 10, 19)

    open_page(hers, f"{forum.address}/status").submit(status="cancelled", reason="Floods")
    (gone,) = Calendar.from_ical(client.get("/calendar/all.ics").data).walk("VEVENT")
    assert (gone["uid"], gone["status"]) == (first["uid"], "CANCELLED")
    assert gone["dtstart"].dt == date(2028, 10, 19)


def test_what_was_never_held_does_not_crowd_the_calendar(
    client: FlaskClient, forum: Forum, database: Database
) -> None:
    before = client.get("/calendar/all.ics").data
    with database.transaction() as session:
        series = session.merge(forum.series, load=False)
        commands.add_edition(
            session,
            series,
            details(year=2027, names={"en": "Gone"}),
            status=EditionStatus.CANCELLED,
            by=PORTAL,
        )
    assert client.get("/calendar/all.ics").data == before


def test_the_series_page_sends_as_many_statements_for_one_edition_as_for_thirty(
    client: FlaskClient, forum: Forum, database: Database, statements
) -> None:
    sent = []
    for more in range(2):
        with database.transaction() as session:
            series = session.merge(forum.series, load=False)
            for number in range(1 + more * 29):
                commands.add_edition(
                    session,
                    series,
                    details(
                        year=1950 + more * 30 + number,
                        first_day=None,
                        last_day=None,
                        hosts=[commands.Host(organisation_id=forum.host.id)],
                    ),
                    status=EditionStatus.HELD,
                    by=PORTAL,
                )
        with statements() as gathered:
            assert "Хөх толгод" in open_page(client, "/forums/two-banks").text
        sent.append(len([one for one in gathered if one.startswith("SELECT")]))
    assert sent[0] == sent[1] <= 5
