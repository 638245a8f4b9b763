"""The merge review: every paragraph with its amendments, and the drafting group's answers."""

from collections import defaultdict
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Conflict, Invalid
from portal.core.policy import require
from portal.core.sentences import say
from portal.statements import commands, policy
from portal.statements.commands import Words
from portal.statements.commands.amending.judging import WITH_WORDS
from portal.statements.forms.amending import AnswerForm, ObjectionAnswerForm
from portal.statements.models import AmendmentKind, AmendmentState, Statement
from portal.statements.queries.amending import Review, SeenAmendment, amendment_at, review_of
from portal.statements.rebasing import Clean, Collides
from portal.statements.views.amended import (
    WORDS,
    ShownAmendment,
    amendment_id_of,
    open_amended,
    read_paragraphs,
    shown,
)
from portal.statements.views.amending import amendment_page
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import stage_words, tabs
from portal.statements.words_amending import meeting_words
from portal.texts.engine import Change, diff


@bp.get("/<slug>/merge")
@web.members_only
def merge_review(slug: str) -> ResponseReturnValue:
    """Each paragraph with all its amendments, collisions marked, support by side."""
    statement = open_amended(slug)
    text, paragraphs = read_paragraphs(statement)
    found = review_of(web.reading(), statement)
    groups: defaultdict[str, list[ShownAmendment]] = defaultdict(list)
    orphans = []
    for each in found.amendments:
        item = shown(each, paragraphs)
        if each.is_orphan:
            orphans.append(item)
        elif item.paragraph is not None:
            groups[item.paragraph.block.id].append(item)
        else:
            groups[""].append(item)
    return render_template(
        "statements/merge_review.html",
        statement=statement,
        tabs=tabs(statement),
        stage=stage_words(statement),
        title=text.title,
        paragraphs=paragraphs,
        groups=groups,
        orphans=orphans,
        waiting=sum(each.amendment.waits for each in found.amendments),
        total=len(found.amendments),
        meetings=_meetings(found),
        merged=merged_changes(found),
        may_judge=policy.may_judge(web.actor(), statement),
        **WORDS,
    )


def _meetings(found: Review) -> dict[int, list[tuple[int, Any]]]:
    """By number: which others it meets, with the sentence for it."""
    return {
        each.amendment.number: [
            (other, meeting_words(collision.meeting, other))
            for other, collision in found.meeting(each.amendment.number)
        ]
        for each in found.amendments
    }


def merged_changes(found: Review) -> dict[int, list[Change]]:
    """By number: what taking it would change in the text as it stands now, where that is not its own difference."""
    changes = {}
    for each in found.amendments:
        made, at = each.amendment, each.standing
        if made.kind is not AmendmentKind.REPLACE or not isinstance(at, Clean) or at.done:
            continue
        current = found.now.paragraphs[at.block].wordings.get(made.language)
        if current is not None and current.body != each.base.body:
            changes[made.number] = diff(current.body, at.body, made.language)
    return changes


@bp.route("/<slug>/amendments/<int:number>/answer", methods=["GET", "POST"])
@web.members_only
def answer_amendment(slug: str, number: int) -> ResponseReturnValue:
    """Accept an amendment, accept it with changes, or decline it."""
    statement = open_amended(slug)
    require(policy.may_judge(web.actor(), statement))
    found = amendment_at(web.reading(), statement, number)
    form = AnswerForm(seen=found.seen)
    if request.method == "GET":
        _begin(form, found)
    problem, status = None, 200
    block_id, amendment_id = found.block_id, found.amendment.id
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                _answer(form, amendment_id, found.amendment.kind)
            except (Conflict, Invalid) as error:
                problem = error.sentence
                status = 409 if isinstance(error, Conflict) else 422
            else:
                web.tell(say("The answer is recorded, and its proposer hears of it."))
                return web.see_other(
                    url_for("statements.merge_review", slug=slug) + f"#b-{block_id}"
                )
    return _answer_page(open_amended(slug), number, form, problem), status


def _answer(form: AnswerForm, amendment_id: str, kind: AmendmentKind) -> None:
    act = request.form.get("act", "")
    language = form.language.data or "und"
    with web.transaction() as session:
        if act == "decline":
            commands.decline_amendment(
                session,
                amendment_id,
                reason=form.answer.data or "",
                language=language,
                by=web.actor(),
            )
        elif act in {"accept", "change"}:
            words = Words(form.body.data or "", form.second_body.data or "")
            commands.accept_amendment(
                session,
                amendment_id,
                seen=form.seen.data or "",
                words=words if act == "change" and kind in WITH_WORDS else None,
                answer=form.answer.data or "",
                language=language,
                by=web.actor(),
            )
        else:
            raise Invalid(
                say("The form did not come whole. Nothing was recorded; choose an answer again.")
            )


def _begin(form: AnswerForm, found: SeenAmendment) -> None:
    """Begin from the words that would be taken."""
    at, made = found.standing, found.amendment
    form.body.data = at.body if isinstance(at, Clean) else made.body
    form.second_body.data = made.second_body
    form.language.data = next(iter(web.reader_languages()), None)


def _answer_page(statement: Statement, number: int, form: AnswerForm, problem: Any) -> str:
    text, paragraphs = read_paragraphs(statement)
    found = review_of(web.reading(), statement)
    seen = next(each for each in found.amendments if each.amendment.number == number)
    at = seen.standing
    # What she decides on next is what the page shows her now.
    form.seen.data = seen.seen
    current = None
    if isinstance(at, Clean | Collides) and at.block in found.now.paragraphs:
        current = found.now.paragraphs[at.block].wordings.get(seen.amendment.language)
    return render_template(
        "statements/merge_answer.html",
        statement=statement,
        tabs=tabs(statement),
        title=text.title,
        item=shown(seen, paragraphs),
        amendment=seen.amendment,
        form=form,
        problem=problem,
        is_open=seen.amendment.state is AmendmentState.OPEN,
        can_accept=isinstance(at, Clean),
        with_words=seen.amendment.kind in WITH_WORDS and not seen.is_orphan,
        is_split=seen.amendment.kind is AmendmentKind.SPLIT,
        current=current.body if current else None,
        conflicts=at.conflicts if isinstance(at, Collides) else (),
        merged=merged_changes(found).get(number),
        meetings=_meetings(found).get(number, []),
        **WORDS,
    )


@bp.post("/<slug>/amendments/<int:number>/take-back")
@web.members_only
def take_back(slug: str, number: int) -> ResponseReturnValue:
    """Open a declined amendment again."""
    amendment_id = amendment_id_of(slug, number)
    with web.transaction() as session:
        commands.take_back_answer(session, amendment_id, by=web.actor())
    web.tell(say("The answer is taken back; the amendment waits again."))
    return web.go("statements.amendment", slug=slug, number=number)


@bp.post("/<slug>/amendments/<int:number>/objection")
@web.members_only
def answer_objection(slug: str, number: int) -> ResponseReturnValue:
    """Answer a proposer's objection."""
    require(policy.may_judge(web.actor(), open_amended(slug)))
    amendment_id = amendment_id_of(slug, number)
    form = ObjectionAnswerForm()
    if form.validate():
        with web.transaction() as session:
            commands.answer_objection(
                session, amendment_id, answer=form.answer.data, by=web.actor()
            )
        web.tell(say("The objection is answered, and its proposer hears of it."))
        return web.go("statements.amendment", slug=slug, number=number)
    return amendment_page(open_amended(slug), number, answering=form), 422
