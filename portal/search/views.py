"""The search page and its JSON twin: one query behind both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.core import web
from portal.core.languages import LanguageTagInvalid, direction, normalise
from portal.core.paging import Page
from portal.core.sentences import Sentence, say
from portal.events.models import Gathering
from portal.forums.models import Edition, Series
from portal.library.models import Work
from portal.network.models import Organisation
from portal.search.index import Hit, find
from portal.statements.models import Statement

bp = Blueprint("search", __name__, template_folder="templates")

KINDS: dict[str, Sentence] = {
    "statement": say("Statement"),
    "organisation": say("Organisation"),
    "gathering": say("Gathering"),
    "work": say("Library"),
    "edition": say("Forum"),
}
PLACES: dict[str, tuple[str, Any]] = {
    "statement": ("statements.show", Statement),
    "organisation": ("network.organisation", Organisation),
    "gathering": ("events.show", Gathering),
    "work": ("library.show", Work),
}
MOST = 200
"""Characters of a query that are looked at."""


@dataclass(frozen=True)
class Found:
    """A hit with its address."""

    hit: Hit
    url: str
    kind: str

    @property
    def dir(self) -> str:
        return direction(self.hit.language)

    @property
    def excerpt_dir(self) -> str:
        return direction(self.hit.excerpt_language)


def _search(limit: int, offset: int) -> Page[Found]:
    session, actor = web.reading(), web.actor()
    asked = request.args.get("lang") or None
    try:
        within = normalise(asked) if asked else None
    except LanguageTagInvalid:
        within = None
    page = find(
        session,
        request.args.get("q", "")[:MOST],
        languages=web.reader_languages(),
        kind=None,
        subject_type=request.args.get("kind") or None,
        within=within,
        audience="members" if actor.memberships or actor.is_secretariat else "public",
        limit=limit,
        offset=offset,
    )
    return replace(page, items=_addressed(page.items))  # type: ignore[arg-type, return-value]


def _addressed(hits: Sequence[Hit]) -> list[Found]:
    """Each hit with its address: one statement for each kind of thing on the page."""
    slugs: dict[tuple[str, str], str] = {}
    for kind in {hit.type for hit in hits} & PLACES.keys():
        model = PLACES[kind][1]
        for ident, slug in web.reading().execute(
            select(model.id, model.slug).where(
                model.id.in_([hit.id for hit in hits if hit.type == kind])
            )
        ):
            slugs[kind, ident] = slug
    urls = {key: url_for(PLACES[key[0]][0], slug=slug) for key, slug in slugs.items()}
    urls |= _editions([hit.id for hit in hits if hit.type == "edition"])
    return [
        Found(hit, urls[hit.type, hit.id], str(KINDS.get(hit.type, say("Text"))))
        for hit in hits
        if (hit.type, hit.id) in urls
    ]


def _editions(ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """A forum's address has two parts: its series' and its own."""
    if not ids:
        return {}
    rows = web.reading().execute(
        select(Edition.id, Series.slug, Edition.address)
        .join(Series, Series.id == Edition.series_id)
        .where(Edition.id.in_(ids))
    )
    return {
        ("edition", ident): url_for("forums.edition", slug=slug, address=address)
        for ident, slug, address in rows
    }


@bp.get("/search")
@web.public
def results() -> ResponseReturnValue:
    """What was found, each work once and in the reader's language."""
    number = web.page_number()
    page = replace(_search(20, (number - 1) * 20), address=web.page_address(), number=number)
    return render_template(
        "search/results.html",
        page=page,
        q=request.args.get("q", "")[:MOST],
        kinds=KINDS,
        kind=request.args.get("kind", ""),
    )


@bp.get("/api/v1/search")
@web.public
def api() -> ResponseReturnValue:
    """The same as JSON: `results: [{id, type, lang, title, url, excerpt}]`."""
    try:
        limit = max(1, min(int(request.args.get("limit", "20")), 100))
        offset = max(0, min(int(request.args.get("offset", "0")), 10_000))
    except ValueError:
        return {"error": str(say("Write limit and offset as whole numbers."))}, 400
    page = _search(limit, offset)
    return jsonify(
        total=page.total,
        results=[
            {
                "id": found.hit.id,
                "type": found.hit.type,
                "lang": found.hit.language,
                "title": found.hit.title,
                "url": found.url,
                "excerpt": found.hit.excerpt.text,
            }
            for found in page
        ],
    )
