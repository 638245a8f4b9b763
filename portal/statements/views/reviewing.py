"""The queue of signatures from outside: accept them, or clear a flood."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid
from portal.core.paging import Page
from portal.core.policy import require
from portal.core.sentences import Sentence, say, say_n
from portal.statements import policy
from portal.statements.commands import accept_signatures, decline_signatures
from portal.statements.forms.signing import DeclineForm
from portal.statements.models import SignatureState, Statement
from portal.statements.queries.signing import all_waiting, queue_of
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, tabs
from portal.statements.words import FLAGS, ROLES, SIGNATORY_KINDS

_STATES = (SignatureState.IN_REVIEW, SignatureState.UNCONFIRMED)


@bp.route("/<slug>/review", methods=["GET", "POST"])
@web.members_only
def review_signatures(slug: str) -> ResponseReturnValue:
    """Tick, then accept or decline; declining asks for a reason on a page of its own first."""
    statement = open_statement(slug)
    require(policy.may_review(web.actor(), statement))
    state = _state(request.values.get("state", ""))
    form = DeclineForm()
    problem: Sentence | None = None
    chosen = request.form.getlist("chosen")
    if request.method == "POST":
        if request.form.get("every"):
            chosen = all_waiting(web.reading(), statement, state, request.form.get("newest", ""))
        act = request.form.get("act", "")
        if not chosen:
            problem = say("Tick at least one signature.")
        elif act == "ask":
            return _ask(statement, form, state, chosen)
        elif form.validate_on_submit():
            try:
                _do(statement, act, chosen, form.reason.data or "")
            except Invalid as error:
                if act == "decline":
                    form.blame("reason", error.sentence)
                    return _ask(statement, form, state, chosen)
                problem = error.sentence
            else:
                return web.go("statements.review_signatures", slug=slug, state=state.value)
    return _queue(statement, form, state, problem, chosen)


def _state(value: str) -> SignatureState:
    return next((item for item in _STATES if item.value == value), SignatureState.IN_REVIEW)


def _do(statement: Statement, act: str, chosen: list[str], reason: str) -> None:
    with web.transaction() as session:
        if act == "accept":
            done = accept_signatures(session, statement.id, chosen, by=web.actor())
            told = say_n(
                "%(num)s signature is accepted and stands under the text.",
                "%(num)s signatures are accepted and stand under the text.",
                done,
            )
        else:
            done = decline_signatures(session, statement.id, chosen, reason=reason, by=web.actor())
            told = say_n("%(num)s signature is declined.", "%(num)s signatures are declined.", done)
    web.tell(told)


def _ask(
    statement: Statement, form: DeclineForm, state: SignatureState, chosen: list[str]
) -> ResponseReturnValue:
    statement = open_statement(statement.slug)
    return render_template(
        "statements/review_signatures_decline.html",
        statement=statement,
        form=form,
        state=state,
        chosen=[] if request.form.get("every") else chosen,
        number=len(chosen),
        newest=request.form.get("newest", "") if request.form.get("every") else "",
        tabs=tabs(statement),
    ), 422 if form.errors else 200


def _queue(
    statement: Statement,
    form: DeclineForm,
    state: SignatureState,
    problem: Sentence | None,
    chosen: list[str],
) -> ResponseReturnValue:
    statement = open_statement(statement.slug)
    queue = queue_of(web.reading(), statement, state, web.page_number())
    page = queue.page
    return render_template(
        "statements/review_signatures.html",
        statement=statement,
        form=form,
        queue=queue,
        page=Page(page.items, page.number, page.total, page.per_page, web.page_address()),
        state=state,
        states=_STATES,
        problem=problem,
        ticked=set(chosen),
        all_ticked=request.args.get("tick") == "all",
        every=request.args.get("every") == "1",
        flags=FLAGS,
        kinds=SIGNATORY_KINDS,
        roles=ROLES,
        tabs=tabs(statement),
    ), 422 if problem else 200
