"""The one place that reads the time, always aware and in UTC."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

_ahead: ContextVar[timedelta] = ContextVar("ahead", default=timedelta())


def now() -> datetime:
    """The present moment in UTC, to the microsecond."""
    return datetime.now(UTC) + _ahead.get()


def today() -> date:
    """Today's date in UTC."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at another moment, and run on from there, for this thread or task.

    Only the demo has use for it: a past that went through the same commands as the present.
    """
    before = _ahead.set(moment - datetime.now(UTC))
    try:
        yield
    finally:
        _ahead.reset(before)
