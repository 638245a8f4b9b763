"""Signing on from outside: the public form, and the page behind the link in the mail."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from portal.core import web
from portal.core.errors import Invalid, NotFound, Refused
from portal.core.limits import limiter
from portal.core.sentences import Sentence, say
from portal.statements import policy
from portal.statements.commands import (
    Read,
    confirm_sign_on,
    sign_on,
    withdraw_sign_on,
    withhold_sign_on,
)
from portal.statements.commands.signing.binding import UNREAD
from portal.statements.forms.signing import OUTSIDE, AnswerMailForm, ReadForm, SignForm
from portal.statements.models import (
    SIGNATURE_CHANGES,
    Release,
    Signature,
    SignatureState,
    Statement,
)
from portal.statements.queries.errata import number_in_force
from portal.statements.queries.reading import read_release
from portal.statements.sealing import signer_of, token_signature
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement
from portal.statements.views.reading import asked_language
from portal.statements.words import SIGNATORY_KINDS, SIGNATURE_STATES
from portal.texts.queries.reading import ReadText


def outside(statement: Statement) -> ResponseReturnValue:
    """The released text, and below it one short form for whoever signs from outside."""
    kind = request.args.get("as", "")
    form = OUTSIDE[kind]() if kind in OUTSIDE else None
    problem: Sentence | None = None
    typed: list[tuple[str, str]] = []
    if form is None and request.method == "POST":
        # She was signed out while she filled the form of a member.
        typed = SignForm().typed()
        problem = policy.may_sign(web.reading(), web.actor(), statement).reason
    if form is not None and form.validate_on_submit():
        try:
            with web.transaction() as writing:
                sign_on(writing, statement.id, form.sign_on(), form.read())
        except Refused as error:
            problem = error.sentence
        except Invalid as error:
            problem = error.sentence
            form.blame_all(error, None)
        else:
            return web.go("statements.sign_sent", slug=statement.slug)
        # Whatever was in the way, she goes on from what stands now.
        statement = open_statement(statement.slug)
    session = web.reading()
    release, text, stale = shown(statement, form)
    problem = problem or stale
    return render_template(
        "statements/sign_on.html",
        statement=statement,
        text=text,
        release=release,
        errata=number_in_force(session, release.id),
        form=form,
        typed=form.typed() if form is not None and form.is_submitted() else typed,
        kind=kind if form is not None else "",
        kinds=SIGNATORY_KINDS,
        verdict=policy.signing_is_open(statement),
        is_member=bool(web.actor().memberships),
        may_sign=policy.may_sign(session, web.actor(), statement),
        problem=problem,
        offered=sorted(item.language for item in release.languages),
    ), 422 if problem or (form is not None and form.errors) else 200


def shown(statement: Statement, form: ReadForm | None) -> tuple[Release, ReadText, Sentence | None]:
    """The release that is open now as she reads it, whose roots the form brings back.

    With a sentence where her form came with the roots of another.
    """
    release = statement.released
    if release is None:
        raise NotFound
    roots = {item.language: item.language_root for item in release.languages}
    before = form.language_read.data if form is not None else None
    text = read_release(
        web.reading(),
        release,
        web.reader_languages(),
        exactly=before if before in roots else asked_language(),
    )
    present = Read(release.id, release.text_root, text.language, roots.get(text.language, ""))
    changed = form is not None and form.now_shows(present)
    return release, text, UNREAD if changed else None


@bp.get("/<slug>/sign/sent")
@web.public
def sign_sent(slug: str) -> ResponseReturnValue:
    """The same words for every address, whether it signed before or not."""
    return render_template("statements/sign_sent.html", statement=_public(slug))


@bp.route("/<slug>/sign/answer/<token>", methods=["GET", "POST"])
@web.public
@limiter.limit("60 per hour", methods=["POST"])
def sign_answer(slug: str, token: str) -> ResponseReturnValue:
    """Confirm, withdraw, or keep the name from the public: nothing happens before a button is pressed."""
    statement = _public(slug)
    session = web.reading()
    key, in_time = token_signature(session, token)
    signature = session.get(Signature, key) if key else None
    if signature is None:
        return render_template("statements/sign_gone.html", statement=statement), 404
    release = session.get_one(Release, signature.release_id)
    if release.statement_id != statement.id:
        raise NotFound
    form = AnswerMailForm()
    problem: Sentence | None = None
    if form.validate_on_submit():
        act = request.form.get("act", "")
        try:
            told = _do(act, token, form.reason.data or "")
        except (Refused, Invalid) as error:
            problem = error.sentence
        else:
            web.tell(told)
            if act == "withdraw":
                return web.go("statements.signatories", slug=slug)
            return web.go("statements.sign_answer", slug=slug, token=token)
        session = web.reading()
        signature = session.get_one(Signature, signature.id)
        statement = _public(slug)
    return render_template(
        "statements/sign_answer.html",
        statement=statement,
        signature=signature,
        signer=signer_of(session, signature),
        text=read_release(session, release, web.reader_languages()),
        form=form,
        problem=problem,
        in_time=in_time,
        kinds=SIGNATORY_KINDS,
        state=SIGNATURE_STATES[signature.state],
        to_confirm=signature.state is SignatureState.UNCONFIRMED,
        can_withdraw=SignatureState.WITHDRAWN in SIGNATURE_CHANGES[signature.state],
    ), 422 if problem else 200


def _do(act: str, token: str, reason: str) -> Sentence:
    with web.transaction() as session:
        if act == "confirm":
            confirm_sign_on(session, token)
            return say(
                "Thank you. A person of the network looks at it next; then it stands under the text."
            )
        if act == "withdraw":
            withdraw_sign_on(session, token, reason=reason)
            return say("The signature is withdrawn.")
        if act != "withhold":
            abort(400)
        withhold_sign_on(session, token)
        return say("The name is kept from the public from now on.")


def _public(slug: str) -> Statement:

    statement = open_statement(slug)
    if statement.released is None:
        raise NotFound
    return statement
