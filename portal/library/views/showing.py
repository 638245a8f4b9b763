"""One work: read in the reader's best language, with honest badges and the way out."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock, web
from portal.core.errors import NotFound
from portal.library import policy
from portal.library.models import Openness, Work
from portal.library.queries.showing import (
    authors_of,
    files_of,
    short_titles,
)
from portal.library.views.blueprint import bp
from portal.library.views.opening import asked_language, neutral, open_work, page, unkept
from portal.library.words import KINDS, licence
from portal.network.topics import TOPICS
from portal.texts.queries import ReadText, read_text
from portal.texts.views.opening import item

FORMATS = (("pdf", "PDF"), ("docx", "Word"), ("epub", "EPUB"), ("txt", "TXT"))


@bp.get("/<slug>")
@web.public
def show(slug: str) -> ResponseReturnValue:
    """A work to read: at most five statements, two where the reader holds it already."""
    work, languages = open_work(slug), web.reader_languages()
    related = (
        short_titles(
            web.reading(), [each.related_id for each in work.related], languages, web.actor()
        )
        if work.related
        else []
    )
    if work.sensitive or work.openness is not Openness.PUBLIC:
        return unkept(work, _page(work, related, languages))
    key = (
        "library.show",
        work.id,
        work.changed_at,
        work.text.changed_at,
        asked_language(),
        work.is_past(clock.today()),
        *(author.organisation.changed_at for author in work.authors if author.organisation),
        *(author.person.name for author in work.authors if author.person),
        *(author.person.visibility for author in work.authors if author.person),
        *((each.title, each.slug) for each in related),
        *languages,
    )
    unchanged = web.not_modified(*key)
    if unchanged is not None:
        return unchanged
    return web.kept(key, lambda: _page(work, related, languages))


def _page(work: Work, related: Sequence[Any], languages: Sequence[str]) -> str:
    actor = web.actor()
    may_edit = policy.may_edit(actor, work)
    text, closed = _read(work, languages, kept=bool(may_edit))
    return page(
        "library/show.html",
        work=work,
        text=text,
        closed=closed,
        items=[item(block) for block in text.blocks],
        neutral=neutral(work, [text.language, *languages]),
        is_past=work.is_past(clock.today()),
        authors=authors_of(work, languages, actor),
        files=files_of(work),
        related=related,
        formats=FORMATS if policy.may_be_taken_along(work, text.language) else (),
        kind=KINDS[work.kind],
        licence=licence(work.licence),
        topics=TOPICS,
        alternates=_alternates(work, text),
        may_edit=may_edit,
        may_translate=policy.may_translate(actor, work) if actor.signed_in else None,
        may_confirm=policy.may_confirm(actor, work) if actor.signed_in else None,
    )


def _read(work: Work, languages: Sequence[str], *, kept: bool) -> tuple[ReadText, bool]:
    """The text for this reader; for those who keep it also while no language is open."""
    session = web.reading()
    try:
        return read_text(session, work.text_id, languages, exactly=asked_language()), False
    except NotFound:
        if not kept:
            raise
    return read_text(session, work.text_id, languages, as_written=True), True


def _alternates(work: Work, text: ReadText) -> list[tuple[str, str]]:
    """Addresses of the languages that were checked by a second person, for search engines."""
    if work.sensitive or work.openness is not Openness.PUBLIC:
        return []
    return [
        (tag, url_for("library.show", slug=work.slug, lang=tag, _external=True))
        for tag, state in text.completeness.items()
        if state.is_checked
    ]


@bp.get("/<slug>/ask")
@web.public
def ask(slug: str) -> ResponseReturnValue:
    """Ask for a language that is missing; the form stands apart, so that reading sets no cookie."""
    work = open_work(slug)
    language = asked_language()
    if language is None:
        raise NotFound
    text = read_text(web.reading(), work.text_id, web.reader_languages())
    return unkept(
        work,
        page(
            "library/ask.html",
            work=work,
            text=text,
            language=language,
            neutral=neutral(work, web.reader_languages()),
            is_there=language in text.completeness,
            back=url_for("library.show", slug=slug),
            here=request.path,
        ),
    )
