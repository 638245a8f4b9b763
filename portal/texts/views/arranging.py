"""The order of paragraphs: up, down, out, back, split, join."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core import web
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.policy import require
from portal.core.sentences import say
from portal.texts.commands import (
    delete_block,
    merge_blocks,
    move_block,
    restore_block,
    split_block,
)
from portal.texts.engine import diff
from portal.texts.forms import SplitForm
from portal.texts.models import Revision, Text, Version
from portal.texts.views.blueprint import bp
from portal.texts.views.opening import open_block, text_of_block


@bp.post("/blocks/<block_id>/arrange")
@web.members_only
def arrange(block_id: str) -> ResponseReturnValue:
    """One press: `act` is up, down, out, back or join."""
    act = request.form.get("act", "")
    with web.transaction() as session:
        text_id = text_of_block(session, block_id)
        if act in {"up", "down"}:
            _step(session, text_id, block_id, act)
        elif act == "out":
            delete_block(session, block_id, by=web.actor())
        elif act == "back":
            restore_block(session, block_id, by=web.actor())
        elif act == "join":
            merge_blocks(session, block_id, by=web.actor())
        else:
            raise NotFound
    web.tell(
        {
            "up": say("The paragraph moved up."),
            "down": say("The paragraph moved down."),
            "out": say(
                "The paragraph is taken out. It stays in the history, where you can bring it back."
            ),
            "back": say("The paragraph is back."),
            "join": say("The two paragraphs are one now."),
        }[act]
    )
    return web.see_other(url_for("texts.write", text_id=text_id) + f"#b-{block_id}")


def _step(session: Session, text_id: str, block_id: str, act: str) -> None:
    order = session.get_one(Text, text_id).order
    if block_id not in order:
        raise NotFound
    at = order.index(block_id)
    to = at - 2 if act == "up" else at + 1
    if 0 <= to < len(order):
        move_block(session, block_id, after=order[to], by=web.actor())


@bp.route("/blocks/<block_id>/split", methods=["GET", "POST"])
@web.members_only
def split(block_id: str) -> ResponseReturnValue:
    """Cut a paragraph in two; the first part keeps its comments and its address."""
    opened, block = open_block(block_id)
    require(opened.may_write)
    session = web.reading()
    version = session.get(Version, (block.id, block.source_language))
    if version is None:
        raise NotFound
    revision = session.get_one(Revision, version.revision_id)
    form = SplitForm(first=revision.body, base=revision.id)
    conflict, changes = None, None
    if form.validate_on_submit():
        try:
            with web.transaction() as writing:
                split_block(
                    writing,
                    block_id,
                    parts=(form.first.data, form.second.data),
                    base_revision_id=form.base.data,
                    by=web.actor(),
                )
        except Conflict as error:
            conflict = error
            changes = diff(error.theirs, error.mine, error.language)
            form.base.data = (error.details or {}).get("revision", revision.id)
        except Invalid as error:
            form.blame("second", error.sentence)
        else:
            web.tell(say("There are two paragraphs now."))
            return web.see_other(url_for("texts.write", text_id=block.text_id) + f"#b-{block.id}")
    page = render_template(
        "texts/split.html",
        opened=opened,
        block=block,
        form=form,
        conflict=conflict,
        changes=changes,
    )
    return page, 409 if conflict else 422 if form.errors else 200
