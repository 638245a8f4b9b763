"""Errata: proposing one, its own page, what both sides and the signatories say to it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.policy import require
from portal.core.sentences import say
from portal.network.models import Organisation
from portal.network.names import Shown, display_name
from portal.statements import commands
from portal.statements.commands.errata import objector, signature_for
from portal.statements.forms.errata import ErratumForm, ObjectionForm, ReasonForm
from portal.statements.models import Erratum, Statement
from portal.statements.policy.errata import (
    may_answer_erratum,
    may_object,
    may_propose_erratum,
    may_see_erratum,
    may_take_back_erratum,
    objections_open,
)
from portal.statements.queries.errata import (
    changes_of,
    erratum_in_statement,
    in_force,
    released_wording,
)
from portal.statements.queries.reading import read_release
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, title_of
from portal.statements.views.reading import asked_language
from portal.texts.models import Revision


@bp.get("/<slug>/errata/new")
@web.members_only
def correct(slug: str) -> ResponseReturnValue:
    """Which paragraph, in which language."""
    statement = open_statement(slug)
    require(may_propose_erratum(web.actor(), statement))
    release = statement.released
    assert release is not None  # noqa: S101 - may_propose_erratum asks for it
    return render_template(
        "statements/errata_new.html",
        statement=statement,
        release=release,
        offered=sorted(each.language for each in release.languages),
        text=read_release(
            web.reading(),
            release,
            web.reader_languages(),
            exactly=asked_language(),
            corrected=True,
        ),
    )


@bp.route("/<slug>/errata/new/<language>/<block_id>", methods=["GET", "POST"])
@web.members_only
def propose_erratum(slug: str, language: str, block_id: str) -> ResponseReturnValue:
    """The words as they should read, and why that changes nothing."""
    statement = open_statement(slug)
    require(may_propose_erratum(web.actor(), statement))
    session, release = web.reading(), statement.released
    assert release is not None  # noqa: S101 - may_propose_erratum asks for it
    signed = released_wording(session, release.id, block_id, language)
    if signed is None:
        raise NotFound
    corrected = in_force(session, release.id).get((block_id, language))
    form = ErratumForm(body=corrected.body if corrected else signed.body)
    if request.method == "GET":
        form.reason_language.data = next(iter(web.reader_languages()), None)
    title = title_of(statement)
    if form.validate_on_submit():
        try:
            with web.transaction() as writing:
                made = commands.propose_erratum(
                    writing,
                    statement.id,
                    block_id=block_id,
                    language=language,
                    body=form.body.data or "",
                    reason=form.reason.data or "",
                    reason_language=form.reason_language.data,
                    by=web.actor(),
                )
        except Invalid as error:
            form.blame_all(error, "body")
        else:
            web.tell(say("The erratum is proposed. The other side says whether it is editorial."))
            return web.go("statements.erratum", slug=slug, erratum_id=made.id)
    return render_template(
        "statements/erratum_form.html",
        statement=statement,
        title=title,
        signed=signed,
        form=form,
    ), 422 if form.errors else 200


@bp.get("/<slug>/errata/<erratum_id>")
@web.public
def erratum(slug: str, erratum_id: str) -> ResponseReturnValue:
    """What was signed, what it reads now, who says so; and the answers that are still open."""
    statement = open_statement(slug)
    objection = ObjectionForm(prefix="object")
    objection.language.data = next(iter(web.reader_languages()), None)
    return _page(statement, erratum_id, ReasonForm(prefix="refuse"), objection)


@bp.post("/<slug>/errata/<erratum_id>")
@web.members_only
def answer_erratum(slug: str, erratum_id: str) -> ResponseReturnValue:
    """Confirm it, refuse or take it back, or object to it for an organisation that signed."""
    statement = open_statement(slug)
    found = _found(statement, erratum_id)
    form, objection = ReasonForm(prefix="refuse"), ObjectionForm(prefix="object")
    act = request.form.get("act", "")
    try:
        _take(act, found.id, form, objection)
    except Invalid as error:
        (objection if act == "object" else form).blame_all(error, None)
        if error.fields:
            return _page(open_statement(slug), erratum_id, form, objection), 422
        web.tell(error.sentence, "error")
    else:
        web.tell(DONE[act])
    return web.go("statements.erratum", slug=slug, erratum_id=erratum_id)


DONE = {
    "confirm": say(
        "You confirmed that it is editorial. Everyone who signed is told and can object."
    ),
    "refuse": say("The erratum is not made. What was signed stands."),
    "object": say("Your objection is recorded, and the erratum is not made."),
}


def _take(act: str, erratum_id: str, form: ReasonForm, objection: ObjectionForm) -> None:
    actor = web.actor()
    with web.transaction() as session:
        if act == "confirm":
            commands.confirm_erratum(session, erratum_id, by=actor)
        elif act == "refuse":
            commands.refuse_erratum(session, erratum_id, reason=form.reason.data or "", by=actor)
        elif act == "object":
            commands.object_to_erratum(
                session,
                erratum_id,
                words=objection.words.data or "",
                language=objection.language.data or "und",
                by=actor,
            )
        else:
            raise NotFound


def _found(statement: Statement, erratum_id: str) -> Erratum:
    found = erratum_in_statement(web.reading(), statement.id, erratum_id)
    if found is None:
        raise NotFound
    require(may_see_erratum(web.actor(), statement, found))
    return found


def _page(statement: Statement, erratum_id: str, form: ReasonForm, objection: ObjectionForm) -> str:
    session, actor = web.reading(), web.actor()
    found = _found(statement, erratum_id)
    return render_template(
        "statements/erratum.html",
        statement=statement,
        title=title_of(statement),
        erratum=found,
        signed=session.get_one(Revision, found.revision_id),
        changes=changes_of(session, [found])[found.id],
        proposer=display_name(found.organisation, web.reader_languages()),
        confirmer=_name(found.confirmed_organisation_id),
        form=form,
        objection=objection,
        may_confirm=may_answer_erratum(actor, statement, found),
        may_take_back=may_take_back_erratum(actor, statement, found),
        may_object=may_object(
            actor, found, signature_for(session, found.release_id, actor.organisation_id)
        ),
        waiting=objections_open(found),
    )


def _name(organisation_id: str | None) -> Shown | None:
    if organisation_id is None:
        return None
    return display_name(
        web.reading().get_one(Organisation, organisation_id), web.reader_languages()
    )


@bp.route("/errata/<token>", methods=["GET", "POST"])
@web.public
def object_by_mail(token: str) -> ResponseReturnValue:
    """A signatory from outside objects through the link in its mail; the link says who it is."""
    session = web.reading()
    found, _signature = objector(session, token)
    verdict = objections_open(found)
    form = ObjectionForm()
    if request.method == "GET":
        form.language.data = next(iter(web.reader_languages()), None)
    signed = session.get_one(Revision, found.revision_id)
    changes = changes_of(session, [found])[found.id]
    release = found.release
    statement = release.statement
    title = title_of(statement)
    if verdict and form.validate_on_submit():
        try:
            with web.transaction() as writing:
                commands.object_from_outside(
                    writing,
                    token,
                    words=form.words.data or "",
                    language=form.language.data,
                )
        except Invalid as error:
            form.blame(next(iter(error.fields), "words"), error.sentence)
        else:
            web.tell(DONE["object"])
            return web.go("statements.object_by_mail", token=token)
    return render_template(
        "statements/erratum_objection.html",
        statement=statement,
        title=title,
        erratum=found,
        signed=signed,
        changes=changes,
        form=form,
        verdict=verdict,
    ), 422 if form.errors else 200
