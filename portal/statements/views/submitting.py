"""To whom a statement was handed, and what came back: read by everyone, kept by those who lead it."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import clock, web
from portal.core.errors import Invalid, NotFound
from portal.core.forms import Form
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.statements import policy
from portal.statements.commands.aftermath import (
    correct_submission,
    record_answer,
    record_submission,
)
from portal.statements.forms.aftermath import AnswerForm, FirstSubmissionForm, SubmissionLineForm
from portal.statements.models import Stage, Statement, Submission
from portal.statements.queries.publishing import submission_in, submissions_of
from portal.statements.queries.reading import read_release
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, stage_words, tabs

SUBMITTABLE = frozenset({Stage.PUBLISHED, Stage.SUBMITTED, Stage.FOLLOW_UP})


@bp.get("/<slug>/submissions")
@web.public
def submissions(slug: str) -> ResponseReturnValue:
    """The public list, the newest first."""
    statement = open_statement(slug)
    actor = web.actor()
    unchanged = web.not_modified("submissions", statement.changed_at, web.reader_languages())
    if unchanged is not None:
        return unchanged
    return render_template(
        "statements/submissions.html",
        statement=statement,
        tabs=tabs(statement),
        stage=stage_words(statement),
        submissions=submissions_of(web.reading(), statement.id),
        may_lead=policy.may_lead(actor, statement) if actor.signed_in else None,
        can_submit=statement.stage in SUBMITTABLE,
        **_title(statement),
    )


@bp.route("/<slug>/submissions/new", methods=["GET", "POST"])
@web.members_only
def new_submission(slug: str) -> ResponseReturnValue:
    """Add to whom it was handed."""
    statement = _led(slug)
    first = statement.stage is Stage.PUBLISHED
    form = FirstSubmissionForm() if first else SubmissionLineForm()
    if isinstance(form, FirstSubmissionForm):
        form.offer_zone(statement.zone)
    if request.method == "GET":
        if isinstance(form, FirstSubmissionForm):
            form.zone.data = statement.zone if statement.zone != "UTC" else web.actor().time_zone
        form.language.data = next(iter(web.reader_languages()), None)
        form.submitted_on.data = clock.today()
    done = say("The submission is recorded.")
    if _kept(form, record_submission, statement.id, done, "addressee"):
        return web.go("statements.submissions", slug=slug)
    return _page(
        statement,
        form,
        say("Add to whom it was handed"),
        say("Everyone can read this line. The answer is written down later, when it has come."),
        say("Record the submission"),
    )


@bp.route("/<slug>/submissions/<submission_id>/edit", methods=["GET", "POST"])
@web.members_only
def edit_submission(slug: str, submission_id: str) -> ResponseReturnValue:
    """Put a wrong line right."""
    statement = _led(slug)
    line = _line(statement, submission_id)
    form = SubmissionLineForm(obj=line)
    form.offer(line.language)
    done = say("The line is put right. What it said before is kept in the log of acts.")
    if _kept(form, correct_submission, submission_id, done, "addressee"):
        return web.go("statements.submissions", slug=slug)
    return _page(
        statement,
        form,
        say("Put this line right"),
        say("What it says now is kept in the log of acts."),
        say("Keep the change"),
    )


@bp.route("/<slug>/submissions/<submission_id>/answer", methods=["GET", "POST"])
@web.members_only
def answer_submission(slug: str, submission_id: str) -> ResponseReturnValue:
    """Write down what came back."""
    statement = _led(slug)
    line = _line(statement, submission_id)
    form = AnswerForm(
        answer=line.answer,
        language=line.answer_language if line.answered_on else None,
        answered_on=line.answered_on or clock.today(),
    )
    form.offer(line.answer_language if line.answered_on else line.language)
    done = say("The answer is written down.")
    if _kept(form, record_answer, submission_id, done, "answer"):
        return web.go("statements.submissions", slug=slug)
    return _page(
        statement,
        form,
        say("Write down the answer"),
        say("Everyone can read it."),
        say("Keep the answer"),
        line=line,
    )


def _led(slug: str) -> Statement:
    statement = open_statement(slug)
    require(policy.may_lead(web.actor(), statement))
    return statement


def _line(statement: Statement, submission_id: str) -> Submission:
    found = submission_in(web.reading(), statement.id, submission_id)
    if found is None:
        raise NotFound
    return found


def _kept(
    form: SubmissionLineForm | AnswerForm,
    act: Callable[..., Submission],
    ident: str,
    done: Sentence,
    otherwise: str,
) -> bool:
    """Whether the form was sent and its words are kept; what is wrong with them stands beside it."""
    if not form.validate_on_submit():
        return False
    try:
        with web.transaction() as session:
            act(session, ident, **form.values(), by=web.actor())
    except Invalid as error:
        form.blame_all(error, otherwise)
        return False
    web.tell(done)
    return True


def _title(statement: Statement) -> dict[str, Any]:
    """The released title; raises NotFound before there is one."""
    if statement.released is None:
        raise NotFound(say("This statement is not public yet, so it was handed to nobody."))
    text = read_release(web.reading(), statement.released, web.reader_languages())
    return {"title": text.title.body, "language": text.title.language}


def _page(
    statement: Statement,
    form: Form,
    heading: Sentence,
    hint: Sentence,
    button: Sentence,
    line: Submission | None = None,
) -> ResponseReturnValue:
    return render_template(
        "statements/submission_form.html",
        statement=statement,
        form=form,
        heading=heading,
        hint=hint,
        button=button,
        line=line,
        tabs=tabs(statement),
        **_title(statement),
    ), 422 if form.errors else 200
