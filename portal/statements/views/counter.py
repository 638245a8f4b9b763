"""How many have signed, for other sites: a small page to frame, a picture, and plain data."""

import json
from dataclasses import dataclass
from html import escape

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal.core import clock, locales, web
from portal.core.languages import LanguageTagInvalid, choose, direction, normalise
from portal.core.locales import ngettext
from portal.core.markdown import plain_text
from portal.network.actors import ANONYMOUS
from portal.network.labels import SIDES
from portal.statements.models import Release, Statement
from portal.statements.pack.papers import locale_for
from portal.statements.pack.picture import Picture, draw
from portal.statements.queries.listing import statement_at
from portal.statements.queries.publishing import Count, counted, titles_of
from portal.statements.queries.signing import signatories_of
from portal.statements.views.addresses import whole_address
from portal.statements.views.blueprint import bp

MAX_AGE = 60
"""Seconds for which a browser or a proxy may keep what it was told."""
WIDTH, HEIGHT = 340, 240
"""CSS pixels in which the framed page fits in every language."""


@dataclass(frozen=True)
class Told:
    """What a counter says, and in which language its title is."""

    statement: Statement
    release: Release
    title: str
    language: str
    count: Count


@bp.get("/<slug>/counter")
@web.embeddable
def counter(slug: str) -> ResponseReturnValue:
    """The framed page: no script, no cookie, nothing of whoever reads it."""
    told = _told(slug)
    with locales.speaking(_spoken(told)):
        page = render_template(
            "statements/counter.html",
            told=told,
            tag=locales.current().tag,
            dir=locales.current().dir,
            address=whole_address(told.statement, told.language),
            signatures=_signatures(told.count),
            bodies=_bodies(told.count),
            sides=_sides(told.count),
        )
    return _kept(Response(page, mimetype="text/html"))


@bp.get("/<slug>/counter.svg")
@web.embeddable
def counter_picture(slug: str) -> ResponseReturnValue:
    """The same as a picture, which says in words what it shows."""
    told = _told(slug)
    with locales.speaking(_spoken(told)):
        lines = [_signatures(told.count), *filter(None, [_bodies(told.count)])]
        lines += [f"{label}: {number}" for _, label, number in _sides(told.count)]
        picture = draw(
            Picture(
                title=told.title,
                title_language=told.language,
                title_direction=direction(told.language),
                figure=locales.format_number(told.count.lines),
                lines=lines,
                language=locales.current().tag,
                direction=locales.current().dir,
                source=web.settings().site_name,
            )
        )
    return _kept(Response(picture, mimetype="image/svg+xml"))


@bp.get("/<slug>/counter.json")
@web.embeddable
def counter_data(slug: str) -> ResponseReturnValue:
    """The same as data, for whoever builds something of her own."""
    told = _told(slug)
    answer = {
        "title": told.title,
        "language": told.language,
        "address": whole_address(told.statement, told.language),
        "release": told.release.number,
        "text_root": told.release.text_root,
        "signatures": told.count.lines,
        "bodies": told.count.bodies,
        "by_side": {side.value: told.count.by_side.get(side, 0) for side in SIDES},
        "bodies_by_side": {side.value: told.count.bodies_by_side.get(side, 0) for side in SIDES},
        "by_country": {
            code: {"signatures": each.lines, "bodies": each.bodies}
            for code, each in sorted(told.count.by_country.items())
        },
        "as_at": clock.now().replace(microsecond=0).isoformat(),
    }
    response = _json(answer)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return _kept(response)


def snippet(statement: Statement, language: str, title: str) -> str:
    """What a site puts into its page to show the counter."""
    source = whole_address(statement, language, "statements.counter")
    return (
        f'<iframe src="{escape(source)}" title="{escape(title)}" '
        f'width="{WIDTH}" height="{HEIGHT}" loading="lazy"></iframe>'
    )


def _json(value: object) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), mimetype="application/json")


def _told(slug: str) -> Told:
    session = web.reading()
    statement = statement_at(session, slug, ANONYMOUS)
    release = statement.released
    assert release is not None  # noqa: S101 - what everyone may see is released
    titles = titles_of(session, [release.id])[release.id]
    language = choose([*_asked(), *web.reader_languages()], list(titles)) or next(iter(titles))
    return Told(
        statement=statement,
        release=release,
        title=plain_text(titles[language]),
        language=language,
        count=counted(signatories_of(session, release.id)),
    )


def _asked() -> list[str]:
    try:
        return [normalise(request.args["lang"])] if request.args.get("lang") else []
    except LanguageTagInvalid:
        return []


def _spoken(told: Told) -> str:
    """The language of the words around the title: of the address, else the title's where we speak it."""
    return request.environ.get("portal.locale") or locale_for(told.language)


def _signatures(count: Count) -> str:
    return ngettext("%(num)s signature", "%(num)s signatures", count.lines)


def _bodies(count: Count) -> str:
    """Said only where a network and its members have both signed, or people beside organisations."""
    if count.bodies == count.lines:
        return ""
    return ngettext(
        "They stand for %(num)s organisation.",
        "They stand for %(num)s organisations.",
        count.bodies,
    )


def _sides(count: Count) -> list[tuple[str, str, str]]:
    return [
        (side.value, str(label), locales.format_number(count.by_side[side]))
        for side, label in SIDES.items()
        if count.by_side.get(side)
    ]


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return answer
