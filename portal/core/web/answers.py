"""Sentences, redirects and page numbers: what views answer with."""

import unicodedata
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote

from flask import (
    Response,
    flash,
    redirect,
    request,
    url_for,
)
from werkzeug.wrappers import Response as WerkzeugResponse

from portal.core.sentences import Sentence


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


def attached(answer: Response, filename: str) -> Response:
    """The answer as a file to keep, under a name in any script.

    A header holds Latin letters only: other names go in the form of RFC 8187, with what is left
    of them in ASCII for programs that do not know it.
    """
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode().lstrip("-")
    names = {"filename": plain if "." in plain[1:] else f"file{plain}"}
    if plain != filename:
        names["filename*"] = "UTF-8''" + quote(filename, safe="!#$&+^`|~.-_")
    answer.headers.set("Content-Disposition", "attachment", **names)
    return answer


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
