"""Signing in and safety: the sessions, the password, the authenticator, the recovery codes."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts import authenticators, commands, passwords, policy, queries
from portal.accounts import session as door
from portal.accounts.forms import CodeForm, NewPasswordForm
from portal.accounts.views.blueprint import bp, next_address, vault
from portal.core import web
from portal.core.errors import Invalid
from portal.core.limits import limiter
from portal.core.sentences import say
from portal.network.models import Person


@bp.get("/settings/security")
@web.members_only
def security() -> ResponseReturnValue:
    actor, reading = web.actor(), web.reading()
    return render_template(
        "accounts/security.html",
        sessions=queries.sessions_of(reading, actor.person_id),
        authenticator=queries.authenticator_of(reading, actor.person_id),
        codes_left=queries.unused_recovery_codes(reading, actor.person_id),
        grave=policy.has_grave_role(actor),
        needed=policy.second_factor_needed(actor),
        may_remove=policy.may_remove_authenticator(actor),
        in_demo=web.is_demo(),
    )


@bp.post("/settings/security/sessions/<session_id>/revoke")
@web.members_only
def revoke_session(session_id: str) -> ResponseReturnValue:
    with web.transaction() as session:
        commands.revoke_session(session, session_id, by=web.actor())
    web.tell(say("That device is signed out."))
    return web.go("accounts.security")


@bp.post("/settings/security/sessions/revoke-all")
@web.members_only
def revoke_all() -> ResponseReturnValue:
    """For a lost phone: every other device is signed out."""
    with web.transaction() as session:
        commands.revoke_all(session, by=web.actor(), but=web.actor().session_id)
    web.tell(say("Every other device is signed out."))
    return web.go("accounts.security")


@bp.route("/settings/security/password", methods=["GET", "POST"])
@web.members_only
@door.grave
@limiter.limit("20 per hour", methods=["POST"])
def change_password() -> ResponseReturnValue:
    person = web.reading().get_one(Person, web.actor().person_id)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            kept = passwords.choose(form.password.data or "", person.email, person.name)
        except Invalid as invalid:
            form.blame("password", invalid.sentence)
        else:
            with web.transaction() as session:
                commands.change_password(session, kept, by=web.actor())
            web.tell(say("Your new password is set. Every other device is signed out."))
            return web.go("accounts.security")
    return render_template("accounts/change_password.html", form=form, person=person)


@bp.route("/settings/security/authenticator", methods=["GET", "POST"])
@web.members_only
@door.grave
@limiter.limit("30 per hour", methods=["POST"])
def authenticator() -> ResponseReturnValue:
    """Setting up: show the secret, then confirm it with a first code."""
    actor = web.actor()
    form = CodeForm()
    if form.validate_on_submit():
        try:
            with web.transaction() as session:
                codes = commands.confirm_totp(session, vault(), form.code.data or "", by=actor)
        except Invalid as invalid:
            form.blame("code", invalid.sentence)
        else:
            return render_template(
                "accounts/recovery_codes.html", codes=codes, first=True, after=next_address()
            )
    reading = web.reading()
    begun = queries.authenticator_of(reading, actor.person_id, confirmed=False)
    secret = vault().open(begun.secret) if begun else None
    address = ""
    if secret:
        person = reading.get_one(Person, actor.person_id)
        address = authenticators.address(
            secret, account=person.email, site=web.settings().site_name
        )
    return render_template(
        "accounts/authenticator.html",
        form=form,
        secret=authenticators.spaced(secret) if secret else "",
        address=address,
        picture=authenticators.picture(address) if address else "",
        replaces=queries.authenticator_of(reading, actor.person_id) is not None,
        grave=policy.has_grave_role(actor),
        after=next_address(""),
    )


@bp.post("/settings/security/authenticator/begin")
@web.members_only
@door.grave
def begin_authenticator() -> ResponseReturnValue:
    with web.transaction() as session:
        commands.enrol_totp(session, vault(), by=web.actor())
    return web.go("accounts.authenticator", next=next_address("") or None)


@bp.post("/settings/security/authenticator/remove")
@web.members_only
@door.grave
def remove_authenticator() -> ResponseReturnValue:
    with web.transaction() as session:
        commands.remove_totp(session, by=web.actor())
    web.tell(say("The second step is turned off."))
    return web.go("accounts.security")


@bp.route("/settings/security/recovery-codes", methods=["GET", "POST"])
@web.members_only
@door.grave
def recovery_codes() -> ResponseReturnValue:
    """Make new codes; they are shown on the answer and never again."""
    if queries.authenticator_of(web.reading(), web.actor().person_id) is None:
        return redirect(next_address("/settings/security"), 303)
    codes: list[str] = []
    if request.method == "POST":
        with web.transaction() as session:
            codes = list(commands.make_recovery_codes(session, by=web.actor()))
    return render_template("accounts/recovery_codes.html", codes=codes, first=False, after="")
