"""What happens to forums, as others hear of it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from portal.core.facts import Fact
from portal.forums.models import EditionStatus


@dataclass(frozen=True, kw_only=True)
class SeriesFounded(Fact):
    """`subject` is the series' id."""

    subject_type: ClassVar[str] = "forum_series"


@dataclass(frozen=True, kw_only=True)
class EditionFact(Fact):
    """`subject` is the edition's id."""

    subject_type: ClassVar[str] = "forum_edition"


@dataclass(frozen=True, kw_only=True)
class EditionAdded(EditionFact):
    series: str


@dataclass(frozen=True, kw_only=True)
class EditionDatesSet(EditionFact):
    """Days, place, name or status that the calendar shows are new."""

    first_day: date | None
    last_day: date | None
    status: EditionStatus


@dataclass(frozen=True, kw_only=True)
class EditionStatusChanged(EditionFact):
    before: EditionStatus
    status: EditionStatus


@dataclass(frozen=True, kw_only=True)
class SessionPut(EditionFact):
    """A session is new in the draft, or its words changed."""

    session: str


@dataclass(frozen=True, kw_only=True)
class SessionMoved(EditionFact):
    session: str
    sequence: int


@dataclass(frozen=True, kw_only=True)
class SessionCancelled(EditionFact):
    session: str
    sequence: int


@dataclass(frozen=True, kw_only=True)
class ProgrammePublished(EditionFact):
    """Ids of sessions by what changed since the version before."""

    number: int
    new: tuple[str, ...]
    moved: tuple[str, ...]
    cancelled: tuple[str, ...]
    reworded: tuple[str, ...]
    gone: tuple[str, ...]
