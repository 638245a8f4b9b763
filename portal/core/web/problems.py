"""What went wrong, in the reader's language and design; nothing that was typed is lost."""

import re
from typing import Any
from urllib.parse import quote

import structlog
from flask import (
    current_app,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.core.errors import Conflict, NotFound
from portal.core.ids import new_id
from portal.core.sentences import Sentence, say
from portal.core.web.answers import local_address
from portal.core.web.doors import settings

log = structlog.get_logger()


def _wants_json() -> bool:
    return request.path.startswith("/api/") or (
        request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
    )


def problem(status: int, sentence: Sentence, **values: Any) -> ResponseReturnValue:
    if _wants_json():
        return {"error": str(sentence)}, status
    template = {403: "errors/403.html", 404: "errors/404.html", 413: "errors/413.html"}
    page = render_template(
        template.get(status, "errors/400.html"),
        sentence=sentence,
        **{
            "fields": {},
            "typed": _typed(),
            "back": "" if status == 404 else _page_of_form(),
            "status": status,
            **values,
        },
    )
    return page, status


_SECRET = {"csrf_token", "password", "again", "new_password", "code", "token"}
_UNTYPED = {"act", "next", "whole"}
_MADE = re.compile(r"[0-9a-fA-F]{16,}|[0-9A-HJKMNP-TV-Z]{26}|y")
"""Hashes, ids and ticked boxes: a form's own, and nothing that a person typed."""


def _typed() -> list[str]:
    """What was typed into a form that is refused, so that the error page can give it back."""
    if request.method != "POST":
        return []
    try:
        return [
            value
            for name, value in request.form.items(multi=True)
            if name not in _SECRET | _UNTYPED
            and value.strip()
            and not _MADE.fullmatch(value.strip())
        ]
    except HTTPException:
        return []


def _page_of_form() -> str:
    """The page that the refused form belongs to: its own address, or the nearest above it.

    No browser says where a form stood, because this site asks it to tell nobody.
    """
    adapter = current_app.create_url_adapter(request)
    path = request.path
    while request.method == "POST" and adapter and path.strip("/"):
        try:
            adapter.match(path, method="GET")
        except HTTPException:
            path = path.rpartition("/")[0]
        else:
            own = request.query_string.decode("latin-1") if path == request.path else ""
            return local_address(quote(request.script_root + path) + (own and "?" + own), "")
    return ""


def conflict(error: Conflict) -> ResponseReturnValue:
    if _wants_json():
        return {
            "error": str(error.sentence),
            "mine": error.mine,
            "theirs": error.theirs,
            "base": error.base,
        }, 409
    return render_template("errors/409.html", sentence=error.sentence, conflict=error), 409


def csrf(_error: CSRFError) -> ResponseReturnValue:
    return problem(
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


def http(error: HTTPException) -> ResponseReturnValue:
    """Werkzeug's refusals in our words and design."""
    status = error.code or 500
    if 300 <= status < 400 and error.response is not None:
        return error.response
    if status >= 500:
        return broken(error)
    if status == 404:
        return problem(404, NotFound().sentence)
    if status == 413:
        return problem(413, _too_large())
    return problem(
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


def broken(error: Exception) -> ResponseReturnValue:
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
        "errors/500.html",
        sentence=sentence,
        reference=reference,
        typed=_typed(),
        back=_page_of_form(),
    ), 500
