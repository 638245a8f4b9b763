"""Signing for a member, the second officer, withdrawing and the freeze switch."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from portal.core import web
from portal.core.errors import HALF_SENT, Invalid, NotFound, Refused
from portal.core.limits import limiter
from portal.core.policy import require
from portal.core.sentences import Sentence, say
from portal.statements import policy
from portal.statements.commands import (
    confirm_as_officer,
    decline_as_officer,
    freeze_signing,
    set_signing_rule,
    sign,
    withdraw_signature,
)
from portal.statements.commands.signing.members import role_of
from portal.statements.forms import SignForm, WithdrawForm
from portal.statements.forms.signing import OfficerForm, SigningRuleForm
from portal.statements.models import SignatureRole, SignatureState, SigningRule, Statement
from portal.statements.queries.errata import number_in_force
from portal.statements.queries.signing import (
    members_of,
)
from portal.statements.sealing import signer_of
from portal.statements.views.blueprint import bp
from portal.statements.views.opening import open_statement, tabs
from portal.statements.views.signing_on import outside, shown


@bp.route("/<slug>/sign", methods=["GET", "POST"])
@web.public
@limiter.limit("120 per hour", methods=["POST"], exempt_when=lambda: bool(web.actor().memberships))
def sign_page(slug: str) -> ResponseReturnValue:
    """The released text in the language that she reads, and below it the signature."""
    statement = open_statement(slug)
    if statement.released is None:
        raise NotFound
    for_herself = request.args.get("as") == "individual"
    if web.actor().memberships and not for_herself:
        return _inside(statement)
    return outside(statement)


def _inside(statement: Statement) -> ResponseReturnValue:
    """For a member organisation; a second officer confirms here what a colleague has signed."""
    session, actor = web.reading(), web.actor()
    form = SignForm()
    named = role_of(statement, actor.organisation_id or "") is not None
    # Named in public already, so her name cannot be kept from it; and her role is known.
    if named:
        del form.withheld, form.role
    members = members_of(session, actor.organisation_id, web.reader_languages())
    form.members.choices = [(each.id, each.name) for each in members]
    if not members:
        del form.members
    problem: Sentence | None = None
    refused = False
    if form.validate_on_submit():
        try:
            with web.transaction() as writing:
                made = sign(
                    writing,
                    statement.id,
                    release_id=form.release.data or "",
                    text_root=form.text_root.data or "",
                    language=form.language_read.data or "",
                    language_root=form.language_root.data or "",
                    by=actor,
                    withheld="withheld" in form and bool(form.withheld.data),
                    mandate_body=form.mandate_body.data or "",
                    mandate_date=form.mandate_date.data,
                    role=SignatureRole(form.role.data) if "role" in form else _CO_SIGNER,
                    members=(form.members.data or ()) if "members" in form else (),
                )
        except IntegrityError:
            # Two presses at once: the constraint is the last guard of "once an organisation".
            problem = policy.SIGNED
        except Refused as error:
            problem, refused = error.sentence, True
        except Invalid as error:
            problem = error.sentence
            form.blame_all(error, None)
        else:
            web.tell(_WAITS if made.state is SignatureState.AWAITING_OFFICER else _STANDS)
            return web.go("statements.signatories", slug=statement.slug)
        # Whatever was in the way, she goes on from what stands now.
        statement = open_statement(statement.slug)
    session = web.reading()
    release, text, stale = shown(statement, form)
    problem = problem or stale
    own = policy.own_signature(session, actor, statement)
    pending = own if own is not None and own.state is SignatureState.AWAITING_OFFICER else None
    verdict = policy.may_sign(session, actor, statement)
    return render_template(
        "statements/sign.html",
        statement=statement,
        text=text,
        release=release,
        errata=number_in_force(session, release.id),
        form=form,
        verdict=verdict,
        open=policy.signing_is_open(statement),
        problem=problem,
        tabs=tabs(statement),
        offered=sorted(item.language for item in release.languages),
        organisation=actor.acting_for,
        own=own,
        typed=form.typed() if form.is_submitted() and own is None else [],
        pending=pending,
        pending_signer=signer_of(session, pending) if pending else None,
        may_confirm=policy.may_confirm_as_officer(session, actor, pending) if pending else None,
        officer=OfficerForm(formdata=None),
        may_rule=policy.may_set_signing_rule(actor),
    ), 403 if refused else 422 if form.errors or problem else 200


_CO_SIGNER = SignatureRole.CO_SIGNER
_STANDS = say("Thank you. Your organisation's signature stands under this text.")
_WAITS = say(
    "Thank you. Your organisation wants two people to sign: another representative has been asked to confirm it. Until then it counts nowhere."
)


@bp.post("/<slug>/signatures/<signature_id>/confirm")
@web.members_only
def confirm_signature(slug: str, signature_id: str) -> ResponseReturnValue:
    """The second officer's answer."""
    form, act = OfficerForm(), request.form.get("act")
    if act not in {"confirm", "decline"}:
        raise Invalid(HALF_SENT)
    with web.transaction() as session:
        if act == "decline":
            decline_as_officer(session, signature_id, reason=form.reason.data or "", by=web.actor())
            told = say("It is not confirmed, and stands nowhere. Your organisation can sign anew.")
        else:
            confirm_as_officer(session, signature_id, by=web.actor())
            told = _STANDS
    web.tell(told)
    return web.go("statements.signatories", slug=slug)


@bp.route("/signing-rule", methods=["GET", "POST"])
@web.members_only
def signing_rule() -> ResponseReturnValue:
    """Whether two people have to sign for the organisation that she acts for."""
    actor = web.actor()
    verdict = policy.may_set_signing_rule(actor)
    require(verdict)
    rule = web.reading().get(SigningRule, actor.organisation_id)
    form = SigningRuleForm(second_officer=rule is not None and rule.second_officer)
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                set_signing_rule(session, second_officer=bool(form.second_officer.data), by=actor)
        except Invalid as error:
            form.blame("second_officer", error.sentence)
        else:
            web.tell(say("Saved. It holds for every signature from now on."))
            return web.go("statements.signing_rule")
    return render_template(
        "statements/signing_rule.html", form=form, organisation=actor.acting_for
    ), 422 if form.errors else 200


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
    if request.form.get("frozen") not in {"0", "1"}:
        raise Invalid(HALF_SENT)
    frozen = request.form["frozen"] == "1"
    with web.transaction() as session:
        freeze_signing(session, statement.id, frozen=frozen, by=web.actor())
    web.tell(say("Signing is paused.") if frozen else say("Signing goes on."))
    return web.go("statements.signatories", slug=slug)
