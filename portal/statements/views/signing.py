"""Signing, withdrawing, the freeze switch and the public list of signatories."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.sentences import say
from portal.statements import policy
from portal.statements.commands import freeze_signing, sign, withdraw_signature
from portal.statements.forms import SignForm, WithdrawForm
from portal.statements.queries.listing import statement_at
from portal.statements.queries.reading import read_release
from portal.statements.queries.signing import signatories_of
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, stage_words, tabs
from portal.statements.views.reading import asked_language
from portal.statements.words import ROLES


@bp.route("/<slug>/sign", methods=["GET", "POST"])
@web.members_only
def sign_page(slug: str) -> ResponseReturnValue:
    """The released text in the language that she reads, and below it the signature."""
    statement = open_statement(slug)
    session, actor = web.reading(), web.actor()
    if statement.released is None:
        raise NotFound
    release = statement.released
    text = read_release(session, release, web.reader_languages(), exactly=asked_language())
    roots = {item.language: item.language_root for item in release.languages}
    verdict = policy.may_sign(session, actor, statement)
    form = SignForm(
        release=release.id,
        text_root=release.text_root,
        language=text.language,
        language_root=roots.get(text.language, ""),
    )
    problem = None
    if form.validate_on_submit():
        try:
            with web.transaction() as writing:
                sign(
                    writing,
                    statement.id,
                    release_id=form.release.data,
                    text_root=form.text_root.data,
                    language=form.language.data,
                    language_root=form.language_root.data,
                    by=actor,
                    withheld=bool(form.withheld.data),
                    mandate_body=form.mandate_body.data or "",
                    mandate_date=form.mandate_date.data,
                )
        except IntegrityError:
            # Two presses at once: the constraint is the last guard of "once an organisation".
            problem = say("Your organisation has signed this release already.")
        except Invalid as error:
            problem = error.sentence
            for field, sentence in error.fields.items():
                form.blame(field, sentence)
        else:
            web.tell(say("Thank you. Your organisation's signature stands under this text."))
            return web.go("statements.signatories", slug=slug)
    return render_template(
        "statements/sign.html",
        statement=statement,
        text=text,
        release=release,
        form=form,
        verdict=verdict,
        problem=problem,
        tabs=tabs(statement),
        offered=sorted(roots),
        organisation=actor.acting_for,
    ), 422 if form.errors or problem else 200


@bp.get("/<slug>/signatories")
@web.public
def signatories(slug: str) -> ResponseReturnValue:
    """Who has signed, by country; withheld names count and stay withheld."""
    statement = statement_at(web.reading(), slug, web.actor())
    if statement.released is None:
        raise NotFound
    session, actor = web.reading(), web.actor()
    release = statement.released
    text = read_release(session, release, web.reader_languages())
    mine = policy.own_signature(session, actor, statement)
    return render_template(
        "statements/signatories.html",
        statement=statement,
        release=release,
        title=text.title,
        signed=signatories_of(session, release.id),
        tabs=tabs(statement),
        roles=ROLES,
        mine=mine,
        stage=stage_words(statement),
        withdrawing=WithdrawForm() if mine else None,
        may_withdraw=policy.may_withdraw(session, actor, mine) if mine else None,
        may_freeze=policy.may_freeze(actor, statement) if actor.signed_in else None,
    )


@bp.post("/<slug>/signatures/<signature_id>/withdraw")
@web.members_only
def withdraw(slug: str, signature_id: str) -> ResponseReturnValue:
    """Take the organisation's signature back."""
    form = WithdrawForm()
    with web.transaction() as session:
        withdraw_signature(session, signature_id, reason=form.reason.data or "", by=web.actor())
    web.tell(say("The signature is withdrawn. The page says so, with today's date."))
    return web.go("statements.signatories", slug=slug)


@bp.post("/<slug>/freeze")
@web.members_only
def freeze(slug: str) -> ResponseReturnValue:
    """Pause or resume signing."""
    statement = open_statement(slug)
    frozen = request.form.get("frozen") == "1"
    with web.transaction() as session:
        freeze_signing(session, statement.id, frozen=frozen, by=web.actor())
    web.tell(say("Signing is paused.") if frozen else say("Signing goes on."))
    return web.go("statements.signatories", slug=slug)
