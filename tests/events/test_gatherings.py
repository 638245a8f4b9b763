"""Gatherings through their own pages: planned, moved, cancelled, answered, and in the feed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from icalendar import Calendar

from portal.core import clock
from portal.core.orm import Database
from portal.events import commands
from portal.events.models import Audience, Gathering, GatheringKind
from portal.network.actors import PORTAL
from portal.network.models import Organisation, Person, Role
from tests.factories import (
    make_group,
    make_group_membership,
    make_membership,
    make_organisation,
    make_person,
    make_portal,
)
from tests.pages import open_page


@dataclass
class Network:
    organisation: Organisation
    coordinator: Person
    member: Person
    outsider: Person
    group_id: str


@pytest.fixture
def network(database: Database) -> Network:
    with database.transaction() as session:
        make_portal(session)
        organisation = make_organisation(session, "강다리", language="ko")
        coordinator = make_person(session, "Ok Jinju", time_zone="Asia/Seoul")
        member = make_person(session, "Trịnh Ngọc Diệp", time_zone="Asia/Ho_Chi_Minh")
        outsider = make_person(session, "An outsider")
        for person in (coordinator, member):
            make_membership(session, person, organisation, Role.MEMBER)
        group = make_group(session, "Gender Task Force")
        make_group_membership(session, group, coordinator, organisation, coordinates=True)
        return Network(organisation, coordinator, member, outsider, group.id)


SignIn = Callable[[Person], FlaskClient]
IN_A_MONTH = clock.today() + timedelta(days=30)


def plan(session, title: str = "A rally", **values) -> Gathering:
    words = {
        key: values.pop(key) for key in ("kind", "audience", "online_address") if key in values
    }
    words.setdefault("audience", Audience.PUBLIC)
    when = {"day": IN_A_MONTH, "zone": "Asia/Seoul", "start": time(10), "minutes": 60}
    when |= {key: values.pop(key) for key in ("day", "zone", "start", "minutes") if key in values}
    return commands.plan_gathering(
        session,
        commands.Plan(
            wording=commands.Wording(titles={"en": title}, **words),
            when=commands.When(**when),
            **values,
        ),
        by=PORTAL,
    )


def events_of(file: bytes) -> list:
    return list(Calendar.from_ical(file).walk("VEVENT"))


def planned_by(client: FlaskClient, **values: str):
    page = open_page(client, "/calendar/new")
    return page.submit(
        **{
            "language": "ko",
            "title": "첫 준비 회의",
            "day": IN_A_MONTH.isoformat(),
            "start": "16:00",
            "minutes": "90",
            "zone": "Asia/Ulaanbaatar",
            "audience": "public",
            "place": "강다리 교육관",
            **values,
        }
    )


def test_a_coordinator_plans_moves_and_cancels_and_the_file_follows(
    network: Network, sign_in: SignIn, client: FlaskClient
) -> None:
    hers = sign_in(network.coordinator)
    page = planned_by(hers)
    assert page.status == 200
    assert "16:00 to 17:30 in Ulaanbaatar" in page.text
    assert "17:00 in Seoul" in page.text
    address = page.address.removeprefix("http://localhost")

    (first,) = events_of(client.get(f"{address}.ics").data)
    assert first["sequence"] == 0
    assert first["dtstart"].dt.utcoffset() == timedelta(hours=8)

    open_page(hers, f"{address}/edit").submit(title="첫 번째 준비 회의")
    (mended,) = events_of(client.get(f"{address}.ics").data)
    assert (mended["uid"], mended["sequence"]) == (first["uid"], 0)
    assert mended["summary"] == "첫 번째 준비 회의"

    open_page(hers, f"{address}/move").submit(start="18:15")
    (moved,) = events_of(client.get(f"{address}.ics").data)
    assert (moved["uid"], moved["sequence"]) == (first["uid"], 1)
    assert moved["dtstart"].dt.time() == time(18, 15)

    open_page(hers, f"{address}/move").submit()
    assert events_of(client.get(f"{address}.ics").data)[0]["sequence"] == 1

    open_page(hers, f"{address}/move").submit(place="온라인")
    assert events_of(client.get(f"{address}.ics").data)[0]["sequence"] == 2

    open_page(hers, f"{address}/cancel").submit(reason="폭염")
    (called_off,) = events_of(client.get(f"{address}.ics").data)
    assert (called_off["uid"], called_off["sequence"]) == (first["uid"], 3)
    assert called_off["status"] == "CANCELLED"
    assert called_off["dtstart"].dt == moved["dtstart"].dt
    assert "This gathering is cancelled" in open_page(client, address).text


def test_a_time_that_the_clocks_skip_is_refused_in_words_and_nothing_is_lost(
    network: Network, sign_in: SignIn
) -> None:
    page = planned_by(
        sign_in(network.coordinator), day="2028-03-12", start="02:30", zone="America/New_York"
    )
    assert page.status == 422
    assert "the clocks in New York go forward over 02:30" in page.text
    assert "The next time that exists is 03:00" in page.text
    assert page.form().fields["title"] == "첫 준비 회의"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_other_clocks_cannot_show_is_refused(
    network: Network, sign_in: SignIn, day: str
) -> None:
    hers = sign_in(network.coordinator)
    page = planned_by(hers, day=day, start="23:30" if day > "2" else "00:30", zone="UTC")
    assert page.status == 422
    assert "Check this day." in page.text
    assert open_page(hers, "/calendar").status == 200


def test_members_only_means_members_only(
    network: Network, sign_in: SignIn, client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        hidden = plan(
            session,
            "Our meeting",
            audience=Audience.MEMBERS,
            online_address="https://meet.example.org/secret",
        )
        shown = plan(session, "Our rally", online_address="https://meet.example.org/secret")
    for reader in (client, sign_in(network.outsider)):
        assert open_page(reader, f"/calendar/{hidden.slug}").status == 403
        assert reader.get(f"/calendar/{hidden.slug}.ics").status_code == 403
        listed = open_page(reader, "/calendar").text
        assert "Our meeting" not in listed
        assert "Our rally" in listed
        assert "meet.example.org" not in open_page(reader, f"/calendar/{shown.slug}").html
        assert b"meet.example.org" not in reader.get(f"/calendar/{shown.slug}.ics").data
    feed = client.get("/calendar/all.ics").data
    assert b"Our meeting" not in feed
    assert b"meet.example.org" not in feed
    member = sign_in(network.member)
    assert "https://meet.example.org/secret" in open_page(member, f"/calendar/{hidden.slug}").text


def test_only_those_who_call_it_change_it(
    network: Network, sign_in: SignIn, database: Database
) -> None:
    with database.transaction() as session:
        gathering = plan(session, group_id=network.group_id)
    member = sign_in(network.member)
    for act in ("edit", "move", "cancel"):
        assert open_page(member, f"/calendar/{gathering.slug}/{act}").status == 403
    assert open_page(member, "/calendar/new").status == 403
    assert open_page(sign_in(network.coordinator), f"/calendar/{gathering.slug}/move").status == 200


def test_a_person_answers_and_changes_her_mind(
    network: Network, sign_in: SignIn, database: Database
) -> None:
    with database.transaction() as session:
        gathering = plan(session, group_id=network.group_id)
    address = f"/calendar/{gathering.slug}"
    member = sign_in(network.member)
    page = open_page(member, address).submit("/reply", answer="yes", needs="Vietnamese")
    assert "Your answer is noted" in page.text
    page = page.submit("/reply", answer="maybe")
    assert page.form("/reply").fields["answer"] == "maybe"
    managed = open_page(sign_in(network.coordinator), address).text
    assert "Trịnh Ngọc Diệp: Perhaps I come" in managed
    assert "Vietnamese" in managed
    assert "Trịnh Ngọc Diệp: Perhaps" not in page.text


def test_an_unchanged_feed_is_the_same_bytes_and_answers_304(
    client: FlaskClient, database: Database, network: Network
) -> None:
    with database.transaction() as session:
        for number in range(3):
            gathering = plan(session, f"Rally {number}", zone="America/New_York")
    first = client.get("/calendar/all.ics")
    with time_machine.travel(clock.now() + timedelta(hours=5), tick=False):
        second = client.get("/calendar/all.ics")
        assert second.data == first.data
        again = client.get("/calendar/all.ics", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert client.get("/calendar/all.ics", headers=since).status_code == 304
        with database.transaction() as session:
            commands.cancel(session, gathering.id, {}, by=PORTAL)
        after = client.get("/calendar/all.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert after.status_code == 200
    assert len(events_of(after.data)) == 3
    assert sum(event["status"] == "CANCELLED" for event in events_of(after.data)) == 1


def test_a_cancelled_gathering_leaves_the_feed_after_ninety_days(
    client: FlaskClient, database: Database, network: Network
) -> None:
    with database.transaction() as session:
        gone = plan(session, "Gone", day=clock.today() + timedelta(days=200))
        plan(session, "Stays", day=clock.today() + timedelta(days=200))
        commands.cancel(session, gone.id, {}, by=PORTAL)
    with time_machine.travel(clock.now() + timedelta(days=89), tick=False):
        assert len(events_of(client.get("/calendar/all.ics").data)) == 2
    with time_machine.travel(clock.now() + timedelta(days=91), tick=False):
        assert [event["summary"] for event in events_of(client.get("/calendar/all.ics").data)] == [
            "Stays"
        ]


def test_the_list_sends_as_many_statements_for_one_as_for_thirty(
    client: FlaskClient, database: Database, network: Network, statements
) -> None:
    sent: list[int] = []
    for more in (1, 29):
        with database.transaction() as session:
            for number in range(more):
                plan(
                    session,
                    f"Rally {more} {number}",
                    organisations=[network.organisation.id],
                    day=IN_A_MONTH + timedelta(days=number),
                )
        with statements() as gathered:
            assert "Rally" in open_page(client, "/calendar").text
        sent.append(len([one for one in gathered if one.startswith("SELECT")]))
    assert sent[0] == sent[1] <= 5


def test_past_gatherings_and_kinds(
    client: FlaskClient, database: Database, network: Network
) -> None:
    with database.transaction() as session:
        plan(session, "Long ago", day=date(2024, 5, 1), kind=GatheringKind.HEARING)
        plan(session, "Soon", kind=GatheringKind.RALLY)
    assert "Long ago" not in open_page(client, "/calendar").text
    past = open_page(client, "/calendar?when=past").text
    assert "Long ago" in past
    assert "May 2024" in past
    assert "Soon" not in past
    assert "Soon" not in open_page(client, "/calendar?kind=hearing").text


def test_moments_are_derived_again_when_the_zone_data_change(
    database: Database, network: Network
) -> None:
    with database.transaction() as session:
        stale, right = plan(session, "Stale"), plan(session, "Right")
        stale.starts_at -= timedelta(hours=1)
        session.flush()
        moved = commands.derive_again(session)
        assert [item.id for item in moved] == [stale.id]
        assert stale.sequence == 1
        assert right.sequence == 0
        assert stale.starts_at == datetime.combine(IN_A_MONTH, time(1), tzinfo=UTC)
