"""What every request goes through: locale, who is asking, default deny, headers, errors.

A view is closed unless it is marked: `@public` for everyone, `@members_only` for anyone signed
in, `@guarded(policy)` for those whom a policy over the asker allows. A view without a mark
answers nobody and fails the build.
"""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

import structlog
from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from jinja2 import StrictUndefined
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.core import locales
from portal.core.errors import Conflict, Invalid, NotFound, Refused
from portal.core.ids import new_id
from portal.core.languages import parse_accept_language
from portal.core.orm import Database
from portal.core.policy import Verdict, require
from portal.core.sentences import Sentence, say
from portal.core.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])
log = structlog.get_logger()


class Asker(Protocol):
    """What the web layer needs to know of whoever is asking; `accounts` supplies it."""

    @property
    def signed_in(self) -> bool: ...


# --- who may come in -------------------------------------------------------------------------


def public(view: View) -> View:
    """Open to everyone, without an account."""
    view.portal_access = "public"  # type: ignore[attr-defined]
    return view


def members_only(view: View) -> View:
    """Open to everyone who has signed in; commands and queries rule on the rest."""
    view.portal_access = "members"  # type: ignore[attr-defined]
    return view


def guarded(policy: Callable[[Any], Verdict]) -> Callable[[View], View]:
    """Open to signed-in people for whom `policy(actor)` says yes."""

    def mark(view: View) -> View:
        view.portal_access = policy  # type: ignore[attr-defined]
        return view

    return mark


def impersonal(view: View) -> View:
    """Open to everyone and the same for everyone: who is asking is not even looked up."""
    view.portal_impersonal = True  # type: ignore[attr-defined]
    return public(view)


def is_impersonal(app: Flask, endpoint: str | None) -> bool:
    return endpoint == "static" or getattr(
        app.view_functions.get(endpoint or ""), "portal_impersonal", False
    )


def access_of(app: Flask, endpoint: str) -> Any:
    """How a view is classified: 'public', 'members', a policy, or None where nobody said."""
    return getattr(app.view_functions.get(endpoint), "portal_access", None)


def actor() -> Any:
    """Whoever is asking (`portal.network.actors.Actor`), or the anonymous reader."""
    return g.actor


# --- the database in a request -----------------------------------------------------------------


def database() -> Database:
    return cast("Database", current_app.extensions["portal_database"])


def is_demo() -> bool:
    """Whether this portal shows a demo network (`accounts` knows)."""
    return bool(current_app.extensions["portal_is_demo"]())


def settings() -> Settings:
    return cast("Settings", current_app.extensions["portal_settings"])


def reading() -> Session:
    """This request's reading session; the database refuses writes through it."""
    if "reading" not in g:
        g.reading = database().open_reading()
    return cast("Session", g.reading)


@contextmanager
def transaction() -> Iterator[Session]:
    """A writing transaction. Only a POST may open one: a GET that writes is an error."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        raise RuntimeError("A GET must not write.")
    # The reading session must not keep an older view of the data open while we write.
    done = g.pop("reading", None)
    if done is not None:
        done.close()
    with database().transaction() as session:
        yield session


# --- answers ------------------------------------------------------------------------------------


def tell(sentence: Sentence | str, category: str = "success") -> None:
    """Show a sentence on the next page."""
    flash(str(sentence), category)


def see_other(address: str) -> WerkzeugResponse:
    """Redirect after a POST (303), so that a reload repeats nothing."""
    return redirect(address, 303)


def go(endpoint: str, **values: Any) -> WerkzeugResponse:
    """`see_other` to an endpoint."""
    return see_other(url_for(endpoint, **values))


def local_address(address: str | None, otherwise: str) -> str:
    """`address` when it points into this site, else `otherwise`: no open redirects."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return otherwise
    return otherwise if any(ord(c) < 32 or c == "\\" for c in address) else address


def page_number() -> int:
    """The page asked for in `?page=`, 1 when it makes no sense."""
    try:
        return max(1, min(int(request.args.get("page", "1")), 100_000))
    except ValueError:
        return 1


