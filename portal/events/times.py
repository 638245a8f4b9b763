"""What the clocks of a place show, and the moment that it is: gaps and folds included."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class NoSuchTime(ValueError):
    """The clocks go forward over this time: it does not exist there on that day.

    `after` is the first local time that exists again.
    """

    def __init__(self, day: date, start: time, zone: str, after: datetime) -> None:
        super().__init__(f"{day} {start} does not exist in {zone}")
        self.after = after


class NoSuchZone(ValueError):
    """No IANA zone has this name."""


@lru_cache(512)
def zone_of(name: str) -> ZoneInfo:
    """The zone of this IANA name. Raises NoSuchZone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise NoSuchZone(name) from error


def moment(day: date, start: time, zone: str) -> datetime:
    """The moment in UTC at which clocks in `zone` show this; the first of two where it comes twice.

    The first is what RFC 5545 (3.3.5) means by an ambiguous local time, so a calendar
    that reads our file means the same hour. Raises NoSuchTime, NoSuchZone.
    """
    local = datetime.combine(day, start).replace(tzinfo=zone_of(zone))
    found = local.astimezone(UTC)
    if found.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(day, start, zone, _after_gap(local))
    return found


def comes_twice(day: date, start: time, zone: str) -> bool:
    """Whether the clocks show this time twice that day, because they go back over it."""
    local = datetime.combine(day, start).replace(tzinfo=zone_of(zone))
    earlier, later = local.utcoffset(), local.replace(fold=1).utcoffset()
    assert earlier is not None and later is not None  # noqa: S101, PT018 - a ZoneInfo knows
    return later < earlier


def midnight(day: date, zone: str) -> datetime:
    """The moment at which a day begins in a zone, also where the clocks skip midnight."""
    return datetime.combine(day, time()).replace(tzinfo=zone_of(zone)).astimezone(UTC)


def span(
    day: date, start: time | None, minutes: int | None, last_day: date | None, zone: str
) -> tuple[datetime, datetime]:
    """When it begins and ends, in UTC. Minutes are elapsed ones, over a change of clocks too."""
    if start is None:
        return midnight(day, zone), midnight((last_day or day) + timedelta(days=1), zone)
    begins = moment(day, start, zone)
    return begins, begins + timedelta(minutes=minutes or 0)


def _after_gap(local: datetime) -> datetime:
    """The first local time that exists again, to the minute."""
    zone = local.tzinfo
    probe = local.replace(tzinfo=None)
    while probe.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != probe:
        probe += timedelta(minutes=1)
    return probe
