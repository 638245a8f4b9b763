"""The demo's series of forums, its next programme, and the gatherings on the calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portal.demo.reading.network import Side


@dataclass(frozen=True)
class AsPublished:
    language: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Edition:
    """One forum; `number` is missing where it was missed or cancelled.

    `announced_number` is kept where an edition was announced under another number.
    """

    state: Literal["held", "missed", "cancelled", "planned"]
    start_days: int
    days: int
    country: str
    city: str
    hosts: tuple[str, ...]
    number: int | None = None
    announced_number: int | None = None
    titles: Mapping[str, str] | None = None
    reason: Mapping[str, str] | None = None
    dates_as_published: AsPublished | None = None
    preliminary_days: int = 0
    zone: str | None = None
    host_language: str | None = None
    languages: tuple[str, ...] = ()
    programme: str | None = None


@dataclass(frozen=True, kw_only=True)
class Series:
    key: str
    slug: str
    organisation: str
    every_years: int
    names: Mapping[str, str]
    editions: tuple[Edition, ...]


@dataclass(frozen=True, kw_only=True)
class Room:
    key: str
    capacity: int
    booths: int
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """`pairs` are interpreted both ways; `days` are days of the programme."""

    person: str
    pairs: tuple[tuple[str, str], ...]
    days: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """`amount` is written with the currency's own minor unit."""

    key: str
    titles: Mapping[str, str]
    amount: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class Pledge:
    organisation: str
    line: str
    amount: str
    currency: str
    paid: bool


@dataclass(frozen=True, kw_only=True)
class CountryReport:
    country: str
    organisation: str
    state: Literal["asked", "promised", "drafting", "submitted"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One person's part in a session, and for which side she sits there."""

    person: str
    role: Literal["speaker", "chair", "rapporteur", "interpreter"]
    side: Side


@dataclass(frozen=True, kw_only=True)
class Session:
    """`rooms` may be `all`; day 0 is the preliminary day; a break has no floor language."""

    key: str
    kind: Literal[
        "keynote",
        "issue_presentation",
        "country_report",
        "workshop",
        "plenary",
        "closing_discussion",
        "break",
    ]
    day: int
    start: str
    end: str
    rooms: tuple[str, ...]
    titles: Mapping[str, str]
    floor: str | None = None
    interpretation: tuple[str, ...] = ()
    people: tuple[Part, ...] = ()
    parent: str | None = None
    topic: str | None = None
    country: str | None = None
    statement: str | None = None
    """What it is about; with `in_room`, what is worked on in it, on the wall."""
    in_room: bool = False
    to_be_confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Programme:
    rooms: tuple[Room, ...]
    interpreters: tuple[Interpreter, ...]
    budget: tuple[BudgetLine, ...]
    pledges: tuple[Pledge, ...]
    reports: tuple[CountryReport, ...]
    sessions: tuple[Session, ...]


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """Local to `zone`; without `start` it takes the whole day; `minutes` is 0 for a moment."""

    key: str
    kind: Literal["preparatory_meeting", "rally", "hearing", "deadline", "training"]
    days: int
    zone: str
    organisers: tuple[str, ...]
    languages: tuple[str, ...]
    public: bool
    titles: Mapping[str, str]
    about: Mapping[str, str] | None = None
    start: str | None = None
    minutes: int | None = None
    online: bool = False
    place: str | None = None
    group: str | None = None
    statement: str | None = None
    forum: str | None = None
    cancelled_days: int | None = None
    cancelled_reason: Mapping[str, str] | None = None
