"""Calendar files are read back by another reading of RFC 5545, over changes of clocks too."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from portal.events.calendars import Entry, calendar_file
from portal.events.times import NoSuchTime, comes_twice, moment, span

BEGUN = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


def entry(zone: str, day: date, start: time | None, **values) -> Entry:
    return Entry(
        **{
            "uid": f"{zone}-{day}-{start}",
            "sequence": 0,
            "changed_at": BEGUN,
            "title": "សវនាការ",
            "language": "km",
            "day": day,
            "zone": zone,
            "start": start,
            "minutes": 90,
            **values,
        }
    )


def own_offset(timezone, local: datetime) -> timedelta:
    """The offset that a VTIMEZONE gives for a local time, read as RFC 5545 3.6.5 says."""
    onsets = sorted((part["dtstart"].dt, part["tzoffsetto"].td) for part in timezone.subcomponents)
    return next(offset for onset, offset in reversed(onsets) if onset <= local)


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("America/New_York", [date(2027, 3, 13), date(2027, 3, 14), date(2027, 11, 7)]),
        ("Australia/Sydney", [date(2027, 4, 3), date(2027, 4, 4), date(2027, 10, 3)]),
        ("Asia/Seoul", [date(2027, 3, 14), date(2027, 10, 3)]),
        ("Europe/Istanbul", [date(2014, 3, 18), date(2027, 3, 28)]),
        ("Asia/Kathmandu", [date(2027, 3, 14)]),
        ("America/St_Johns", [date(2027, 3, 14), date(2027, 11, 7)]),
        ("Australia/Lord_Howe", [date(2027, 4, 4), date(2027, 10, 3)]),
        ("Africa/Casablanca", [date(2027, 2, 7), date(2027, 3, 14)]),
        ("Pacific/Apia", [date(2027, 4, 4)]),
        ("America/Mexico_City", [date(2022, 4, 3), date(2022, 10, 30)]),
    ],
)
def test_every_hour_is_right_by_the_file_alone(zone: str, days: list[date]) -> None:
    entries = [entry(zone, day, time(hour, 30)) for day in days for hour in (0, 4, 12, 23)]
    calendar = Calendar.from_ical(calendar_file(entries, name="All"))
    (timezone,) = calendar.walk("VTIMEZONE")
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == len(entries)
    for item in entries:
        event = events[item.uid]
        begins = event["dtstart"].dt
        assert begins == moment(item.day, item.start, zone)
        assert event["dtstart"].params["TZID"] == zone
        written = begins.replace(tzinfo=None)
        assert own_offset(timezone, written) == begins.utcoffset()
        assert event["duration"].dt == timedelta(minutes=90)


def test_the_zone_holds_no_more_changes_than_its_entries_need() -> None:
    file = calendar_file([entry("America/New_York", date(2027, 7, 1), time(9))], name="One")
    assert file.count(b"BEGIN:DAYLIGHT") == 1
    assert b"BEGIN:STANDARD" not in file
    both = [entry("America/New_York", date(2027, month, 1), time(9)) for month in (2, 7)]
    assert calendar_file(both, name="Two").count(b"TZOFFSETTO") == 2


def test_the_same_entries_give_the_same_bytes_in_any_order() -> None:
    entries = [entry("Asia/Seoul", date(2027, 5, day), time(9), uid=str(day)) for day in (3, 1, 2)]
    assert calendar_file(entries, name="A") == calendar_file(reversed(entries), name="A")
    changed = [replace(entries[0], sequence=1), *entries[1:]]
    assert calendar_file(changed, name="A") != calendar_file(entries, name="A")


def test_days_moments_and_cancellations() -> None:
    days = entry(
        "Asia/Ulaanbaatar", date(2028, 10, 12), None, last_day=date(2028, 10, 15), uid="days"
    )
    due = entry("Asia/Seoul", date(2028, 1, 1), time(17), minutes=0, uid="due", cancelled=True)
    utc = entry("UTC", date(2028, 1, 1), time(17), uid="utc")
    calendar = Calendar.from_ical(calendar_file([days, due, utc], name="A"))
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert calendar["method"] == "PUBLISH"
    assert events["days"]["dtstart"].dt == date(2028, 10, 12)
    assert events["days"]["dtend"].dt == date(2028, 10, 16)
    assert "duration" not in events["due"]
    assert "dtend" not in events["due"]
    assert events["due"]["status"] == "CANCELLED"
    assert events["utc"]["dtstart"].to_ical() == b"20280101T170000Z"
    assert events["due"]["dtstamp"].dt == BEGUN.replace(microsecond=0)
    assert events["due"]["summary"].params["LANGUAGE"] == "km"


def test_a_time_that_the_clocks_skip_does_not_exist() -> None:
    with pytest.raises(NoSuchTime) as caught:
        moment(date(2027, 3, 14), time(2, 30), "America/New_York")
    assert caught.value.after == datetime(2027, 3, 14, 3, 0)  # noqa: DTZ001 - a local time
    with pytest.raises(NoSuchTime) as caught:
        moment(date(2027, 10, 3), time(2, 0), "Australia/Lord_Howe")
    assert caught.value.after == datetime(2027, 10, 3, 2, 30)  # noqa: DTZ001


def test_a_time_that_comes_twice_is_the_first_of_both() -> None:
    day = date(2027, 11, 7)
    assert comes_twice(day, time(1, 30), "America/New_York")
    assert not comes_twice(day, time(2, 30), "America/New_York")
    assert moment(day, time(1, 30), "America/New_York") == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


def test_a_day_begins_where_midnight_is_skipped() -> None:
    begins, ends = span(date(2011, 12, 31), None, None, None, "Pacific/Apia")
    assert ends - begins == timedelta(hours=24)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["Asia/Tehran", "Australia/Sydney", "America/New_York", "Asia/Seoul"]),
)
def test_local_time_and_moment_agree(local: datetime, zone: str) -> None:
    local = local.replace(second=0, microsecond=0, fold=0)
    shown = datetime.combine(local.date(), local.time(), ZoneInfo(zone)).astimezone(UTC)
    if shown.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        with pytest.raises(NoSuchTime) as caught:
            moment(local.date(), local.time(), zone)
        assert caught.value.after > local
    else:
        assert moment(local.date(), local.time(), zone) == shown
