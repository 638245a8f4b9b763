"""The shelves of the library, with filters that offer only what is there."""

from collections.abc import Iterable, Sequence

from flask import request
from flask.typing import ResponseReturnValue

from portal.core import languages as tongues
from portal.core import locales, web
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.paging import Page
from portal.core.sentences import Sentence
from portal.library import policy
from portal.library.models import WorkKind
from portal.library.queries.listing import (
    Facets,
    Filters,
    facets,
    list_works,
    waiting_for_second,
)
from portal.library.views.blueprint import bp
from portal.library.views.opening import page
from portal.library.words import KINDS
from portal.network.topics import TOPICS

Choices = Sequence[tuple[str, str | Sentence]]


@bp.get("")
@web.public
def index() -> ResponseReturnValue:
    """All works that this reader may see: at most five statements."""
    session, actor, languages = web.reading(), web.actor(), web.reader_languages()
    filters = _filters()
    holds = facets(session, actor)
    number = web.page_number()
    key = (holds.newest, holds.total, filters, number, *languages)
    unchanged = web.not_modified("library.index", *key)
    if unchanged is not None:
        return unchanged

    def build() -> str:
        found = list_works(session, actor, languages, filters, page=number)
        return page(
            "library/index.html",
            page=Page(found.items, found.number, found.total, found.per_page, web.page_address()),
            filters=filters,
            holds=holds,
            choices=_choices(holds),
            kinds=KINDS,
            may_create=policy.may_create(actor),
        )

    return web.kept(("library.index", *key), build)


@bp.get("/waiting")
@web.members_only
def waiting() -> ResponseReturnValue:
    """What waits for a second person before it is published."""
    found = [
        item
        for item in waiting_for_second(web.reading(), web.actor(), web.reader_languages())
        if policy.may_confirm(web.actor(), item.work)
    ]
    return page("library/waiting.html", items=found, kinds=KINDS)


def _filters() -> Filters:
    asked = request.args
    country, topic = asked.get("country", "").upper(), asked.get("topic", "")
    try:
        language = normalise(asked["language"]) if asked.get("language") else ""
    except LanguageTagInvalid:
        language = ""
    return Filters(
        kind=next((kind for kind in WorkKind if kind.value == asked.get("kind")), None),
        country=country if country in locales.country_codes() else "",
        topic=topic if topic in TOPICS else "",
        language=language,
    )


def _choices(holds: Facets) -> dict[str, Choices]:
    locale = locales.current().tag
    return {
        "kind": [(kind.value, KINDS[kind]) for kind in holds.kinds],
        "country": _sorted((code, locales.country_name(code)) for code in holds.countries),
        "topic": [(key, label) for key, label in TOPICS.items() if key in holds.topics],
        "language": _sorted((tag, tongues.name(tag, locale)) for tag in holds.languages),
    }


def _sorted(pairs: Iterable[tuple[str, str]]) -> Choices:
    collate = tongues.collation_key(locales.current().tag)
    return sorted(pairs, key=lambda pair: collate(pair[1]))
