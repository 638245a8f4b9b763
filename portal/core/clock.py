"""The one place that reads the time, always aware and in UTC."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """The present moment in UTC, to the microsecond."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date in UTC."""
    return now().date()
