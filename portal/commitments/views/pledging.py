"""Making a commitment on one paragraph of a public statement."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.commitments import policy
from portal.commitments.commands import pledge
from portal.commitments.forms import PledgeForm
from portal.commitments.queries.anchors import (
    GONE,
    paragraph,
    released_text,
    statement_of_block,
)
from portal.commitments.views.blueprint import bp
from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.languages import LanguageTagInvalid, normalise
from portal.core.policy import no, require
from portal.core.sentences import say
from portal.statements.policy import may_see


@bp.route("/commitments/new", methods=["GET", "POST"])
@web.members_only
def new() -> ResponseReturnValue:
    """The paragraph as she reads it, and below it what her organisation pledges."""
    actor, languages = web.actor(), web.reader_languages()
    form = PledgeForm()
    if request.method == "GET":
        form.block.data = request.args.get("block", "")
        form.language.data = next(iter(languages), None)
    block_id = form.block.data or ""
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                made = pledge(
                    session,
                    block_id,
                    revision_id=form.revision.data or "",
                    body=form.body.data or "",
                    language=form.language.data,
                    due_on=form.due_on.data,
                    by=actor,
                )
        except Invalid as error:
            form.blame(next(iter(error.fields), "body"), error.sentence)
        else:
            web.tell(say("Your organisation's commitment stands. Everyone can read it."))
            return web.go("commitments.show", key=made.id)
    session = web.reading()
    statement = statement_of_block(session, block_id)
    if statement is None:
        raise NotFound
    require(may_see(actor, statement))
    text = released_text(session, statement, languages, exactly=_asked_language())
    block = paragraph(text, block_id) if text is not None else None
    may_pledge = policy.may_pledge(actor, statement)
    if block is None:
        may_pledge = may_pledge & no(GONE)
    # Where it reads otherwise by now, that is what the next press answers to.
    if block is not None and (request.method == "GET" or form.revision.errors):
        form.revision.data = block.revision_id
    return render_template(
        "commitments/new.html",
        form=form,
        statement=statement,
        title=text.title if text is not None else None,
        block=block,
        may_pledge=may_pledge,
    ), 422 if form.errors else 200


def _asked_language() -> str | None:
    try:
        return normalise(request.args["lang"]) if request.args.get("lang") else None
    except LanguageTagInvalid:
        return None
