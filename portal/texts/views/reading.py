"""Reading beside another language, and asking for a missing one."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.languages import name as language_name
from portal.core.locales import current
from portal.core.sentences import say
from portal.texts.commands import wish_translation
from portal.texts.queries import read_text
from portal.texts.views.blueprint import bp
from portal.texts.views.opening import asked_language, item, open_text


@bp.get("/<text_id>/beside")
@web.public
def beside(text_id: str) -> ResponseReturnValue:
    """Two languages of one text side by side, paragraph by paragraph."""
    opened = open_text(text_id)
    session = web.reading()
    languages = web.reader_languages()
    left = read_text(session, text_id, languages, exactly=asked_language("left"))
    others = [tag for tag in left.languages if tag != left.language]
    right_tag = asked_language("right") or (others[0] if others else left.title.source_language)
    right = read_text(session, text_id, languages, exactly=right_tag)
    pairs = [
        {"left": item(a), "right": item(b)}
        for a, b in zip((left.title, *left.blocks), (right.title, *right.blocks), strict=True)
    ]
    return render_template("texts/beside.html", opened=opened, left=left, right=right, pairs=pairs)


@bp.post("/<text_id>/wish")
@web.public
def wish(text_id: str) -> ResponseReturnValue:
    """Count a wish for this text in a language."""
    language = request.form.get("language", "")
    with web.transaction() as session:
        wished = wish_translation(session, text_id, language=language, by=web.actor())
    web.tell(
        say(
            "Your wish for %(language)s is counted. Translators see how many ask.",
            language=language_name(wished.language, current().tag),
        )
    )
    return web.see_other(open_text(text_id).place.url)
