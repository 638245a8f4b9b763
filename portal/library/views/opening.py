"""What the pages of a work share: the work itself, its way out, and its place among texts."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.core import web
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.locales import gettext
from portal.core.sentences import say
from portal.library.models import Work
from portal.library.queries.showing import work_at
from portal.network.names import pick
from portal.texts.models import Text
from portal.texts.places import Place
from portal.texts.queries.reading import ReadTitle


def open_work(slug: str) -> Work:
    """The work at this address, if it is open to whoever asks."""
    return work_at(web.reading(), slug, web.actor())


def asked_language() -> str | None:
    try:
        return normalise(request.args["lang"]) if request.args.get("lang") else None
    except LanguageTagInvalid:
        return None


def neutral(work: Work, languages: Sequence[str]) -> str:
    """What a tab and the history show of a sensitive work."""
    return pick(work.neutral_title, languages).text or gettext("Notes")


def page(template: str, **values: Any) -> str:
    """A page of the library, with the way out of it."""
    return render_template(template, **{"exit_url": web.settings().exit_url, **values})


def unkept(work: Work, answer: str) -> Response:
    """The page of a sensitive work: no browser keeps it."""
    response = make_response(answer)
    if work.sensitive:
        response.headers["Cache-Control"] = "no-store"
    return response


def place(
    session: Session, text: Text, languages: Sequence[str], titles: Mapping[str, ReadTitle]
) -> Place:
    """Where a work's text lives, for the text's own pages."""
    work = session.get_one(Work, text.holder_id)
    title, language = neutral(work, languages), pick(work.neutral_title, languages).language
    if not work.sensitive and text.id in titles:
        title, language = titles[text.id].title, titles[text.id].language
    return Place(
        title=title,
        language=language,
        url=url_for("library.show", slug=work.slug),
        shelf=str(say("Library")),
        shelf_url=url_for("library.index"),
        sensitive=work.sensitive,
    )
