"""Publishing by two people, and a speaker's consent."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.core import clock, web
from portal.core.errors import Invalid, NotFound
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.library import policy
from portal.library.commands import (
    confirm_publication,
    give_consent,
    propose_publication,
    return_publication,
    take_back,
    withdraw_consent,
)
from portal.library.forms import ConsentForm, ProposeForm, ReturnForm
from portal.library.models import Channel, Openness, Work
from portal.library.views.blueprint import bp
from portal.library.views.opening import neutral, open_work, page, unkept
from portal.library.words import CHANNELS, OPENNESS
from portal.network.models import Person

DONE: dict[str, Sentence] = {
    "propose": say("A second person is asked to read it and confirm."),
    "confirm": say("It is published."),
    "return": say("It went back to those who keep it."),
    "take_back": say("It is a draft again. Nobody else sees it any more."),
}


@bp.route("/<slug>/publish", methods=["GET", "POST"])
@web.members_only
def publish(slug: str) -> ResponseReturnValue:
    """Where a work stands, and the next of the two people's acts."""
    work, actor = open_work(slug), web.actor()
    forms = {"propose": ProposeForm(prefix="propose"), "return": ReturnForm(prefix="return")}
    problem: Sentence | None = None
    if request.method == "POST":
        act = request.form.get("act", "")
        try:
            _take(act, work, forms)
        except Invalid as error:
            problem = error.sentence
        else:
            web.tell(DONE[act])
            return (
                web.go("library.publish", slug=slug)
                if act != "take_back"
                else web.go("library.show", slug=slug)
            )
    proposer = web.reading().get(Person, work.proposed_by_id) if work.proposed_by_id else None
    answer = page(
        "library/publish.html",
        work=work,
        forms=forms,
        problem=problem,
        proposer=proposer,
        openness=OPENNESS,
        neutral=neutral(work, web.reader_languages()),
        may_edit=policy.may_edit(actor, work),
        may_propose=policy.may_propose(actor, work),
        may_confirm=policy.may_confirm(actor, work),
        may_take_back=policy.may_take_back(actor, work),
        mine=actor.person_id is not None and actor.person_id == work.proposed_by_id,
    )
    return unkept(work, answer), 422 if problem else 200


def _take(act: str, work: Work, forms: dict[str, ProposeForm | ReturnForm]) -> None:
    propose, back = forms["propose"], forms["return"]
    with web.transaction() as session:
        if act == "propose" and isinstance(propose, ProposeForm) and propose.validate():
            propose_publication(
                session, work.id, openness=Openness(propose.openness.data), by=web.actor()
            )
        elif act == "confirm":
            confirm_publication(session, work.id, by=web.actor())
        elif act == "return" and isinstance(back, ReturnForm):
            return_publication(session, work.id, reason=back.reason.data or "", by=web.actor())
        elif act == "take_back":
            take_back(session, work.id, by=web.actor())
        elif act == "propose":
            raise Invalid(say("Choose for whom it shall be published."))
        else:
            raise NotFound


@bp.route("/<slug>/consent", methods=["GET", "POST"])
@web.members_only
def consent(slug: str) -> ResponseReturnValue:
    """What the speaker allows, language by language."""
    work = open_work(slug)
    require(policy.may_record_consent(web.actor(), work))
    form = ConsentForm()
    if request.method == "GET":
        form.given_on.data = clock.today()
        form.language.data = next(iter(web.reader_languages()), None)
        form.channels.data = [Channel.PAGE.value]
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                give_consent(
                    session,
                    work.id,
                    language=form.language.data,
                    channels={Channel(value) for value in form.channels.data or ()},
                    given_on=form.given_on.data,
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame(next(iter(error.fields), "language"), error.sentence)
        else:
            web.tell(say("Her consent is recorded."))
            return web.go("library.consent", slug=slug)
    answer = page(
        "library/consent.html",
        work=work,
        form=form,
        channels=CHANNELS,
        Channel=Channel,
        neutral=neutral(work, web.reader_languages()),
    )
    return unkept(work, answer), 422 if form.errors else 200


@bp.post("/<slug>/consent/withdraw")
@web.members_only
def withdraw(slug: str) -> ResponseReturnValue:
    """She takes it back: the language is closed in the same moment."""
    work = open_work(slug)
    with web.transaction() as session:
        withdraw_consent(
            session, work.id, language=request.form.get("language", ""), by=web.actor()
        )
    web.tell(say("This language is closed. It is shown nowhere any more."))
    return web.go("library.consent", slug=slug)
