"""The decision: the rule in words, the answers by side, and one's own answer."""

from collections.abc import Mapping, Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core import clock, locales, web
from portal.core.errors import Invalid, NotFound
from portal.core.languages import collation_key
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.models import Side
from portal.network.names import Shown, display_name
from portal.statements import policy
from portal.statements.commands import answer as give_answer
from portal.statements.commands import resolve_block
from portal.statements.forms import DecisionForm
from portal.statements.models import Answer, Choice, Decision, Statement
from portal.statements.policy.seeing import may_see_acts
from portal.statements.queries.deciding import (
    answers_of,
    casts_of,
    decisions_of,
    roster_of,
    round_of,
    wording_of,
)
from portal.statements.rules import Rule, decide
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, tabs, title_of
from portal.statements.words import (
    CHOICE_HINTS,
    CHOICES,
    OUTCOMES,
    lacking,
    rule_in_words,
)
from portal.texts.queries import ReadBlock


@bp.route("/<slug>/decision", methods=["GET", "POST"])
@web.members_only
def decision(slug: str) -> ResponseReturnValue:
    """Where the decision stands, with the rule printed, and the form for one's own answer."""
    statement = open_statement(slug)
    require(may_see_acts(web.actor(), statement))
    session, actor = web.reading(), web.actor()
    found = _decision(statement)
    wording = wording_of(session, found, web.reader_languages())
    answers = answers_of(session, found.id)
    mine = next((item for item in answers if item.organisation_id == actor.organisation_id), None)
    form = DecisionForm(
        choice=mine.choice.value if mine else None,
        words=mine.words if mine else "",
        block_id=mine.block_id if mine else "",
        publish_words=bool(mine and mine.publish_words),
    )
    form.block_id.choices = _paragraphs(wording)
    if request.method == "GET":
        form.language.data = (
            mine.language if mine and mine.words else next(iter(web.reader_languages()), None)
        )
    status = 200
    if request.method == "POST":
        status = 422
        # Only the open decision takes answers, whichever round the page was about.
        if form.validate_on_submit() and _answered(form, found, mine):
            return web.go("statements.decision", slug=slug)
    return _page(statement, found, wording, answers, mine, form), status


def _decision(statement: Statement) -> Decision:
    """The round that was asked for, else the latest."""
    rounds = decisions_of(web.reading(), statement.id)
    asked = request.args.get("round", "")
    found = next((each for each in rounds if str(each.round) == asked), rounds[-1:])
    if isinstance(found, Decision):
        return found
    if not found:
        raise NotFound
    return found[0]


def _answered(form: DecisionForm, found: Decision, before: Answer | None) -> bool:
    """Whether the answer was taken; what it replaced is said."""
    try:
        with web.transaction() as session:
            give_answer(
                session,
                found.id,
                choice=form.chosen(),
                words=form.words.data or "",
                language=form.language.data,
                block_id=form.block_id.data or None,
                publish_words=bool(form.publish_words.data),
                by=web.actor(),
            )
    except Invalid as error:
        form.blame_all(error, "choice")
        return False
    if before is None:
        web.tell(
            say(
                "Your organisation's answer is recorded. You can change it until the decision closes."
            )
        )
    else:
        web.tell(
            say(
                "Your organisation's answer is recorded. It takes the place of the one that it gave "
                "before: “%(before)s”.",
                before=CHOICES[before.choice],
            )
        )
    return True


def _page(
    statement: Statement,
    found: Decision,
    wording: Sequence[ReadBlock],
    answers: Sequence[Answer],
    mine: Answer | None,
    form: DecisionForm,
) -> str:
    session, actor, languages = web.reading(), web.actor(), web.reader_languages()
    casts, round_number = casts_of(session, found.id), round_of(session, found)
    rule = Rule(**found.rule)
    result = decide(rule, casts, round_number)
    answered = {item.organisation_id: item for item in answers}
    numbers = {block.id: number for number, block in enumerate(wording)}
    blocks = {block.id: block for block in wording}
    return render_template(
        "statements/decision.html",
        statement=statement,
        title=title_of(statement),
        tabs=tabs(statement),
        decision=found,
        rounds=decisions_of(session, statement.id),
        round_number=round_number,
        is_over=found.ends_at <= clock.now(),
        rule=rule,
        rule_words=rule_in_words(rule),
        result=result,
        lacking=[lacking(code) for code in result.lacking],
        sides=_by_side(session, found, answered, languages),
        blocked=[
            (each, display_name(each.organisation, languages), blocks.get(each.block_id or ""))
            for each in answers
            if each.choice is Choice.BLOCK
        ],
        numbers=numbers,
        form=form,
        verdict=policy.may_answer(session, actor, found),
        mine=mine,
        choices=CHOICES,
        hints={c.value: str(h) for c, h in CHOICE_HINTS.items()},
        outcomes=OUTCOMES,
    )


def _by_side(
    session: Session, found: Decision, answered: Mapping[str, Answer], languages: Sequence[str]
) -> list[tuple[Side, list[tuple[Shown, Answer | None]]]]:
    """The roster under its sides, each by name as the reader's language sorts."""
    key = collation_key(locales.current().tag)
    groups: dict[Side, list[tuple[Shown, Answer | None]]] = {}
    for elector in roster_of(session, found.id):
        groups.setdefault(elector.side, []).append(
            (display_name(elector.organisation, languages), answered.get(elector.organisation_id))
        )
    return [
        (side, sorted(groups[side], key=lambda pair: key(pair[0].text)))
        for side in (Side.SENDING, Side.RECEIVING, Side.BOTH)
        if side in groups
    ]


def _paragraphs(wording: Sequence[ReadBlock]) -> list[tuple[str, str]]:
    return [
        ("", str(say("None in particular"))),
        *((block.id, f"{number}. {block.body[:60]}") for number, block in enumerate(wording)),
    ]


@bp.post("/<slug>/decision/<answer_id>/resolve")
@web.members_only
def lift_block(slug: str, answer_id: str) -> ResponseReturnValue:
    """The organisation that blocked lifts its block."""
    with web.transaction() as session:
        resolve_block(session, answer_id, by=web.actor())
    web.tell(say("Your block is lifted."))
    return web.go("statements.decision", slug=slug)
