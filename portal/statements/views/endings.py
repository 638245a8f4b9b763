"""Giving a statement up, and putting a later one in its place."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid
from portal.core.policy import require
from portal.core.sentences import say
from portal.statements import policy
from portal.statements.commands import let_lapse, supersede
from portal.statements.forms.errata import ReasonForm, SuccessorForm
from portal.statements.policy.readiness import ready_to_lapse, ready_to_supersede
from portal.statements.queries.listing import possible_successors
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, title_of


@bp.route("/<slug>/lapse", methods=["GET", "POST"])
@web.members_only
def lapse(slug: str) -> ResponseReturnValue:
    """Give the statement up, with a reason for those who took part."""
    statement = open_statement(slug)
    require(policy.may_lead(web.actor(), statement))
    form, verdict, title = ReasonForm(), ready_to_lapse(statement), title_of(statement)
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                let_lapse(session, statement.id, reason=form.reason.data or "", by=web.actor())
        except Invalid as error:
            form.blame("reason", error.sentence)
        else:
            web.tell(say("The statement is given up. Its page says why."))
            return web.go("statements.history", slug=slug)
    return render_template(
        "statements/lapse.html", statement=statement, form=form, verdict=verdict, title=title
    ), 422 if form.errors else 200


@bp.route("/<slug>/replace", methods=["GET", "POST"])
@web.members_only
def replace(slug: str) -> ResponseReturnValue:
    """Name the public statement that takes this one's place."""
    statement = open_statement(slug)
    require(policy.may_lead(web.actor(), statement))
    verdict, title = ready_to_supersede(statement), title_of(statement)
    form = SuccessorForm()
    form.successor.choices = [
        (each.id, shown.title)
        for each, shown in possible_successors(web.reading(), statement, web.reader_languages())
    ]
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                supersede(session, statement.id, successor_id=form.successor.data, by=web.actor())
        except Invalid as error:
            form.blame("successor", error.sentence)
        else:
            web.tell(say("The later statement stands in this one's place, and its page says so."))
            return web.go("statements.show", slug=slug)
    return render_template(
        "statements/replace.html", statement=statement, form=form, verdict=verdict, title=title
    ), 422 if form.errors else 200
