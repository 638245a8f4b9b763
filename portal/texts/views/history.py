"""A text's history: what was written when, by whom, and what changed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import NotFound
from portal.core.policy import require
from portal.texts import policy
from portal.texts.models import Revision
from portal.texts.queries.history import block_history as wordings_of
from portal.texts.queries.history import difference, text_history, was_translated
from portal.texts.views.blueprint import bp
from portal.texts.views.opening import asked_language, open_block, open_text


@bp.get("/<text_id>/history")
@web.members_only
def history(text_id: str) -> ResponseReturnValue:
    opened = open_text(text_id)
    return render_template(
        "texts/history.html", opened=opened, events=text_history(web.reading(), text_id)
    )


@bp.get("/blocks/<block_id>/history")
@web.members_only
def block_history(block_id: str) -> ResponseReturnValue:
    opened, block = open_block(block_id)
    language = asked_language() or block.source_language
    require(policy.may_read_in(web.reading(), web.actor(), opened.text, language))
    return render_template(
        "texts/block_history.html",
        opened=opened,
        block=block,
        language=language,
        wordings=wordings_of(web.reading(), block_id, language),
    )


@bp.get("/blocks/<block_id>/changed/<old>/<new>")
@web.public
def changed(block_id: str, old: str, new: str) -> ResponseReturnValue:
    """What changed in the original since this translation was made."""
    opened, block = open_block(block_id)
    session = web.reading()
    newer = session.get(Revision, new)
    if newer is None or newer.block_id != block.id:
        raise NotFound
    require(policy.may_read_in(session, web.actor(), opened.text, newer.language))
    # Readers see what a translation was made from; other old wordings are their writers' alone.
    if not (opened.may_write or opened.may_translate or was_translated(session, old)):
        raise NotFound
    return render_template(
        "texts/changed.html",
        opened=opened,
        block=block,
        changes=difference(session, old, new),
        language=newer.language,
    )
