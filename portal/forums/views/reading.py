"""The list of series, a series with its continuity, and one edition."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.forums import policy
from portal.forums.models import Edition, EditionStatus, Series
from portal.forums.queries.programme import latest_version
from portal.forums.queries.series import all_series, edition_at, next_edition, series_at
from portal.forums.views import bp
from portal.forums.views.showing import EditionShown, shown, tabs
from portal.forums.words import PRECISIONS
from portal.network.names import pick


@bp.get("")
@web.public
def index() -> ResponseReturnValue:
    """Every series with its next edition."""
    languages = web.reader_languages()
    items = [
        (series, pick(series.names, languages), _next(series), len(series.editions))
        for series in all_series(web.reading())
    ]
    return render_template(
        "forums/index.html", items=items, may_found=policy.may_found_series(web.actor())
    )


def _next(series: Series) -> EditionShown | None:
    edition = next_edition(series)
    return shown(edition, web.reader_languages()) if edition else None


@bp.get("/<slug>")
@web.public
def series(slug: str) -> ResponseReturnValue:
    """Does it go on? The next edition's host, date and money, and all that came before."""
    found = series_at(web.reading(), slug)
    languages = web.reader_languages()
    editions = [shown(item, languages) for item in found.editions]
    coming = next_edition(found)
    return render_template(
        "forums/series.html",
        series=found,
        name=pick(found.names, languages),
        about=pick(found.about, languages),
        group=pick(found.group.names, languages) if found.group else None,
        coming=next((item for item in editions if item.edition is coming), None),
        editions=list(reversed(editions)),
        ring=[_stop(item, coming) for item in editions if _counts(item.edition)],
        precisions=PRECISIONS,
        may_lead=policy.may_lead(web.actor(), found),
    )


def _counts(edition: Edition) -> bool:
    """An edition that was only renumbered stands on the ring once, under its later number."""
    return edition.status is not EditionStatus.RENUMBERED


def _stop(item: EditionShown, coming: Edition | None) -> dict[str, str]:
    """One stop of the ring."""
    edition = item.edition
    host = item.hosts[0].name if item.hosts else None
    state = "missed" if item.off else "held" if edition.status is EditionStatus.HELD else "planned"
    return {
        "year": edition.address,
        "host": host.text if host else "–",
        "lang": host.language if host else "und",
        "place": item.place,
        "url": item.url,
        "state": "next" if edition is coming else state,
    }


@bp.get("/<slug>/<address>")
@web.public
def edition(slug: str, address: str) -> ResponseReturnValue:
    """One edition: when, where, who hosts, what it is about."""
    session, languages = web.reading(), web.reader_languages()
    found = edition_at(session, slug, address)
    may_lead = policy.may_lead(web.actor(), found.series)
    return render_template(
        "forums/edition.html",
        edition=found,
        item=shown(found, languages),
        venue=pick(found.venue, languages),
        series=found.series,
        series_name=pick(found.series.names, languages),
        published=latest_version(session, found.id),
        precisions=PRECISIONS,
        tabs=tabs(found, leads=bool(may_lead)),
        may_lead=may_lead,
    )
