"""Who is asking: the one door to flask-login, from the cookie to the actor.

The signed cookie holds a random secret and the last visit, nothing else of a person; the
session's row is found by the secret's digest. Without a cookie the database is not asked, and a
visit that only reads writes nothing: the last visit travels in the cookie.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast

import flask
from flask import Flask, Response, current_app, g, request, url_for
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from portal.accounts import commands, policy, queries
from portal.accounts.commands.sessions import Started
from portal.core import clock, web
from portal.network.actors import ANONYMOUS, Actor, actor_for

View = TypeVar("View", bound=Callable[..., Any])
SEEN = "seen"
SEEN_EVERY = timedelta(minutes=1)
"""How fine the last visit in the cookie is."""
TOUCH_EVERY = timedelta(minutes=5)
"""How fine the last visit in the database is, which only POSTs raise."""


@dataclass(frozen=True)
class SignIn:
    """This request's session: its row's id, and what it has shown."""

    id: str
    person_id: str
    waits_for_code: bool
    has_authenticator: bool
    in_demo: bool
    seen_at: datetime
    confirmed_at: datetime


class Visitor:
    """What flask-login hands around: a secret, and the session and actor behind it."""

    is_active = True
    is_authenticated = True
    is_anonymous = False

    def __init__(
        self, secret: str, sign_in: SignIn | None = None, actor: Actor = ANONYMOUS
    ) -> None:
        self.secret = secret
        self.sign_in = sign_in
        self.actor = actor

    def get_id(self) -> str:
        return self.secret


class Sessions(LoginManager):  # type: ignore[misc]
    """flask-login without its other cookies: nobody is remembered beyond the session."""

    def _update_remember_cookie(self, response: Response) -> Response:
        return response


def init_app(app: Flask) -> None:
    """Find out who is asking before anything else happens in a request."""
    manager = Sessions()
    manager.session_protection = None
    manager.user_loader(_visitor)
    manager.init_app(app, add_context_processor=False)
    app.extensions["portal_is_demo"] = _is_demo
    app.before_request(_recognise)
    app.context_processor(lambda: {"in_demo": _in_demo()})


# --- in a request --------------------------------------------------------------------------------


def _recognise() -> None:
    g.actor = ANONYMOUS
    g.sign_in = None
    if web.is_impersonal(current_app, request.endpoint) or not _has_cookie():
        return
    if "_user_id" not in flask.session:
        return
    visitor = cast("Visitor", current_user._get_current_object())  # noqa: SLF001 - the proxy's own way
    if not isinstance(visitor, Visitor) or visitor.sign_in is None:
        _forget()
        return
    g.sign_in = visitor.sign_in
    g.actor = visitor.actor
    _note_visit(visitor.sign_in)


def _has_cookie() -> bool:
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def _visitor(secret: str) -> Visitor | None:
    """The visitor behind a cookie; None when the session is over."""
    reading = web.reading()
    found = queries.session_of(reading, secret)
    if found is None:
        return None
    now, row = clock.now(), found.sign_in
    sign_in = SignIn(
        id=row.id,
        person_id=row.person_id,
        waits_for_code=found.waits_for_code,
        has_authenticator=found.has_authenticator,
        in_demo=found.in_demo,
        seen_at=row.seen_at,
        confirmed_at=row.confirmed_at,
    )
    if found.waits_for_code:
        return Visitor(secret, sign_in) if now - row.created_at < policy.HALF else None
    actor = actor_behind(reading, found)
    if actor is None or now - _last_visit() > policy.idle_limit(actor):
        return None
    return Visitor(secret, sign_in, actor)


def actor_behind(session: Session, found: queries.FoundSession) -> Actor | None:
    """The actor that a session makes of its person; None while it waits for its code."""
    row = found.sign_in
    if found.waits_for_code:
        return None
    return actor_for(
        session,
        row.person_id,
        chosen=row.acting_for_id,
        second_factor=row.second_factor_at is not None or found.in_demo,
        session_id=row.id,
        person=found.person,
    )


def _last_visit() -> datetime:
    try:
        return datetime.fromtimestamp(flask.session[SEEN], UTC)
    except (KeyError, TypeError, ValueError, OverflowError):
        return datetime.fromtimestamp(0, UTC)


def _note_visit(sign_in: SignIn) -> None:
    now = clock.now()
    if now - _last_visit() > SEEN_EVERY:
        flask.session[SEEN] = int(now.timestamp())
    if request.method == "POST" and now - sign_in.seen_at > TOUCH_EVERY:
        with web.transaction() as session:
            commands.touch(session, sign_in.id)


def _forget() -> None:
    logout_user()
    flask.session.pop(SEEN, None)


def _in_demo() -> bool:
    sign_in: SignIn | None = g.get("sign_in")
    return sign_in is not None and sign_in.in_demo


def _is_demo() -> bool:
    """Asked once: a portal is a demo from its first day, or never."""
    known: bool | None = current_app.extensions.get("portal_demo_known")
    if known is None:
        row = queries.portal_row(web.reading())
        if row is None:
            return False
        known = current_app.extensions["portal_demo_known"] = row.is_demo
    return known


# --- for views -----------------------------------------------------------------------------------


def current() -> SignIn | None:
    """This request's session, also while it still waits for its code."""
    return cast("SignIn | None", g.sign_in)


def enter(started: Started) -> None:
    """Give this browser the session; whatever its cookie held before is gone."""
    flask.session.clear()
    login_user(Visitor(started.secret))
    flask.session.clear()
    flask.session.update(cookie_of(started))


def cookie_of(started: Started) -> dict[str, Any]:
    """All that the cookie holds of a session: its secret, and the last visit."""
    return {"_user_id": started.secret, SEEN: int(clock.now().timestamp())}


def leave() -> None:
    """Take the session away from this browser."""
    logout_user()
    flask.session.clear()


def recently_confirmed() -> bool:
    """Whether the password was given in the last quarter of an hour (the demo waives it)."""
    sign_in = current()
    return sign_in is not None and (
        sign_in.in_demo or clock.now() - sign_in.confirmed_at < policy.CONFIRMED
    )


def grave(view: View) -> View:
    """Ask for the password again before this view, unless it was given a moment ago.

    A POST that comes too late is sent to the question and back to its form's page.
    """

    @wraps(view)
    def asked(*args: Any, **values: Any) -> Any:
        if recently_confirmed():
            return view(*args, **values)
        here = request.full_path.rstrip("?") if request.method == "GET" else _page_of_form()
        return web.see_other(url_for("accounts.confirm", next=here))

    return cast("View", asked)


def _page_of_form() -> str:
    """The page that the form stood on: its own address, where that can be opened."""
    rule = request.url_rule
    if rule is not None and current_app.url_map.bind("").test(request.path, "GET"):
        return request.path
    return url_for("home.waiting") if "home.waiting" in current_app.view_functions else "/"
