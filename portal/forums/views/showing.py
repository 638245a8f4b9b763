"""What the pages of forums share: names, places and dates as one reader sees them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for

from portal.core import locales, web
from portal.core.languages import direction
from portal.core.sentences import Sentence, say
from portal.events.words import days_words, month_words
from portal.forums.models import Edition, EditionHost, EditionStatus, Precision, Series
from portal.forums.words import STATUSES, budget_words, edition_label
from portal.network.names import Shown, display_name, pick


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class HostShown:
    name: Shown
    url: str


@dataclass(frozen=True)
class EditionShown:
    """An edition for one reader: every word picked."""

    edition: Edition
    url: str
    label: Sentence
    name: Shown
    dir: str
    hosts: Sequence[HostShown]
    place: str
    dates: str
    status: Sentence
    reason: Shown
    theme: Shown
    budget: str
    funded: str

    @property
    def off(self) -> bool:
        return self.edition.status in {
            EditionStatus.MISSED,
            EditionStatus.CANCELLED,
            EditionStatus.RENUMBERED,
        }


def shown(edition: Edition, languages: Sequence[str]) -> EditionShown:
    name = pick(edition.names, languages)
    funded = edition.funded_percent
    return EditionShown(
        edition=edition,
        url=url_for("forums.edition", slug=edition.series.slug, address=edition.address),
        label=edition_label(edition),
        name=name,
        dir=direction(name.language),
        hosts=[_host(item, languages) for item in edition.hosts],
        place=_place(edition, languages),
        dates=dates_words(edition),
        status=STATUSES[edition.status],
        reason=pick(edition.reason, languages),
        theme=pick(edition.theme, languages),
        budget=budget_words(edition),
        funded="" if funded is None else locales.format_percent(funded / 100),
    )


def _host(item: EditionHost, languages: Sequence[str]) -> HostShown:
    if item.organisation is None:
        return HostShown(pick(item.names, languages), "")
    return HostShown(
        display_name(item.organisation, languages),
        url_for("network.organisation", slug=item.organisation.slug),
    )


def _place(edition: Edition, languages: Sequence[str]) -> str:
    city = pick(edition.city, languages).text
    country = locales.country_name(edition.country) if edition.country else ""
    return locales.format_list([part for part in (city, country) if part], "unit")


def dates_words(edition: Edition) -> str:
    """The days as they are taken to mean, no more exact than they are known."""
    first, last = edition.first_day, edition.last_day
    if first is None or last is None:
        return ""
    if edition.precision is Precision.DAY:
        return days_words(first, last)
    if edition.precision is Precision.MONTH:
        return month_words(first)
    return str(first.year)


def tabs(edition: Edition, *, leads: bool = False) -> list[Tab]:
    """The pages of one edition."""
    pages = [("forums.edition", say("Overview")), ("forums.programme", say("Programme"))]
    if leads:
        pages.append(("forums.draft", say("Plan the programme")))
    return [
        Tab(
            str(label),
            url_for(endpoint, slug=edition.series.slug, address=edition.address),
            request.endpoint == endpoint,
        )
        for endpoint, label in pages
    ]


def own_language() -> str:
    return next(iter(web.reader_languages()), "en")


def series_name(series: Series, languages: Sequence[str]) -> Shown:
    return pick(series.names, languages)
