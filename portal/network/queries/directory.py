"""The directory of organisations, kept in the process and read anew when any of them changes.

Names in many scripts, collation by the reader's language and several filters at once are beyond
what the two databases do alike. A few thousand short rows are not: one statement asks whether
anything changed, and only then two more fetch the rows.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.languages import collation_key
from portal.network.folding import fold
from portal.network.models import (
    NameKind,
    Organisation,
    OrganisationCountry,
    OrganisationKind,
    OrganisationName,
    Side,
    Standing,
)
from portal.network.names import Shown, choose_name, shown_names

_KEPT_DIRECTORIES = 4
_KEPT_ORDERS = 32


@dataclass(frozen=True, slots=True)
class Listed:
    """One organisation of the directory."""

    id: str
    slug: str
    side: Side
    kind: OrganisationKind
    city: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    since: datetime
    countries: tuple[tuple[str, str], ...]
    """Codes with the name that the organisation chose, which may be empty."""
    names: dict[str, str]
    searched: str

    def name(self, languages: Sequence[str]) -> Shown:
        return choose_name(self.names, languages) if self.names else Shown(self.slug, "und")


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the directory is wanted; empty wants everything."""

    side: Side | None = None
    country: str = ""
    topic: str = ""
    language: str = ""
    kind: OrganisationKind | None = None
    words: str = ""

    @property
    def any(self) -> bool:
        return self != Filters()

    def choose(self, items: Sequence[Listed]) -> list[Listed]:
        """Those of `items` that are wanted, in their order."""
        if not self.any:
            return list(items)
        words = fold(self.words).split()
        return [item for item in items if self._admit(item, words)]

    def _admit(self, item: Listed, words: Sequence[str]) -> bool:
        return (
            (self.side is None or item.side is self.side)
            and (not self.country or any(code == self.country for code, _ in item.countries))
            and (not self.topic or self.topic in item.topics)
            and (not self.language or self.language in item.languages)
            and (self.kind is None or item.kind is self.kind)
            and all(word in item.searched for word in words)
        )


@dataclass(frozen=True)
class Used:
    """Values that occur in a directory."""

    countries: frozenset[str]
    languages: frozenset[str]
    topics: frozenset[str]
    kinds: frozenset[OrganisationKind]


@dataclass
class Directory:
    """All admitted organisations as of `version`."""

    version: str
    items: tuple[Listed, ...]
    _orders: OrderedDict[tuple[str, ...], tuple[Listed, ...]] = field(default_factory=OrderedDict)

    @cached_property
    def used(self) -> Used:
        """What a filter can be offered for."""
        return Used(
            countries=frozenset(code for item in self.items for code, _ in item.countries),
            languages=frozenset(tag for item in self.items for tag in item.languages),
            topics=frozenset(topic for item in self.items for topic in item.topics),
            kinds=frozenset(item.kind for item in self.items),
        )

    def by_name(self, languages: Sequence[str], locale: str) -> tuple[Listed, ...]:
        """Everyone in the order of the names that a reader of `languages` sees."""
        key = (locale, *languages)
        order = self._orders.get(key)
        if order is None:
            collate = collation_key(locale)
            order = tuple(sorted(self.items, key=lambda item: collate(item.name(languages).text)))
            self._orders[key] = order
            while len(self._orders) > _KEPT_ORDERS:
                self._orders.popitem(last=False)
        return order

    def find(
        self, filters: Filters, *, languages: Sequence[str], locale: str, sort: str = "name"
    ) -> list[Listed]:
        """Those wanted, by name or with the newest members first."""
        found = filters.choose(self.by_name(languages, locale))
        if sort == "newest":
            found.sort(key=lambda item: item.since, reverse=True)
        return found


_kept: OrderedDict[str, Directory] = OrderedDict()
_lock = threading.Lock()


def directory(session: Session, on: date | None = None) -> Directory:
    """The directory as it stands: one statement when nothing changed, three when something did."""
    day = on or clock.today()
    count, newest = session.execute(
        select(func.count(), func.max(Organisation.changed_at)).select_from(Organisation)
    ).one()
    place = str(session.get_bind().engine.url)
    version = f"{place}|{count}|{newest}|{day}"
    with _lock:
        kept = _kept.get(place)
    if kept is not None and kept.version == version:
        return kept
    fresh = Directory(version, _read(session, day))
    with _lock:
        _kept[place] = fresh
        while len(_kept) > _KEPT_DIRECTORIES:
            _kept.popitem(last=False)
    return fresh


@dataclass(frozen=True, slots=True)
class _Name:
    language: str
    text: str
    kind: NameKind
    valid_from: date | None
    valid_until: date | None

    def valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


def _read(session: Session, day: date) -> tuple[Listed, ...]:
    rows = session.execute(
        select(
            Organisation.id,
            Organisation.slug,
            Organisation.side,
            Organisation.kind,
            Organisation.city,
            Organisation.languages,
            Organisation.topics,
            Organisation.standing_since,
            OrganisationName.language,
            OrganisationName.text,
            OrganisationName.kind,
            OrganisationName.valid_from,
            OrganisationName.valid_until,
        )
        .outerjoin(OrganisationName, OrganisationName.organisation_id == Organisation.id)
        .where(Organisation.standing == Standing.ADMITTED)
        .order_by(Organisation.id, OrganisationName.position, OrganisationName.id)
    ).all()
    names: dict[str, list[_Name]] = {}
    about: dict[str, tuple[object, ...]] = {}
    for row in rows:
        about.setdefault(row[0], tuple(row[:8]))
        if row[9] is not None:
            names.setdefault(row[0], []).append(_Name(row[8], row[9], row[10], row[11], row[12]))
    countries: dict[str, list[tuple[str, str]]] = {}
    for organisation, code, shown_as in session.execute(
        select(
            OrganisationCountry.organisation_id,
            OrganisationCountry.code,
            OrganisationCountry.shown_as,
        ).order_by(OrganisationCountry.position, OrganisationCountry.id)
    ):
        countries.setdefault(organisation, []).append((code, shown_as))
    return tuple(
        _listed(row, names.get(key, []), countries.get(key, []), day) for key, row in about.items()
    )


def _listed(
    row: tuple[object, ...], names: list[_Name], countries: list[tuple[str, str]], day: date
) -> Listed:
    key, slug, side, kind, city, languages, topics, since = row
    words = [name.text for name in names] + [str(city)] + [shown for _, shown in countries]
    return Listed(
        id=str(key),
        slug=str(slug),
        side=Side(side),
        kind=OrganisationKind(kind),
        city=str(city),
        languages=tuple(languages),  # type: ignore[arg-type]
        topics=tuple(topics),  # type: ignore[arg-type]
        since=since,  # type: ignore[arg-type]
        countries=tuple(countries),
        names=shown_names(names, day),
        searched=" · ".join(fold(word) for word in words if word),
    )