def page_address() -> Callable[[int], str]:
    """Addresses of the other pages of this list, with the filters kept."""
    arguments = {key: values for key, values in request.args.lists() if key != "page"}
    endpoint, view_args = cast("str", request.endpoint), dict(request.view_args or {})
    return lambda number: url_for(endpoint, **view_args, **{**arguments, "page": number})  # type: ignore[arg-type]


def not_modified(*parts: object) -> WerkzeugResponse | None:
    """304 when the reader already holds this version of a public page, else None.

    `parts` name everything that the page shows: the newest change, the language. The tag also
    holds the locale and the release of the program. A signed-in reader's page is never kept.
    """
    if g.actor.signed_in or request.method != "GET" or "_flashes" in flask_session():
        return None
    tag = _entity_tag(*parts)
    g.entity_tag = tag
    # Our tags are weak, and what a plain "in" asks for is a strong match.
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
        answer.set_etag(tag, weak=True)
        return answer
    return None


def flask_session() -> Any:
    from flask import session  # noqa: PLC0415 - kept beside its one use

    return session


def _entity_tag(*parts: object) -> str:
    import hashlib  # noqa: PLC0415 - kept beside its one use

    raw = "\x1f".join(
        str(part)
        for part in (current_app.extensions["portal_version"], locales.current().tag, *parts)
    )
    return hashlib.blake2s(raw.encode(), digest_size=12).hexdigest()


def kept(key: tuple[object, ...], build: Callable[[], str]) -> str:
    """An anonymous page of one language, kept in this process under `key`.

    The key holds the newest change of what is shown, so a change makes a new key; the store is
    small and forgets the oldest.
    """
    if g.actor.signed_in or "_flashes" in flask_session():
        return build()
    store: MutableMapping[tuple[object, ...], str] = current_app.extensions["portal_pages"]
    full = (locales.current().tag, request.script_root, *key)
    page = store.get(full)
    if page is None:
        page = build()
        while len(store) >= 256:
            store.pop(next(iter(store)))
        store[full] = page
    return page


# --- the locale in the address -------------------------------------------------------------------


class LocalePrefix:
    """WSGI: `/km/library` is `/library` in Khmer; addresses made within keep the prefix."""

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        first, _, rest = path[1:].partition("/")
        if first in locales.LOCALES and (rest or path.endswith("/")):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + first
            environ["PATH_INFO"] = "/" + rest
            environ["portal.locale"] = first
        elif first in locales.LOCALES:
            start_response(
                "308 Permanent Redirect", [("Location", f"/{first}/"), ("Content-Length", "0")]
            )
            return [b""]
        return self.app(environ, start_response)


@dataclass(frozen=True)
class LocaleLink:
    """One entry of the language switch."""

    tag: str
    name: str
    dir: str
    url: str
    current: bool


def locale_links() -> Sequence[LocaleLink]:
    """This page in each interface language."""
    query = request.query_string.decode("latin-1")
    root = request.script_root.removesuffix("/" + request.environ.get("portal.locale", " "))
    rest = request.path + (f"?{query}" if query else "")
    if request.method != "GET":
        rest = "/"
    return [
        LocaleLink(tag, item.name, item.dir, f"{root}/{tag}{rest}", tag == locales.current().tag)
        for tag, item in locales.LOCALES.items()
    ]


def reader_languages() -> list[str]:
    """What this reader reads, in her order: her account's list, or her browser's.

    The language that the page is in comes first for those without an account, because she
    chose it; English is in the list only where she asked for it.
    """
    if g.actor.signed_in:
        return list(g.actor.languages)
    asked = parse_accept_language(request.headers.get("Accept-Language", ""))
    here = request.environ.get("portal.locale") or request.cookies.get("locale")
    if here not in locales.LOCALES:
        return asked
    return [str(here), *(tag for tag in asked if tag != here)]


def choose_locale() -> str:
    """Address, then account, then cookie, then browser; English only where nothing fits."""
    from portal.core.languages import choose  # noqa: PLC0415 - needed once a request

    prefixed = request.environ.get("portal.locale")
    if prefixed:
        return str(prefixed)
    if g.actor.signed_in and g.actor.locale in locales.LOCALES:
        return str(g.actor.locale)
    cookie = request.cookies.get("locale")
    if cookie in locales.LOCALES:
        return str(cookie)
    asked = parse_accept_language(request.headers.get("Accept-Language", ""))
    return choose(asked, list(locales.LOCALES)) or "en"


