"""Taking a statement from stage to stage."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core import web
from portal.core.errors import HALF_SENT, Invalid
from portal.core.policy import YES, Verdict, require
from portal.core.sentences import Sentence, say
from portal.statements import commands, policy
from portal.statements.forms import DeadlineForm, MeantForm, SigningPeriodForm
from portal.statements.models import Decision, Stage, Statement
from portal.statements.policy import readiness
from portal.statements.policy.revising import TAKEN_UP_FROM
from portal.statements.queries.deciding import casts_of, latest_decision, unanswered
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, stage_words, tabs, title_of
from portal.statements.views.submitting import SUBMITTABLE
from portal.texts.queries import read_text


@dataclass(frozen=True)
class Step:
    """One act that is possible now: its name, what it does, and whether it needs a deadline."""

    act: str
    label: Sentence
    hint: Sentence
    form: type[DeadlineForm] | None = None


STEPS: dict[Stage, list[Step]] = {
    Stage.DRAFT: [
        Step(
            "consult",
            say("Open consultation"),
            say("All members see the text and comment on it until the deadline."),
            DeadlineForm,
        )
    ],
    Stage.CONSULTATION: [
        Step("close", say("Close consultation"), say("No more comments are taken."), MeantForm)
    ],
    Stage.AMENDMENTS_CLOSED: [
        Step(
            "review",
            say("Begin the merge review"),
            say("The drafting group writes again, with every comment before it."),
            MeantForm,
        )
    ],
    Stage.MERGE_REVIEW: [
        Step(
            "decide",
            say("Open the decision"),
            say(
                "The wording, the rule, the roster and the sides are frozen, and every member organisation is asked."
            ),
            DeadlineForm,
        )
    ],
    Stage.RETURNED: [
        Step(
            "consult",
            say("Open consultation again"),
            say("All members see the text and comment on it until the deadline."),
            DeadlineForm,
        )
    ],
    Stage.DECISION: [
        Step(
            "count",
            say("Close the decision"),
            say("The rule is applied to the answers."),
            MeantForm,
        )
    ],
    Stage.ADOPTED: [
        Step(
            "release",
            say("Check the translations and release"),
            say("The adopted wording is frozen, with every language that is wholly reviewed."),
            MeantForm,
        )
    ],
    Stage.TRANSLATIONS_CHECKED: [
        Step(
            "open",
            say("Open for signature"),
            say(
                "Representatives can sign until the deadline, or without end if you leave it empty."
            ),
            SigningPeriodForm,
        )
    ],
    Stage.OPEN: [
        Step(
            "publish",
            say("Publish"),
            say(
                "The statement is published with the signatures that it has. Signing goes on until its deadline."
            ),
        )
    ],
    Stage.SUBMITTED: [
        Step(
            "follow",
            say("Begin the follow-up"),
            say("Answers and what was pledged are followed from here."),
            MeantForm,
        )
    ],
}
DONE: dict[str, Sentence] = {
    "consult": say("Consultation is open."),
    "close": say("Consultation is closed."),
    "review": say("The merge review has begun."),
    "decide": say("The decision is open."),
    "count": say("The decision is closed."),
    "release": say("The adopted text is released."),
    "open": say("The statement is open for signature."),
    "publish": say("The statement is published."),
    "follow": say("The follow-up has begun."),
}


@bp.route("/<slug>/next", methods=["GET", "POST"])
@web.members_only
def next_stage(slug: str) -> ResponseReturnValue:
    """What can be done next, each with its reason where it cannot be done yet."""
    statement = open_statement(slug)
    require(policy.may_lead(web.actor(), statement))
    steps = STEPS.get(statement.stage, [])
    forms = {step.act: step.form(prefix=step.act) for step in steps if step.form}
    for each in forms.values():
        each.offer_zone(statement.zone)
        if request.method == "GET":
            each.zone.data = statement.zone if statement.zone != "UTC" else web.actor().time_zone
    title = title_of(statement)
    decision = latest_decision(web.reading(), statement.id)
    verdicts = {step.act: _lacking(step.act, statement, decision) for step in steps}
    others = _others(statement)
    problem: Sentence | None = None
    if request.method == "POST":
        act = request.form.get("act", "")
        form = forms.get(act)
        if form is None or form.validate():
            try:
                _take(act, statement, decision, form)
            except Invalid as error:
                problem = error.sentence
            else:
                web.tell(DONE[act])
                return web.go("statements.show", slug=slug)
        else:
            problem = say("Nothing has changed yet: the time needs a change below.")
    page = render_template(
        "statements/next.html",
        statement=statement,
        steps=steps,
        forms=forms,
        verdicts=verdicts,
        others=others,
        tabs=tabs(statement),
        stage=stage_words(statement),
        problem=problem,
        title=title,
    )
    return page, 422 if request.method == "POST" else 200


def _lacking(act: str, statement: Statement, decision: Decision | None) -> Verdict:
    """The verdict that the act itself would give."""
    session = web.reading()
    if act == "consult":
        return readiness.ready_to_consult(statement)
    if act == "close":
        return readiness.ready_to_close(statement)
    if act == "decide":
        return readiness.ready_to_decide(statement, unanswered(session, statement.id))
    if act == "count" and decision is not None:
        return readiness.ready_to_count(decision, casts_of(session, decision.id))
    if act == "release":
        read = read_text(session, statement.text_id, [], as_written=True)
        return readiness.ready_to_release(statement, read.completeness)
    return YES


@dataclass(frozen=True)
class Other:
    """An act with a page of its own."""

    label: Sentence
    hint: Sentence
    url: str


OTHERS = {
    "new_submission": (
        say("Add to whom it was handed"),
        say("Note to whom the statement was handed, so that the answer can be followed."),
    ),
    "deadline": (
        say("Move the deadline"),
        say("Say until when this stage lasts or is meant to be done, and why."),
    ),
    "languages": (
        say("Choose the languages of the release"),
        say("The release waits until each of them is checked."),
    ),
    "stand_by": (
        say("Stand by the release"),
        say("The revision is given up; the release is open or published as before."),
    ),
    "lapse": (
        say("Give the statement up"),
        say("Nobody works on it any more. It stays readable for those who took part."),
    ),
    "revise": (
        say("Change the released text"),
        say("Both sides agree to it, and the way begins again with consultation."),
    ),
    "replace": (
        say("Put another statement in its place"),
        say("This one stays readable, with a link to the one that follows it."),
    ),
}
PAGES = {"stand_by": "revise"}
"""Where the page of an act is not called as the act."""


def _others(statement: Statement) -> list[Other]:
    """What else can be done with a statement where it stands."""
    there = {
        "new_submission": statement.stage in SUBMITTABLE,
        "deadline": readiness.ready_to_move_deadline(statement),
        "languages": readiness.ready_to_require(statement),
        "stand_by": statement.is_revised,
        "lapse": readiness.ready_to_lapse(statement),
        "revise": statement.stage in TAKEN_UP_FROM,
        "replace": readiness.ready_to_supersede(statement),
    }
    return [
        Other(label, hint, url_for(f"statements.{PAGES.get(act, act)}", slug=statement.slug))
        for act, (label, hint) in OTHERS.items()
        if there[act]
    ]


PLAIN: dict[str, Callable[..., object]] = {
    "close": commands.close_amendments,
    "review": commands.begin_merge_review,
    "release": commands.release,
    "follow": commands.begin_follow_up,
}
"""Acts that begin a stage whose deadline may be left open."""


def _take(
    act: str,
    statement: Statement,
    decision: Decision | None,
    form: DeadlineForm | None,
) -> None:
    actor, ident = web.actor(), statement.id
    if form is not None and request.form.get("whole") != "1":
        # Signing would open without an end, which it is not given later.
        raise Invalid(HALF_SENT)
    with web.transaction() as session:
        if act == "publish":
            commands.publish(session, ident, by=actor)
        elif act == "count" and decision:
            commands.close_decision(session, decision.id, **_meant(form), by=actor)
        elif act in PLAIN:
            PLAIN[act](session, ident, **_meant(form), by=actor)
        elif form is not None:
            _until(session, act, ident, form)
        elif act in DONE:
            raise Invalid(readiness.MOVED_ON)
        else:
            raise Invalid(HALF_SENT)


def _meant(form: DeadlineForm | None) -> dict[str, Any]:
    """Until when what begins is meant to be done; nothing where the form came for another stage."""
    if not isinstance(form, MeantForm):
        return {}
    return {"deadline": form.chosen(), "zone": form.chosen_zone()}


def _until(session: Session, act: str, ident: str, form: DeadlineForm) -> None:
    """The acts that end at a deadline."""
    actor, zone = web.actor(), form.zone.data
    if act == "consult":
        commands.open_consultation(session, ident, deadline=form.moment(), zone=zone, by=actor)
    elif act == "decide":
        commands.open_decision(session, ident, ends_at=form.moment(), zone=zone, by=actor)
    else:
        deadline = form.moment() if form.deadline.data else None
        commands.open_signing(session, ident, deadline=deadline, zone=zone, by=actor)
