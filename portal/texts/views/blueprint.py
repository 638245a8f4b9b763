"""The blueprint that the pages of texts join; those of a sensitive text can be left at once."""

from typing import Any

from flask import Blueprint, Response, g

from portal.core import web

bp = Blueprint("texts", __name__, url_prefix="/texts", template_folder="../templates")


@bp.context_processor
def way_out() -> dict[str, Any]:
    """The exit control, on every page of a text that nobody should be seen reading."""
    return {"exit_url": web.settings().exit_url} if g.get("sensitive") else {}


@bp.after_request
def kept_by_no_browser(response: Response) -> Response:
    if g.get("sensitive"):
        response.headers["Cache-Control"] = "no-store"
    return response
