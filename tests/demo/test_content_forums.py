"""The demo's works, forums and gatherings name what exists and clash with nothing."""

import zoneinfo
from collections import Counter
from datetime import time
from decimal import Decimal

from portal.demo.reading import Content
from portal.demo.reading.library import Work

COUNTRIES = frozenset(
    ["KR", "JP", "TW", "HK", "TH", "VN", "KH", "PH", "NP", "MN", "ID", "BD", "PK"]
)


def test_what_works_name_exists(content: Content) -> None:
    keys = {work.about.key for work in content.works}
    topics = {topic.key for topic in content.topics}
    authors = {
        "withheld",
        *(f"org:{one.key}" for one in content.organisations),
        *(f"person:{one.key}" for one in content.people),
    }
    for work in content.works:
        about = work.about
        assert set(about.authors) <= authors
        assert set(about.related) <= keys - {about.key}
        assert set(about.topics) <= topics
        assert set(about.countries) <= COUNTRIES
        assert about.forum is None or about.forum in forums(content)
        if about.sensitive:
            assert about.neutral_title is not None
            assert set(about.neutral_title) == set(about.titles)


def forums(content: Content) -> set[str]:
    return {
        f"{series.key}:{edition.number}"
        for series in content.series
        for edition in series.editions
        if edition.number
    }


def test_a_testimony_has_consent_for_each_language_and_one_is_withdrawn(content: Content) -> None:
    testimonies: list[Work] = [w for w in content.works if w.about.kind == "testimony"]
    assert testimonies
    for work in testimonies:
        assert {consent.language for consent in work.about.consents} == set(work.about.titles)
    assert any(c.withdrawn_days for work in testimonies for c in work.about.consents)


def test_the_series_remembers_missed_and_renumbered_editions(content: Content) -> None:
    (series,) = content.series
    states = Counter(edition.state for edition in series.editions)
    assert states["missed"] == states["cancelled"] == states["planned"] == 1
    numbers = [edition.number for edition in series.editions if edition.number]
    assert numbers == list(range(1, len(numbers) + 1))
    assert any(e.number and e.announced_number not in {None, e.number} for e in series.editions)
    starts = [edition.start_days for edition in series.editions]
    assert starts == sorted(starts)
    organisations = {one.key for one in content.organisations}
    assert all(set(edition.hosts) <= organisations for edition in series.editions)


def test_the_programme_holds_together(content: Content) -> None:
    (programme,) = content.programmes.values()
    people = {person.key for person in content.people}
    rooms = {room.key for room in programme.rooms} | {"all"}
    sessions = {session.key: session for session in programme.sessions}
    assert len(sessions) == len(programme.sessions) == 18
    assert {session.kind for session in programme.sessions} == {
        "keynote",
        "issue_presentation",
        "country_report",
        "workshop",
        "plenary",
        "closing_discussion",
        "break",
    }
    for session in programme.sessions:
        assert time.fromisoformat(session.start) < time.fromisoformat(session.end)
        assert set(session.rooms) <= rooms
        assert {part.person for part in session.people} <= people
        assert (session.floor is None) == (session.kind == "break")
        assert session.floor not in session.interpretation
        if session.statement is not None:
            assert session.statement in {one.about.key for one in content.statements}
        if session.parent is not None:
            parent = sessions[session.parent]
            assert parent.day == session.day
            assert parent.start <= session.start < session.end <= parent.end
    assert {i.person for i in programme.interpreters} <= people


def test_nobody_is_in_two_rooms_at_once(content: Content) -> None:
    (programme,) = content.programmes.values()
    for one in programme.sessions:
        for other in programme.sessions:
            if one.key >= other.key or one.day != other.day:
                continue
            if other.key == one.parent or one.key == other.parent:
                continue
            if one.start < other.end and other.start < one.end:
                assert not set(one.rooms) & set(other.rooms), (one.key, other.key)
                both = {p.person for p in one.people} & {p.person for p in other.people}
                assert not both, (one.key, other.key)


def test_money_has_the_minor_units_of_its_currency(content: Content) -> None:
    (programme,) = content.programmes.values()
    digits_after_point = {"KRW": 0, "USD": 2, "MNT": 2}
    lines = {line.key for line in programme.budget}
    sums = [(line.amount, line.currency) for line in programme.budget]
    sums += [(pledge.amount, pledge.currency) for pledge in programme.pledges]
    for amount, currency in sums:
        assert Decimal(amount) > 0
        assert len(amount.partition(".")[2]) == digits_after_point[currency]
    assert {pledge.line for pledge in programme.pledges} <= lines


def test_gatherings_happen_somewhere_at_a_time_that_exists(content: Content) -> None:
    organisations = {one.key for one in content.organisations}
    groups = {group.key for group in content.groups}
    assert {"preparatory_meeting", "rally", "hearing", "deadline"} <= {
        gathering.kind for gathering in content.gatherings
    }
    for gathering in content.gatherings:
        zoneinfo.ZoneInfo(gathering.zone)
        assert (gathering.start is None) == (gathering.minutes is None)
        assert gathering.online or gathering.place
        assert set(gathering.organisers) <= organisations
        assert gathering.group is None or gathering.group in groups
        assert gathering.forum is None or gathering.forum in forums(content)
        assert gathering.statement is None or gathering.statement in {
            one.about.key for one in content.statements
        }
