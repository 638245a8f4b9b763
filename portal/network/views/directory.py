"""The directory: the two sides of the network as a picture and as a list with filters."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import languages as tongues
from portal.core import locales, web
from portal.core.paging import PER_PAGE, Page
from portal.core.sentences import Sentence
from portal.network import labels
from portal.network.models import OrganisationKind, Side
from portal.network.queries.directory import Directory, Filters, Listed, directory
from portal.network.topics import TOPICS
from portal.network.views.blueprint import bp

DRAWN = 60
"""Up to so many organisations are drawn by name; beyond that the river shows their numbers."""

Choice = TypeVar("Choice", bound=Enum)


@dataclass(frozen=True)
class Row:
    """An organisation as the directory shows it to one reader."""

    name: str
    lang: str
    dir: str
    url: str
    side: str
    kind: Sentence
    country: str
    city: str
    others: Sequence[tuple[str, str, str]]
    """Its names in other languages, with language and direction."""


@bp.get("/network")
@web.public
def index() -> ResponseReturnValue:
    languages = web.reader_languages()
    filters = _filters()
    sort = "newest" if request.args.get("sort") == "newest" else "name"
    listing = directory(web.reading())
    key = (listing.version, request.query_string, *languages)
    answer = web.not_modified("network.index", *key)
    if answer is not None:
        return answer
    if filters.words:
        return _page(listing, filters, sort, languages)
    return web.kept(("network.index", *key), lambda: _page(listing, filters, sort, languages))


def _page(listing: Directory, filters: Filters, sort: str, languages: Sequence[str]) -> str:
    locale = locales.current().tag
    found = listing.find(filters, languages=languages, locale=locale, sort=sort)
    number = web.page_number()
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    drawn = [row(item, languages) for item in found] if len(found) <= DRAWN else []
    return render_template(
        "network/index.html",
        page=Page(
            [row(item, languages) for item in shown], number, len(found), address=web.page_address()
        ),
        drawn=drawn,
        sides=_sides(found),
        total=len(listing.items),
        filters=filters,
        sort=sort,
        sort_urls={key: _with_sort(key) for key in ("name", "newest")},
        choices=_choices(listing),
    )


def _sides(found: Sequence[Listed]) -> dict[str, int]:
    count = Counter(item.side for item in found)
    return {side.value: count[side] for side in Side}


def row(item: Listed, languages: Sequence[str]) -> Row:
    shown = item.name(languages)
    others = [
        (text, tag, tongues.direction(tag))
        for tag, text in item.names.items()
        if text != shown.text and tag != shown.language
    ]
    return Row(
        name=shown.text,
        lang=shown.language,
        dir=tongues.direction(shown.language),
        url=url_for("network.organisation", slug=item.slug),
        side=item.side.value,
        kind=labels.KINDS[item.kind],
        country=locales.format_list(
            [chosen or locales.country_name(code) for code, chosen in item.countries]
        ),
        city=item.city,
        others=others[:2],
    )


def _filters() -> Filters:
    asked = request.args
    country, topic = asked.get("country", "").upper(), asked.get("topic", "")
    return Filters(
        side=_one_of(Side, asked.get("side")),
        kind=_one_of(OrganisationKind, asked.get("kind")),
        country=country if len(country) == 2 and country.isascii() else "",
        topic=topic if topic in TOPICS else "",
        language=asked.get("language", "")[:35],
        words=" ".join(asked.get("q", "")[:200].split()),
    )


def _one_of(kind: type[Choice], value: str | None) -> Choice | None:
    return next((member for member in kind if member.value == value), None)


def _with_sort(sort: str) -> str:
    kept = {
        key: value for key, value in request.args.items() if key not in {"sort", "page"} and value
    }
    return url_for("network.index", **kept, **({"sort": sort} if sort != "name" else {}))  # type: ignore[arg-type]


def _choices(listing: Directory) -> dict[str, Sequence[tuple[str, str | Sentence]]]:
    """Only what the directory holds is offered as a filter."""
    locale = locales.current().tag
    used = listing.used
    return {
        "side": [(side.value, label) for side, label in labels.SIDES.items()],
        "country": _sorted((code, locales.country_name(code)) for code in used.countries),
        "topic": [(key, label) for key, label in TOPICS.items() if key in used.topics],
        "language": _sorted((tag, tongues.name(tag, locale)) for tag in used.languages),
        "kind": [(kind.value, label) for kind, label in labels.KINDS.items() if kind in used.kinds],
    }


def _sorted(pairs: Iterable[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    collate = tongues.collation_key(locales.current().tag)
    return sorted(pairs, key=lambda pair: collate(pair[1]))
