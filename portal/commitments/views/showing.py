"""One commitment: the words, the paragraph, what came of it; and the form that says so."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.commitments import policy
from portal.commitments.commands import report as give_report
from portal.commitments.forms import ReportForm
from portal.commitments.models import CommitmentState
from portal.commitments.queries.showing import commitment_at
from portal.commitments.views.blueprint import bp
from portal.commitments.words import STATES
from portal.core import clock, facts, web
from portal.core.errors import Invalid
from portal.core.policy import require
from portal.core.sentences import Sentence, say

TOLD: dict[CommitmentState, Sentence] = {
    CommitmentState.OPEN: say("Your report stands. The commitment is open."),
    CommitmentState.KEPT: say("Your report stands: the commitment was kept."),
    CommitmentState.GIVEN_UP: say("Your report stands: the commitment was given up."),
}


@bp.get("/commitments/<key>")
@web.public
def show(key: str) -> ResponseReturnValue:
    """What was pledged, to which words, and what came of it."""
    session, actor, languages = web.reading(), web.actor(), web.reader_languages()
    version = (facts.newest(session), clock.today(), key, *languages)
    unchanged = web.not_modified("commitments.show", *version)
    if unchanged is not None:
        return unchanged

    def build() -> str:
        opened = commitment_at(session, key, languages)
        return render_template(
            "commitments/show.html",
            opened=opened,
            made=opened.commitment,
            states=STATES,
            is_ours=actor.belongs_to(opened.organisation.id),
            may_report=policy.may_report(actor, opened.commitment),
        )

    return web.kept(("commitments.show", *version), build)


@bp.route("/commitments/<key>/report", methods=["GET", "POST"])
@web.members_only
def report(key: str) -> ResponseReturnValue:
    """The organisation itself says what came of it."""
    languages = web.reader_languages()
    opened = commitment_at(web.reading(), key, languages)
    require(policy.may_report(web.actor(), opened.commitment))
    form = ReportForm()
    form.offer(opened.commitment.state)
    if request.method == "GET":
        form.language.data = next(iter(languages), None)
        form.state.data = form.state.data or CommitmentState.OPEN.value
    if form.validate_on_submit():
        state = CommitmentState(form.state.data)
        try:
            with web.transaction() as session:
                give_report(
                    session,
                    key,
                    state=state,
                    words=form.words.data or "",
                    language=form.language.data,
                    due_on=form.due_on.data,
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame(next(iter(error.fields), "words"), error.sentence)
        else:
            web.tell(TOLD[state])
            return web.go("commitments.show", key=key)
    return render_template(
        "commitments/report.html",
        opened=opened,
        made=opened.commitment,
        states=STATES,
        form=form,
    ), 422 if form.errors else 200
