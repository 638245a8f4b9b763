"""The guards, the headers and the error pages, put on the application."""

from flask import (
    Flask,
    Response,
    current_app,
    g,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException

from portal.core.errors import Conflict, Invalid, NotFound, Refused
from portal.core.policy import require
from portal.core.sentences import say
from portal.core.web import problems
from portal.core.web.access import access_of, is_embeddable
from portal.core.web.asking import Asked, Number
from portal.core.web.doors import settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

FRAMED_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *"
)
"""For a page that other sites frame: it runs nothing, sends nothing and holds no button."""
QUEUED = "X-Queued"
"""The header with which the browser's queue sends a form by script."""


def init_app(app: Flask) -> None:
    """Put the guards, the headers and the error pages on the application."""
    app.request_class = Asked
    app.url_map.converters["int"] = Number
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(_guard)
    app.after_request(_headers)
    app.teardown_request(_close)
    app.register_error_handler(NotFound, lambda error: problems.problem(404, error.sentence))
    app.register_error_handler(Refused, lambda error: problems.problem(403, error.sentence))
    app.register_error_handler(
        Invalid, lambda error: problems.problem(400, error.sentence, fields=error.fields)
    )
    app.register_error_handler(Conflict, problems.conflict)
    app.register_error_handler(CSRFError, problems.csrf)
    app.register_error_handler(HTTPException, problems.http)
    app.register_error_handler(Exception, problems.broken)


def _guard() -> ResponseReturnValue | None:
    """Default deny: only a marked view answers, and only those whom its mark lets in."""
    if "\0" in request.path:
        raise NotFound
    if request.endpoint is None or request.endpoint == "static":
        return None
    access = access_of(current_app, request.endpoint)
    if access == "public":
        return None
    if access is None:
        raise NotFound
    if not g.actor.signed_in:
        if QUEUED in request.headers:
            return problems.problem(401, say("Sign in to go on. What you sent is kept."))
        back = request.full_path.rstrip("?") if request.method == "GET" else url_for("home.front")
        return redirect(url_for("accounts.sign_in", next=back), 303)
    if access != "members":
        require(access(g.actor))
    return None


def _headers(response: Response) -> Response:
    headers = response.headers
    if response.status_code == 303 and QUEUED in request.headers:
        # A script that sent a form is told where it leads, and goes there itself: the sentence
        # on what was done is for that page, not for the script.
        response.status_code = 200
        response.set_data(b"")
    if response.status_code == 200 and is_embeddable(current_app, request.endpoint):
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        if response.mimetype == "text/html":
            headers.setdefault("Content-Security-Policy", FRAMED_POLICY)
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"
    )
    if settings().secure_cookies:
        headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    if "entity_tag" in g and response.status_code == 200:
        response.set_etag(g.entity_tag, weak=True)
        headers.setdefault("Cache-Control", "no-cache")
    elif "Cache-Control" not in headers:
        headers["Cache-Control"] = (
            "no-store" if g.get("actor") and g.actor.signed_in else "no-cache"
        )
    if response.mimetype == "text/html":
        response.vary.add("Cookie")
        if "portal.locale" not in request.environ:
            response.vary.add("Accept-Language")
    return response


def _close(_error: BaseException | None) -> None:
    session = g.pop("reading", None)
    if session is not None:
        session.close()