# --- putting it on the app -----------------------------------------------------------------------

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    """Put the guards, the headers and the error pages on the application."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(_guard)
    app.after_request(_headers)
    app.teardown_request(_close)
    app.register_error_handler(NotFound, lambda error: _problem(404, error.sentence))
    app.register_error_handler(Refused, lambda error: _problem(403, error.sentence))
    app.register_error_handler(
        Invalid, lambda error: _problem(400, error.sentence, fields=error.fields)
    )
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _guard() -> ResponseReturnValue | None:
    """Default deny: only a marked view answers, and only those whom its mark lets in."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    access = access_of(current_app, request.endpoint)
    if access == "public":
        return None
    if access is None:
        raise NotFound
    if not g.actor.signed_in:
        back = request.full_path.rstrip("?") if request.method == "GET" else url_for("home.front")
        return redirect(url_for("accounts.sign_in", next=back), 303)
    if access != "members":
        require(access(g.actor))
    return None


def _headers(response: Response) -> Response:
    headers = response.headers
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


def _wants_json() -> bool:
    return request.path.startswith("/api/") or (
        request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    )


def _problem(status: int, sentence: Sentence, **values: Any) -> ResponseReturnValue:
    if _wants_json():
        return {"error": str(sentence)}, status
    template = {403: "errors/403.html", 404: "errors/404.html", 413: "errors/413.html"}
    page = render_template(
        template.get(status, "errors/400.html"),
        sentence=sentence,
        **{"fields": {}, "typed": _typed(), "status": status, **values},
    )
    return page, status


def _typed() -> list[tuple[str, str]]:
    """What was typed into a form that is refused, so that the error page can give it back."""
    if request.method != "POST":
        return []
    secret = {"csrf_token", "password", "again", "new_password", "code", "token"}
    try:
        return [(k, v) for k, v in request.form.items(multi=True) if k not in secret and v.strip()]
    except HTTPException:
        return []


def _conflict(error: Conflict) -> ResponseReturnValue:
    if _wants_json():
        return {
            "error": str(error.sentence),
            "mine": error.mine,
            "theirs": error.theirs,
            "base": error.base,
        }, 409
    return render_template("errors/409.html", sentence=error.sentence, conflict=error), 409


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    return _problem(
        400,
        say(
            "This form was open for too long, or was opened in another window. "
            "What you typed is kept below: go back, reload the page and send it again."
        ),
    )


WORDS_OF_STATUS = {
    405: say("This address does not take that kind of request."),
    429: say("That was a lot in a short time. Wait a minute, then try again: nothing is lost."),
}


def _http(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug's refusals in our words and design."""
    status = error.code or 500
    if 300 <= status < 400 and error.response is not None:
        return error.response
    if status >= 500:
        return _broken(error)
    if status == 404:
        return _problem(404, NotFound().sentence)
    if status == 413:
        return _problem(413, _too_large())
    return _problem(
        status,
        WORDS_OF_STATUS.get(
            status, say("The request could not be understood. Nothing was changed.")
        ),
    )


def _too_large() -> Sentence:
    return say(
        "That is larger than this site takes (%(megabytes)s MB). Nothing was kept. "
        "Make the file smaller, or send it in parts.",
        megabytes=settings().max_upload // 2**20,
    )


def _broken(error: Exception) -> ResponseReturnValue:
    """An error of ours: a reference for the reader, the trace for the log, and no details out."""
    if current_app.testing and not isinstance(error, HTTPException):
        raise error
    reference = new_id()[-8:]
    log.error("broken", exc_info=error, reference=reference, endpoint=request.endpoint)
    sentence = say(
        "Something broke on our side and nothing was changed. If it happens again, give this "
        "reference to whoever runs this site: %(reference)s.",
        reference=reference,
    )
    if _wants_json():
        return {"error": str(sentence)}, 500
    return render_template(
        "errors/500.html", sentence=sentence, reference=reference, typed=_typed()
    ), 500
