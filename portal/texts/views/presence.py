"""Who else is in a paragraph: a page that is open for writing says so, and is told."""

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.texts.commands.presence import be_here, leave
from portal.texts.queries.presence import others_in
from portal.texts.views.blueprint import bp


@bp.post("/blocks/<block_id>/presence")
@web.members_only
def presence(block_id: str) -> ResponseReturnValue:
    """Note that the asker is here, or has gone (`away`), and tell who else is."""
    with web.transaction() as session:
        if "away" in request.form:
            leave(session, block_id, by=web.actor())
            return "", 204
        be_here(session, block_id, by=web.actor())
    others = others_in(web.reading(), block_id, web.actor())
    # As a value, not as a page: nobody opens half a page by its address.
    return jsonify(html=render_template("texts/_presence.html", others=others))
