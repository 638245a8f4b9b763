"""Forgotten passwords: asked for by mail, set by a link."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts import commands, passwords, queries
from portal.accounts.forms import ForgottenForm, NewPasswordForm
from portal.accounts.views.blueprint import bp
from portal.core import web
from portal.core.errors import Invalid, NotFound
from portal.core.limits import limiter
from portal.core.sentences import say
from portal.network.models import Person

SPENT = say("This link was used, or is older than an hour. Ask for a new one.")


@bp.route("/forgotten", methods=["GET", "POST"])
@web.public
@limiter.limit("10 per hour", methods=["POST"])
def forgotten() -> ResponseReturnValue:
    form = ForgottenForm()
    if form.validate_on_submit():
        with web.transaction() as session:
            commands.request_reset(session, form.email.data or "")
        web.tell(
            say(
                "If this mail address has an account, a link is on its way to it. It works for one "
                "hour. Look among unwanted mail too."
            )
        )
        return web.go("accounts.forgotten")
    return render_template("accounts/forgotten.html", form=form)


@bp.route("/reset/<token>", methods=["GET", "POST"])
@web.public
@limiter.limit("60 per hour")
def reset(token: str) -> ResponseReturnValue:
    reading = web.reading()
    found = queries.open_reset(reading, token)
    person = reading.get(Person, found.person_id) if found else None
    if person is None:
        raise NotFound(SPENT)
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            kept = passwords.choose(form.password.data or "", person.email, person.name)
        except Invalid as invalid:
            form.blame("password", invalid.sentence)
        else:
            with web.transaction() as session:
                commands.reset_password(session, token, kept)
            web.tell(say("Your new password is set. Sign in with it."))
            return web.go("accounts.sign_in")
    return render_template("accounts/reset.html", form=form, person=person)
