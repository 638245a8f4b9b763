"""Proposing a change of a paragraph, and writing one's own proposal anew."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.policy import require
from portal.core.sentences import say
from portal.statements import commands, policy
from portal.statements.commands import Proposal
from portal.statements.forms.amending import (
    OF_KIND,
    AmendmentForm,
    SplitForm,
)
from portal.statements.models import AmendmentKind
from portal.statements.queries.amending import (
    amendment_at,
)
from portal.statements.views.amended import (
    WORDS,
    Paragraph,
    open_amended,
    read_paragraphs,
)
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import tabs
from portal.texts.engine import diff
from portal.texts.models import BlockKind


@bp.route("/<slug>/amendments/new/<block_id>", methods=["GET", "POST"])
@web.members_only
def propose(slug: str, block_id: str) -> ResponseReturnValue:
    """Propose a change of one paragraph, reading and writing in one's own language."""
    statement = open_amended(slug)
    verdict = policy.may_amend(web.actor(), statement)
    kind = asked_kind()
    text, paragraphs = read_paragraphs(statement)
    here = paragraphs.get(block_id)
    if here is None:
        raise NotFound
    form = OF_KIND[kind](base=here.block.revision_id)
    prepare(form, kind, here, paragraphs)
    conflict = None
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                made = commands.propose_amendment(
                    session, statement.id, proposal_of(form, kind, block_id), by=web.actor()
                )
                number, is_new = made.amendment.number, made.is_new
        except Conflict as error:
            conflict = error
            form.base.data = error.details["revision"]
        except Invalid as error:
            blame(form, error)
        else:
            web.tell(
                say("Your amendment is in. The drafting group answers every amendment.")
                if is_new
                else say("Your organisation has proposed this already: here it is.")
            )
            return web.go("statements.amendment", slug=slug, number=number)
    page = render_template(
        "statements/amend.html",
        statement=statement,
        tabs=tabs(statement),
        title=text.title,
        here=here,
        kind=kind,
        form=form,
        verdict=verdict,
        conflict=conflict,
        changes=diff(conflict.theirs, conflict.mine, conflict.language) if conflict else None,
        own=None,
        is_title=here.block.kind is BlockKind.TITLE,
        **WORDS,
    )
    return page, 409 if conflict else 422 if form.errors else 200


def asked_kind() -> AmendmentKind:
    asked = request.args.get("kind", AmendmentKind.REPLACE.value)
    return next((each for each in AmendmentKind if each.value == asked), AmendmentKind.REPLACE)


def prepare(
    form: Any, kind: AmendmentKind, here: Paragraph, paragraphs: dict[str, Paragraph]
) -> None:
    """Offer the paragraphs to choose from, and begin from the words that she reads."""
    if "target" in form:
        form.target.choices = [
            (block, f"{each.number}. {each.excerpt}")
            for block, each in paragraphs.items()
            if block != here.block.id and (kind is AmendmentKind.MOVE or each.number)
        ]
    if request.method != "GET":
        return
    reads = web.reader_languages()
    hers = here.block.language in reads or not reads
    form.language.data = here.block.language if hers or isinstance(form, SplitForm) else reads[0]
    if kind is AmendmentKind.SPLIT or (kind is AmendmentKind.REPLACE and hers):
        form.body.data = here.block.body


def proposal_of(form: Any, kind: AmendmentKind, block_id: str) -> Proposal:
    return Proposal(
        kind=kind,
        block_id=block_id,
        base_revision_id=form.base.data or "",
        language=form.language.data or "",
        body=form.body.data if "body" in form else "",
        second_body=form.second_body.data if "second_body" in form else "",
        target_block_id=form.target.data if "target" in form else None,
        block_kind=BlockKind(form.block_kind.data) if "block_kind" in form else BlockKind.PARAGRAPH,
        reason=form.reason.data or "",
    )


def blame(form: AmendmentForm, error: Invalid) -> None:
    for field, sentence in (error.fields or {"form": error.sentence}).items():
        visible = field in form and form[field].type != "HiddenField"
        form.blame(field if visible else "form", sentence)


@bp.route("/<slug>/amendments/<int:number>/change", methods=["GET", "POST"])
@web.members_only
def change(slug: str, number: int) -> ResponseReturnValue:
    """Write one's own open amendment anew."""
    statement = open_amended(slug)
    found = amendment_at(web.reading(), statement, number)
    made = found.amendment
    verdict = policy.may_change_amendment(web.actor(), statement, made)
    require(verdict)
    text, paragraphs = read_paragraphs(statement)
    here = paragraphs.get(made.block_id)
    if here is None:
        raise NotFound
    form = OF_KIND[made.kind](
        base=made.base_revision_id,
        language=made.language,
        reason=made.reason,
        body=made.body,
        second_body=made.second_body,
        target=made.target_block_id,
        block_kind=made.block_kind,
    )
    amendment_id, kind = made.id, made.kind
    if "target" in form:
        prepare(form, kind, here, paragraphs)
        form.language.data = form.language.data or made.language
    if form.validate_on_submit():
        wanted = proposal_of(form, kind, here.block.id)
        try:
            with web.transaction() as session:
                commands.change_amendment(
                    session,
                    amendment_id,
                    language=wanted.language,
                    body=wanted.body,
                    second_body=wanted.second_body,
                    target_block_id=wanted.target_block_id,
                    reason=wanted.reason,
                    by=web.actor(),
                )
        except Invalid as error:
            blame(form, error)
        else:
            web.tell(say("Your amendment is changed."))
            return web.go("statements.amendment", slug=slug, number=number)
    return render_template(
        "statements/amend.html",
        statement=statement,
        tabs=tabs(statement),
        title=text.title,
        here=here,
        kind=kind,
        form=form,
        verdict=verdict,
        conflict=None,
        changes=None,
        own=number,
        is_title=False,
        **WORDS,
    ), 422 if form.errors else 200
