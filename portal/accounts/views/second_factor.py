"""The second step of signing in, and the password once more before grave acts."""

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts import commands, queries
from portal.accounts import session as door
from portal.accounts.commands.second_factor import WRONG_CODE
from portal.accounts.forms import CodeForm, PasswordForm
from portal.accounts.views.blueprint import bp, next_address, vault
from portal.core import web
from portal.core.limits import limiter
from portal.core.sentences import say


def _person_asked() -> str:
    """Codes are counted by person: six digits hold only while nobody may try them all."""
    current = door.current()
    return current.person_id if current else "nobody"


def _failed(response: Response) -> bool:
    return bool(response.status_code == 200)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@web.public
@limiter.limit("30 per 10 minutes", methods=["POST"])
@limiter.limit("10 per hour", methods=["POST"], key_func=_person_asked, deduct_when=_failed)
def code() -> ResponseReturnValue:
    """Open to who gave her password a moment ago; everyone else begins at the beginning."""
    current = door.current()
    if current is None or not current.waits_for_code:
        return web.go("accounts.sign_in", next=next_address())
    form = CodeForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        with web.transaction() as session:
            shown = commands.show_second_factor(
                session,
                vault(),
                form.code.data or "",
                session_id=current.id,
                person_id=current.person_id,
            )
        if shown:
            return web.see_other(next_address())
        form.blame("code", WRONG_CODE)
    return render_template("accounts/code.html", form=form)


@bp.route("/sign-in/confirm", methods=["GET", "POST"])
@web.members_only
@limiter.limit("10 per hour", methods=["POST"], key_func=_person_asked, deduct_when=_failed)
def confirm() -> ResponseReturnValue:
    """The password once more, before a grave act."""
    current = door.current()
    if current is None or door.recently_confirmed():
        return redirect(next_address(), 303)
    form = PasswordForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        if queries.check_own_password(web.reading(), current.person_id, form.password.data or ""):
            with web.transaction() as session:
                commands.confirm_again(session, current.id)
            return web.see_other(next_address())
        form.blame("password", say("This is not the password of your account."))
    return render_template("accounts/confirm.html", form=form)
