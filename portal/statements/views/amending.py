"""Amendments: the list, one of them, proposing, changing, supporting, placing, objecting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core import web
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.policy import Verdict, require
from portal.core.sentences import Sentence, say
from portal.network.actors import Actor
from portal.network.models import Side
from portal.network.names import Shown as Name
from portal.network.names import display_name
from portal.statements import commands, policy
from portal.statements.commands import Proposal
from portal.statements.forms.amending import (
    OF_KIND,
    AmendmentForm,
    ObjectionAnswerForm,
    ObjectionForm,
    SplitForm,
)
from portal.statements.models import AmendmentKind, AmendmentState, Statement
from portal.statements.queries.amending import (
    SeenAmendment,
    amendment_at,
    amendments_query,
    list_amendments,
)
from portal.statements.rebasing import Behind, Clean, Collides, Orphan
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, stage_words, tabs
from portal.statements.words_amending import (
    ASKS,
    BEHIND,
    DONE,
    KINDS,
    LOOKS,
    NO_TARGET,
    ORPHAN,
    REASONS,
    STATES,
)
from portal.texts.engine import diff
from portal.texts.models import Block, BlockKind
from portal.texts.queries import ReadBlock, ReadText, read_text

EXCERPT = 60


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as the pages of amendments name it: its number (0 for the title) and its words."""

    number: int
    block: ReadBlock

    @property
    def excerpt(self) -> str:
        words = self.block.body
        return words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…"


@dataclass(frozen=True)
class ShownAmendment:
    """One amendment with everything that a page says of it."""

    seen: SeenAmendment
    organisation: Name
    supporters: Sequence[tuple[Name, Side]]
    paragraph: Paragraph | None
    target: Paragraph | None
    remark: Sentence | None
    """Where it stands, if there is something to be said."""
    stuck: bool

    @property
    def number(self) -> int:
        return self.seen.amendment.number


def open_amended(slug: str) -> Statement:
    """The statement at this address, for those who may follow its amendments."""
    statement = open_statement(slug)
    require(policy.may_follow_amendments(web.actor(), statement))
    return statement


def read_paragraphs(statement: Statement) -> tuple[ReadText, dict[str, Paragraph]]:
    """The text in her language; paragraph by paragraph where not even its title is in it yet."""
    session, reads = web.reading(), web.reader_languages()
    text = read_text(session, statement.text_id, reads)
    if text.wanted is not None:
        text = read_text(session, statement.text_id, reads, exactly=reads[0], insist=True)
    return text, {
        block.id: Paragraph(number, block)
        for number, block in enumerate((text.title, *text.blocks))
    }


def shown(seen: SeenAmendment, paragraphs: dict[str, Paragraph]) -> ShownAmendment:
    languages = web.reader_languages()
    amendment = seen.amendment
    remark = remark_on(seen)
    return ShownAmendment(
        seen=seen,
        organisation=display_name(amendment.organisation, languages),
        supporters=[
            (display_name(each.organisation, languages), each.side) for each in amendment.supporters
        ],
        paragraph=paragraphs.get(seen.block_id),
        target=paragraphs.get(amendment.target_block_id or ""),
        remark=remark,
        stuck=remark is not None and not isinstance(seen.standing, Clean),
    )


def remark_on(seen: SeenAmendment) -> Sentence | None:
    match seen.standing:
        case Clean(done=True):
            return DONE
        case Collides(reason=reason):
            return REASONS[reason]
        case Behind():
            return BEHIND
        case Orphan(target=target):
            return NO_TARGET if target else ORPHAN
        case _:
            return None


WORDS = {"kinds": KINDS, "asks": ASKS, "states": STATES, "looks": LOOKS}


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
        verdicts=verdicts(session, actor, statement, found),
        objecting=forms.get("objecting") or ObjectionForm(),
        answering=forms.get("answering") or ObjectionAnswerForm(),
        is_proposer=actor.belongs_to(made.organisation_id),
        block_exists=session.get(Block, found.block_id) is not None,
        **WORDS,
    )


def candidates_of(seen: SeenAmendment) -> Sequence[str]:
    return seen.standing.candidates if isinstance(seen.standing, Orphan) else ()


def verdicts(
    _session: Session, actor: Actor, statement: Statement, seen: SeenAmendment
) -> dict[str, Verdict]:
    made = seen.amendment
    return {
        "change": policy.may_change_amendment(actor, statement, made),
        "withdraw": policy.may_withdraw_amendment(actor, statement, made),
        "support": policy.may_support(actor, statement, made),
        "place": policy.may_place(actor, statement, made),
        "judge": policy.may_judge(actor, statement),
        "object": policy.may_object(actor, statement, made),
    }


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


def amendment_id_of(slug: str, number: int) -> str:
    return amendment_at(web.reading(), open_amended(slug), number).amendment.id


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
    amendment_id, stops = amendment_id_of(slug, number), request.form.get("act") == "stop"
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
