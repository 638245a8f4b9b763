"""Signing in and out, and the language of the pages."""

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.accounts import commands, policy, queries
from portal.accounts import session as door
from portal.accounts.devices import device_name
from portal.accounts.forms import SignInForm
from portal.accounts.views.blueprint import bp, home, next_address
from portal.core import locales, web
from portal.core.errors import NotFound
from portal.core.ids import digest
from portal.core.limits import limiter
from portal.core.sentences import say

WRONG = say(
    "This mail address and password do not belong together. Check both, or ask for a new password."
)


def _refused(response: Response) -> bool:
    """Only attempts that failed count against the limit of one address."""
    return response.status_code != 303


def _address_tried() -> str:
    return digest(queries.plain_email(request.form.get("email", "")))


@bp.route("/sign-in", methods=["GET", "POST"])
@web.public
@limiter.limit("30 per 10 minutes", methods=["POST"])
@limiter.limit("20 per hour", methods=["POST"], key_func=_address_tried, deduct_when=_refused)
def sign_in() -> ResponseReturnValue:
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        person_id = queries.check_password(
            web.reading(), form.email.data or "", form.password.data or ""
        )
        if person_id is not None:
            return _begin(person_id, form.next.data)
        form.blame("password", WRONG)
    elif request.method == "GET" and web.actor().signed_in:
        return redirect(next_address(), 303)
    demo = web.is_demo()
    return render_template(
        "accounts/sign_in.html",
        form=form,
        demo=demo,
        roles=queries.demo_roles(web.reading()) if demo else [],
    )


@bp.post("/sign-in/as/<role>")
@web.public
@limiter.limit("60 per minute")
def sign_in_as(role: str) -> ResponseReturnValue:
    """One press in a demo; nowhere else."""
    if not web.is_demo():
        raise NotFound
    for offered, person in queries.demo_roles(web.reading()):
        if offered == role:
            return _begin(person.id, request.form.get("next"))
    raise NotFound


def _begin(person_id: str, address: str | None) -> ResponseReturnValue:
    """Start the session, and lead to the second step where there is or must be one."""
    after = web.local_address(address, home())
    with web.transaction() as session:
        started = commands.start_session(
            session, person_id, device=device_name(request.headers.get("User-Agent", ""))
        )
        found = queries.session_of(session, started.secret)
        actor = door.actor_behind(session, found) if found else None
    door.enter(started)
    if actor is None:
        return web.go("accounts.code", next=after)
    if policy.second_factor_needed(actor):
        return web.go("accounts.authenticator", next=after)
    return web.see_other(after)


@bp.post("/sign-out")
@web.public
def sign_out() -> ResponseReturnValue:
    """Open to everyone, so that signing out twice is no error."""
    current = door.current()
    if current is not None:
        with web.transaction() as session:
            commands.sign_out(session, current.id, person_id=current.person_id)
    door.leave()
    web.tell(say("You are signed out."))
    answer = web.see_other("/")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.post("/language")
@web.public
def language() -> ResponseReturnValue:
    """Choose the interface language: for the account, or by a cookie without one."""
    tag = request.form.get("locale", "")
    answer = web.see_other(web.local_address(request.form.get("next"), "/"))
    if tag not in locales.LOCALES:
        return answer
    actor = web.actor()
    if actor.signed_in:
        with web.transaction() as session:
            commands.choose_locale(session, tag, by=actor)
    else:
        answer.set_cookie(
            "locale",
            tag,
            max_age=365 * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=web.settings().secure_cookies,
        )
    return answer
