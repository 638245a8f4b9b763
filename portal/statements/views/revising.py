"""Taking a released text up again: the proposal, the other side's answer, and standing by it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import HALF_SENT, Invalid
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.network.names import display_name
from portal.statements import commands, policy
from portal.statements.forms.deadlines import RevisionForm
from portal.statements.forms.errata import ReasonForm
from portal.statements.models import Statement
from portal.statements.policy.revising import (
    may_answer_revision,
    may_propose_revision,
    may_stand_by,
    may_take_back_revision,
)
from portal.statements.queries.history import revision_of, revisions_of, waiting_revision
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, title_of

DONE = {
    "propose": say("Your proposal is with the other side. The release is open as before."),
    "confirm": say("Consultation is open on the text. The release stays public meanwhile."),
    "decline": say("The text is not taken up. The proposal and the reason stay on this page."),
    "stand": say("The release stands, and the text is as it was released."),
}


@bp.route("/<slug>/revise", methods=["GET", "POST"])
@web.members_only
def revise(slug: str) -> ResponseReturnValue:
    """What was proposed and answered, and the forms for what comes next."""
    statement = open_statement(slug)
    require(policy.may_see_working(web.actor(), statement))
    form, reason = RevisionForm(prefix="propose"), ReasonForm(prefix="reason")
    form.offer_zone(statement.zone)
    status, problem = 200, None
    if request.method == "GET":
        form.language.data = next(iter(web.reader_languages()), None)
        form.zone.data = statement.zone if statement.zone != "UTC" else web.actor().time_zone
    else:
        status = 422
        act = request.form.get("act", "")
        try:
            done = _take(act, statement, form, reason)
        except Invalid as error:
            target = form if act == "propose" else reason
            problem = error.sentence
            target.blame_all(error, None)
        else:
            if done:
                web.tell(DONE[act])
                return web.go("statements.revise", slug=slug)
        statement = open_statement(slug)
    return _page(statement, form, reason, problem), status


def _take(act: str, statement: Statement, form: RevisionForm, reason: ReasonForm) -> bool:
    """Whether the act was done; where its form needs a change, nothing is."""
    actor, proposal = web.actor(), waiting_revision(web.reading(), statement.id)
    if act not in DONE:
        raise Invalid(HALF_SENT)
    if not (form.validate() if act == "propose" else act == "confirm" or reason.validate()):
        return False
    with web.transaction() as session:
        if act == "propose":
            commands.propose_revision(
                session,
                statement.id,
                reason=form.reason.data or "",
                language=form.language.data,
                deadline=form.moment(),
                zone=form.zone.data,
                by=actor,
            )
        elif act == "stand":
            commands.stand_by_release(
                session, statement.id, reason=reason.reason.data or "", by=actor
            )
        elif proposal is None:
            raise Invalid(say("There is no proposal to answer any more. Nothing has changed."))
        elif act == "confirm":
            commands.confirm_revision(session, proposal.id, by=actor)
        else:
            commands.decline_revision(
                session, proposal.id, reason=reason.reason.data or "", by=actor
            )
    return True


def _page(
    statement: Statement, form: RevisionForm, reason: ReasonForm, problem: Sentence | None
) -> str:
    session, actor, languages = web.reading(), web.actor(), web.reader_languages()
    waiting = waiting_revision(session, statement.id)
    return render_template(
        "statements/revise.html",
        statement=statement,
        title=title_of(statement),
        form=form,
        reason=reason,
        problem=problem,
        waiting=waiting,
        proposer=display_name(waiting.organisation, languages) if waiting else None,
        begun=revision_of(session, statement.id),
        earlier=[
            (each, display_name(each.organisation, languages))
            for each in revisions_of(session, statement.id)
            if each is not waiting
        ],
        may_propose=may_propose_revision(actor, statement, waiting),
        may_answer=may_answer_revision(actor, statement, waiting) if waiting else None,
        may_take_back=may_take_back_revision(actor, statement, waiting) if waiting else None,
        may_stand=may_stand_by(actor, statement),
    )
