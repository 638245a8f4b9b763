"""The decision: the rule in words, the answers by side, and one's own answer."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.sentences import say
from portal.network.names import display_name
from portal.statements import policy
from portal.statements.commands import answer as give_answer
from portal.statements.commands import resolve_block
from portal.statements.forms import DecisionForm
from portal.statements.models import Decision
from portal.statements.queries.deciding import answers_of, casts_of, latest_decision, roster_of
from portal.statements.rules import Rule, decide
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, tabs
from portal.statements.words import CHOICE_HINTS, CHOICES, OUTCOMES, lacking
from portal.texts.queries import ReadText, read_text


@bp.route("/<slug>/decision", methods=["GET", "POST"])
@web.members_only
def decision(slug: str) -> ResponseReturnValue:
    """Where the decision stands, with the rule printed, and the form for one's own answer."""
    statement = open_statement(slug)
    session, actor = web.reading(), web.actor()
    found = latest_decision(session, statement.id)
    if found is None:
        raise NotFound
    text = read_text(session, statement.text_id, web.reader_languages())
    casts = casts_of(session, found.id)
    answers = answers_of(session, found.id)
    mine = next((item for item in answers if item.organisation_id == actor.organisation_id), None)
    form = DecisionForm(
        choice=mine.choice.value if mine else None,
        words=mine.words if mine else "",
        block_id=mine.block_id if mine else "",
        publish_words=bool(mine and mine.publish_words),
    )
    form.block_id.choices = _paragraphs(text, found)
    if request.method == "GET":
        form.language.data = (
            mine.language if mine and mine.words else next(iter(web.reader_languages()), None)
        )
    verdict = policy.may_answer(session, actor, found)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate_on_submit():
            try:
                with web.transaction() as writing:
                    give_answer(
                        writing,
                        found.id,
                        choice=form.chosen(),
                        words=form.words.data or "",
                        language=form.language.data,
                        block_id=form.block_id.data or None,
                        publish_words=bool(form.publish_words.data),
                        by=actor,
                    )
            except Invalid as error:
                for field, sentence in (error.fields or {"choice": error.sentence}).items():
                    form.blame(field, sentence)
            else:
                web.tell(
                    say(
                        "Your organisation's answer is recorded. You can change it until the decision closes."
                    )
                )
                return web.go("statements.decision", slug=slug)
    rule = Rule(**found.rule)
    result = decide(rule, casts, found.round)
    roster = roster_of(web.reading(), found.id)
    answered = {item.organisation_id: item for item in answers}
    return render_template(
        "statements/decision.html",
        statement=statement,
        tabs=tabs(statement),
        decision=found,
        rule=rule,
        result=result,
        lacking=[lacking(code) for code in result.lacking],
        roster=[
            (
                elector,
                display_name(elector.organisation, actor.languages),
                answered.get(elector.organisation_id),
            )
            for elector in roster
        ],
        form=form,
        verdict=verdict,
        mine=mine,
        text=text,
        choices=CHOICES,
        hints={c.value: str(h) for c, h in CHOICE_HINTS.items()},
        outcomes=OUTCOMES,
    ), status


def _paragraphs(text: ReadText, decision: Decision) -> list[tuple[str, str]]:
    return [
        ("", str(say("None in particular"))),
        *(
            (block.id, f"{number}. {block.body[:60]}")
            for number, block in enumerate((text.title, *text.blocks))
            if block.id in decision.wording
        ),
    ]


@bp.post("/<slug>/decision/<answer_id>/resolve")
@web.members_only
def lift_block(slug: str, answer_id: str) -> ResponseReturnValue:
    """The organisation that blocked lifts its block."""
    with web.transaction() as session:
        resolve_block(session, answer_id, by=web.actor())
    web.tell(say("Your block is lifted."))
    return web.go("statements.decision", slug=slug)
