"""Moving the deadline of the stage that a statement is at."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid
from portal.core.policy import require
from portal.core.sentences import say
from portal.statements import policy
from portal.statements.commands import move_deadline
from portal.statements.forms.deadlines import MovedForm
from portal.statements.models import KEPT_UNTIL, Statement
from portal.statements.policy.readiness import ready_to_move_deadline
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, stage_words, tabs, title_of


@bp.route("/<slug>/deadline", methods=["GET", "POST"])
@web.members_only
def deadline(slug: str) -> ResponseReturnValue:
    """Put it later, or elsewhere where nobody relies on it, with a reason in words."""
    statement = open_statement(slug)
    require(policy.may_lead(web.actor(), statement))
    form, verdict = MovedForm(), ready_to_move_deadline(statement)
    form.offer_zone(statement.zone)
    if request.method == "GET":
        _fill(form, statement)
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                move_deadline(
                    session,
                    statement.id,
                    deadline=form.chosen(),
                    zone=form.chosen_zone(),
                    reason=form.reason.data or "",
                    seen=_moment(form.since.data),
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame_all(error, "deadline")
        else:
            web.tell(say("The deadline is moved. The history says why."))
            return web.go("statements.show", slug=slug)
    return render_template(
        "statements/deadline.html",
        statement=statement,
        form=form,
        verdict=verdict,
        kept=statement.stage in KEPT_UNTIL,
        stage=stage_words(statement),
        tabs=tabs(statement),
        title=title_of(statement),
    ), 422 if form.errors else 200


def _fill(form: MovedForm, statement: Statement) -> None:
    """What holds now, as clocks show it there."""
    form.since.data = statement.stage_since.isoformat()
    form.zone.data = statement.zone if statement.zone != "UTC" else web.actor().time_zone
    if statement.deadline is not None:
        form.zone.data = statement.zone
        there = statement.deadline.astimezone(ZoneInfo(statement.zone))
        form.deadline.data = there.replace(tzinfo=None)


def _moment(written: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if written else None
    except ValueError:
        return None
