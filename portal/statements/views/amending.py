"""Amendments: the list, one of them, supporting, placing, withdrawing, objecting."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import HALF_SENT, Invalid
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.models import Side
from portal.statements import commands, policy
from portal.statements.forms.amending import (
    ObjectionAnswerForm,
    ObjectionForm,
)
from portal.statements.models import AmendmentState, Statement
from portal.statements.queries.amending import (
    amendment_at,
    amendments_query,
    list_amendments,
)
from portal.statements.views.amended import (
    WORDS,
    amendment_id_of,
    candidates_of,
    open_amended,
    read_paragraphs,
    shown,
    verdicts,
)
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import stage_words, tabs
from portal.texts.models import Block


@bp.get("/<slug>/amendments")
@web.members_only
def amendments(slug: str) -> ResponseReturnValue:
    """All amendments of a statement, narrowed by state, paragraph and side."""
    statement = open_amended(slug)
    session, asked = web.reading(), request.args
    state = next((each for each in AmendmentState if each.value == asked.get("state")), None)
    side = next((each for each in Side if each.value == asked.get("side")), None)
    text, paragraphs = read_paragraphs(statement)
    block = asked.get("block") if asked.get("block") in paragraphs else None
    newest_first = asked.get("sort") == "newest"
    page = list_amendments(
        session,
        statement,
        amendments_query(
            statement.id, state=state, block_id=block, side=side, newest_first=newest_first
        ),
        page=web.page_number(),
    )
    return render_template(
        "statements/amendments.html",
        statement=statement,
        tabs=tabs(statement),
        stage=stage_words(statement),
        title=text.title,
        page=page,
        items=[shown(each, paragraphs) for each in page],
        address=web.page_address(),
        paragraphs=paragraphs,
        chosen={"state": state, "side": side, "block": block, "newest": newest_first},
        may_amend=policy.may_amend(web.actor(), statement),
        may_judge=policy.may_judge(web.actor(), statement),
        **WORDS,
    )


@bp.get("/<slug>/amendments/<int:number>")
@web.members_only
def amendment(slug: str, number: int) -> ResponseReturnValue:
    """One amendment: what it changes, why, who supports it, its answer, where it stands."""
    statement = open_amended(slug)
    return amendment_page(statement, number), 200


def amendment_page(statement: Statement, number: int, **forms: Any) -> str:
    session, actor = web.reading(), web.actor()
    text, paragraphs = read_paragraphs(statement)
    found = amendment_at(session, statement, number)
    item = shown(found, paragraphs)
    made = found.amendment
    return render_template(
        "statements/amendment.html",
        statement=statement,
        tabs=tabs(statement),
        title=text.title,
        item=item,
        amendment=made,
        paragraphs=paragraphs,
        candidates=[paragraphs[block] for block in candidates_of(found) if block in paragraphs],
        supports=any(each.organisation_id == actor.organisation_id for each in made.supporters),
        verdicts=verdicts(actor, statement, found),
        objecting=forms.get("objecting") or ObjectionForm(),
        answering=forms.get("answering") or ObjectionAnswerForm(),
        is_proposer=actor.belongs_to(made.organisation_id),
        block_exists=session.get(Block, found.block_id) is not None,
        **WORDS,
    )


@bp.post("/<slug>/amendments/<int:number>/withdraw")
@web.members_only
def withdraw_amendment(slug: str, number: int) -> ResponseReturnValue:
    """Take one's own amendment back."""
    amendment_id = amendment_id_of(slug, number)
    with web.transaction() as session:
        commands.withdraw_amendment(session, amendment_id, by=web.actor())
    web.tell(say("The amendment is withdrawn. It stays readable."))
    return web.go("statements.amendment", slug=slug, number=number)


@bp.post("/<slug>/amendments/<int:number>/support")
@web.members_only
def support(slug: str, number: int) -> ResponseReturnValue:
    """Stand behind an amendment as an organisation, or no longer."""
    amendment_id, act = amendment_id_of(slug, number), request.form.get("act")
    if act not in {"support", "stop"}:
        raise Invalid(HALF_SENT)
    stops = act == "stop"
    with web.transaction() as session:
        if stops:
            commands.withdraw_support(session, amendment_id, by=web.actor())
        else:
            commands.support_amendment(session, amendment_id, by=web.actor())
    web.tell(
        say("Your organisation does not support this amendment any more.")
        if stops
        else say("Your organisation supports this amendment.")
    )
    return web.go("statements.amendment", slug=slug, number=number)


@bp.post("/<slug>/amendments/<int:number>/place")
@web.members_only
def place_orphan(slug: str, number: int) -> ResponseReturnValue:
    """Say at which paragraph an orphan stands."""
    amendment_id = amendment_id_of(slug, number)
    with web.transaction() as session:
        commands.place_amendment(
            session, amendment_id, block_id=request.form.get("block", ""), by=web.actor()
        )
    web.tell(say("The amendment has its paragraph again."))
    return web.go("statements.amendment", slug=slug, number=number)


@bp.post("/<slug>/amendments/<int:number>/object")
@web.members_only
def object_to(slug: str, number: int) -> ResponseReturnValue:
    """The proposer objects to the changes of an acceptance."""
    statement = open_amended(slug)
    made = amendment_at(web.reading(), statement, number).amendment
    require(policy.may_object(web.actor(), statement, made))
    amendment_id, form = made.id, ObjectionForm()
    if form.validate():
        with web.transaction() as session:
            commands.object_to_changes(session, amendment_id, words=form.words.data, by=web.actor())
        web.tell(say("Your objection is in. The drafting group answers it before the decision."))
        return web.see_other(url_for("statements.amendment", slug=slug, number=number))
    return amendment_page(open_amended(slug), number, objecting=form), 422
